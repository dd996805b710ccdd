"""An estimate never travels without its n, its interval and the name of its method."""

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from .results import Estimate, Interval, Method

Z95: Final = NormalDist().inv_cdf(0.975)
MINIMUM_FOR_INTERVAL: Final = 3
_EXACT: Final = 1e-9  # points: what differs by less is rounding


def finite(values: ArrayLike) -> NDArray[np.float64]:
    """Return the values as a float array; a gap or an empty series is the caller's mistake.

    Args:
        values: (n,) numbers, n >= 1, without gaps.
    Returns: (n,) float64.
    Raises: ValueError: If there is no value, or one is None, NaN or infinite.
    Source: house rule "missing is never imputed". O(n).

    >>> finite([6, 4, 5]).mean()
    np.float64(5.0)
    """
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1 or array.size == 0:
        raise ValueError("an estimate needs a flat series of at least one value")
    if not np.isfinite(array).all():
        raise ValueError("drop missing values first: a gap is not a number")
    return array


def mean_with_t_interval(values: Sequence[float]) -> Estimate:
    """Return the mean and Student's interval, right when the values are independent.

    Args:
        values: (n,) numbers, n >= 1, in any order and unit, without gaps.
    Returns: The mean in the same unit; no interval below three values or when all are equal.
    Raises: ValueError: If there is no value or one is missing.
    Source: Student (1908), Biometrika 6, 1-25. O(n).

    >>> mean_with_t_interval([2, 2, 2, 2]).interval  # equal scores are not certainty
    """
    array = finite(values)
    mean = float(array.mean())
    return Estimate(mean, t_interval(array, mean, float(array.size)), array.size, Method.T)


def t_interval(array: NDArray[np.float64], mean: float, n_eff: float) -> Interval | None:
    """Return Student's interval as if the values held ``n_eff`` independent ones.

    Args:
        array: (n,) numbers; their SD (divisor n - 1) sets the width.
        mean: Their mean, in the same unit.
        n_eff: Effective number of values, above 1; need not be whole.
    Returns: The interval, or None below three values or when all are equal: never a zero width.
    Source: Student (1908), with a fractional df. O(n).

    >>> steady = finite([1, 2, 3, 4])
    >>> wide, narrow = t_interval(steady, 2.5, 2.0), t_interval(steady, 2.5, 4.0)
    >>> wide.high > narrow.high  # what repeats itself says less
    True
    """
    if array.size < MINIMUM_FOR_INTERVAL or float(array.max() - array.min()) <= _EXACT:
        return None
    quantile = float(stdtrit(n_eff - 1, 0.975))
    half_width = quantile * float(array.std(ddof=1)) / math.sqrt(n_eff)
    return Interval(mean - half_width, mean + half_width)
