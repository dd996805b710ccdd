from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invertrack.analysis.dose import adjusted_reliefs, adjustment, dose_gate_of, dose_response
from invertrack.analysis.gates import Reason
from invertrack.analysis.record import Pair
from invertrack.analysis.regression import ols_hac
from invertrack.analysis.results import Adjustment, Interval, Method
from invertrack.analysis.simulated import record_of_life
from invertrack.analysis.simulation import simulate
from invertrack.analysis.truth import Effect, Habits, Pain, Truth

FEW = settings(max_examples=40)
VARIED = Habits(
    angle_jitter_sd_deg=8, duration_jitter_sd_s=45, angle_rise_per_week_deg=6, adherence=1
)
TERMS = ("intercept", "before", "angle", "minutes", "week")


def varied(n=48):
    """Sessions in which every setting moves by a rhythm of its own."""
    return [
        Pair(
            day=2 * k,
            angle_deg=20 + 10 * (k % 3),
            duration_s=60 * (1 + k // 3 % 4),
            before=5 + k % 5,
            after=3 + k % 5 - k % 2,
        )
        for k in range(n)
    ]


def pairs_of(inputs):
    columns = (inputs[name] for name in ("day", "angle", "minutes", "before", "after"))
    return [
        Pair(day, angle, round(60 * minutes), before, after)
        for day, angle, minutes, before, after in zip(*columns, strict=True)
    ]


def test_a_dose_response_reproduces_the_worked_forty_sessions(vector):
    case = vector("dose_response_40")
    expected = case.expected

    dose = dose_response(pairs_of(case.inputs))

    assert (dose.n, dose.df, dose.hac_lags) == (expected["n"], expected["df"], expected["hac_lags"])
    assert dose.r2 == case.approx(expected["r2"])
    for name, published in zip(TERMS, expected["terms"].values(), strict=True):
        term = getattr(dose, name)
        interval = term.published.interval
        got = [term.published.value, term.se_ols, term.se_hac, term.se]
        got += [interval.low, interval.high, term.p]
        assert got == case.approx(list(published.values()))
        assert term.shown.value == term.published.value


def test_the_shown_interval_holds_the_published_one(vector):
    dose = dose_response(pairs_of(vector("dose_response_40").inputs))

    for term in (getattr(dose, name) for name in TERMS):
        assert term.se_shown >= term.se
        assert term.shown.interval.low <= term.published.interval.low
        assert term.shown.interval.high >= term.published.interval.high
        assert (term.p_shown < 0.05) == term.shown.interval.excludes_zero
        assert term.shown.method is Method.REGRESSION


def test_a_dose_response_says_what_was_used_and_how_angle_went_with_pain():
    dose = dose_response(varied())

    assert dose.angles_deg == Interval(20.0, 40.0)
    assert dose.minutes_used == Interval(1.0, 4.0)
    assert dose.angle_with_before == pytest.approx(
        np.corrcoef([p.angle_deg for p in varied()], [p.before for p in varied()])[0, 1]
    )


@FEW
@given(st.lists(st.integers(0, 4), min_size=48, max_size=48))
def test_the_scale_turned_over_turns_every_effect_over(drops):
    pairs = [replace(p, after=p.before - d) for p, d in zip(varied(), drops, strict=True)]
    turned = [replace(p, before=10 - p.before, after=10 - p.after) for p in pairs]

    here, there = dose_response(pairs), dose_response(turned)

    for name in ("angle", "minutes", "week"):
        one, other = getattr(here, name), getattr(there, name)
        assert other.shown.value == pytest.approx(-one.shown.value, abs=1e-9)
        assert other.se_shown == pytest.approx(one.se_shown, abs=1e-9)
    assert there.before.shown.value == pytest.approx(here.before.shown.value, abs=1e-9)


def test_effects_scale_with_their_unit_and_mind_no_common_shift():
    here = dose_response(varied())
    there = dose_response(
        [
            replace(p, day=p.day + 20_000, angle_deg=2 * p.angle_deg, duration_s=p.duration_s + 90)
            for p in varied()
        ]
    )

    assert there.angle.shown.value == pytest.approx(here.angle.shown.value / 2)
    assert there.angle.se_shown == pytest.approx(here.angle.se_shown / 2)
    assert there.minutes.shown.value == pytest.approx(here.minutes.shown.value)
    assert there.week.shown.value == pytest.approx(here.week.shown.value)


def test_a_week_without_sessions_counts_as_time_that_went_by():
    later = [replace(p, day=p.day + 7 * (p.day >= 40)) for p in varied()]

    here, there = dose_response(varied()), dose_response(later)

    weeks = [p.day / 7 for p in later]
    columns = [[getattr(p, name) for p in later] for name in ("before", "angle_deg", "minutes")]
    line = ols_hac([p.relief for p in later], *columns, weeks)
    assert there.n == here.n
    assert there.week.shown.value == pytest.approx(line.coefficients[4])
    assert there.week.shown.value != pytest.approx(here.week.shown.value, rel=0.05)


def test_relief_that_never_moves_has_effects_of_zero_without_intervals():
    dose = dose_response([replace(p, after=p.before - 2) for p in varied()])

    assert dose.intercept.shown.value == 2.0
    for name in TERMS:
        term = getattr(dose, name)
        assert term.shown.interval is None
        assert term.published.interval is None
        assert (term.p, term.p_shown) == (1.0, 1.0)
    assert dose.angle.shown.value == pytest.approx(0.0, abs=1e-12)


def test_the_gate_is_open_for_settings_that_vary_on_their_own():
    gate = dose_gate_of(varied())

    assert (gate.open, gate.reason) == (True, Reason.ENOUGH)


@pytest.mark.parametrize(
    ("pairs", "reason", "to_go"),
    [
        ([], Reason.TOO_FEW_SESSIONS, 40),
        (varied(1), Reason.TOO_FEW_SESSIONS, 39),
        (varied(39), Reason.TOO_FEW_SESSIONS, 1),
        ([replace(p, angle_deg=30) for p in varied()], Reason.TOO_FEW_SETTINGS, 2),
        ([replace(p, duration_s=120) for p in varied()], Reason.SETTINGS_TOO_ALIKE, 0),
        ([replace(p, duration_s=6 * p.angle_deg) for p in varied()], Reason.SETTINGS_TOO_ALIKE, 0),
        ([replace(p, before=6) for p in varied()], Reason.NO_SPREAD, 0),
        (
            [replace(p, angle_deg=10 + 5 * (p.day // 20)) for p in varied()],
            Reason.ANGLE_WITH_TIME,
            0,
        ),
        (
            [replace(p, angle_deg=60 - 5 * (p.day // 20)) for p in varied()],
            Reason.ANGLE_AGAINST_TIME,
            0,
        ),
    ],
)
def test_the_gate_names_why_angle_and_time_cannot_be_told_apart(pairs, reason, to_go):
    gate = dose_gate_of(pairs)

    assert (gate.open, gate.reason, gate.to_go) == (False, reason, to_go)


def test_whatever_the_gate_lets_through_can_be_computed():
    rng = np.random.default_rng(2)
    opened = 0
    for _ in range(200):
        angles, minutes, befores = (rng.integers(1, rng.integers(2, 7), 60) for _ in range(3))
        pairs = [
            Pair(day, 10 * int(a), 60 * int(m), int(b), 3)
            for day, (a, m, b) in enumerate(zip(angles, minutes, befores, strict=True))
        ]
        if dose_gate_of(pairs).open:
            opened += 1
            assert dose_response(pairs).angle.shown.n == 60
    assert 20 < opened < 200


def test_relief_is_read_at_one_pain_only_from_twenty_varied_sessions_on():
    assert adjustment(varied(19)) is None
    assert adjustment([replace(p, before=6) for p in varied()]) is None
    assert adjustment([]) is None
    assert adjustment(varied(20)).n == 20


def test_the_adjustment_is_the_slope_of_relief_on_pain_before():
    pairs = varied()
    line = ols_hac([p.relief for p in pairs], [p.before for p in pairs])

    found = adjustment(pairs)

    assert found.slope == pytest.approx(line.coefficients[1])
    assert found.at_before == pytest.approx(np.mean([p.before for p in pairs]))


def test_adjusted_reliefs_keep_their_mean_and_forget_pain_before():
    pairs = varied()

    reliefs = adjusted_reliefs(pairs, adjustment(pairs))

    assert np.mean(reliefs) == pytest.approx(np.mean([p.relief for p in pairs]))
    assert np.dot(reliefs, [p.before - 7 for p in pairs]) == pytest.approx(
        np.mean(reliefs) * sum(p.before - 7 for p in pairs)
    )


def test_reliefs_stay_as_rated_where_nothing_says_how_to_adjust_them():
    assert adjusted_reliefs(varied(3), None) == [float(p.relief) for p in varied(3)]
    flat = Adjustment(slope=0.0, at_before=6.0, n=20)
    assert adjusted_reliefs(varied(3), flat) == adjusted_reliefs(varied(3), None)


@pytest.mark.parametrize(("slope", "found"), [(0.0, False), (0.8, True)])
def test_a_true_effect_of_the_angle_is_found_and_no_effect_is_not(slope, found):
    steeper_when_worse = replace(VARIED, steeper_per_point=4.0)
    truth = Truth(
        name="angle",
        pain=Pain(usual=6, rating_sd=1.5),
        effect=Effect(points_per_10_deg=slope),
        habits=steeper_when_worse,
    )
    clear = naive = covered = 0
    for seed in range(25):
        pairs = record_of_life(simulate(truth, days=130, seed=seed)).pairs
        angle = dose_response(pairs).angle.shown.interval
        clear += angle.excludes_zero
        covered += angle.low <= slope <= angle.high
        naive += ols_hac([p.relief for p in pairs], [p.angle_deg for p in pairs]).p(1) < 0.05

    assert covered >= 21
    assert clear >= 20 if found else clear <= 4
    assert naive >= 15  # the plain slope takes bad days for steep ones
