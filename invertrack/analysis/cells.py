"""Where sessions lie between angle and time: a grid of settings, each with its mean relief.

The grid is fixed in advance, like the bins, and describes without ranking. It is finer than they
are, because people come back to round settings: 30 degrees for two minutes is a place, not a range.

This module imports numpy only once a mean may be shown, so that settings can be counted without.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from .gates import bin_gate
from .record import Pair
from .results import Cell, CellMean

ANGLE_STEP_DEG: Final = 5
TIME_STEP_S: Final = 30


def cell_of(angle_deg: int, duration_s: int) -> Cell:
    """Return the place of the grid that a setting lies nearest to; half way counts up.

    Args:
        angle_deg: Whole degrees, 0 lying flat, 90 head straight down.
        duration_s: Whole seconds at angle. Less than half a minute belongs to half a minute: no
            session took no time.
    Raises: ValueError: If one of them is negative.
    Source: house decision. O(1), in whole numbers only.

    >>> cell_of(32, 110), cell_of(33, 135)
    (Cell(angle_deg=30, duration_s=120), Cell(angle_deg=35, duration_s=150))
    """
    if angle_deg < 0 or duration_s < 0:
        raise ValueError(f"no cell holds {angle_deg} degrees for {duration_s} seconds")
    return Cell(
        _nearest(angle_deg, ANGLE_STEP_DEG), max(TIME_STEP_S, _nearest(duration_s, TIME_STEP_S))
    )


def relief_by_cell(
    angles_deg: Sequence[int], durations_s: Sequence[int], reliefs: Sequence[float]
) -> tuple[CellMean, ...]:
    """Return the mean relief of each setting that has a session, by angle, then time.

    Args:
        angles_deg: (n,) whole degrees, 0 lying flat, 90 head straight down.
        durations_s: (n,) whole seconds at angle, same order.
        reliefs: (n,) before minus after in points, same order, without gaps; n may be 0.
    Returns: One entry per cell with a session; each has its own gate, as bins have.
    Raises: ValueError: If lengths differ, a setting is negative, or a relief of an open cell is
        missing.
    Source: Student (1908) for the interval; the grid is a house decision. O(n).

    >>> means = relief_by_cell([30, 31, 29, 30, 30, 45], [120] * 6, [1, 2, 1, 0, 2, 9])
    >>> [(m.cell.angle_deg, m.n, m.mean and round(m.mean, 1)) for m in means]  # 9 alone is hidden
    [(30, 5, 1.2), (45, 1, None)]
    """
    members = _by_cell(angles_deg, durations_s, reliefs)
    return tuple(_summarise(cell, members[cell]) for cell in sorted(members))


def cell_means(pairs: Sequence[Pair], reliefs: Sequence[float]) -> tuple[CellMean, ...]:
    """Return the mean relief of each setting, and with it that mean drawn towards all others.

    A grid has many cells with few sessions each, and the one with the highest mean is most often
    the one with the fewest: pooled means are what its colours may show.

    Args:
        pairs: (n,) sessions in time order; n may be 0.
        reliefs: (n,) their relief in points, as measured or read at one pain before.
    Returns: As ``relief_by_cell``; cells with a mean are pooled, the others left out.
    Raises: ValueError: As there.
    Source: as ``relief_by_cell`` and ``pool``. O(n).

    >>> pairs = [Pair(day, 10 + day % 2 * 20, 120, 6, 4) for day in range(20)]
    >>> means = cell_means(pairs, [day % 3 for day in range(20)])
    >>> [mean.mean for mean in means], [round(mean.pooled.value, 2) for mean in means]
    ([0.9, 1.0], [0.95, 0.95])
    """
    angles_deg = [pair.angle_deg for pair in pairs]
    durations_s = [pair.duration_s for pair in pairs]
    means = list(relief_by_cell(angles_deg, durations_s, reliefs))
    shown = [place for place, mean in enumerate(means) if mean.gate.open]
    if len(shown) < 2:
        return tuple(means)
    from .pooling import pool  # numpy, when it is needed

    members = _by_cell(angles_deg, durations_s, reliefs)
    pooled = pool([members[means[place].cell] for place in shown])
    if pooled is not None:
        for place, estimate in zip(shown, pooled.means, strict=True):
            means[place] = replace(means[place], pooled=estimate)
    return tuple(means)


def _by_cell(
    angles_deg: Sequence[int], durations_s: Sequence[int], reliefs: Sequence[float]
) -> dict[Cell, list[float]]:
    members: dict[Cell, list[float]] = defaultdict(list)
    for angle_deg, duration_s, relief in zip(angles_deg, durations_s, reliefs, strict=True):
        members[cell_of(angle_deg, duration_s)].append(relief)
    return members


def _nearest(value: int, step: int) -> int:
    return (2 * value + step) // (2 * step) * step


def _summarise(cell: Cell, reliefs: list[float]) -> CellMean:
    gate = bin_gate(len(reliefs))
    if not gate.open:
        return CellMean(cell, gate.have, gate, mean=None, interval=None)
    from .estimates import mean_with_t_interval  # numpy, when it is needed

    estimate = mean_with_t_interval(reliefs)
    return CellMean(cell, estimate.n, gate, estimate.value, estimate.interval)
