import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau, mannwhitneyu

from invertrack.analysis.results import Method
from invertrack.analysis.single_case import phase_overlap, single_case

PHASES = st.tuples(*[st.lists(st.integers(0, 10), min_size=2, max_size=25)] * 2)


def days_of(scores, first=0):
    return [(first + place, score) for place, score in enumerate(scores)]


def test_phase_overlap_reproduces_the_worked_phases(vector):
    case = vector("nap_tau_u")
    expected = case.expected

    found = phase_overlap(case.inputs["A"], case.inputs["B"])

    assert (found.days_before, found.days_after) == (expected["m"], expected["n"])
    assert found.nap.value == case.approx(expected["nap"])
    assert found.nap.method is Method.NEWCOMBE
    assert [found.nap.interval.low, found.nap.interval.high] == case.approx(expected["newcombe_ci"])
    assert found.nap_se == case.approx(expected["se_unbiased"])
    assert found.tau == case.approx(expected["tau"])
    assert found.tau_u == case.approx(expected["tau_U"])


def test_pain_that_was_falling_before_leaves_less_to_what_came_after():
    steady = phase_overlap([6, 7, 6, 7, 6, 7], [3, 4, 3, 4, 3, 4])
    falling = phase_overlap([9, 8, 7, 6, 6, 5], [4, 3, 3, 3, 2, 2])

    assert steady.tau == falling.tau == 1.0
    assert falling.tau_u < 0.7 < steady.tau_u


def test_phases_apart_have_an_interval_that_ends_at_one_and_not_there():
    found = phase_overlap([8] * 7, [3] * 7)

    assert (found.nap.value, found.nap.interval.high, found.nap_se) == (1.0, 1.0, 0.0)
    assert 0.6 < found.nap.interval.low < 0.8


@given(PHASES)
def test_nap_is_the_share_of_mann_whitney_and_tau_u_that_of_kendall(phases):
    before, after = phases

    found = phase_overlap(before, after)

    pairs = len(before) * len(after)
    assert found.nap.value == pytest.approx(mannwhitneyu(before, after).statistic / pairs)
    s = sum(np.sign(b - a) for a, b in itertools.combinations(before, 2))
    assert found.tau_u == pytest.approx(found.tau + s / pairs)
    if len(set(before)) == len(before):
        tau = kendalltau(range(len(before)), before).statistic
        assert s == pytest.approx(tau * len(before) * (len(before) - 1) / 2)


@given(PHASES)
def test_overlap_mirrors_when_the_scale_is_flipped(phases):
    there = phase_overlap(*phases)
    back = phase_overlap(*([10 - score for score in phase] for phase in phases))

    assert back.nap.value == pytest.approx(1 - there.nap.value)
    assert back.nap.interval.low == pytest.approx(1 - there.nap.interval.high, abs=1e-12)
    assert back.nap_se == pytest.approx(there.nap_se, abs=1e-7)
    assert back.tau_u == pytest.approx(-there.tau_u)


@given(PHASES)
def test_the_interval_holds_the_share_and_stays_within_none_and_all(phases):
    nap = phase_overlap(*phases).nap

    assert 0 <= nap.interval.low <= nap.value <= nap.interval.high <= 1
    assert nap.interval.low < nap.interval.high


def test_the_standard_error_is_right_on_average_where_nothing_is_tied():
    rng = np.random.default_rng(5)
    draws = [phase_overlap(rng.normal(1, 1, 8), rng.normal(0, 1, 10)) for _ in range(1500)]

    variance = np.mean([draw.nap_se**2 for draw in draws])
    assert variance == pytest.approx(np.var([draw.nap.value for draw in draws]), rel=0.12)


def test_the_first_session_divides_the_days_and_its_own_comes_after():
    pain = days_of([7, 6, 7, 6, 7, 6, 7, 3, 4, 3, 4, 3, 4, 3], first=100)

    found = single_case(pain, frozenset({107, 109}))

    assert (found.days_before, found.days_after, found.nap.value) == (7, 7, 1.0)


@pytest.mark.parametrize("first", [6, 8])
def test_a_side_of_fewer_than_seven_rated_days_is_withheld(first):
    assert single_case(days_of([5] * 14), {first}) is None


def test_days_that_nobody_rated_do_not_count():
    rated = [(day, 5.0) for day in (0, 1, 2, 10, 11, 12, 13, 20, 21, 22, 23, 24, 25)]

    assert single_case(rated, {14}) is None
    assert single_case([*rated, (40, 5.0)], {14}).days_after == 7


def test_nobody_inverted_and_nothing_is_compared():
    assert single_case(days_of([5] * 30), frozenset()) is None
    assert single_case([], {3}) is None


@pytest.mark.parametrize("phases", [([5], [4, 4]), ([5, 5], [4])])
def test_a_phase_of_one_day_is_refused(phases):
    with pytest.raises(ValueError, match="one day"):
        phase_overlap(*phases)
