"""Mean relief by fixed bins of angle and of minutes: before minus after, so positive is better.

The bins are fixed in advance because bins chosen after looking make chance look like a finding.
They describe and never rank: of four equal settings with five sessions each, the one on top leads
by 0.7 points from chance alone.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from .estimates import finite, mean_with_t_interval
from .gates import bin_gate
from .results import Bin, BinMean

ANGLE_BINS_DEG: Final = (
    Bin("0", 0, 1),
    Bin("1-9", 1, 10),
    Bin("10-19", 10, 20),
    Bin("20-29", 20, 30),
    Bin("30-39", 30, 40),
    Bin("40-49", 40, 50),
    Bin("50-60", 50, 61),
    Bin("over 60", 61, None),
)
DURATION_BINS_MIN: Final = (
    Bin("under 1", 0, 1),
    Bin("1 to 2", 1, 2),
    Bin("2 to 3", 2, 3),
    Bin("3 to 5", 3, 5),
    Bin("5 or more", 5, None),
)


def relief_by_angle(angles_deg: Sequence[int], reliefs: Sequence[float]) -> tuple[BinMean, ...]:
    """Return the mean relief in each angle bin, empty bins included.

    Args:
        angles_deg: (n,) whole degrees, 0 lying flat, 90 head straight down.
        reliefs: (n,) before minus after in points, same order, without gaps; n may be 0.
    Returns: One entry per bin of ``ANGLE_BINS_DEG``, in rising order.
    Raises: ValueError: If lengths differ, an angle is negative, or a relief is missing.
    Source: Student (1908) for the interval; the bins are a house decision. O(n).

    >>> means = relief_by_angle([20] * 6 + [45] * 3, [1, 2, 1, 0, 2, 1, 9, 9, 9])
    >>> [(m.bin.label, m.n, m.mean and round(m.mean, 1)) for m in means if m.n]  # 3 are too few
    [('20-29', 6, 1.2), ('40-49', 3, None)]
    """
    return _bin_means(ANGLE_BINS_DEG, angles_deg, reliefs)


def relief_by_duration(minutes: Sequence[float], reliefs: Sequence[float]) -> tuple[BinMean, ...]:
    """Return the mean relief in each bin of minutes at angle, empty bins included.

    Args:
        minutes: (n,) time at angle in minutes.
        reliefs: (n,) before minus after in points, same order, without gaps; n may be 0.
    Returns: One entry per bin of ``DURATION_BINS_MIN``, in rising order.
    Raises: ValueError: If lengths differ, a time is negative, or a relief is missing.
    Source: Student (1908) for the interval; the bins are a house decision. O(n).

    >>> means = relief_by_duration([0.9, 1.0, 1.9, 2.0, 5.0], [1, 1, 1, 1, 1])
    >>> [m.n for m in means]  # a full minute opens the next bin
    [1, 2, 1, 0, 1]
    """
    return _bin_means(DURATION_BINS_MIN, minutes, reliefs)


def _bin_means(
    bins: tuple[Bin, ...], positions: Sequence[float], reliefs: Sequence[float]
) -> tuple[BinMean, ...]:
    if len(positions) != len(reliefs):
        raise ValueError(f"{len(positions)} settings do not pair with {len(reliefs)} reliefs")
    members: list[list[float]] = [[] for _ in bins]
    if len(reliefs):
        lows = [bin_.low for bin_ in bins]
        for position, relief in zip(finite(positions), finite(reliefs), strict=True):
            if position < lows[0]:
                raise ValueError(f"no bin holds {position}")
            members[bisect_right(lows, position) - 1].append(float(relief))
    return tuple(_summarise(bin_, values) for bin_, values in zip(bins, members, strict=True))


def _summarise(bin_: Bin, reliefs: list[float]) -> BinMean:
    gate = bin_gate(len(reliefs))
    if not gate.open:
        return BinMean(bin_, gate.have, gate, mean=None, interval=None)
    estimate = mean_with_t_interval(reliefs)
    return BinMean(bin_, estimate.n, gate, estimate.value, estimate.interval, estimate.method)
