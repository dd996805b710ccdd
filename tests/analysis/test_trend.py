import math
import tracemalloc
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import theilslopes

from invertrack.analysis.pair_slopes import count_pairs
from invertrack.analysis.results import Interval, Method
from invertrack.analysis.trend import daily_trend, variance_of_s

DIARY = st.dictionaries(st.integers(0, 50), st.integers(0, 10), min_size=2, max_size=25)
FEW = settings(max_examples=40)


def ar1_scores(rng, n, phi, slope=0.0):
    values = rng.standard_normal(n)
    for i in range(1, n):
        values[i] = phi * values[i - 1] + math.sqrt(1 - phi**2) * values[i]
    line = 5 + slope * (np.arange(n) - (n - 1) / 2)
    return np.clip(np.rint(line + 1.6 * values), 0, 10).tolist()


def ends(estimate):
    return None if estimate.interval is None else (estimate.interval.low, estimate.interval.high)


def same(interval):
    return None if interval is None else pytest.approx(interval, abs=1e-7)


def test_published_trend_reproduces_the_worked_six_weeks(vector):
    case = vector("trend_house_regular")
    expected = case.expected

    trend = daily_trend(case.inputs["day"], case.inputs["pain"])

    assert trend.published.value == case.approx(expected["slope_per_day"])
    assert trend.published.times(7).value == case.approx(expected["slope_per_week"])
    assert trend.published_intercept == case.approx(expected["intercept"])
    assert trend.published.interval.low == case.approx(expected["ci_low_per_day"])
    assert trend.published.interval.high == case.approx(expected["ci_high_per_day"])
    assert trend.s == case.approx(expected["S"])
    assert trend.var_s == case.approx(expected["var_S"])
    assert trend.kendall_tau_a == case.approx(expected["kendall_tau_a"])
    assert trend.lag1_raw == case.approx(expected["lag1_raw"])
    assert trend.lag1 == case.approx(expected["lag1_corrected"])
    assert trend.inflation == case.approx(expected["inflation"])
    assert (trend.z, trend.p) == case.approx((expected["z"], expected["p"]))


def test_the_worked_six_weeks_are_no_clear_change_in_either_reading(vector):
    case = vector("trend_house_regular")

    trend = daily_trend(case.inputs["day"], case.inputs["pain"])

    assert not trend.published.interval.excludes_zero  # though its p is below .05
    assert not trend.is_clear


def test_equal_scores_have_no_slope_and_a_shown_interval_that_cannot_be_computed(vector):
    case = vector("trend_house_constant")
    expected = case.expected

    trend = daily_trend(case.inputs["day"], case.inputs["pain"])

    assert trend.published.value == trend.shown.value == expected["slope_per_day"]
    assert trend.published.interval == Interval(0.0, 0.0)
    assert trend.intercept == trend.published_intercept == expected["intercept"]
    assert (trend.s, trend.var_s, trend.z, trend.p) == (0.0, 0.0, 0.0, 1.0)
    assert (trend.lag1_raw, trend.lag1, trend.inflation) == (0.0, 0.0, 1.0)
    assert (trend.shown.interval, trend.p_shown, trend.is_clear) == (None, 1.0, False)


def test_slopes_and_their_interval_without_correlation_are_those_of_scipy(vector):
    case = vector("trend_theilsen_scipy")
    days, pain = np.array(case.inputs["day"]), np.array(case.inputs["pain"], dtype=float)

    pairs = count_pairs(days, pain)
    interval = pairs.sen_interval(variance_of_s(pain))

    assert pairs.median() == case.approx(case.expected["slope_per_day"])
    assert interval.low == case.approx(case.expected["ci_low"])
    assert interval.high == case.approx(case.expected["ci_high"])


