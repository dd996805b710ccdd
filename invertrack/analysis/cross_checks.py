"""Published tests for a trend, as cross-checks on a clinician's page; no sentence rests on them.

All three take scores as evenly spaced: gaps are not allowed for, so missing days close up. At 28
days and phi .6 without any trend they claim one in 29, 21 and 16 % of series, the shown trend in 4 %.
"""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy.stats import rankdata

from .estimates import MINIMUM_FOR_INTERVAL, Z95, finite
from .pair_slopes import Floats, PairSlopes, count_pairs
from .results import CrossCheck, Method
from .trend import variance_of_s

_HAMED_RAO_LAGS: Final = 3
_YUE_WANG_LAGS: Final = 1


def mann_kendall(scores: Sequence[float]) -> CrossCheck:
    """Test for a trend as if no day resembled the one before.

    Args:
        scores: (n,) points in time order, to a hundredth at finest, n >= 3. Gaps are not allowed
            for.
    Returns: S, its variance with ties, and the two-sided p of the normal approximation.
    Raises: ValueError: If there are fewer than three scores, or one is missing or too fine.
    Source: Mann (1945), Econometrica 13, 245-259; Kendall (1975), Rank Correlation Methods.
        O(n^2) in whole numbers.

    >>> spell = [4, 4, 4, 5, 5, 6, 6, 5, 5, 4, 4, 5, 6, 6, 7, 6, 6, 5]  # each day near the one before
    >>> mann_kendall(spell).p < 0.05 < yue_wang(spell).p
    True
    """
    score = _scores(scores)
    return _check(Method.MANN_KENDALL, score, _pairs(score), 1.0)


def hamed_rao(scores: Sequence[float]) -> CrossCheck:
    """Test for a trend with the variance inflated by the rank correlations at lags 1 to 3.

    Args:
        scores: (n,) points in time order, to a hundredth at finest, n >= 3. Gaps are not allowed
            for.
    Returns: As ``mann_kendall``, with the inflated variance. Only correlations beyond chance count.
    Raises: ValueError: If there are fewer than three scores, or one is missing or too fine.
    Source: Hamed & Rao (1998), J. Hydrol. 204, 182-196, on ranks of the detrended scores. All lags
        instead of three claim more where there is nothing. O(n^2) in whole numbers.

    >>> calm = [5, 4, 6, 6, 3, 5, 4, 4, 6, 5, 3, 5]  # no correlation beyond chance: no inflation
    >>> hamed_rao(calm).var_s == mann_kendall(calm).var_s
    True
    """
    score = _scores(scores)
    n, pairs = score.size, _pairs(score)
    # Rounded, so that what is equal stays equal and shares a rank.
    ranks = rankdata(np.round(_detrended(score, pairs), 9))
    chance = Z95 / math.sqrt(n)
    beyond = sum(
        (n - lag) * (n - lag - 1) * (n - lag - 2) * correlation
        for lag, correlation in enumerate(_correlations(ranks, _HAMED_RAO_LAGS), start=1)
        if abs(correlation) > chance
    )
    return _check(Method.HAMED_RAO, score, pairs, 1 + 2 * beyond / (n * (n - 1) * (n - 2)))


def yue_wang(scores: Sequence[float]) -> CrossCheck:
    """Test for a trend with the variance inflated by the lag-1 correlation of the detrended scores.

    Args:
        scores: (n,) points in time order, to a hundredth at finest, n >= 3. Gaps are not allowed
            for.
    Returns: As ``mann_kendall``, with the inflated variance.
    Raises: ValueError: If there are fewer than three scores, or one is missing or too fine.
    Source: Yue & Wang (2004), Water Resour. Manage. 18, 201-218, with one lag. The sum over all
        lags is not offered: sample correlations add up to less than nothing, so that it shrinks
        the variance which it should inflate. O(n^2) in whole numbers.

    >>> spells = [6, 6, 6, 6, 3, 3, 3, 3, 6, 6, 6, 6, 3, 3, 3, 3]
    >>> yue_wang(spells).var_s > 2 * mann_kendall(spells).var_s
    True
    """
    score = _scores(scores)
    n, pairs = score.size, _pairs(score)
    correlations = _correlations(_detrended(score, pairs), _YUE_WANG_LAGS)
    extra = sum((1 - lag / n) * found for lag, found in enumerate(correlations, start=1))
    return _check(Method.YUE_WANG, score, pairs, 1 + 2 * extra)


def _scores(scores: Sequence[float]) -> Floats:
    score = finite(scores)
    if score.size < MINIMUM_FOR_INTERVAL:
        raise ValueError("a test for a trend needs three scores or more")
    return score


def _pairs(score: Floats) -> PairSlopes:
    return count_pairs(np.arange(score.size), score)


def _detrended(score: Floats, pairs: PairSlopes) -> Floats:
    return score - pairs.median() * np.arange(score.size)


def _correlations(values: Floats, lags: int) -> list[float]:
    """Return the autocorrelations at lags 1 to ``lags``, each over the whole sum of squares."""
    centred = values - values.mean()
    total = float(centred @ centred)
    reached = range(1, min(lags, values.size - 1) + 1)
    return [float(centred[lag:] @ centred[:-lag]) / total if total else 0.0 for lag in reached]


def _check(method: Method, score: Floats, pairs: PairSlopes, inflated: float) -> CrossCheck:
    s, variance = pairs.s, variance_of_s(score) * inflated
    z: float | None = None
    if variance > 0:
        z = (s - math.copysign(1, s)) / math.sqrt(variance) if s else 0.0
    elif not s:
        z = 0.0
    p = None if z is None else math.erfc(abs(z) / math.sqrt(2))
    return CrossCheck(method=method, s=float(s), var_s=variance, z=z, p=p)
