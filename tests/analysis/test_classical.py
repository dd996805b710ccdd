import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, ttest_1samp

from invertrack.analysis.classical import classical_tests
from invertrack.analysis.results import Method

CHANGES = st.lists(st.integers(-5, 5), min_size=3, max_size=40)


def found_in(changes):
    return classical_tests([5] * len(changes), [5 + change for change in changes])


def test_classical_tests_reproduce_the_worked_forty_sessions(vector):
    case = vector("paired_tests_40")
    expected = case.expected

    found = classical_tests(case.inputs["before"], case.inputs["after"])

    assert (found.t.value, found.t.p) == case.approx((expected["t"], expected["t_p"]))
    assert found.wilcoxon.value == case.approx(expected["wilcoxon_stat_pratt"])
    assert found.wilcoxon.p == case.approx(expected["wilcoxon_p_pratt"])
    assert found.sign.p == case.approx(expected["sign_test_p"])
    assert (found.hac_se, found.hac_lags) == case.approx((expected["hac_se"], expected["hac_lags"]))
    assert [found.hac_mean.interval.low, found.hac_mean.interval.high] == case.approx(
        expected["hac_ci"]
    )
    assert found.hac_mean.method is Method.NEWEY_WEST


@settings(max_examples=40)
@given(CHANGES)
def test_t_and_sign_agree_with_scipy(changes):
    found = found_in(changes)
    lower, moved = sum(c < 0 for c in changes), sum(c != 0 for c in changes)

    if moved:
        assert found.sign.p == pytest.approx(binomtest(lower, moved).pvalue)
        assert found.sign.value == lower
    if len(set(changes)) > 1:
        oracle = ttest_1samp(changes, 0)
        assert (found.t.value, found.t.p) == pytest.approx((oracle.statistic, oracle.pvalue))


@settings(max_examples=40)
@given(CHANGES.filter(any))
def test_tests_mirror_when_before_and_after_swap(changes):
    there, back = found_in(changes), found_in([-change for change in changes])

    assert back.wilcoxon.p == pytest.approx(there.wilcoxon.p)
    assert back.sign.p == pytest.approx(there.sign.p)
    assert back.hac_mean.value == -there.hac_mean.value
    assert back.hac_se == pytest.approx(there.hac_se)


def test_sessions_that_all_changed_alike_have_rank_tests_and_no_t():
    found = found_in([-2] * 8)

    assert (found.t, found.hac_mean.interval) == (None, None)
    assert found.sign.p == 2 / 2**8


def test_sessions_that_changed_nothing_have_no_test():
    found = found_in([0] * 8)

    assert (found.t, found.wilcoxon, found.sign) == (None, None, None)
    assert found.mean.value == 0


@pytest.mark.parametrize(
    ("before", "after", "match"),
    [([5, 5], [4], "pair"), ([5, 5], [4, 4], "three"), ([5, 5, None], [4, 4, 4], "gap")],
)
def test_what_is_no_series_of_pairs_is_refused(before, after, match):
    with pytest.raises(ValueError, match=match):
        classical_tests(before, after)
