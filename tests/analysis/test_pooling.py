import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from invertrack.analysis.pooling import pool
from invertrack.analysis.results import Method

GROUPS = st.lists(
    st.lists(st.integers(-10, 10), min_size=2, max_size=6), min_size=2, max_size=4
).filter(lambda groups: any(len(set(group)) > 1 for group in groups))
APART = [[0, 1, 2, 1], [5, 6, 7, 6, 5], [9, 9, 10]]


@pytest.mark.parametrize("name", ["binned_angle", "binned_synthetic_tau_positive"])
def test_pool_reproduces_the_worked_groups(vector, name):
    case = vector(name)
    rows = list(zip(case.inputs["group"], case.inputs["relief"], strict=True))
    labels = list(case.expected["bins"])

    found = pool([[relief for group, relief in rows if group == label] for label in labels])

    assert found.pooling.within_var == case.approx(case.expected["within_var"])
    assert found.pooling.q == case.approx(case.expected["Q"])
    assert found.pooling.between_var == case.approx(case.expected["tau2"])
    assert found.pooling.mean.value == case.approx(case.expected["pooled_mean"])
    for label, mean in zip(labels, found.means, strict=True):
        expected = case.expected["bins"][label]
        assert mean.n == expected["n"]
        assert mean.value == case.approx(expected["shrunk"])
        assert [mean.interval.low, mean.interval.high] == case.approx(expected["shrunk_ci"])
        assert mean.method is Method.PARTIAL_POOLING


def test_groups_no_further_apart_than_chance_have_one_mean_and_no_lead():
    found = pool([[0, 1, 5], [1, 2, 6]])

    assert found.pooling.between_var == 0
    assert {mean.value for mean in found.means} == {found.pooling.mean.value}
    assert {lead.value for lead in found.leads} == {0.0}
    assert {lead.interval for lead in found.leads} == {None}


def test_groups_far_apart_keep_nearly_all_of_their_lead():
    found = pool(APART)
    raw = [np.mean(group) - found.pooling.mean.value for group in APART]

    for lead, far in zip(found.leads, raw, strict=True):
        assert 0.9 < lead.value / far < 1
        assert lead.interval.low < lead.value < lead.interval.high


@pytest.mark.parametrize("groups", [[], [[1, 2, 3]], [[1], [2]], [[1, 1, 1], [2, 2]]])
def test_pooling_is_withheld_where_nothing_tells_a_difference_from_chance(groups):
    assert pool(groups) is None


def test_one_group_of_equal_values_is_pooled_by_the_scatter_of_the_others():
    found = pool([[1, 1, 1, 1], [1, 2, 3, 2]])

    assert found.means[0].interval.low < found.means[0].value < found.means[0].interval.high


def test_scatter_that_is_rounding_alone_is_none():
    assert pool([[0.1 + 0.2, 0.3, 0.3], [1.1, 1.1 + 2e-16]]) is None


def test_a_lead_is_as_sure_as_sessions_make_it_however_far_groups_lie_apart():
    near, far = (
        pool([[0, 1, 2] * 5, [0, 1, 2] * 5, [top, top + 1, top + 2] * 5]) for top in (6, 60)
    )

    within_var = 10 / 14  # of five times 0, 1, 2; the lead's own third of the mean counts as new
    widest = 2 * 1.96 * (within_var / 15 * (1 + 1 / 3)) ** 0.5
    for found in (near, far):
        interval = found.leads[2].interval
        assert interval.high - interval.low == pytest.approx(widest, rel=0.02)


@pytest.mark.parametrize("groups", [[[], [1, 2]], [[1, None], [1, 2]]])
def test_pool_refuses_a_group_with_a_gap_or_without_a_value(groups):
    with pytest.raises(ValueError, match=r"gap|at least one"):
        pool(groups)


@settings(max_examples=40)
@given(GROUPS)
def test_a_pooled_mean_lies_between_its_own_and_that_of_all(groups):
    found = pool(groups)
    centre = found.pooling.mean.value

    for group, mean, lead in zip(groups, found.means, found.leads, strict=True):
        low, high = sorted((float(np.mean(group)), centre))
        assert low - 1e-9 <= mean.value <= high + 1e-9
        assert mean.value - centre == pytest.approx(lead.value, abs=1e-9)


@settings(max_examples=40)
@given(GROUPS)
def test_pooling_mirrors_when_the_sign_convention_turns_round(groups):
    there, back = pool(groups), pool([[-value for value in group] for group in groups])

    assert back.pooling.between_var == pytest.approx(there.pooling.between_var)
    for one, other in zip(there.means, back.means, strict=True):
        assert other.value == pytest.approx(-one.value)
        assert other.interval.low == pytest.approx(-one.interval.high)


@settings(max_examples=40)
@given(GROUPS, st.integers(-5, 5), st.integers(1, 4))
def test_pooling_moves_and_stretches_with_its_unit(groups, shift, factor):
    there = pool(groups)
    here = pool([[shift + factor * value for value in group] for group in groups])
    assume(abs(there.pooling.q - (len(groups) - 1)) > 1e-6)  # the edge where leads set in

    for one, other in zip(there.means, here.means, strict=True):
        assert other.value == pytest.approx(shift + factor * one.value, abs=1e-7)
    for one, other in zip(there.leads, here.leads, strict=True):
        assert other.value == pytest.approx(factor * one.value, abs=1e-7)


@settings(max_examples=40)
@given(GROUPS, st.randoms(use_true_random=False))
def test_the_order_of_groups_and_values_does_not_matter(groups, random):
    order = random.sample(range(len(groups)), len(groups))
    shuffled = [random.sample(groups[place], len(groups[place])) for place in order]

    there, here = pool(groups), pool(shuffled)

    assert here.pooling.q == pytest.approx(there.pooling.q, abs=1e-9)
    assert [mean.value for mean in here.means] == pytest.approx(
        [there.means[place].value for place in order], abs=1e-7
    )
