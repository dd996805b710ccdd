"""The slopes between any two days of a series of scores, counted instead of listed.

Ten years have 6.7 million pairs of days and only some 70,000 different (days apart, points apart).
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from .estimates import Z95
from .results import Interval

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# Units that scores may be read to, by how many of them make a point; the coarsest that fits counts.
_UNITS_PER_POINT: Final = (1, 2, 4, 5, 10, 20, 100)
_OFF_UNIT: Final = 1e-6
_SLOPE_TO: Final = 1e-10
_KEYS_AT_ONCE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class PairSlopes:
    """Slopes of all pairs of days, by (days apart, units apart), ascending by slope.

    ``slopes`` are points a day; ``up_to`` counts the pairs up to and with each.
    """

    gaps: Floats
    units: Floats
    counts: Floats
    slopes: Floats
    up_to: Ints
    units_per_point: int

    @property
    def total(self) -> int:
        """All pairs."""
        return int(self.up_to[-1])

    @property
    def s(self) -> int:
        """Kendall's S: pairs that rose less pairs that fell."""
        # Summed rather than `@`: so short a product is not worth the threads that BLAS would start.
        return int((self.counts * np.sign(self.units)).sum())

    def at(self, index: int) -> float:
        """The slope of a rank, from 0, as in a sorted list of all."""
        return float(self.slopes[np.searchsorted(self.up_to, index + 1)])

    def median(self) -> float:
        """The middle slope, or the mean of the middle two."""
        return (self.at((self.total - 1) // 2) + self.at(self.total // 2)) / 2

    def sen_interval(self, variance: float) -> Interval:
        """Sen's 95 % interval for a variance of S, by scipy's rank rule; ties can put an end on 0."""
        reach, last = Z95 * math.sqrt(variance), self.total - 1
        low = max(round((self.total - reach) / 2) - 1, 0)
        high = min(round((self.total + reach) / 2), last)
        return Interval(self.at(low), self.at(high))

    def below(self, slope: float) -> float:
        """How many pairs lie below a slope, each spread over what rounds to its two scores.

        A score stands for half a unit to each side. Two such errors make the difference of a pair
        triangular, one unit to each side.
        """
        past = np.clip(slope * self.units_per_point * self.gaps - self.units, -1.0, 1.0)
        return float((self.counts * (0.5 + past - 0.5 * past * np.abs(past))).sum())

    def smoothed_at(self, rank: float) -> float | None:
        """The slope that ``rank`` pairs lie below; None where that is none of them or all."""
        return self._smoothed(rank) if 0 < rank < self.total else None

    def smoothed_median(self) -> float:
        """The middle slope of the spread pairs, sought from both sides: few pairs may leave a gap."""
        middle, aside = self.total / 2, 0.25
        return (self._smoothed(middle - aside) + self._smoothed(middle + aside)) / 2

    def _smoothed(self, rank: float) -> float:
        low = high = self.at(int(rank))
        step = 1.0 / (self.units_per_point * float(self.gaps.max()))
        while self.below(low) >= rank:
            low, step = low - step, 2 * step
        while self.below(high) <= rank:
            high, step = high + step, 2 * step
        return float(brentq(lambda slope: self.below(slope) - rank, low, high, xtol=_SLOPE_TO))


def count_pairs(days: Ints, scores: Floats) -> PairSlopes:
    """Count the pairs of days of a series by how far apart they are in days and in score.

    Args:
        days: (n,) distinct days, rising, n >= 2; gaps as they are.
        scores: (n,) points, to a hundredth at finest.
    Returns: The slopes, exactly as (y_j - y_i)/(t_j - t_i) of all i < j would give them.
    Raises: ValueError: If a score is finer than a hundredth of a point.
    Source: Sen (1968), J. Am. Stat. Assoc. 63, 1379-1389, for the slopes. O(n^2) steps on whole
        numbers, memory of span x range in units; ten years of whole scores take some 50 ms.

    >>> pairs = count_pairs(np.array([0, 1, 2, 3, 4]), np.array([8.0, 7, 6, 5, 10]))  # one bad day
    >>> pairs.median(), pairs.total
    (-1.0, 10)
    """
    units_per_point, read = _lattice(scores)
    lowest = int(read.min())
    reach = int(read.max()) - lowest
    width = 2 * reach + 1
    # One number holds day and score, so that one subtraction gives both differences of a pair.
    table = _differences((days - days[0]) * width + read - lowest, width, reach)
    cells = np.flatnonzero(table)
    gaps, units, counts = cells // width, cells % width - reach, table[cells]
    slopes = units / (gaps * units_per_point)
    order = np.argsort(slopes, kind="stable")
    return PairSlopes(
        gaps=gaps[order].astype(np.float64),
        units=units[order].astype(np.float64),
        counts=counts[order].astype(np.float64),
        slopes=slopes[order],
        up_to=np.cumsum(counts[order]),
        units_per_point=units_per_point,
    )


def _lattice(scores: Floats) -> tuple[int, Ints]:
    """Return how many of the coarsest unit that fits make a point, and the scores in that unit."""
    for units_per_point in _UNITS_PER_POINT:
        units = scores * units_per_point
        read = np.rint(units)
        if np.abs(units - read).max() <= _OFF_UNIT:
            return units_per_point, read.astype(np.int64)
    raise ValueError("scores are read to a hundredth of a point")


def _differences(codes: Ints, width: int, reach: int) -> Ints:
    """Count code_j - code_i + reach over all i < j."""
    n = codes.size
    table = np.zeros(int(codes[-1] - codes[0]) + width + reach + 1, dtype=np.int64)
    keys = np.empty(max(_KEYS_AT_ONCE, n, table.size), dtype=np.int64)
    filled = 0
    for i in range(n - 1):
        later = codes[i + 1 :]
        if filled + later.size > keys.size:
            table += np.bincount(keys[:filled], minlength=table.size)
            filled = 0
        np.subtract(later, codes[i] - reach, out=keys[filled : filled + later.size])
        filled += later.size
    table += np.bincount(keys[:filled], minlength=table.size)
    return table
