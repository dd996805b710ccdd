"""Daily pain before the first session against daily pain from then on: how far the two overlap.

It describes and no more: whatever else changed in those weeks is in it, and pain that was already
falling goes on falling. Tau-U takes the fall before the first session off; nothing takes off the
rest.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Collection, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .estimates import Z95, finite
from .gates import SINGLE_CASE_DAYS
from .results import Estimate, Interval, Method, SingleCase

_HALVINGS: Final = 60

_Array = NDArray[np.float64]


def single_case(
    pain: Sequence[tuple[int, float]], session_days: Collection[int]
) -> SingleCase | None:
    """Compare daily pain before the first session with daily pain from its day on.

    Args:
        pain: (n,) day and its score, days rising; missing days are absent.
        session_days: All days with a session; the first of them divides the days.
    Returns: None when either side has fewer than seven rated days, or nobody inverted.
    Raises: ValueError: If a score is missing.
    Source: house minimum; the measures as ``phase_overlap``. O(n log n).

    >>> eased = [(day, 7 - day % 2) for day in range(7)] + [(day, 4) for day in range(7, 14)]
    >>> single_case(eased, {7, 9}).nap.value, single_case(eased, {3}), single_case(eased, ())
    (1.0, None, None)
    """
    if not session_days:
        return None
    first = min(session_days)
    before = [score for day, score in pain if day < first]
    after = [score for day, score in pain if day >= first]
    if min(len(before), len(after)) < SINGLE_CASE_DAYS:
        return None
    return phase_overlap(before, after)


def phase_overlap(before: Sequence[float], after: Sequence[float]) -> SingleCase:
    """Describe by how much the scores of a later phase lie below those of an earlier one.

    Days count as if they were independent, which they are not: the interval is too narrow where
    one day resembles the next.

    Args:
        before: (m,) scores of the earlier phase in time order, m >= 2, without gaps.
        after: (n,) scores of the later phase, n >= 2.
    Returns: NAP, the share of pairs in which the later score is lower, ties half; Tau, the same
        from -1 to 1; Tau-U, without the trend of the earlier phase.
    Raises: ValueError: If a phase has fewer than two scores or one is missing.
    Source: Parker & Vannest (2009), Behav. Ther. 40, 357-367, for NAP; Parker et al. (2011), Behav.
        Ther. 42, 284-299, for Tau-U; Sen (1967), Ann. Inst. Stat. Math. 19, 1-14, for the unbiased
        variance; Newcombe (2006), Stat. Med. 25, 559-573, method 5, for the interval.
        O((m + n) log (m + n)).

    >>> falling = phase_overlap([9, 8, 7, 6, 5], [4, 3, 2, 1, 0])  # it fell all along
    >>> falling.tau, falling.tau_u
    (1.0, 0.6)
    """
    earlier, later = finite(before), finite(after)
    m, n = earlier.size, later.size
    if min(m, n) < 2:
        raise ValueError("a phase of one day overlaps with nothing")
    lower, tied = _against(earlier, later)
    share = float((lower + tied / 2).sum() / (m * n))
    return SingleCase(
        days_before=m,
        days_after=n,
        nap=Estimate(share, _newcombe(share, m, n), m + n, Method.NEWCOMBE),
        nap_se=_variance(earlier, later, share) ** 0.5,
        tau=2 * share - 1,
        tau_u=2 * share - 1 + _kendall_s(earlier.tolist()) / (m * n),
    )


def _against(ones: _Array, others: _Array) -> tuple[_Array, _Array]:
    """Return for each value how many of the others lie below it, and how many are its equal."""
    ordered = np.sort(others)
    below = np.searchsorted(ordered, ones, side="left")
    up_to = np.searchsorted(ordered, ones, side="right")
    return below.astype(np.float64), (up_to - below).astype(np.float64)


def _variance(earlier: _Array, later: _Array, share: float) -> float:
    """Return Sen's variance of the share, unbiased without ties and rather too large with them.

    0 where it comes out below.
    """
    m, n = earlier.size, later.size
    lower, tied = _against(earlier, later)
    of_earlier = lower + tied / 2
    below, equal = _against(later, earlier)
    of_later = m - below - equal / 2
    q1 = float(of_earlier @ of_earlier) / (m * n**2)
    q2 = float(of_later @ of_later) / (m**2 * n)
    q3 = float((lower + tied / 4).sum()) / (m * n)
    excess = share - 2 * q3 + n * q1 + m * q2 - (m + n - 1) * share**2
    return max(0.0, excess / ((m - 1) * (n - 1)))


def _newcombe(share: float, m: int, n: int) -> Interval:
    """Return the shares that lie as far from this one as their own variance allows."""
    h = (m + n) / 2 - 1

    def excess(at: float) -> float:
        spread = at * (1 - at) * (1 + h * (1 - at) / (2 - at) + h * at / (1 + at))
        return (at - share) ** 2 - Z95**2 * spread / (m * n)

    return Interval(_crossing(excess, 0.0, share), _crossing(excess, 1.0, share))


def _crossing(excess: Callable[[float], float], outside: float, inside: float) -> float:
    """Return where a function that is above 0 outside falls to 0 on the way in, by halving."""
    for _ in range(_HALVINGS):
        middle = (outside + inside) / 2
        if excess(middle) > 0:
            outside = middle
        else:
            inside = middle
    return outside


def _kendall_s(scores: Sequence[float]) -> int:
    """Return Kendall's S of a phase: pairs of days that rise, less those that fall."""
    s = 0
    ordered: list[float] = []
    for score in scores:
        s += bisect_left(ordered, score) - (len(ordered) - bisect_right(ordered, score))
        insort(ordered, score)
    return s
