"""One day resembles the next: how much, and how much less such a series says than its length.

A series of pain is taken as AR(1): values k days apart correlate as r to the power k. Days that
nobody rated are gaps: they are neither filled in nor closed up.
"""

import math
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from .estimates import finite

_LAG1_LIMIT: Final = 0.95
_N_EFF_FLOOR: Final = 2.0
_DF_FLOOR: Final = 1.0


def serial_correlation(values: ArrayLike, days: ArrayLike | None = None) -> float:
    """Return the lag-1 autocorrelation of neighbours in a series, uncorrected.

    Args:
        values: (n,) numbers in time order, n >= 1, without missing ones.
        days: (n,) the day of each, rising. Only values one day apart are then neighbours, and the
            sum over them is scaled up to n - 1 pairs. Without days, each has the next beside it.
    Returns: About -1 to 1; 0 where it is not defined: all values equal, or no neighbours.
    Raises: ValueError: If there is no value or one is missing.
    Source: Box & Jenkins (1970), Time Series Analysis, chapter 2; the scaling is a house choice.
        O(n).

    >>> serial_correlation([1, 1, 1, 5, 5, 5]), serial_correlation([1, 5, 1, 5, 1, 5])
    (0.5, -0.8333333333333334)
    >>> serial_correlation([1, 1, 5, 5], [0, 1, 8, 9])  # the week between 1 and 5 is no step
    0.75
    """
    array = finite(values)
    if array.min() == array.max():
        return 0.0
    centred = array - array.mean()
    total = float(centred @ centred)
    first, second = centred[:-1], centred[1:]
    pairs = array.size - 1
    if days is not None:
        beside = np.diff(np.asarray(days)) == 1
        first, second = first[beside], second[beside]
        pairs = first.size
    # Differences too small to be squared are none.
    if not total or not pairs:
        return 0.0
    return float(first @ second) / total * ((array.size - 1) / pairs)


def corrected_lag1(lag1_raw: float, n: int, columns: int = 1, *, loses: int | None = None) -> float:
    """Return lag-1 autocorrelation freed of its short-series bias, kept within 0 and 0.95.

    Whatever is fitted takes slow movement out of the residuals, and that is what correlation shows
    in. A negative value would claim more than n observations, so it counts as 0.

    Args:
        lag1_raw: Lag-1 autocorrelation of the residuals, -1 to 1.
        n: Their number. As few as are lost say nothing about correlation: 0.
        columns: How many fitted columns move slowly: 1 the mean, 2 with a trend. A column that
            jumps from day to day takes nothing slow away and does not count.
        loses: What n loses in the divisor, 2 ``columns`` + 2 unless a published method has another.
    Source: Marriott & Pope (1954), Biometrika 41, 390-402: undoes their bias -(1 + 4 r)/n of a
        series about its mean. For more columns, c, -(c + (2 c + 2) r)/n, by simulation. O(1).

    >>> corrected_lag1(0.2, 20), corrected_lag1(0.2, 20, columns=2), corrected_lag1(0.9, 5)
    (0.3125, 0.42857142857142855, 0.0)
    """
    lost = 2 * columns + 2 if loses is None else loses
    if n <= lost + 1:
        return 0.0
    return min(_LAG1_LIMIT, max(0.0, (n * lag1_raw + columns) / (n - lost)))


def effective_n(n: int, lag1: float) -> float:
    """Return how many independent values a series of n correlated ones is worth.

    Args:
        n: Length of the series, n >= 1.
        lag1: Corrected lag-1 autocorrelation, 0 to 0.95.
    Returns: n (1 - r)/(1 + r), at least 2 and never above n.
    Source: Bayley & Hammersley (1946), J. R. Stat. Soc. Suppl. 8, 184-197. O(1).

    >>> effective_n(40, 0.5) < 14  # forty sessions, a third of their apparent weight
    True
    """
    return min(float(n), max(_N_EFF_FLOOR, n * (1 - lag1) / (1 + lag1)))


def inflation(days: ArrayLike, lag1: float, weights: ArrayLike | None = None) -> float:
    """Return by how much correlation multiplies the variance of a weighted sum of daily values.

    A mean has equal weights. A least-squares slope has those of its row of (X'X)^-1 X', so that
    sigma^2 (w'w) times this is its variance under AR(1), on the days that were really rated.

    Args:
        days: (n,) day of each value, rising, n >= 1; gaps as they are.
        lag1: Corrected lag-1 autocorrelation, 0 to 0.95.
        weights: (n,) weights, not all 0; without them all are equal.
    Returns: sum over i, j of w_i w_j r^|t_i - t_j|, over sum w_i^2. 1 when r is 0; below 1 for
        weights that turn their sign from day to day.
    Source: the variance of a sum; Bayley & Hammersley (1946) for equal weights. O(n).

    >>> round(inflation(range(28), 0.6), 2), round(inflation(range(0, 280, 10), 0.6), 2)
    (3.73, 1.01)
    """
    if not lag1:
        return 1.0
    day = np.asarray(days, dtype=np.float64)
    weight = np.ones(day.size) if weights is None else finite(weights)
    kept = lag1 ** np.diff(day)
    steps = weight.tolist()
    crossed = carried = 0.0
    # ``carried`` is all that earlier values still share with the one at hand.
    for share, before, here in zip(kept.tolist(), steps, steps[1:], strict=False):
        carried = share * (carried + before)
        crossed += here * carried
    return 1.0 + 2.0 * crossed / math.fsum(step * step for step in steps)


def effective_df(n: int, inflated: float, columns: int) -> float:
    """Return the degrees of freedom that correlation leaves to a variance of residuals.

    Args:
        n: Number of residuals.
        inflated: The ``inflation`` of a mean over the same days.
        columns: How many columns were fitted.
    Returns: n / inflation - columns, at least 1; with inflation 1 the usual n - columns.
    Source: Bayley & Hammersley (1946) for n / inflation; less the columns is a house choice. O(1).

    >>> effective_df(28, inflation(range(28), 0.6), 2)  # of 26
    5.5...
    """
    return max(_DF_FLOOR, n / max(1.0, inflated) - columns)
