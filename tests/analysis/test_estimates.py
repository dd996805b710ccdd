import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invertrack.analysis.estimates import finite, mean_with_t_interval
from invertrack.analysis.results import Interval, Method

SCORES = st.lists(st.integers(-10, 10), min_size=3, max_size=60)


@pytest.mark.parametrize("name", ["binned_angle", "binned_synthetic_tau_positive"])
def test_mean_with_t_interval_reproduces_the_worked_groups(vector, name):
    case = vector(name)
    pairs = list(zip(case.inputs["group"], case.inputs["relief"], strict=True))

    for group, expected in case.expected["bins"].items():
        estimate = mean_with_t_interval([relief for label, relief in pairs if label == group])

        assert estimate.n == expected["n"]
        assert estimate.value == case.approx(expected["mean"])
        assert [estimate.interval.low, estimate.interval.high] == case.approx(expected["ci"])


@pytest.mark.parametrize("values", [[4], [4, 6], [5, 5, 5, 5], [0.1] * 12])
def test_mean_is_given_without_an_interval_where_none_can_be_computed(values):
    estimate = mean_with_t_interval(values)

    assert estimate.value == pytest.approx(sum(values) / len(values))
    assert estimate.interval is None
    assert estimate.method is Method.T


@pytest.mark.parametrize("values", [[], [1.0, math.nan], [1.0, math.inf], [1, None], [[1, 2]]])
def test_finite_refuses_a_series_with_a_gap_or_without_a_value(values):
    with pytest.raises(ValueError, match=r"gap|at least one"):
        finite(values)


@given(SCORES)
def test_t_interval_mirrors_when_the_sign_convention_turns_round(changes):
    change, relief = mean_with_t_interval(changes), mean_with_t_interval([-c for c in changes])

    assert relief.value == -change.value
    if change.interval is None:
        assert relief.interval is None
    else:
        assert relief.interval == Interval(-change.interval.high, -change.interval.low)


@given(SCORES)
def test_t_interval_holds_its_mean_with_room_on_both_sides(values):
    estimate = mean_with_t_interval(values)

    if len(set(values)) == 1:
        assert estimate.interval is None
    else:
        assert estimate.interval.low < estimate.value < estimate.interval.high


def test_values_that_differ_by_rounding_alone_have_no_interval():
    assert mean_with_t_interval([5.4, 5.4 + 1e-15, 5.4 - 1e-15, 5.4]).interval is None
