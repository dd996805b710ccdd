"""Groups of one person's sessions drawn towards what they have in common, by as much as is chance.

The highest of several equal groups always seems to lead. Pooling asks how far the means lie apart
beyond the scatter within them, and keeps of each lead only that share.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .estimates import Z95, finite
from .results import Estimate, Interval, Method, Pooling

_Array = NDArray[np.float64]

_EXACT: Final = 1e-24  # sum of squares within, as a share of that of all, that is rounding alone


@dataclass(frozen=True, slots=True)
class Pooled:
    """The pooling of some groups, and each group's own: in the order in which they were given.

    ``means`` are the groups' means drawn together, ``leads`` how far they stay above the pooled
    mean; a lead has no interval where nothing is left of it.
    """

    pooling: Pooling
    means: tuple[Estimate, ...]
    leads: tuple[Estimate, ...]


def pool(groups: Sequence[Sequence[float]]) -> Pooled | None:
    """Pool the means of groups in part: they share one scatter within, and may differ between.

    Of four equal settings with five sessions each the one on top leads by 0.7 points from chance
    alone; pooled, by 0.2.

    Args:
        groups: Of each group its (n,) values, in any order and one unit, n >= 1, without gaps.
    Returns: The same unit; None for fewer than two groups and where no group scatters, because
        then nothing tells a difference from chance. When the groups lie no further apart than
        chance puts them, all pooled means are equal and no lead is left.
    Raises: ValueError: If a group is empty or a value is missing.
    Source: DerSimonian & Laird (1986), Control. Clin. Trials 7, 177-188, for the variance between;
        Morris (1983), J. Am. Stat. Assoc. 78, 47-55, for the groups. O(n).

    >>> alike, apart = pool([[0, 1, 5], [1, 2, 6]]), pool([[0, 1, 5], [20, 21, 25]])
    >>> [mean.value for mean in alike.means], [round(mean.value, 1) for mean in apart.means]
    ([2.5, 2.5], [2.1, 21.9])
    """
    arrays = [finite(group) for group in groups]
    within_var = _within(arrays)
    if len(arrays) < 2 or within_var is None:
        return None
    sizes = np.array([array.size for array in arrays])
    return _drawn_together(np.array([array.mean() for array in arrays]), sizes, within_var)


def _drawn_together(means: _Array, sizes: NDArray[np.int_], within_var: float) -> Pooled:
    se2 = within_var / sizes
    q, between_var = _between(means, se2)
    weights = 1 / (between_var + se2)
    centre, centre_var = float(weights @ means / weights.sum()), float(1 / weights.sum())
    share = between_var * weights
    leads = share * (means - centre)
    # A lead is over these groups, which are all there are: only their scatter makes it unsure.
    lead_var = share * se2 + share**2 * float(weights**2 @ se2 / weights.sum() ** 2)
    mean_var = share * se2 + (1 - share) ** 2 * centre_var
    total = _estimate(centre, centre_var, int(sizes.sum()))
    return Pooled(
        pooling=Pooling(mean=total, within_var=within_var, between_var=between_var, q=q),
        means=_estimates(centre + leads, mean_var, sizes),
        leads=_estimates(leads, lead_var, sizes),
    )


def _within(arrays: Sequence[_Array]) -> float | None:
    """Return the variance within groups, pooled over them; None where there is none to see."""
    df = sum(array.size - 1 for array in arrays)
    spread = math.fsum(
        float(((array - array.mean()) ** 2).sum()) for array in arrays if np.ptp(array) > 0
    )
    total = math.fsum(float(array @ array) for array in arrays)
    return spread / df if spread > _EXACT * total else None


def _between(means: _Array, se2: _Array) -> tuple[float, float]:
    """Return Cochran's Q and the variance between groups, 0 where chance explains all of it."""
    weights = 1 / se2
    total = weights.sum()
    q = float(weights @ (means - weights @ means / total) ** 2)
    excess = q - (means.size - 1)
    return q, max(0.0, excess / float(total - weights @ weights / total))


def _estimates(values: _Array, variances: _Array, sizes: NDArray[np.int_]) -> tuple[Estimate, ...]:
    rows = zip(values.tolist(), variances.tolist(), sizes.tolist(), strict=True)
    return tuple(_estimate(*row) for row in rows)


def _estimate(value: float, variance: float, n: int) -> Estimate:
    half_width = Z95 * math.sqrt(variance)
    interval = Interval(value - half_width, value + half_width) if half_width else None
    return Estimate(value, interval, n, Method.PARTIAL_POOLING)
