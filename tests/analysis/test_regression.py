import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.regression.linear_model import OLS

from invertrack.analysis.regression import (
    newey_west_lag,
    ols_hac,
    serial_se,
    t_interval_of,
    two_sided_p,
)

FEW = settings(max_examples=40)
SCORES = st.lists(st.integers(0, 10), min_size=12, max_size=40)


def test_the_number_of_lags_reproduces_the_worked_lengths(vector):
    case = vector("newey_west_lag")

    assert [newey_west_lag(n) for n in case.inputs["n"]] == case.expected["L"]


def test_a_regression_reproduces_the_worked_dose_response(vector):
    case = vector("dose_response_40")
    inputs, expected = case.inputs, case.expected
    relief = np.subtract(inputs["before"], inputs["after"])
    columns = [
        np.array(inputs["before"]),
        np.array(inputs["angle"]) / 10,
        np.array(inputs["minutes"]),
        np.array(inputs["day"]) / 7,
    ]

    line = ols_hac(relief, *(column - column.mean() for column in columns))

    assert (line.n, line.df, line.lags) == (expected["n"], expected["df"], expected["hac_lags"])
    assert line.r2 == case.approx(expected["r2"])
    for index, term in enumerate(expected["terms"].values()):
        estimate = line.estimate(index)
        got = [estimate.value, line.se_ols[index], line.se_hac[index], line.se[index]]
        got += [estimate.interval.low, estimate.interval.high, line.p(index)]
        assert got == case.approx(list(term.values()))


def test_a_mean_alone_reproduces_the_worked_robust_interval(vector):
    case = vector("paired_tests_40")
    changes = np.subtract(case.inputs["after"], case.inputs["before"])

    line = ols_hac(changes)
    interval = t_interval_of(line.coefficients[0], line.se_hac[0], line.df)

    assert line.lags == case.expected["hac_lags"]
    assert line.se_hac[0] == case.approx(case.expected["hac_se"])
    assert [interval.low, interval.high] == case.approx(case.expected["hac_ci"])


@pytest.mark.parametrize("n", [12, 41, 200])
def test_errors_and_p_equal_those_of_statsmodels(n):
    rng = np.random.default_rng(n)
    columns = rng.normal(size=(3, n)) * [[1], [50], [0.01]] + [[0], [20_000], [3]]
    response = rng.normal(size=n).cumsum() + columns[0]
    fit = OLS(response, np.column_stack([np.ones(n), *columns])).fit()
    robust = fit.get_robustcov_results(
        "HAC", maxlags=newey_west_lag(n), use_correction=True, use_t=True
    )

    line = ols_hac(response, *columns)

    assert line.coefficients == pytest.approx(fit.params, rel=1e-8)
    assert line.se_ols == pytest.approx(fit.bse, rel=1e-8)
    assert line.se_hac == pytest.approx(robust.bse, rel=1e-8)
    assert line.r2 == pytest.approx(fit.rsquared)
    larger = [max(pair) for pair in zip(fit.pvalues, robust.pvalues, strict=True)]
    assert [line.p(index) for index in range(4)] == pytest.approx(larger, rel=1e-7)


@pytest.mark.parametrize(
    ("response", "columns", "match"),
    [
        ([1, 2, 4, 3], [[5, 5, 5, 5]], "constant"),
        ([1, 2, 4, 3], [[1, 2, 3, 5], [2, 4, 6, 10]], "sum of the others"),
        ([1, 2, 4, 3], [[0, 0, 0, 0]], "constant"),
        ([1, 2], [[1, 2]], "2 rows cannot tell 2 coefficients"),
        ([1, 2, 4], [[1, 2]], "column of 2 values"),
        ([1, 2, None], [[1, 2, 5]], "missing"),
    ],
)
def test_a_design_that_cannot_be_told_apart_is_refused(response, columns, match):
    with pytest.raises(ValueError, match=match):
        ols_hac(response, *columns)


