import numpy as np
import pytest

from invertrack.analysis.gates import Reason
from invertrack.analysis.mixed import patient_sums, random_intercepts
from invertrack.analysis.results import Method


def by_patient(inputs):
    rows = list(zip(*(inputs[k] for k in ("patient", "pre", "angle", "relief")), strict=True))
    return [
        patient_sums(*zip(*[row[1:] for row in rows if row[0] == patient], strict=True))
        for patient in sorted({row[0] for row in rows})
    ]


def clinic(seed, *, patients=12, sessions=15, between=0.8, slope=0.2):
    """Draw patients with a level of their own; the ones with more relief go steeper."""
    rng = np.random.default_rng(seed)
    found = []
    for level in rng.normal(0, between, patients):
        before = rng.integers(3, 9, sessions)
        angle = np.clip(rng.choice([15, 20, 30, 45], sessions) + 10 * level, 5, 60)
        relief = 1 + level + 0.3 * (before - 6) + slope * angle / 10
        found.append((before, angle, relief + rng.normal(0, 0.9, sessions)))
    return found


def test_random_intercepts_reproduce_the_worked_patients(vector):
    case = vector("mixed_model_patients")
    expected = case.expected

    found = random_intercepts(by_patient(case.inputs))
    fit = found.fit

    assert (found.patients, found.n, found.is_singular) == (8, 80, False)
    assert [fit.intercept.value, fit.before.value, fit.angle.value] == case.approx(
        [expected["intercept"], expected["pre_c"], expected["angle10_c"]]
    )
    assert list(fit.standard_errors) == case.approx(expected["se"])
    assert fit.between_var == case.approx(expected["var_patient"])
    assert fit.within_var == case.approx(expected["var_resid"])
    assert fit.log_likelihood == case.approx(expected["llf_reml"])
    assert fit.angle.method is Method.REML


@pytest.mark.parametrize("seed", range(3))
def test_random_intercepts_agree_with_statsmodels_on_uneven_patients(seed):
    from statsmodels.regression.mixed_linear_model import MixedLM

    people = [
        tuple(column[: 5 + 2 * place] for column in person)
        for place, person in enumerate(clinic(seed))
    ]
    fit = random_intercepts([patient_sums(*person) for person in people]).fit

    before, angle, relief = (np.concatenate(column) for column in zip(*people, strict=True))
    groups = np.repeat(range(len(people)), [len(person[0]) for person in people])
    design = [np.ones(before.size), before - before.mean(), (angle - angle.mean()) / 10]
    oracle = MixedLM(relief, np.column_stack(design), groups=groups).fit(reml=True)
    assert [fit.intercept.value, fit.before.value, fit.angle.value] == pytest.approx(
        list(oracle.fe_params), rel=1e-3, abs=1e-3
    )
    assert list(fit.standard_errors) == pytest.approx(list(oracle.bse_fe), rel=1e-3)
    assert fit.log_likelihood >= oracle.llf - 1e-6


def test_a_level_for_each_patient_keeps_who_goes_steeper_apart_from_what_steeper_does():
    people = [clinic(seed, between=2.0, slope=0.0, patients=30) for seed in range(5)]
    fits = [random_intercepts([patient_sums(*person) for person in one]).fit for one in people]
    rows = [[np.concatenate(column) for column in zip(*one, strict=True)] for one in people]
    pooled = [np.polyfit(angle / 10, relief, 1)[0] for _, angle, relief in rows]

    assert np.mean(pooled) > 0.4
    assert abs(np.mean([fit.angle.value for fit in fits])) < 0.15


def test_adding_a_level_to_every_score_moves_the_intercept_alone():
    people = clinic(4)
    here = random_intercepts([patient_sums(*person) for person in people]).fit
    there = random_intercepts(
        [patient_sums(before + 1, angle + 5, relief + 2) for before, angle, relief in people]
    ).fit

    assert there.intercept.value == pytest.approx(here.intercept.value + 2)
    assert there.angle.value == pytest.approx(here.angle.value)
    assert there.between_var == pytest.approx(here.between_var, rel=1e-4)


def test_patients_may_come_in_any_order():
    sums = [patient_sums(*person) for person in clinic(5)]

    here, there = random_intercepts(sums).fit, random_intercepts(sums[::-1]).fit

    assert there.angle.value == pytest.approx(here.angle.value)
    assert there.between_var == pytest.approx(here.between_var, rel=1e-5)


def test_seven_patients_are_too_few():
    found = random_intercepts([patient_sums(*person) for person in clinic(1, patients=7)])

    assert (found.fit, found.is_singular) == (None, False)
    assert (found.gate.to_go, found.gate.reason) == (1, Reason.TOO_FEW_GROUPS)
    assert random_intercepts([]).gate.have == 0


def test_patients_who_do_not_differ_give_a_singular_fit_and_no_numbers():
    same = clinic(2)[0]

    found = random_intercepts([patient_sums(*same)] * 10)

    assert (found.fit, found.is_singular) == (None, True)


@pytest.mark.parametrize("column", [0, 1, 2])
def test_a_column_that_never_varies_gives_a_singular_fit(column):
    people = [list(person) for person in clinic(3)]
    for person in people:
        person[column] = np.full(15, 4.0)

    found = random_intercepts([patient_sums(*person) for person in people])

    assert (found.fit, found.is_singular) == (None, True)


@pytest.mark.parametrize(
    ("columns", "match"),
    [(([5], [20, 30], [1]), "same sessions"), (([5, None], [20, 30], [1, 1]), "gap")],
)
def test_sums_are_of_whole_sessions(columns, match):
    with pytest.raises(ValueError, match=match):
        patient_sums(*columns)
