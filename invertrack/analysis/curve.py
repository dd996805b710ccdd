"""A smooth curve of relief over a setting, with a band from resampling; descriptive only.

Settings and scores are few distinct values, so that sessions are kept as a table of counts: a
replicate of ten years is a row of that table, and all replicates are fitted side by side.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .bootstrap import block_length, draw_block_rows
from .estimates import finite
from .results import Curve

SPAN: Final = 2 / 3
ROBUST_FITS: Final = 3
RESAMPLES: Final = 1000
MOST_SETTINGS: Final = 100
_TOGETHER: Final = 50  # replicates fitted side by side: their arrays stay within the cache
_MOST_CELLS: Final = 200_000  # and below this many numbers
_EXACT: Final = 1e-9
_NO_SPREAD: Final = 1e-12

_Array = NDArray[np.float64]


def lowess(xs: Sequence[float], ys: Sequence[float]) -> tuple[list[float], list[float]]:
    """Return the LOWESS curve of a scatter: its distinct x, and the height at each.

    At each x a straight line is fitted to the nearest two thirds of the points, the near ones
    weighing most; three more fits take weight from points far off the curve. Where so many points
    share one x that they are all of its neighbours, the height is their mean.

    Args:
        xs: (n,) the setting of each session, in any order, n >= 1, without gaps.
        ys: (n,) its relief, same order.
    Returns: Rising distinct x, and the fit in units of y.
    Raises: ValueError: If lengths differ, or a value is missing.
    Source: Cleveland (1979), J. Am. Stat. Assoc. 74, 829-836. O(k^2 + n log n), k distinct x.

    >>> _, ys = lowess([10, 20, 30, 40] * 5, [1] * 11 + [9] + [1] * 8)  # one odd session
    >>> [round(y, 2) for y in ys]
    [1.0, 1.0, 1.0, 1.0]
    """
    table = _table(xs, ys)
    return table.x.tolist(), _whole_fit(table).tolist()


def relief_curve(xs: Sequence[float], reliefs: Sequence[float], *, seed: int) -> Curve:
    """Return the curve of relief over a setting, with the band of its moving-block replicates.

    A replicate that lacks an x has there the straight line between its neighbours, and nothing
    beyond its own ends; the curve ends where fewer than half of the replicates still reach. More
    than a hundred distinct settings, minutes from a stopwatch, are rounded to a hundredth of
    their range.

    Args:
        xs: (n,) degrees or minutes in time order, n >= 2, without gaps.
        reliefs: (n,) points, same order.
        seed: Whole number, 0 or more; stored with the curve, so that the band can be drawn again.
    Returns: The curve at each distinct x, with the 2.5 and 97.5 percentiles of the replicates.
    Raises: ValueError: If lengths differ, a value is missing, or all settings are equal.
    Source: as ``lowess``; Kuensch (1989), Ann. Stat. 17, 1217-1241, for the band. O(B (k^2 + c log
        c)) with B replicates, k distinct x and c distinct sessions; memory does not grow with B.

    >>> curve = relief_curve([10, 20, 30, 40] * 10, [1, 2, 1, 0, 3] * 8, seed=7)
    >>> all(low < y < high for low, y, high in zip(curve.low, curve.y, curve.high))
    True
    """
    table = _table(_few(finite(xs)), reliefs)
    if table.x.size < 2:
        raise ValueError("one setting makes no curve")
    replicates = _replicates(table, np.random.default_rng(seed))
    reached = np.isfinite(replicates).mean(axis=0) >= 0.5
    low, high = np.nanpercentile(replicates[:, reached], [2.5, 97.5], axis=0)
    return Curve(
        n=table.cell.size,
        x=tuple(table.x[reached].tolist()),
        y=tuple(_whole_fit(table)[reached].tolist()),
        low=tuple(low.tolist()),
        high=tuple(high.tolist()),
        block=block_length(table.cell.size),
        resamples=RESAMPLES,
        seed=seed,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """Sessions as c distinct cells (x, y), those of one of the k distinct x side by side.

    ``first`` is where the cells of each x begin, ``cell`` the cell of each session, ``distance``
    from each x to each, ``nearest`` their order by it.
    """

    x: _Array
    y: _Array
    of_x: NDArray[np.int64]
    first: NDArray[np.int64]
    cell: NDArray[np.int64]
    distance: _Array
    nearest: NDArray[np.int64]

    def by_x(self, of_cells: _Array) -> _Array:
        """Sum (b, c) values of cells into (b, k) values of their x."""
        return np.asarray(np.add.reduceat(of_cells, self.first, axis=1))


def _table(xs: Sequence[float] | _Array, ys: Sequence[float]) -> _Table:
    if len(xs) != len(ys):
        raise ValueError(f"{len(xs)} settings do not pair with {len(ys)} reliefs")
    points = np.column_stack([finite(xs), finite(ys)])
    cells, cell = np.unique(points, axis=0, return_inverse=True)
    x, first, of_x = np.unique(cells[:, 0], return_index=True, return_inverse=True)
    distance = np.abs(x[:, None] - x[None, :])
    return _Table(
        x=x,
        y=cells[:, 1],
        of_x=of_x,
        first=first,
        cell=cell.reshape(-1),
        distance=distance,
        nearest=np.argsort(distance, axis=1, kind="stable"),
    )


def _few(x: _Array) -> _Array:
    """Return the settings, rounded only where they are more than a curve can show."""
    step = float(np.ptp(x)) / MOST_SETTINGS
    if np.unique(x).size <= MOST_SETTINGS:
        return x
    return np.asarray(x.min() + np.rint((x - x.min()) / step) * step)


def _replicates(table: _Table, rng: np.random.Generator) -> _Array:
    """Return the (B, k) heights of the replicates, NaN beyond the ends of each."""
    n, cells = table.cell.size, table.y.size
    at_once = max(1, min(_TOGETHER, _MOST_CELLS // max(cells, table.x.size**2)))
    found = []
    for done in range(0, RESAMPLES, at_once):
        size = min(at_once, RESAMPLES - done)
        drawn = table.cell[draw_block_rows(rng, size, n)] + cells * np.arange(size)[:, None]
        counted = np.bincount(drawn.ravel(), minlength=size * cells).reshape(size, cells)
        counts = counted.astype(np.float64)
        found.append(_bridged(_fits(counts, table), counts, table))
    return np.concatenate(found)


def _whole_fit(table: _Table) -> _Array:
    """Return the (k,) heights through all sessions, each once."""
    counts = np.bincount(table.cell, minlength=table.y.size).astype(np.float64)
    return np.asarray(_fits(counts[None, :], table)[0])


def _fits(counts: _Array, table: _Table) -> _Array:
    """Return the (b, k) heights of b scatters, each a row of counts of the c cells."""
    near = _nearness(table.by_x(counts), table)
    robust = np.ones_like(counts)
    for _ in range(ROBUST_FITS):
        heights = _local_lines(counts, robust, near, table)
        robust = _closeness(np.abs(table.y - heights[:, table.of_x]), counts)
    return _local_lines(counts, robust, near, table)


def _nearness(at_x: _Array, table: _Table) -> _Array:
    """Return the tricube weight (b, k, k) of each x in the line at each.

    It falls to 0 at the last of the nearest two thirds; which of several sessions there is the
    last makes no difference, because all of them weigh nothing.
    """
    n = int(at_x[0].sum())
    neighbours = min(n, max(2, int(SPAN * n + 1e-10)))
    reached = np.cumsum(at_x[:, table.nearest], axis=2) >= neighbours
    last = np.take_along_axis(table.nearest[None], reached.argmax(axis=2)[:, :, None], axis=2)
    radius = np.take_along_axis(table.distance[None], last, axis=2)
    # All neighbours lie at x itself: they weigh alike, and everything else nothing.
    relative = np.where(np.broadcast_to(table.distance > 0, reached.shape), 1.0, 0.0)
    np.divide(table.distance, radius, out=relative, where=radius > 0)
    return np.asarray((1 - np.minimum(relative, 1) ** 3) ** 3)


def _local_lines(counts: _Array, robust: _Array, near: _Array, table: _Table) -> _Array:
    """Return the height at each x of the weighted line through its neighbours."""
    at_x, total = table.by_x(counts * robust), table.by_x(counts * robust * table.y)
    weight = near * at_x[:, None, :]
    whole = weight.sum(axis=2)
    none = whole <= 0
    whole[none] = 1.0
    centre = (weight @ table.x) / whole
    away = table.x - centre[:, :, None]
    spread = (weight * away**2).sum(axis=2) / whole
    near_total = near * total[:, None, :]
    height = near_total.sum(axis=2) / whole
    slope = np.zeros_like(spread)
    lean = (near_total * away).sum(axis=2) / whole
    np.divide(lean, spread, out=slope, where=spread > _NO_SPREAD)
    heights = height + slope * (table.x - centre)
    # Every neighbour was taken for an outlier: what is at x itself is all there is.
    plain = table.by_x(counts * table.y) / np.maximum(table.by_x(counts), 1)
    return np.where(none, plain, heights)


def _closeness(residuals: _Array, counts: _Array) -> _Array:
    """Return the bisquare weight (b, c) of cells by how far off the curve they lie."""
    scale = 6 * _medians(residuals, counts)[:, None]
    off = np.where(residuals > _EXACT, 1.0, 0.0)
    np.divide(residuals, scale, out=off, where=scale > 6 * _EXACT)
    return np.asarray((1 - np.minimum(off, 1) ** 2) ** 2)


def _medians(values: _Array, counts: _Array) -> _Array:
    """Return the median of each row, its values repeated by their counts."""
    order = np.argsort(values, axis=1)
    reached = np.cumsum(np.take_along_axis(counts, order, axis=1), axis=1)
    n = int(reached[0, -1])

    def ordered(rank: int) -> _Array:
        place = np.take_along_axis(order, (reached > rank).argmax(axis=1)[:, None], axis=1)
        return np.take_along_axis(values, place, axis=1)[:, 0]

    return (ordered((n - 1) // 2) + ordered(n // 2)) / 2


def _bridged(heights: _Array, counts: _Array, table: _Table) -> _Array:
    """Return heights with a straight line over every x that a row lacks, NaN beyond its ends."""
    has = table.by_x(counts) > 0
    places = np.arange(table.x.size)
    before = np.maximum.accumulate(np.where(has, places, -1), axis=1)
    after = np.minimum.accumulate(np.where(has, places, places.size)[:, ::-1], axis=1)[:, ::-1]
    outside = (before < 0) | (after == places.size)
    before, after = np.where(outside, 0, before), np.where(outside, 0, after)
    low, high = (np.take_along_axis(heights, side, axis=1) for side in (before, after))
    gap = table.x[after] - table.x[before]
    share = np.divide(table.x - table.x[before], gap, out=np.zeros_like(heights), where=gap > 0)
    return np.where(outside, np.nan, low + share * (high - low))
