"""A person's own randomised trial: two conditions, their order drawn by lot before the start.

The lot is what makes the test right: whatever the days were like, each order was as likely, so
nothing is assumed of how pain is spread or of one day resembling the next. Only here may a
difference be put down to what was done. A minus B, so that negative is less pain under A.
"""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, stdtrit

from .estimates import Z95, finite, mean_with_t_interval
from .gates import TRIAL_PAIRS
from .results import Estimate, Interval, Method

PRIOR_SD_POINTS: Final = 1.5
MOST_PAIRS: Final = 20
SHORTEST_PHASE_DAYS: Final = 4
MOST_DAYS: Final = 366
_PHASES: Final = 4
_ROUNDING: Final = 1e-9

_Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SignFlip:
    """The exact test over all orders that the lot could have given, and the least p it can reach."""

    p: float
    p_less: float
    p_min: float


@dataclass(frozen=True, slots=True)
class SubsetInterval:
    """The exact interval from the means of all subsets, with the coverage it really has."""

    estimate: Estimate
    rank: int
    coverage: float


@dataclass(frozen=True, slots=True)
class Posterior:
    """What a prior around no difference becomes; the shares are probabilities of that much less."""

    estimate: Estimate
    sd: float
    se: float
    prior_sd: float
    below_zero: float
    one_point_less: float
    two_points_less: float


@dataclass(frozen=True, slots=True)
class PairedTrial:
    """The result of a trial of pairs of periods; A minus B in points.

    ``shown`` is the mean with Student's interval. ``subsets`` is None below six pairs,
    ``posterior`` where the pairs do not scatter.
    """

    pairs: int
    shown: Estimate
    sign_flip: SignFlip
    subsets: SubsetInterval | None
    posterior: Posterior | None


@dataclass(frozen=True, slots=True)
class ChangePoints:
    """The randomisation test of an A-B-A-B trial whose three changes were drawn by lot.

    ``difference`` is the mean under A minus that under B, ``p`` the share of all ``divisions``
    that the lot could have given with as large a one.
    """

    difference: float
    divisions: int
    p: float


def pair_differences(
    pairs: Sequence[tuple[Sequence[float | None], Sequence[float | None]]],
) -> list[float]:
    """Return A minus B of each complete pair: a period needs one rating, a pair both periods.

    Args:
        pairs: Of each pair the ratings under A and under B, in points; None is a missing day.
    Returns: In order, without the pairs that lack a period.
    Source: house rule "missing is never imputed". O(ratings).

    >>> pair_differences([([4, None], [6, 5]), ([None, None], [5, 5])])
    [-1.5]
    """
    means = [tuple(map(_rated_mean, pair)) for pair in pairs]
    return [a - b for a, b in means if a is not None and b is not None]


def paired_trial(differences: Sequence[float]) -> PairedTrial:
    """Analyse a finished trial by the differences within its pairs.

    Args:
        differences: (k,) mean under A minus mean under B of each pair, points, in any order;
            2 to 20 pairs whose order was drawn by lot. Pages withhold what is below six.
    Returns: Points, negative is less pain under A.
    Raises: ValueError: If there are too few or too many, or one is missing.
    Source: Fisher (1935), The Design of Experiments, section 21, for the test; the parts below.
        O(2^k), at most some 30 MB.

    >>> trial = paired_trial([-1.5, -0.5, -2.0, 0.5, -1.0, -2.5, -1.0, -0.5])
    >>> trial.sign_flip.p, trial.shown.value  # 8 of 256 orders would have given as much
    (0.03125, -1.0625)
    """
    array = _differences(differences)
    return PairedTrial(
        pairs=array.size,
        shown=mean_with_t_interval(differences),
        sign_flip=sign_flip(differences),
        subsets=subset_interval(differences),
        posterior=posterior(differences),
    )


