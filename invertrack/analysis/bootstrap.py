"""Resampling a series in blocks of neighbours, so that what hangs together stays together."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

_SHORTEST_BLOCK: Final = 2


def block_length(n: int) -> int:
    """Return how many neighbours are drawn together from a series of length n.

    Args:
        n: Length of the series, 2 or more.
    Source: Kuensch (1989), Ann. Stat. 17, 1217-1241, for the rate n^(1/3). O(1).

    >>> block_length(40), block_length(3650)
    (3, 15)
    """
    return max(_SHORTEST_BLOCK, round(float(np.cbrt(n))))


def block_rows(starts: NDArray[np.int64], block: int, n: int) -> NDArray[np.int64]:
    """Return the rows of moving-block replicates: their blocks end to end, cut to n.

    Args:
        starts: (replicates, blocks) the first row of each block, with enough blocks for n rows.
        block: Length of a block.
        n: Rows of the series, and of each replicate.
    Returns: (replicates, n) row numbers.
    Source: Kuensch (1989), Ann. Stat. 17, 1217-1241. O(replicates x n).

    >>> block_rows(np.array([[3, 0]]), 3, 5)  # the sixth row falls off
    array([[3, 4, 5, 0, 1]])
    """
    rows = starts[:, :, None] + np.arange(block)
    return np.asarray(rows.reshape(len(starts), -1)[:, :n])


def draw_block_rows(rng: np.random.Generator, replicates: int, n: int) -> NDArray[np.int64]:
    """Draw the rows of moving-block replicates of a series.

    Args:
        rng: The source of chance, which is advanced.
        replicates: How many to draw.
        n: Rows of the series, 2 or more.
    Returns: (replicates, n) row numbers.
    Source: as ``block_rows``; every block of neighbours is as likely. O(replicates x n).

    >>> draw_block_rows(np.random.default_rng(7), 3, 40).shape
    (3, 40)
    """
    block = block_length(n)
    blocks = -(-n // block)
    return block_rows(rng.integers(0, n - block + 1, size=(replicates, blocks)), block, n)