@FEW
@given(DIARY.filter(lambda diary: len(set(diary.values())) > 1))
def test_pairs_are_counted_as_scipy_lists_them(diary):
    days, scores = np.array(sorted(diary)), np.array([diary[day] for day in sorted(diary)], float)
    n = days.size
    pairs, listed = count_pairs(days, scores), theilslopes(scores, days)

    assert pairs.total == n * (n - 1) // 2
    assert pairs.s == sum(np.sign(scores[i + 1 :] - scores[i]).sum() for i in range(n))
    assert pairs.median() == pytest.approx(listed.slope, abs=1e-12)
    interval = pairs.sen_interval(variance_of_s(scores))
    assert (interval.low, interval.high) == pytest.approx(
        (listed.low_slope, listed.high_slope), abs=1e-12
    )


@pytest.mark.parametrize(
    ("scores", "units"),
    [
        ([3, 7, 4], 1),
        ([3.5, 7, 4], 2),
        ([3.25, 7.5, 4], 4),
        ([3.2, 7.4, 4], 5),
        ([0.1 + 0.2, 7.4, 4], 10),
        ([3.07, 7.4, 4], 100),
    ],
)
def test_scores_are_read_in_the_coarsest_unit_that_holds_them(scores, units):
    pairs = count_pairs(np.array([0, 1, 3]), np.array(scores))

    assert pairs.units_per_point == units
    assert pairs.median() == pytest.approx(theilslopes(scores, [0, 1, 3]).slope)


def test_smoothing_is_what_spreading_scores_over_their_rounding_comes_to():
    rng = np.random.default_rng(4)
    days = np.flatnonzero(rng.random(30) < 0.8)
    scores = np.array(ar1_scores(rng, 30, 0.3))[days]
    first, second = np.triu_indices(days.size, 1)
    cut = -0.03

    spread = scores + rng.uniform(-0.5, 0.5, (2000, days.size))
    slopes = (spread[:, second] - spread[:, first]) / (days[second] - days[first])

    found = count_pairs(days, scores).below(cut)
    assert found == pytest.approx((slopes < cut).sum(axis=1).mean(), rel=0.01)


@FEW
@given(DIARY, st.floats(0.5, 0.999))
def test_smoothed_slopes_are_found_where_the_wanted_number_of_pairs_lies_below(diary, share):
    days = np.array(sorted(diary))
    pairs = count_pairs(days, np.array([diary[day] for day in sorted(diary)], float))
    rank = share * pairs.total

    assert pairs.below(pairs.smoothed_at(rank)) == pytest.approx(rank, abs=1e-4)
    assert pairs.smoothed_at(0.0) is pairs.smoothed_at(pairs.total) is None


@FEW
@given(DIARY)
def test_trend_mirrors_when_the_scale_is_turned_over(diary):
    days, scores = list(diary), list(diary.values())
    here, there = daily_trend(days, scores), daily_trend(days, [10 - score for score in scores])

    assert there.published.value == -here.published.value
    assert there.shown.value == pytest.approx(-here.shown.value, abs=1e-7)
    assert there.s == -here.s
    assert there.p_shown == pytest.approx(here.p_shown)
    assert (there.shown.interval is None) == (here.shown.interval is None)
    if here.shown.interval is not None:
        assert ends(there.shown) == same(ends(here.shown.times(-1)))
        assert there.is_clear == here.is_clear


@FEW
@given(DIARY, st.integers(-3000, 30000), st.randoms(use_true_random=False))
def test_trend_minds_neither_the_order_of_the_days_nor_where_they_are_counted_from(
    diary, origin, random
):
    rows = list(diary.items())
    here = daily_trend(*zip(*rows, strict=True))
    shuffled = [(day + origin, score) for day, score in random.sample(rows, len(rows))]
    there = daily_trend(*zip(*shuffled, strict=True))

    assert there.published.value == here.published.value
    assert there.shown.value == pytest.approx(here.shown.value, abs=1e-9)
    assert ends(there.shown) == same(ends(here.shown))
    assert there.value_at(origin + 10) == pytest.approx(here.value_at(10), abs=1e-5)
    assert (there.first_day, there.last_day) == (min(diary) + origin, max(diary) + origin)


@FEW
@given(DIARY)
def test_a_direction_is_clear_exactly_when_zero_lies_outside_the_shown_interval(diary):
    trend = daily_trend(list(diary), list(diary.values()))

    if trend.shown.interval is None:
        assert not trend.is_clear
    else:
        assert trend.shown.interval.low < trend.shown.value < trend.shown.interval.high
        assert trend.is_clear == trend.shown.interval.excludes_zero == (trend.p_shown < 0.05)


