"""The tests that a reader of clinical papers looks for, on one person's paired sessions.

They are for a clinician's export: all but the last take sessions for independent, which they are
not, and none of them says what a change came from.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import bdtr
from scipy.stats import wilcoxon

from .estimates import finite, mean_with_t_interval
from .regression import ols_hac, t_interval_of, two_sided_p
from .results import Estimate, Method


@dataclass(frozen=True, slots=True)
class Statistic:
    """A statistic and its two-sided p."""

    value: float
    p: float


@dataclass(frozen=True, slots=True)
class ClassicalTests:
    """After minus before in points, tested four ways; None where a test cannot be computed.

    ``sign`` counts the sessions with less pain after among those with a change. ``hac_mean`` has
    a Newey-West interval over ``hac_lags`` sessions.
    """

    mean: Estimate
    t: Statistic | None
    wilcoxon: Statistic | None
    sign: Statistic | None
    hac_mean: Estimate
    hac_se: float
    hac_lags: int


def classical_tests(before: Sequence[float], after: Sequence[float]) -> ClassicalTests:
    """Test the change over each session of a series against none.

    Args:
        before: (n,) pain before, points, in time order, n >= 3.
        after: (n,) pain after the same sessions. No gaps: drop incomplete pairs.
    Returns: Points, negative when pain was lower after. No t where all changes are equal, no rank
        or sign test where all are 0.
    Raises: ValueError: If lengths differ, fewer than three pairs are given, or one is incomplete.
    Source: Student (1908), Biometrika 6, 1-25; Wilcoxon (1945), Biometrics Bull. 1, 80-83, with
        the zeros of Pratt (1959), J. Am. Stat. Assoc. 54, 655-667, and the normal approximation;
        Newey & West (1987), Econometrica 55, 703-708. O(n log n).

    >>> tests = classical_tests([6, 5, 6, 7, 5, 6], [4, 5, 5, 5, 5, 4])
    >>> tests.sign.value, tests.sign.p  # four of four that changed: too few to tell
    (4.0, 0.125)
    """
    if len(before) != len(after):
        raise ValueError(f"{len(before)} ratings before do not pair with {len(after)} after")
    changes = finite(after) - finite(before)
    if changes.size < 3:
        raise ValueError("a test needs three sessions")
    mean, line = mean_with_t_interval(changes.tolist()), ols_hac(changes)
    hac_se = float(line.se_hac[0])
    interval = t_interval_of(mean.value, hac_se, line.df)
    return ClassicalTests(
        mean=mean,
        t=_t(mean, float(line.se_ols[0])),
        wilcoxon=_signed_ranks(changes),
        sign=_signs(changes),
        hac_mean=Estimate(mean.value, interval, changes.size, Method.NEWEY_WEST),
        hac_se=hac_se,
        hac_lags=line.lags,
    )


def _t(mean: Estimate, se: float) -> Statistic | None:
    if mean.interval is None:
        return None
    return Statistic(mean.value / se, two_sided_p(mean.value, se, mean.n - 1))


def _signed_ranks(changes: np.ndarray) -> Statistic | None:
    if not changes.any():
        return None
    found = wilcoxon(changes, zero_method="pratt", correction=False, method="asymptotic")
    return Statistic(float(found.statistic), float(found.pvalue))


def _signs(changes: np.ndarray) -> Statistic | None:
    """Return the binomial test of as many lower as higher, sessions without a change left out."""
    lower, higher = int((changes < 0).sum()), int((changes > 0).sum())
    n = lower + higher
    if not n:
        return None
    return Statistic(float(lower), min(1.0, 2 * float(bdtr(min(lower, higher), n, 0.5))))
