import itertools
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from invertrack.analysis.change import (
    Directions,
    count_directions,
    hodges_lehmann,
    mean_change,
    paired_change,
    wilson_share,
)
from invertrack.analysis.results import Interval, Method

CHANGES = st.lists(st.integers(-10, 10), min_size=3, max_size=60)


def mirrored(interval):
    return None if interval is None else Interval(-interval.high, -interval.low)


def test_paired_change_reproduces_the_worked_forty_sessions(vector):
    case = vector("paired_change_40")
    expected = case.expected

    change = paired_change(case.inputs["before"], case.inputs["after"])
    shown, naive, robust = change.mean.shown, change.mean.naive, change.hodges_lehmann

    assert change.n == shown.n == naive.n == robust.n == expected["n"]
    assert shown.value == naive.value == case.approx(expected["mean_change"])
    assert change.mean.sd == case.approx(expected["sd"])
    assert [naive.interval.low, naive.interval.high] == case.approx(expected["t_ci"])
    assert change.mean.lag1_raw == case.approx(expected["lag1_raw"])
    assert change.mean.lag1 == case.approx(expected["lag1_corrected"])
    assert change.mean.n_eff == case.approx(expected["n_eff"])
    assert [shown.interval.low, shown.interval.high] == case.approx(expected["ar1_ci"])
    assert change.median == case.approx(expected["median_change"])
    assert robust.value == case.approx(expected["hodges_lehmann"])
    assert [robust.interval.low, robust.interval.high] == case.approx(expected["hl_ci"])
    assert change.directions == Directions(
        lower=expected["n_lower"], same=expected["n_same"], higher=expected["n_higher"]
    )
    assert change.share_lower == wilson_share(expected["n_lower"], expected["n"])


def test_each_estimate_names_its_method():
    change = paired_change([6, 7, 8], [5, 5, 7])

    assert change.mean.shown.method is Method.AR1_EFFECTIVE_N
    assert change.mean.naive.method is Method.T
    assert change.hodges_lehmann.method is Method.HODGES_LEHMANN
    assert change.share_lower.method is Method.WILSON


def test_wilson_share_reproduces_the_worked_share(vector):
    case = vector("wilson_31_40")

    share = wilson_share(case.inputs["x"], case.inputs["n"])

    assert share.value == case.approx(case.expected["share"])
    assert [share.interval.low, share.interval.high] == case.approx(case.expected["ci"])


@pytest.mark.parametrize(
    ("changes", "mean"), [([-2], -2), ([-2, 0], -1), ([-3, -3, -3, -3], -3), ([0] * 12, 0)]
)
def test_mean_change_is_given_without_an_interval_where_none_can_be_computed(changes, mean):
    change = mean_change(changes)

    assert change.shown.value == mean
    assert change.shown.interval is None
    assert change.naive.interval is None
    assert hodges_lehmann(changes).value == mean
    assert hodges_lehmann(changes).interval is None


def test_mean_change_of_equal_changes_has_sd_zero_and_of_one_has_none():
    assert mean_change([-1, -1, -1]).sd == 0.0
    assert mean_change([-1]).sd is None
    assert mean_change([-1, -1, -1, -1, -1, -1]).n_eff == 6.0


def test_a_session_that_began_without_pain_still_counts():
    change = paired_change([0, 4, 4], [0, 4, 1])

    assert change.n == 3
    assert change.mean.shown.value == -1.0


@pytest.mark.parametrize(
    ("before", "after", "match"),
    [([5, 5], [4], "pair"), ([], [], "at least one"), ([5, None], [4, 4], "gap")],
)
def test_paired_change_refuses_incomplete_pairs(before, after, match):
    with pytest.raises(ValueError, match=match):
        paired_change(before, after)


@given(CHANGES)
def test_change_mirrors_when_before_and_after_swap(changes):
    before = [5 + max(0, -c) for c in changes]
    after = [b + c for b, c in zip(before, changes, strict=True)]

    there, back = paired_change(before, after), paired_change(after, before)

    assert back.mean.shown.value == -there.mean.shown.value
    assert back.mean.shown.interval == mirrored(there.mean.shown.interval)
    assert back.hodges_lehmann.value == -there.hodges_lehmann.value
    assert back.hodges_lehmann.interval == mirrored(there.hodges_lehmann.interval)
    assert back.directions.lower == there.directions.higher
    assert back.directions.same == there.directions.same


@given(CHANGES, st.integers(-5, 5))
def test_change_shifts_with_every_rating_and_keeps_its_width(changes, points):
    here, shifted = mean_change(changes), mean_change([c + points for c in changes])

    assert shifted.shown.value == pytest.approx(here.shown.value + points)
    assert shifted.n_eff == pytest.approx(here.n_eff)
    assert (shifted.shown.interval is None) == (here.shown.interval is None)
    if here.shown.interval is not None:
        assert shifted.shown.interval.low == pytest.approx(here.shown.interval.low + points)
        assert shifted.shown.interval.high == pytest.approx(here.shown.interval.high + points)


