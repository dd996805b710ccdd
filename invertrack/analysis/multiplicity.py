"""Several questions to the same data: p-values made as large as their number asks for.

Of twenty settings that do nothing, one comes out below .05. Holm keeps the chance of a single
false claim; Benjamini-Hochberg keeps the share of false ones among the claims, for long screens.
"""

from collections.abc import Sequence


def holm(ps: Sequence[float]) -> list[float]:
    """Adjust p-values so that the chance of any false claim among them stays below the level.

    Args:
        ps: (m,) two-sided p-values from 0 to 1, in any order; m may be 0.
    Returns: (m,) in the same order, each at least as large as before and at most 1.
    Raises: ValueError: If one is no probability.
    Source: Holm (1979), Scand. J. Stat. 6, 65-70. O(m log m).

    >>> holm([0.04, 0.01, 0.03])  # one of three claims is left at .05
    [0.06, 0.03, 0.06]
    """
    adjusted, largest = [0.0] * len(ps), 0.0
    for rank, index in enumerate(_ascending(ps)):
        largest = max(largest, min(1.0, (len(ps) - rank) * ps[index]))
        adjusted[index] = largest
    return adjusted


def benjamini_hochberg(ps: Sequence[float]) -> list[float]:
    """Adjust p-values so that the share of false claims among all claims stays below the level.

    Args:
        ps: (m,) p-values from 0 to 1, independent or positively related; m may be 0.
    Returns: (m,) in the same order, each at least as large as before and at most 1.
    Raises: ValueError: If one is no probability.
    Source: Benjamini & Hochberg (1995), J. R. Stat. Soc. B 57, 289-300. O(m log m).

    >>> benjamini_hochberg([0.04, 0.01, 0.03])  # all three, of which one in twenty may be false
    [0.04, 0.03, 0.04]
    """
    adjusted, smallest = [0.0] * len(ps), 1.0
    order = _ascending(ps)
    for rank in range(len(ps), 0, -1):
        index = order[rank - 1]
        smallest = min(smallest, ps[index] * len(ps) / rank)
        adjusted[index] = smallest
    return adjusted


def _ascending(ps: Sequence[float]) -> list[int]:
    for p in ps:
        if not 0 <= p <= 1:
            raise ValueError(f"{p} is no probability")
    return sorted(range(len(ps)), key=ps.__getitem__)
