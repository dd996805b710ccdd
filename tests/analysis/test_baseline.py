from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from invertrack.analysis.baseline import baseline_change, baseline_gate_of
from invertrack.analysis.estimates import mean_with_t_interval
from invertrack.analysis.gates import Reason
from invertrack.analysis.record import Pair, Record
from invertrack.analysis.regression import ols_hac
from invertrack.analysis.results import Interval, Method
from invertrack.analysis.simulated import record_of_life
from invertrack.analysis.simulation import simulate
from invertrack.analysis.truth import Effect, Habits, Pain, Truth, bad_days_only

FEW = settings(max_examples=40)
SESSIONS = st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=8, max_size=40)
USUAL = st.lists(st.integers(0, 10), min_size=8, max_size=60)


def record(before, after, usual, *, every=2):
    pairs = tuple(
        Pair(every * index, 30, 120, start, end)
        for index, (start, end) in enumerate(zip(before, after, strict=True))
    )
    return Record(
        usual=tuple((day, float(score)) for day, score in enumerate(usual)),
        pairs=pairs,
        session_days=frozenset(pair.day for pair in pairs),
    )


def balanced():
    """Thirty sessions around a usual pain of 5, on every other of sixty rated days."""
    before = [3, 4, 5, 6, 7, 5] * 5
    after = [2, 4, 3, 5, 5, 3, 4, 2, 4, 4, 6, 4] * 2 + [3, 3, 4, 4, 5, 4]
    return record(before, after, [4, 5, 6] * 20)


def test_the_change_that_is_left_reproduces_the_worked_forty_sessions(vector):
    case = vector("rtm_mee_chua")
    inputs, expected = case.inputs, case.expected

    cut = baseline_change(record(inputs["before"], inputs["after"], inputs["journal"]))
    published = cut.published.interval

    assert cut.usual.value == case.approx(expected["mu"])
    assert cut.usual_se == case.approx(expected["mu_se"])
    assert cut.left.value == cut.published.value == case.approx(expected["delta"])
    assert cut.rho == case.approx(expected["rho"])
    assert cut.p == case.approx(expected["delta_p"])
    assert cut.mean_change == case.approx(expected["mean_change"])
    assert cut.settling.value == case.approx(expected["rtm_part"])
    assert cut.settling.value + cut.left.value == case.approx(expected["check_sum"])
    assert published.low == case.approx(expected["delta_ci_worst_low"][0])
    assert published.high == case.approx(expected["delta_ci_worst_high"][1])
    assert {cut.left.n, cut.published.n, cut.settling.n} == {40}
    assert cut.left.method is Method.MEE_CHUA


def test_the_plain_interval_at_usual_pain_reproduces_the_worked_one(vector):
    case = vector("rtm_mee_chua")
    before, after = (np.array(case.inputs[name]) for name in ("before", "after"))
    mu = case.expected["mu"]

    line = ols_hac(after - mu, before - mu)
    at_known_usual = record(before.tolist(), after.tolist(), [mu] * 30)
    published = baseline_change(at_known_usual).published.interval

    assert line.se_ols[0] == case.approx(case.expected["delta_se"])
    assert [published.low, published.high] == case.approx(case.expected["delta_ci"])


@FEW
@given(SESSIONS, USUAL)
def test_what_settles_and_what_is_left_make_up_the_mean_change(sessions, usual):
    before, after = zip(*sessions, strict=True)
    assume(len(set(before)) > 1)

    cut = baseline_change(record(before, after, usual))

    assert cut.settling.value + cut.left.value == pytest.approx(cut.mean_change, abs=1e-9)
    if cut.left.interval is not None:
        assert cut.left.interval.low < cut.left.value < cut.left.interval.high
        assert cut.settling.interval.low < cut.settling.value < cut.settling.interval.high


@FEW
@given(SESSIONS, USUAL)
def test_the_scale_turned_over_turns_every_estimate_over(sessions, usual):
    before, after = zip(*sessions, strict=True)
    assume(len(set(before)) > 1)
    turned = [[10 - score for score in scores] for scores in (before, after, usual)]

    here, there = baseline_change(record(before, after, usual)), baseline_change(record(*turned))

    assert there.left.value == pytest.approx(-here.left.value, abs=1e-9)
    assert there.settling.value == pytest.approx(-here.settling.value, abs=1e-9)
    assert there.rho == pytest.approx(here.rho, abs=1e-9)
    assert there.p_shown == pytest.approx(here.p_shown, abs=1e-9)