@FEW
@given(DIARY)
def test_trend_holds_plain_numbers_that_can_be_stored(diary):
    trend = daily_trend(list(diary), list(diary.values()))
    estimates = ("shown", "published")
    numbers = [getattr(trend, f.name) for f in fields(trend) if f.name not in estimates]

    assert {type(number) for number in numbers} <= {int, float}
    assert type(trend.shown.value) is type(trend.published.value) is float
    assert {type(end) for end in ends(trend.shown) or ()} <= {float}
    assert trend.shown.method is Method.THEIL_SEN_SMOOTHED
    assert trend.published.method is Method.THEIL_SEN


def test_the_shown_interval_widens_when_good_and_bad_days_come_in_spells():
    scattered = daily_trend(range(48), [3, 6, 6, 3] * 12)
    spells = daily_trend(range(48), ([3] * 6 + [6] * 6) * 4)

    def width(trend):
        return trend.shown.interval.high - trend.shown.interval.low

    assert width(spells) > 1.5 * width(scattered)


def test_the_line_that_is_shown_runs_through_the_middle_of_the_scores():
    trend = daily_trend(range(100, 141), [8 - 0.1 * day for day in range(41)])

    assert trend.shown.value == pytest.approx(-0.1, abs=0.001)
    assert trend.value_at(120) == pytest.approx(6.0)
    assert trend.is_clear


@pytest.mark.parametrize("scores", [[7, 3], [7, 3, 5]])
def test_two_or_three_scores_have_a_slope_and_no_shown_interval(scores):
    trend = daily_trend(range(len(scores)), scores)

    assert trend.shown.value < 0
    assert trend.shown.interval is None
    assert (trend.published.interval is None) == (len(scores) < 3)
    assert not trend.is_clear


@pytest.mark.parametrize(
    ("days", "scores", "match"),
    [
        ([], [], "at least one"),
        ([4], [5], "two days"),
        ([4, 4, 4], [5, 6, 7], "one score a day"),
        ([4, 5], [5], "do not go with"),
        ([4, 5, 6], [5, None, 4], "gap"),
        ([4, 5], [5, 11], "between 0 and 10"),
        ([4, 5], [-1, 5], "between 0 and 10"),
        ([4, 5], [5, 3.3333], "hundredth"),
    ],
)
def test_trend_refuses_what_no_line_can_be_laid_through(days, scores, match):
    with pytest.raises(ValueError, match=match):
        daily_trend(days, scores)


def test_correlated_days_without_a_trend_seldom_look_like_one():
    rng = np.random.default_rng(2)
    runs, clear, naive = 200, 0, 0
    for _ in range(runs):
        scores = ar1_scores(rng, 56, 0.6)
        trend = daily_trend(range(56), scores)
        clear += trend.is_clear
        naive += trend.s**2 > 1.96**2 * trend.var_s

    assert clear / runs <= 0.05 + 2 * math.sqrt(0.05 * 0.95 / runs)
    assert naive / runs > 0.2  # what allowing for correlation is there for


def test_a_slow_fall_is_seen_that_equal_scores_hide_from_the_published_interval():
    rng = np.random.default_rng(3)
    runs, slope, clear, published, covered = 150, -0.03, 0, 0, 0
    for _ in range(runs):
        trend = daily_trend(range(56), ar1_scores(rng, 56, 0.0, slope))
        clear += trend.is_clear
        published += trend.published.interval.excludes_zero
        covered += trend.shown.interval.low <= slope <= trend.shown.interval.high

    assert clear > 5 * published
    assert covered / runs >= 0.93


def test_ten_years_take_no_memory_for_each_pair_of_days():
    rng = np.random.default_rng(6)
    scores = ar1_scores(rng, 3650, 0.5, -0.0005)
    tracemalloc.start()
    try:
        trend = daily_trend(range(3650), scores)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 3650 * 3650 * 8 / 3
    assert trend.shown.interval.low < -0.0005 < trend.shown.interval.high
