import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.tsa.stattools import acf

from invertrack.analysis.serial import (
    corrected_lag1,
    effective_df,
    effective_n,
    inflation,
    serial_correlation,
)

DAYS = st.lists(st.integers(0, 60), min_size=1, max_size=30, unique=True).map(sorted)
LAG1S = st.floats(0.0, 0.95)


def ar1(rng, n, phi):
    values = rng.standard_normal(n)
    for i in range(1, n):
        values[i] = phi * values[i - 1] + math.sqrt(1 - phi**2) * values[i]
    return values


def correlations(days, lag1):
    days = np.asarray(days)
    return lag1 ** np.abs(days[:, None] - days)


def test_effective_n_reproduces_the_worked_series(vector):
    case = vector("effective_n")
    inputs, expected = case.inputs, case.expected

    lag1s = [corrected_lag1(r1, n) for n, r1 in zip(inputs["n"], inputs["r1"], strict=True)]

    assert lag1s == case.approx(expected["r"])
    assert [effective_n(n, r) for n, r in zip(inputs["n"], lag1s, strict=True)] == case.approx(
        expected["n_eff"]
    )


@pytest.mark.parametrize(("n", "columns"), [(3, 1), (5, 1), (7, 2), (13, 5)])
def test_correlation_counts_as_zero_where_its_formula_would_divide_by_nothing(n, columns):
    assert corrected_lag1(0.9, n, columns) == 0.0
    assert corrected_lag1(0.9, 2 * columns + 4, columns) == 0.95


def test_correlation_is_never_taken_as_negative_because_that_would_claim_more_than_n():
    assert corrected_lag1(-0.4, 40) == 0.0


@pytest.mark.parametrize(("columns", "phi"), [(1, 0.0), (1, 0.6), (2, 0.0), (2, 0.6)])
def test_correction_gives_back_the_correlation_that_fitting_took_away(columns, phi):
    rng, n = np.random.default_rng(5), 56
    fitted = np.vander(np.linspace(-1, 1, n), columns)
    raw = []
    for _ in range(400):
        values = ar1(rng, n, phi)
        residuals = values - fitted @ np.linalg.lstsq(fitted, values, rcond=None)[0]
        raw.append(serial_correlation(residuals))

    # Linear in the raw value, so that the mean may be corrected; a negative one is cut off.
    mean = float(np.mean(raw))
    assert mean < phi - 0.01
    assert (n * mean + columns) / (n - 2 * columns - 2) == pytest.approx(phi, abs=0.03)
    assert corrected_lag1(mean, n, columns) == pytest.approx(phi, abs=0.03)


def test_effective_n_never_falls_below_two_unless_there_is_but_one():
    assert effective_n(20, 0.95) == 2.0
    assert effective_n(1, 0.0) == 1.0


def test_serial_correlation_of_differences_too_small_to_square_is_zero():
    assert serial_correlation([0.0, 7e-219]) == 0.0


@given(st.lists(st.decimals(-10, 10, places=2).map(float), min_size=1, max_size=80))
def test_serial_correlation_stays_within_one_and_reads_the_same_backwards(values):
    assert -1.0 <= serial_correlation(values) <= 1.0
    assert serial_correlation(values[::-1]) == pytest.approx(serial_correlation(values), abs=1e-9)


@given(st.lists(st.integers(0, 10), min_size=2, max_size=60).filter(lambda v: len(set(v)) > 1))
def test_serial_correlation_is_that_of_statsmodels_and_days_without_gaps_change_nothing(values):
    found = serial_correlation(values)

    assert found == pytest.approx(acf(values, nlags=1, fft=False)[1])
    assert serial_correlation(values, range(100, 100 + len(values))) == found


def test_values_on_either_side_of_a_gap_are_not_neighbours():
    days, values = [0, 1, 2, 10, 11, 12], [1, 1, 1, 5, 5, 5]

    # Four pairs of neighbours agree fully; closed up, the step between would be a fifth.
    assert serial_correlation(values, days) == pytest.approx(4 / 6 * 5 / 4)
    assert serial_correlation(values) == pytest.approx(3 / 6)


def test_a_series_without_neighbours_says_nothing_of_correlation():
    assert serial_correlation([1, 2, 8, 9], [0, 7, 14, 21]) == 0.0


@given(DAYS, LAG1S, st.data())
def test_inflation_is_the_double_sum_over_all_pairs_of_days(days, lag1, data):
    number = st.integers(-9, 9)
    weights = data.draw(st.lists(number, min_size=len(days), max_size=len(days)).filter(any))
    whole = correlations(days, lag1)

    assert inflation(days, lag1) == pytest.approx(whole.sum() / len(days))
    assert inflation(days, lag1, weights) == pytest.approx(
        np.array(weights) @ whole @ weights / np.square(weights).sum(), abs=1e-9
    )


@given(st.integers(1, 60), LAG1S)
def test_inflation_of_a_series_without_gaps_is_the_published_sum(n, lag1):
    published = 1 + 2 * sum((1 - k / n) * lag1**k for k in range(1, n))

    assert inflation(range(n), lag1) == pytest.approx(published)


@given(DAYS, LAG1S, st.integers(-900, 900))
def test_inflation_does_not_mind_where_days_are_counted_from(days, lag1, origin):
    shifted = [day + origin for day in days]

    assert inflation(shifted, lag1) == pytest.approx(inflation(days, lag1))


def test_days_further_apart_share_less():
    assert inflation(range(0, 60, 3), 0.6) < inflation(range(20), 0.6)
    assert inflation(range(20), 0.0) == 1.0


def test_inflation_is_the_variance_that_a_slope_of_correlated_days_has():
    rng, phi = np.random.default_rng(8), 0.6
    days = np.flatnonzero(rng.random(40) < 0.7)
    weights = (days - days.mean()) / np.square(days - days.mean()).sum()

    slopes = [weights @ ar1(rng, 40, phi)[days] for _ in range(2000)]

    expected = np.square(weights).sum() * inflation(days, phi, weights)
    assert np.var(slopes) == pytest.approx(expected, rel=0.1)


def test_correlation_takes_degrees_of_freedom_and_leaves_at_least_one():
    assert effective_df(28, 1.0, 2) == 26.0
    assert effective_df(28, 4.0, 2) == 5.0
    assert effective_df(28, 20.0, 2) == 1.0
    assert effective_df(28, 0.5, 2) == 26.0