def test_a_shift_of_every_score_moves_usual_pain_alone():
    here = baseline_change(balanced())
    pairs = tuple(replace(p, before=p.before + 2, after=p.after + 2) for p in balanced().pairs)
    usual = tuple((day, score + 2) for day, score in balanced().usual)

    there = baseline_change(replace(balanced(), pairs=pairs, usual=usual))

    assert there.usual.value == here.usual.value + 2
    assert there.left.value == pytest.approx(here.left.value)
    assert there.left.interval.low == pytest.approx(here.left.interval.low)
    assert there.settling.value == pytest.approx(here.settling.value)


def test_the_less_is_known_of_usual_pain_the_wider_is_what_is_left():
    well = baseline_change(balanced())
    badly = baseline_change(replace(balanced(), usual=((0, 2.0), (1, 8.0), (2, 5.0))))

    assert badly.usual.value == well.usual.value
    for name in ("left", "published", "settling"):
        known, unknown = getattr(well, name).interval, getattr(badly, name).interval
        assert unknown.low < known.low < known.high < unknown.high


def test_sessions_entered_late_are_left_out_of_gate_and_change():
    late = tuple(replace(pair, day=pair.day + 100, is_late=True) for pair in balanced().pairs)
    with_late = replace(balanced(), pairs=balanced().pairs + late)

    assert baseline_change(with_late) == baseline_change(balanced())
    assert baseline_gate_of(with_late) == baseline_gate_of(balanced())


def test_the_gate_is_open_for_sessions_on_both_sides_of_usual_pain():
    gate = baseline_gate_of(balanced())

    assert (gate.open, gate.reason) == (True, Reason.ENOUGH)


@pytest.mark.parametrize(
    ("change", "reason", "to_go"),
    [
        ({"pairs": balanced().pairs[:17]}, Reason.TOO_FEW_SESSIONS, 3),
        ({"usual": balanced().usual[:18]}, Reason.TOO_FEW_USUAL_RATINGS, 2),
        ({"session_days": frozenset(range(54))}, Reason.TOO_FEW_DAYS_WITHOUT_SESSION, 4),
        ({"usual": tuple((day, 2.0) for day in range(60))}, Reason.ONLY_WHEN_WORSE, 0),
        ({"usual": tuple((day, 8.0) for day in range(60))}, Reason.ONLY_WHEN_BETTER, 0),
        ({"pairs": (), "usual": ()}, Reason.TOO_FEW_SESSIONS, 20),
    ],
)
def test_the_gate_names_what_is_missing(change, reason, to_go):
    gate = baseline_gate_of(replace(balanced(), **change))

    assert (gate.open, gate.reason, gate.to_go) == (False, reason, to_go)


def test_sessions_that_all_began_at_the_same_pain_close_the_gate():
    flat = record([5] * 30, [3, 4] * 15, [5] * 60)

    assert baseline_gate_of(flat).reason is Reason.NO_SPREAD
    with pytest.raises(ValueError, match="constant"):
        baseline_change(flat)


def test_pain_that_a_line_foretells_without_rest_has_no_interval():
    exact = baseline_change(record([3, 5, 7, 4] * 6, [2, 4, 6, 3] * 6, [4, 5, 6] * 20))

    assert exact.left.value == pytest.approx(-1.0)
    assert exact.left.interval is exact.published.interval is exact.settling.interval is None
    assert (exact.p, exact.p_shown) == (1.0, 1.0)


def test_the_drop_of_who_inverts_on_bad_days_alone_is_withheld_or_all_settles():
    naive = clear = withheld = 0
    for seed in range(30):
        found = record_of_life(simulate(bad_days_only(), days=200, seed=seed))
        naive += mean_with_t_interval([p.change for p in found.pairs]).interval.high < 0
        clear += baseline_change(found).left.interval.excludes_zero
        withheld += not baseline_gate_of(found).open

    assert naive == withheld == 30
    assert clear <= 4


def test_a_true_drop_of_two_points_is_found_within_twenty_sessions():
    truth = Truth(
        name="two points", pain=Pain(usual=6), effect=Effect(points=2), habits=Habits(adherence=0.6)
    )
    found = []
    for seed in range(20):
        life = record_of_life(simulate(truth, days=80, seed=seed))
        first = replace(life, pairs=life.pairs[:20])
        if baseline_gate_of(first).open:
            found.append(baseline_change(first).left.interval)

    assert len(found) >= 10
    assert sum(interval.high < 0 for interval in found) >= 0.8 * len(found)
    assert sum(interval.low <= -2 <= interval.high for interval in found) >= 0.8 * len(found)


def test_results_are_plain_numbers_that_can_be_stored():
    cut = baseline_change(balanced())

    numbers = [cut.left.value, cut.left.interval.low, cut.usual_se, cut.rho, cut.p, cut.mean_change]
    assert {type(number) for number in numbers} == {float}
    assert isinstance(cut.published.interval, Interval)