@given(CHANGES, st.randoms(use_true_random=False))
def test_only_the_shown_interval_minds_the_order_of_sessions(changes, random):
    shuffled = random.sample(changes, len(changes))
    here, there = mean_change(changes), mean_change(shuffled)

    assert there.naive.value == pytest.approx(here.naive.value)
    assert there.sd == pytest.approx(here.sd)
    assert hodges_lehmann(shuffled) == hodges_lehmann(changes)
    assert count_directions(shuffled) == count_directions(changes)


def test_the_shown_interval_widens_when_good_and_bad_sessions_come_in_spells():
    scattered = [-3, 0] * 12
    spells = sorted(scattered)

    assert mean_change(scattered).n_eff == 24.0
    assert mean_change(spells).n_eff < 4.0
    assert mean_change(spells).naive == mean_change(scattered).naive


@given(CHANGES)
def test_the_shown_interval_is_never_narrower_than_the_naive_one(changes):
    change = mean_change(changes)

    assert change.n_eff <= change.shown.n
    if change.shown.interval is not None:
        assert change.shown.interval.low <= change.naive.interval.low
        assert change.shown.interval.high >= change.naive.interval.high


@pytest.mark.parametrize(("phi", "least"), [(0.0, 0.93), (0.5, 0.91)])
def test_the_shown_interval_covers_a_true_change_of_zero_where_the_naive_one_does_not(phi, least):
    rng = np.random.default_rng(11)
    shown = naive = 0
    for _ in range(400):
        series = [rng.standard_normal()]
        for shock in rng.standard_normal(39):
            series.append(phi * series[-1] + (1 - phi**2) ** 0.5 * shock)
        change = mean_change(series)
        shown += change.shown.interval.low <= 0 <= change.shown.interval.high
        naive += change.naive.interval.low <= 0 <= change.naive.interval.high

    assert shown / 400 >= least
    assert (naive / 400 >= 0.9) == (phi == 0.0)


@given(st.lists(st.integers(-10, 10), min_size=1, max_size=40))
def test_hodges_lehmann_equals_the_median_of_every_pairwise_average(changes):
    walsh = sorted((a + b) / 2 for a, b in itertools.combinations_with_replacement(changes, 2))
    estimate = hodges_lehmann(changes)

    assert estimate.value == statistics.median(walsh)
    if estimate.interval is not None:
        below, above = walsh.index(estimate.interval.low), walsh[::-1].index(estimate.interval.high)
        assert estimate.interval.low < estimate.interval.high
        assert min(below, above) < len(walsh) / 2


def test_hodges_lehmann_interval_counts_the_same_rank_from_both_ends(vector):
    case = vector("paired_change_40")
    rng = np.random.default_rng(3)
    changes = rng.normal(size=40).tolist()  # no ties, so that a wrong rank shows
    walsh = sorted((a + b) / 2 for a, b in itertools.combinations_with_replacement(changes, 2))

    interval = hodges_lehmann(changes).interval

    rank = case.expected["hl_C"]  # depends on n alone
    assert interval == Interval(walsh[rank - 1], walsh[-rank])


@pytest.mark.parametrize(("n", "computable"), [(5, False), (6, True)])
def test_hodges_lehmann_interval_begins_at_six_changes(n, computable):
    assert (hodges_lehmann(list(range(n))).interval is not None) == computable


def test_hodges_lehmann_interval_without_width_is_not_computable():
    assert hodges_lehmann([0] * 19 + [-5]).interval is None


def test_hodges_lehmann_takes_ten_thousand_sessions_by_their_distinct_scores():
    assert hodges_lehmann([-2, -1, -1, 0] * 2500).value == -1.0


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_share_stays_within_zero_and_one_and_mirrors(count_and_n):
    count, n = count_and_n
    share, rest = wilson_share(count, n), wilson_share(n - count, n)

    assert 0.0 <= share.interval.low <= share.value <= share.interval.high <= 1.0
    assert share.interval.low < share.interval.high
    assert rest.interval.low == pytest.approx(1 - share.interval.high, abs=1e-12)


@pytest.mark.parametrize(("count", "n"), [(0, 0), (3, 2), (-1, 2)])
def test_wilson_share_refuses_what_is_not_a_share(count, n):
    with pytest.raises(ValueError, match="not a share"):
        wilson_share(count, n)


def test_directions_of_no_session_are_all_zero():
    assert count_directions([]) == Directions(lower=0, same=0, higher=0)
    assert count_directions([]).n == 0
