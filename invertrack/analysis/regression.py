"""Least squares with standard errors that allow for one session resembling the next."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtr, stdtrit

from .estimates import finite
from .results import Estimate, Interval, Method
from .serial import corrected_lag1, inflation, serial_correlation

_EXACT = 1e-24  # residual sum of squares, as a share of the response's, that is rounding alone


@dataclass(frozen=True, slots=True, eq=False)
class Regression:
    """A fitted straight relation; arrays run over the k columns of the design, or the n rows.

    ``design`` is X with its column of ones; ``spread`` the (k, k) inverse of X'X, which is the
    variance of the coefficients for noise of variance 1.
    """

    coefficients: NDArray[np.float64]
    se_ols: NDArray[np.float64]
    se_hac: NDArray[np.float64]
    residuals: NDArray[np.float64]
    design: NDArray[np.float64]
    spread: NDArray[np.float64]
    n: int
    df: int
    lags: int
    r2: float

    @property
    def se(self) -> NDArray[np.float64]:
        """The larger of the two standard errors of each coefficient: (k,), its unit."""
        return np.maximum(self.se_ols, self.se_hac)

    def estimate(self, index: int) -> Estimate:
        """One coefficient with Student's interval; none where the line leaves nothing over."""
        value, se = float(self.coefficients[index]), float(self.se[index])
        return Estimate(value, t_interval_of(value, se, self.df), self.n, Method.REGRESSION)

    def p(self, index: int) -> float:
        """Two-sided p of one coefficient being 0; 1 where it has no interval."""
        return two_sided_p(float(self.coefficients[index]), float(self.se[index]), self.df)


def ols_hac(response: ArrayLike, *columns: ArrayLike) -> Regression:
    """Fit response ~ 1 + columns, with plain and with Newey-West standard errors.

    Newey-West alone is too narrow for some forty sessions, and so is the plain one for a series
    with good and bad spells; ``Regression.se`` is the larger of the two.

    Args:
        response: (n,) numbers in time order, without gaps in the list; days may be missing.
        columns: (n,) each. The intercept is coefficient 0, the columns follow from 1 on.
    Returns: Coefficients in units of the response per unit of their column.
    Raises: ValueError: If lengths differ, a value is missing, there are not more rows than
        coefficients, or a column is constant or a sum of the others.
    Source: Newey & West (1987), Econometrica 55, 703-708; number of lags as in Newey & West
        (1994), Rev. Econ. Stud. 61, 631-653, p. 637; weights Bartlett's, times n/(n - k). O(n k^2).

    >>> relief, angle = [1, 1, 2, 2, 3, 3, 4, 4], [10, 10, 20, 20, 30, 30, 40, 45]
    >>> line = ols_hac(relief, angle)  # relief rises with the angle, and the angle with time
    >>> late = ols_hac(relief, angle, range(8))
    >>> line.p(1) < .001 < late.p(1)
    True
    """
    y = finite(response)
    x = np.column_stack([np.ones(y.size), *(_column(column, y.size) for column in columns)])
    n, k = x.shape
    if n <= k:
        raise ValueError(f"{n} rows cannot tell {k} coefficients and their scatter")
    scale = np.sqrt((x * x).sum(axis=0))
    spread = _inverse_of_gram(x / np.where(scale > 0, scale, 1.0)) / np.outer(scale, scale)
    coefficients = spread @ (x.T @ y)
    coefficients += spread @ (x.T @ (y - x @ coefficients))  # takes rounding out
    residuals = y - x @ coefficients
    if float(residuals @ residuals) <= _EXACT * float(y @ y):
        residuals = np.zeros(n)
    rss, centred = float(residuals @ residuals), y - y.mean()
    lags, total = newey_west_lag(n), float(centred @ centred)
    meat = _newey_west(x * residuals[:, None], lags) * n / (n - k)
    return Regression(
        coefficients=coefficients,
        se_ols=np.sqrt(np.diag(spread) * rss / (n - k)),
        se_hac=np.sqrt(np.maximum(0.0, np.diag(spread @ meat @ spread))),
        residuals=residuals,
        design=x,
        spread=spread,
        n=n,
        df=n - k,
        lags=lags,
        r2=1 - rss / total if total > 0 else 0.0,
    )