def sign_flip(differences: Sequence[float]) -> SignFlip:
    """Test the differences within pairs against every order that the lot could have given.

    Args:
        differences: (k,) A minus B of each pair, 2 to 20.
    Returns: The share of the 2^k sign patterns whose mean is as far from 0, and as low.
    Raises: ValueError: If there are too few or too many, or one is missing.
    Source: Fisher (1935), The Design of Experiments, section 21. O(2^k).

    >>> sign_flip([-2.0] * 5).p > 0.05 > sign_flip([-2.0] * 6).p  # five can never be clear
    True
    """
    array = _differences(differences)
    total, flipped = float(array.sum()), _sums(array)
    sums = total - 2 * flipped
    slack = _ROUNDING * float(np.abs(array).sum())
    return SignFlip(
        p=float(np.mean(np.abs(sums) >= abs(total) - slack)),
        p_less=float(np.mean(sums <= total + slack)),
        p_min=least_p(array.size),
    )


def least_p(pairs: int) -> float:
    """Return the smallest two-sided p that a sign-flip test of so many pairs can reach.

    Args:
        pairs: Complete pairs, 1 or more.
    Raises: ValueError: If there is none.
    Source: closed form: two of 2^k patterns. O(1).

    >>> least_p(5), least_p(6)  # below six pairs nothing can come out clear
    (0.0625, 0.03125)
    """
    if pairs < 1:
        raise ValueError("no pair, no test")
    return math.ldexp(2.0, -pairs)


def subset_interval(differences: Sequence[float]) -> SubsetInterval | None:
    """Return an interval of the mean difference that supposes nothing but symmetry.

    Args:
        differences: (k,) A minus B of each pair, 2 to 20.
    Returns: From the r-th smallest to the r-th largest mean of all subsets but the empty one;
        None below six pairs, and where all differences are equal.
    Raises: ValueError: If there are too few or too many, or one is missing.
    Source: Hartigan (1969), J. Am. Stat. Assoc. 64, 1303-1317. O(2^k).

    >>> found = subset_interval([-1.5, -0.5, -2.0, 0.5, -1.0, -2.5, -1.0, -0.5])
    >>> found.estimate.interval.high, found.coverage  # a little more than 95 %
    (-0.25, 0.953125)
    """
    array = _differences(differences)
    k = array.size
    if k < TRIAL_PAIRS or array.min() == array.max():
        return None
    means = _sums(array)[1:] / _sums(np.ones(k))[1:]
    rank = math.floor(0.025 * 2**k)
    ordered = np.partition(means, [rank - 1, means.size - rank])
    interval = Interval(float(ordered[rank - 1]), float(ordered[means.size - rank]))
    estimate = Estimate(float(array.mean()), interval, k, Method.SUBSET_MEANS)
    return SubsetInterval(estimate, rank, 1 - 2 * rank / 2**k)


def posterior(
    differences: Sequence[float], *, prior_sd: float = PRIOR_SD_POINTS
) -> Posterior | None:
    """Return what the differences make of a normal prior around no difference.

    Few pairs know their own scatter badly: the standard error is widened by t over z.

    Args:
        differences: (k,) A minus B of each pair, 2 to 20.
        prior_sd: SD of the prior in points, above 0.
    Returns: Points; None where all differences are equal, because their error is then unknown.
    Raises: ValueError: If there are too few or too many, one is missing, or the SD is not above 0.
    Source: conjugate normal prior; its SD is a house choice. O(k).

    >>> drawn_in = posterior([-3.0, -5.0, -4.0])
    >>> round(drawn_in.estimate.value, 1), round(drawn_in.below_zero, 2)  # the mean is -4
    (-2.3, 0.99)
    """
    if not prior_sd > 0:
        raise ValueError(f"a prior has an SD above 0, not {prior_sd}")
    array = _differences(differences)
    k = array.size
    if array.min() == array.max():
        return None
    widening = float(stdtrit(k - 1, 0.975)) / Z95
    se = float(array.std(ddof=1)) / math.sqrt(k) * widening
    variance = 1 / (1 / se**2 + 1 / prior_sd**2)
    mean, sd = variance * float(array.mean()) / se**2, math.sqrt(variance)
    interval = Interval(mean - Z95 * sd, mean + Z95 * sd)
    below = [float(ndtr((limit - mean) / sd)) for limit in (0.0, -1.0, -2.0)]
    return Posterior(Estimate(mean, interval, k, Method.NORMAL_PRIOR), sd, se, prior_sd, *below)


