import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invertrack.analysis.cross_checks import hamed_rao, mann_kendall, yue_wang
from invertrack.analysis.results import Method

CHECKS = (mann_kendall, hamed_rao, yue_wang)
SCORES = st.lists(st.integers(0, 10), min_size=3, max_size=25)


@pytest.mark.parametrize(
    ("name", "check"),
    [
        ("trend_mk_original", mann_kendall),
        ("trend_mk_hamed_rao_lag3", hamed_rao),
        ("trend_mk_yue_wang_lag1", yue_wang),
    ],
)
def test_cross_checks_reproduce_the_published_tests(vector, name, check):
    case = vector(name)
    expected = case.expected

    found = check(case.inputs["pain"])

    assert (found.s, found.var_s) == case.approx((expected["S"], expected["var_S"]))
    assert (found.z, found.p) == case.approx((expected["z"], expected["p"]))


def test_yue_wang_over_all_lags_shrinks_the_variance_it_should_inflate_and_is_not_offered(vector):
    case = vector("trend_mk_yue_wang_all_DO_NOT_USE")
    pain = np.array(case.inputs["pain"], dtype=float)
    n, plain = pain.size, mann_kendall(pain)
    rest = pain - vector("trend_mk_original").expected["slope"] * np.arange(n)
    rest -= rest.mean()
    lags = [rest[lag:] @ rest[:-lag] / (rest @ rest) for lag in range(1, n)]

    all_lags = 1 + 2 * sum((1 - lag / n) * r for lag, r in enumerate(lags, start=1))

    assert plain.var_s * all_lags == case.approx(case.expected["var_S"])
    assert all_lags < 1 < yue_wang(pain).var_s / plain.var_s
    assert yue_wang(pain).p > 1000 * case.expected["p"]


def test_each_cross_check_names_its_method():
    found = [check([5, 6, 4, 7]).method for check in CHECKS]

    assert found == [Method.MANN_KENDALL, Method.HAMED_RAO, Method.YUE_WANG]


@pytest.mark.parametrize("check", CHECKS)
def test_equal_scores_show_no_trend(check):
    found = check([5] * 10)

    assert (found.s, found.var_s, found.z, found.p) == (0.0, 0.0, 0.0, 1.0)


def test_a_correction_that_leaves_no_variance_leaves_no_p():
    seesaw = [0, 10] * 8 + [10]

    assert mann_kendall(seesaw).p is not None
    assert yue_wang(seesaw).var_s < 0
    assert (yue_wang(seesaw).z, yue_wang(seesaw).p) == (None, None)


@pytest.mark.parametrize("check", CHECKS)
@settings(max_examples=40)
@given(scores=SCORES)
def test_cross_checks_mirror_when_the_scale_is_turned_over(check, scores):
    here, there = check(scores), check([10 - score for score in scores])

    assert there.s == -here.s
    assert there.var_s == pytest.approx(here.var_s, abs=1e-6)
    assert (there.p is None) == (here.p is None)


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize(("scores", "match"), [([5, 6], "three"), ([5, None, 6], "gap")])
def test_cross_checks_refuse_too_few_scores_and_gaps(check, scores, match):
    with pytest.raises(ValueError, match=match):
        check(scores)