def serial_se(line: Regression, days: Sequence[int], *, slow: int = 1) -> NDArray[np.float64]:
    """Return the largest standard error of each coefficient: plain, Newey-West, and AR(1).

    Newey-West looks back a few sessions only, and sees too little in few of them. AR(1) follows
    the residuals over the days that really lie between, to any distance.

    Args:
        line: A regression whose rows are in order of ``days``.
        days: (n,) day of each row, rising; gaps as they are.
        slow: How many columns move slowly: 1 the intercept, one more for a week or an angle that
            climbs. They take slow movement out of the residuals, which is given back.
    Returns: (k,) in the unit of the coefficients, never below ``line.se``.
    Source: the variance of a weighted sum of AR(1) values; taking the largest is a house choice,
        checked by simulation. O(n k).

    >>> angle = [20] * 7 + [40] * 7 + [20] * 7  # a week each
    >>> relief = [1, 2, 1, 2, 1, 2, 3, 3, 4, 3, 4, 3, 2, 2, 1, 1, 2, 1, 0, 1, 1]
    >>> line = ols_hac(relief, angle)  # good and bad spells as long as the weeks
    >>> bool(serial_se(line, range(21))[1] > 1.1 * line.se[1])
    True
    """
    n = line.n
    lag1 = corrected_lag1(serial_correlation(line.residuals, days), n, slow)
    weights = line.spread @ line.design.T
    widened = [math.sqrt(max(1.0, inflation(days, lag1, row))) for row in weights]
    return np.asarray(np.maximum(line.se, line.se_ols * np.array(widened)))


def newey_west_lag(n: int) -> int:
    """Return how many lags the long-run variance of a series of length n looks back.

    Args:
        n: Length of the series, 1 or more.
    Source: Newey & West (1994), Rev. Econ. Stud. 61, 631-653: floor(4 (n/100)^(2/9)). O(1).

    >>> newey_west_lag(40), newey_west_lag(365)  # barely longer for nine times the sessions
    (3, 5)
    """
    return math.floor(4.0 * math.pow(n / 100, 2 / 9))


def t_interval_of(value: float, se: float, df: float) -> Interval | None:
    """Return Student's interval of an estimate with a standard error; None where that is 0.

    Args:
        value: The estimate.
        se: Its standard error, in the same unit, 0 or more.
        df: Degrees of freedom, above 0; need not be whole.
    Source: Student (1908), Biometrika 6, 1-25. O(1).

    >>> t_interval_of(1.0, 0.0, 30)  # a perfect fit of few scores is not certainty
    """
    if not se > 0:
        return None
    half_width = float(stdtrit(df, 0.975)) * se
    return Interval(value - half_width, value + half_width)


def two_sided_p(value: float, se: float, df: float) -> float:
    """Return Student's two-sided p of an estimate being 0; 1 where its standard error is 0.

    Args:
        value: The estimate.
        se: Its standard error, in the same unit, 0 or more.
        df: Degrees of freedom, above 0; need not be whole.
    Source: Student (1908), Biometrika 6, 1-25. O(1).

    >>> two_sided_p(2.0, 1.0, 5) > .1 > two_sided_p(2.0, 1.0, 50)
    True
    """
    return 2 * float(stdtr(df, -abs(value) / se)) if se > 0 else 1.0


def _column(values: ArrayLike, n: int) -> NDArray[np.float64]:
    column = finite(values)
    if column.size != n:
        raise ValueError(f"a column of {column.size} values does not go with {n} rows")
    return column


def _inverse_of_gram(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the inverse of X'X, or say that its columns repeat each other."""
    _, singular, rows = np.linalg.svd(x, full_matrices=False)
    if singular[-1] <= 1e-10 * singular[0]:
        raise ValueError("a column is constant or a sum of the others: nothing can be told apart")
    return np.asarray((rows.T / singular**2) @ rows)


def _newey_west(scores: NDArray[np.float64], lags: int) -> NDArray[np.float64]:
    """Return Bartlett's weighted sum of the (n, k) scores' covariances up to some lags."""
    total = scores.T @ scores
    for lag in range(1, lags + 1):
        shifted = scores[lag:].T @ scores[:-lag]
        total += (1 - lag / (lags + 1)) * (shifted + shifted.T)
    return np.asarray(total)
