"""Mean relief by fixed bins of angle and of minutes: before minus after, so positive is better.

The bins are fixed in advance because bins chosen after looking make chance look like a finding.
They describe and never rank: of four equal settings with five sessions each, the one on top leads
by 0.7 points from chance alone.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from .estimates import finite, mean_with_t_interval
from .gates import bin_gate, comparison_gate
from .pooling import pool
from .record import Pair
from .results import Bin, BinMean, Groups
from .standing_out import standing_out

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


def groups_by_angle(pairs: Sequence[Pair], reliefs: Sequence[float]) -> Groups:
    """Return the angle bins with their means drawn together, and those that stand out.

    Args:
        pairs: (n,) sessions in time order; n may be 0.
        reliefs: (n,) their relief in points, as measured or read at one pain before.
    Returns: Every bin of ``ANGLE_BINS_DEG``; bins with a mean are pooled, the others left out.
    Raises: ValueError: If lengths differ, an angle is negative, or a relief is missing.
    Source: as ``relief_by_angle``, ``pool`` and ``standing_out``. O(n bins).

    >>> days = [Pair(day, 10 + day % 3 * 10, 120, 6, 4) for day in range(30)]
    >>> groups = groups_by_angle(days, [1 + day % 2 for day in range(30)])
    >>> {bin.pooled.value for bin in groups.bins if bin.pooled}, groups.stands_out  # all alike
    ({1.5}, ())
    """
    return _groups(ANGLE_BINS_DEG, pairs, [pair.angle_deg for pair in pairs], reliefs)


def groups_by_minutes(pairs: Sequence[Pair], reliefs: Sequence[float]) -> Groups:
    """Return the bins of minutes with their means drawn together, and those that stand out.

    Args:
        pairs: (n,) sessions in time order; n may be 0.
        reliefs: (n,) their relief in points, as measured or read at one pain before.
    Returns: Every bin of ``DURATION_BINS_MIN``; bins with a mean are pooled, the others left out.
    Raises: ValueError: If lengths differ, a time is negative, or a relief is missing.
    Source: as ``relief_by_duration``, ``pool`` and ``standing_out``. O(n bins).

    >>> groups_by_minutes([], []).pooling  # nothing to pool
    """
    return _groups(DURATION_BINS_MIN, pairs, [pair.minutes for pair in pairs], reliefs)


def _groups(
    bins: tuple[Bin, ...],
    pairs: Sequence[Pair],
    positions: Sequence[float],
    reliefs: Sequence[float],
) -> Groups:
    numbers = _bin_numbers(bins, positions, reliefs)
    values = _by_bin(bins, numbers, reliefs)
    means = [_summarise(bin_, members) for bin_, members in zip(bins, values, strict=True)]
    shown = [number for number, mean in enumerate(means) if mean.gate.open]
    pooled = pool([values[number] for number in shown])
    leads = {}
    if pooled is not None:
        leads = dict(zip(shown, pooled.leads, strict=True))
        for number, estimate in zip(shown, pooled.means, strict=True):
            means[number] = replace(means[number], pooled=estimate)
    return Groups(
        bins=tuple(means),
        gate=comparison_gate([mean.n for mean in means]),
        pooling=None if pooled is None else pooled.pooling,
        stands_out=standing_out(pairs, reliefs, numbers, leads),
    )


def _bin_means(
    bins: tuple[Bin, ...], positions: Sequence[float], reliefs: Sequence[float]
) -> tuple[BinMean, ...]:
    values = _by_bin(bins, _bin_numbers(bins, positions, reliefs), reliefs)
    return tuple(_summarise(bin_, members) for bin_, members in zip(bins, values, strict=True))


def _bin_numbers(
    bins: tuple[Bin, ...], positions: Sequence[float], reliefs: Sequence[float]
) -> list[int]:
    """Return the bin of each session by its number; what is no session is refused here."""
    if len(positions) != len(reliefs):
        raise ValueError(f"{len(positions)} settings do not pair with {len(reliefs)} reliefs")
    if not len(reliefs):
        return []
    lows = [bin_.low for bin_ in bins]
    lowest = finite(positions).min()
    if lowest < lows[0]:
        raise ValueError(f"no bin holds {lowest}")
    finite(reliefs)
    return [bisect_right(lows, position) - 1 for position in positions]


def _by_bin(
    bins: tuple[Bin, ...], numbers: Sequence[int], reliefs: Sequence[float]
) -> list[list[float]]:
    members: list[list[float]] = [[] for _ in bins]
    for number, relief in zip(numbers, reliefs, strict=True):
        members[number].append(float(relief))
    return members


def _summarise(bin_: Bin, reliefs: list[float]) -> BinMean:
    gate = bin_gate(len(reliefs))
    if not gate.open:
        return BinMean(bin_, gate.have, gate, mean=None, interval=None)
    estimate = mean_with_t_interval(reliefs)
    return BinMean(bin_, estimate.n, gate, estimate.value, estimate.interval, estimate.method)
