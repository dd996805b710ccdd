"""Paired change of pain over a session: after minus before, so negative is better.

None of these numbers says that the session caused the change. Pain falls back by itself after a
bad hour, and people choose when to invert.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .estimates import MINIMUM_FOR_INTERVAL, Z95, finite, mean_with_t_interval, t_interval
from .results import Directions, Estimate, Interval, MeanChange, Method, PairedChange
from .serial import corrected_lag1, effective_n, serial_correlation


def paired_change(before: Sequence[float], after: Sequence[float]) -> PairedChange:
    """Summarise the change over each session of a series.

    Args:
        before: (n,) pain before, 0-10 NRS points, in time order, n >= 1.
        after: (n,) pain after the same sessions, 0-10 NRS points. No gaps: drop incomplete pairs.
    Returns: Estimates in points, negative when pain was lower after; the share is of n.
    Raises: ValueError: If the lengths differ, no pair is given, or a rating is missing.
    Source: as the parts below. O(n + k^2) with k distinct changes, at most 21 for whole scores.

    >>> drop = paired_change([7, 8, 7, 8, 7, 8], [6, 7, 7, 6, 6, 8])
    >>> round(drop.mean.shown.value, 1), drop.directions.same  # two of six did not move
    (-0.8, 2)
    """
    if len(before) != len(after):
        raise ValueError(f"{len(before)} ratings before do not pair with {len(after)} after")
    changes = finite(after) - finite(before)
    directions = count_directions(changes.tolist())
    return PairedChange(
        n=changes.size,
        mean=mean_change(changes.tolist()),
        median=float(np.median(changes)),
        hodges_lehmann=hodges_lehmann(changes.tolist()),
        directions=directions,
        share_lower=wilson_share(directions.lower, directions.n),
    )


def mean_change(changes: Sequence[float]) -> MeanChange:
    """Return the mean change with an interval that allows for one session resembling the next.

    The shown interval is Student's with n shrunk to the effective n of an AR(1) series. Simulated
    coverage of its nominal 95 % is .93 to .97 up to phi .3 and .90 to .94 at phi .6, 10 to 40
    changes, where the naive one falls to .86 and .67. Changes over a session hardly correlate.

    Args:
        changes: (n,) after minus before in points, in time order, n >= 1, without gaps.
    Returns: Estimates in points; ``sd`` is None for one change. No interval below three changes
        or when all are equal.
    Raises: ValueError: If there is no change or one is missing.
    Source: Bayley & Hammersley (1946), J. R. Stat. Soc. Suppl. 8, 184-197, for the effective n;
        the correction of r for short series is a house choice, checked by simulation. O(n).

    >>> change = mean_change([-3, -3, -3, -2, -1, 0, 0, 0, 0, -1, -2, -3])  # good and bad spells
    >>> change.n_eff < 5, change.shown.interval.high > 0 > change.naive.interval.high
    (True, True)
    """
    array = finite(changes)
    mean, n = float(array.mean()), array.size
    lag1_raw = serial_correlation(changes)
    constant = bool(array.min() == array.max())
    lag1 = 0.0 if constant else corrected_lag1(lag1_raw, n)
    n_eff = effective_n(n, lag1)
    return MeanChange(
        shown=Estimate(mean, t_interval(array, mean, n_eff), n, Method.AR1_EFFECTIVE_N),
        naive=mean_with_t_interval(changes),
        sd=float(array.std(ddof=1)) if n > 1 else None,
        lag1_raw=lag1_raw,
        lag1=lag1,
        n_eff=n_eff,
    )


def hodges_lehmann(changes: Sequence[float]) -> Estimate:
    """Return the median of all pairwise averages: a centre that a few wild sessions cannot pull.

    Whole scores make it move in half points. Equal changes are counted, not repeated, so that
    ten thousand sessions cost no more than their few distinct scores.

    Args:
        changes: (n,) after minus before in points, in any order, n >= 1, without gaps.
    Returns: Points, with the interval between the C-th smallest and C-th largest Walsh average;
        no interval when n is too small for one (below six) or ties leave it no width.
    Raises: ValueError: If there is no change or one is missing.
    Source: Hodges & Lehmann (1963), Ann. Math. Stat. 34, 598-611; interval from Hollander & Wolfe
        (1999), Nonparametric Statistical Methods, section 3.3. O(n log n + k^2 log k), k distinct.

    >>> hodges_lehmann([-2, -2, -1, -2, -1, 9]).value  # the mean would be +0.2
    -1.5
    """
    array = finite(changes)
    averages, cumulative = _walsh_averages(array)
    total, n = int(cumulative[-1]), array.size

    def ordered(rank: int) -> float:
        return float(averages[np.searchsorted(cumulative, rank)])

    value = (ordered((total + 1) // 2) + ordered(total // 2 + 1)) / 2
    rank = math.floor(n * (n + 1) / 4 - Z95 * math.sqrt(n * (n + 1) * (2 * n + 1) / 24))
    interval = None
    if n >= MINIMUM_FOR_INTERVAL and rank >= 1:
        low, high = ordered(rank), ordered(total + 1 - rank)
        interval = Interval(low, high) if low < high else None
    return Estimate(value, interval, n, Method.HODGES_LEHMANN)


def wilson_share(count: int, n: int) -> Estimate:
    """Return a share and its Wilson interval, which stays inside 0 and 1 even for none or all.

    Args:
        count: Sessions of the kind in question.
        n: All sessions, n >= 1.
    Returns: Share between 0 and 1.
    Raises: ValueError: If n is below 1 or the count does not fit in it.
    Source: Wilson (1927), J. Am. Stat. Assoc. 22, 209-212. O(1).

    >>> share = wilson_share(5, 5)  # five of five is not always
    >>> share.value, round(share.interval.low, 2), share.interval.high
    (1.0, 0.57, 1.0)
    """
    if n < 1 or not 0 <= count <= n:
        raise ValueError(f"{count} of {n} is not a share")
    share, z2 = count / n, Z95**2
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half_width = Z95 / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    low = 0.0 if count == 0 else centre - half_width
    high = 1.0 if count == n else centre + half_width
    return Estimate(share, Interval(low, high), n, Method.WILSON)


def count_directions(changes: Sequence[float]) -> Directions:
    """Count sessions after which pain was lower, the same and higher.

    Args:
        changes: (n,) after minus before in points, in any order; may be empty.
    Source: none needed. O(n).

    >>> count_directions([-2, 0, 0, 1])  # "half unchanged" would vanish in a mean of -0.2
    Directions(lower=1, same=2, higher=1)
    """
    lower = sum(change < 0 for change in changes)
    higher = sum(change > 0 for change in changes)
    return Directions(lower=lower, same=len(changes) - lower - higher, higher=higher)


def _walsh_averages(array: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the distinct averages (d_i + d_j)/2, i <= j, ascending, and how many lie up to each."""
    values, counts = np.unique(array, return_counts=True)
    first, second = np.triu_indices(values.size)
    pairs = counts[first] * counts[second]
    same = first == second
    pairs[same] = counts * (counts + 1) // 2
    averages = (values[first] + values[second]) / 2
    order = np.argsort(averages, kind="stable")
    return averages[order], np.cumsum(pairs[order])
