import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invertrack.analysis.median import median_score
from invertrack.analysis.results import Method

SCORES = st.lists(st.integers(0, 10), min_size=1, max_size=80)


def ar1(n, phi, chance):
    """A stationary series of mean 0 and SD 1."""
    level, series = chance.gauss(0, 1), []
    for _ in range(n):
        series.append(level)
        level = phi * level + math.sqrt(1 - phi * phi) * chance.gauss(0, 1)
    return series


def test_median_and_ranks_of_a_worked_series():
    scores = [3, 9, 1, 7, 5, 2, 8, 4, 6, 0, 10, 5]  # no neighbours alike: n_eff is n

    found = median_score(scores)

    # 12/2 - 1.96 * sqrt(12)/2 = 2.6: the third smallest and the third largest.
    assert (found.value, found.n, found.method) == (5.0, 12, Method.ORDER_STATISTICS)
    assert (found.interval.low, found.interval.high) == (2.0, 8.0)


def test_a_series_that_repeats_itself_says_less():
    mixed = [2, 8, 3, 7, 4, 6, 2, 8, 3, 7, 4, 6] * 3

    apart, together = median_score(mixed).interval, median_score(sorted(mixed)).interval

    assert together is None or together.high - together.low > apart.high - apart.low


@given(SCORES)
def test_the_interval_holds_the_median_and_is_never_without_width(scores):
    found = median_score(scores)

    assert min(scores) <= found.value <= max(scores)
    if found.interval is not None:
        assert 0 <= found.interval.low <= found.value <= found.interval.high <= 10
        assert found.interval.high - found.interval.low >= 0.5


@given(SCORES)
def test_the_median_mirrors_when_the_scale_is_flipped(scores):
    found, flipped = median_score(scores), median_score([10 - score for score in scores])

    assert flipped.value == 10 - found.value
    if found.interval is not None:
        assert flipped.interval.low == 10 - found.interval.high


def test_one_wild_session_moves_it_by_no_more_than_its_neighbour():
    assert median_score([2, 3, 2, 3, 2, 3, 2, 3, 2]).value == 2
    assert median_score([2, 3, 2, 3, 2, 3, 2, 3, 10]).value == 3


@pytest.mark.parametrize("scores", [[5], [5, 6], [4] * 30])
def test_equal_or_few_scores_are_not_certainty(scores):
    assert median_score(scores).interval is None


@pytest.mark.parametrize("scores", [[], [5, None], [5, math.nan]])
def test_a_gap_is_not_a_score(scores):
    with pytest.raises((ValueError, TypeError)):
        median_score(scores)


@pytest.mark.parametrize(("n", "phi"), [(10, 0.0), (20, 0.3), (40, 0.5), (120, 0.6)])
def test_the_interval_holds_the_truth_as_often_as_it_says(n, phi):
    chance = random.Random(7)
    truth, held, tries = 5.2, 0, 300

    for _ in range(tries):
        scores = [truth + 1.5 * level for level in ar1(n, phi, chance)]
        interval = median_score([min(10, max(0, score)) for score in scores]).interval
        held += interval is None or interval.low <= truth <= interval.high

    assert held / tries >= 0.94