def change_point_test(
    scores: Sequence[float | None], changes: tuple[int, int, int]
) -> ChangePoints:
    """Test an A-B-A-B trial, A as usual and B what is tried, against all places of its changes.

    Right only if the lot put them there, among all with four days or more in each phase. A
    division that leaves A or B without a rating counts as one with as large a difference.

    Args:
        scores: (n,) one score a day in points, None for a missing day; 16 to 366 days.
        changes: The places in ``scores`` where the second, third and fourth phase begin.
    Returns: The mean under A (first and third phase) minus that under B, and the share of
        divisions with one as large: one-sided, because the trial asks whether pain is less under B.
    Raises: ValueError: If the lot could not have put the changes there, or A or B has no rating.
    Source: Onghena (1992), Behav. Assess. 14, 153-171; Edgington (1975), J. Psychol. 90, 57-68.
        O(divisions), n^3/6 at most.

    >>> change_point_test([6] * 7 + [4] * 7 + [6] * 7 + [4] * 7, (7, 14, 21)).divisions
    455
    """
    _check_phases(scores, changes)
    totals = _totals([0.0 if score is None else score for score in scores])
    rated = _totals([float(score is not None) for score in scores])
    observed = float(_difference(totals, rated, *map(np.array, changes)))
    if math.isinf(observed):
        raise ValueError("no rating under A or under B")
    as_large = divisions = 0
    for places in _divisions(len(scores)):
        difference = _difference(totals, rated, *places)
        as_large += int((difference >= observed - _ROUNDING).sum())
        divisions += difference.size
    return ChangePoints(observed, divisions, as_large / divisions)


def _rated_mean(ratings: Sequence[float | None]) -> float | None:
    rated = [rating for rating in ratings if rating is not None]
    return math.fsum(rated) / len(rated) if rated else None


def _differences(differences: Sequence[float]) -> _Array:
    array = finite(differences)
    if not 2 <= array.size <= MOST_PAIRS:
        raise ValueError(f"a trial has 2 to {MOST_PAIRS} pairs, not {array.size}")
    return array


def _sums(values: _Array) -> _Array:
    """Return the sums of all 2^k subsets, that of the empty one first."""
    sums = np.zeros(1)
    for value in values:
        sums = np.concatenate([sums, sums + value])
    return sums


def _check_phases(scores: Sequence[float | None], changes: tuple[int, int, int]) -> None:
    days = len(scores)
    if not _PHASES * SHORTEST_PHASE_DAYS <= days <= MOST_DAYS:
        raise ValueError(f"{days} days do not make such a trial")
    edges = [0, *changes, days]
    if any(b - a < SHORTEST_PHASE_DAYS for a, b in itertools.pairwise(edges)):
        raise ValueError(f"the lot could not have put changes at {changes}")
    if any(score is not None and not math.isfinite(score) for score in scores):
        raise ValueError("a missing day is None")


def _totals(values: Sequence[float]) -> _Array:
    return np.concatenate([[0.0], np.cumsum(values)])


def _divisions(days: int) -> Iterator[tuple[NDArray[np.int64], ...]]:
    """Yield all places of the three changes, those with one first change at a time."""
    shortest = SHORTEST_PHASE_DAYS
    for first in range(shortest, days - 3 * shortest + 1):
        second, third = np.mgrid[first + shortest : days, first + shortest : days]
        fits = (third - second >= shortest) & (days - third >= shortest)
        yield np.array(first), second[fits], third[fits]


def _difference(
    totals: _Array,
    rated: _Array,
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    third: NDArray[np.int64],
) -> _Array:
    """Return the mean under A minus that under B of each division; infinite where one has none."""

    def under_a(cumulative: _Array) -> _Array:
        return np.asarray(cumulative[first] + cumulative[third] - cumulative[second])

    n_a = under_a(rated)
    n_b, sum_a = rated[-1] - n_a, under_a(totals)
    known = (n_a > 0) & (n_b > 0)
    apart = sum_a / np.where(known, n_a, 1) - (totals[-1] - sum_a) / np.where(known, n_b, 1)
    return np.where(known, apart, np.inf)