def test_a_perfect_fit_has_no_interval():
    line = ols_hac([3, 5, 7, 9, 11], [1, 2, 3, 4, 5])

    assert line.estimate(1).value == pytest.approx(2.0)
    assert line.estimate(1).interval is None
    assert line.p(1) == 1.0
    assert line.r2 == 1.0


def test_a_response_that_never_moves_explains_nothing():
    line = ols_hac([2, 2, 2, 2], [1, 5, 2, 4])

    assert line.r2 == 0.0
    assert line.estimate(1).interval is None


@FEW
@given(SCORES, st.sampled_from([-3.0, 0.5, 10.0]), st.integers(-20, 20))
def test_a_slope_scales_with_its_unit_and_ignores_where_zero_lies(scores, factor, shift):
    days = np.arange(len(scores)) % 7
    here = ols_hac(scores, days)
    there = ols_hac(np.array(scores) + shift, days * factor + shift)

    assert there.coefficients[1] * factor == pytest.approx(here.coefficients[1], abs=1e-9)
    assert there.se[1] * abs(factor) == pytest.approx(here.se[1], abs=1e-9)
    assert there.residuals == pytest.approx(here.residuals, abs=1e-9)


@FEW
@given(SCORES, st.randoms(use_true_random=False))
def test_only_the_robust_error_minds_the_order(scores, random):
    rows = list(zip(scores, [day * day % 11 for day in range(len(scores))], strict=True))
    here = ols_hac(*zip(*rows, strict=True))
    there = ols_hac(*zip(*random.sample(rows, len(rows)), strict=True))

    assert there.coefficients == pytest.approx(here.coefficients, abs=1e-9)
    assert there.se_ols == pytest.approx(here.se_ols, abs=1e-9)


def test_spells_of_good_and_bad_sessions_widen_the_interval():
    scattered = [0, 4] * 20
    slope = [*range(40)]

    spells = ols_hac(sorted(scattered[:20]) + sorted(scattered[20:]), slope)

    assert spells.se_hac[0] > 1.3 * spells.se_ols[0]
    assert ols_hac(scattered, slope).se[0] == ols_hac(scattered, slope).se_ols[0]


def test_p_and_interval_agree_about_zero():
    for value in (1.9, 2.1):
        interval = t_interval_of(value, 1.0, 40)
        assert interval.excludes_zero == (two_sided_p(value, 1.0, 40) < 0.05)
    assert two_sided_p(-2.0, 1.0, 9) == two_sided_p(2.0, 1.0, 9)


def test_the_serial_error_is_never_below_the_published_one():
    rng = np.random.default_rng(5)
    for _ in range(20):
        line = ols_hac(rng.integers(0, 5, 30), rng.integers(1, 5, 30), range(30))
        assert (serial_se(line, range(30), slow=3) >= line.se).all()


def test_the_serial_error_falls_to_the_published_one_where_sessions_lie_weeks_apart():
    spells, settings = ([0] * 10 + [4] * 10) * 2, [1, 3] * 20
    line = ols_hac(spells, settings)

    together, apart = serial_se(line, range(40)), serial_se(line, range(0, 1200, 30))

    assert together[0] > 1.3 * line.se[0]
    assert apart == pytest.approx(line.se)


def test_the_serial_error_covers_settings_that_change_every_ten_days():
    rng = np.random.default_rng(7)
    settings = np.arange(60) // 10 % 3
    shown = published = 0
    for _ in range(300):
        series = [rng.standard_normal()]
        for shock in rng.standard_normal(59):
            series.append(0.6 * series[-1] + 0.8 * shock)
        line = ols_hac(series, settings)
        se = serial_se(line, range(60), slow=2)[1]
        shown += two_sided_p(line.coefficients[1], se, line.df) >= 0.05
        published += line.p(1) >= 0.05

    assert shown / 300 >= 0.89
    assert published / 300 <= 0.85
