"""What common methods would have claimed of the same record: no gate, no allowance for anything."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from invertrack.analysis.bins import ANGLE_BINS_DEG
from invertrack.analysis.cross_checks import mann_kendall
from invertrack.analysis.record import Pair, Record
from invertrack.analysis.regression import two_sided_p

LEVEL: Final = 0.05
FEWEST: Final = 5  # below it even these say nothing
FEWEST_IN_A_BIN: Final = 3
EXACT: Final = 1e-12  # of a line without scatter this much is rounding


def trend_by_least_squares(record: Record) -> bool | None:
    """Whether a straight line through the daily scores has a p below .05; None if too short."""
    days, scores = _series(record)
    return _slope_is_found(days, scores)


def trend_by_mann_kendall(record: Record) -> bool | None:
    """Whether Mann and Kendall's test of the daily scores has a p below .05."""
    days, scores = _series(record)
    if len(days) < FEWEST or np.ptp(scores) == 0:
        return None
    return mann_kendall(scores).p < LEVEL


def change_by_paired_t(record: Record) -> bool | None:
    """Whether a paired t test of after against before has a p below .05."""
    changes = [pair.change for pair in record.pairs]
    n = len(changes)
    if n < FEWEST or np.ptp(changes) == 0:
        return None
    return (
        two_sided_p(float(np.mean(changes)), float(np.std(changes, ddof=1)) / math.sqrt(n), n - 1)
        < LEVEL
    )


def slope_on_angle(record: Record) -> bool | None:
    """Whether a straight line of relief on angle alone has a p below .05."""
    pairs = record.pairs
    return _slope_is_found([pair.angle_deg for pair in pairs], _reliefs(pairs))


def slope_on_minutes(record: Record) -> bool | None:
    """Whether a straight line of relief on minutes alone has a p below .05."""
    pairs = record.pairs
    return _slope_is_found([pair.minutes for pair in pairs], _reliefs(pairs))


def fullest_bin_by_t(record: Record) -> bool | None:
    """Whether a t test of the angle bin with most sessions against the rest has a p below .05."""
    bins = _by_angle(record.pairs)
    return _differs(bins, max(range(len(bins)), key=lambda at: len(bins[at]))) if bins else None


def top_bin_by_t(record: Record) -> bool | None:
    """Whether the same test of the bin with the highest mean relief has a p below .05."""
    bins = _by_angle(record.pairs)
    return _differs(bins, max(range(len(bins)), key=lambda at: np.mean(bins[at]))) if bins else None


def _series(record: Record) -> tuple[list[int], list[float]]:
    return [day for day, _ in record.pain], [score for _, score in record.pain]


def _reliefs(pairs: Sequence[Pair]) -> list[float]:
    return [float(pair.relief) for pair in pairs]


def _slope_is_found(x: Sequence[float], y: Sequence[float]) -> bool | None:
    """Whether least squares finds a slope; of an x of 0 and 1 it is Student's test of two groups."""
    n = len(x)
    if n < FEWEST or np.ptp(x) == 0 or np.ptp(y) == 0:
        return None
    across, up = np.asarray(x) - np.mean(x), np.asarray(y) - np.mean(y)
    r = float(across @ up) / math.sqrt(float(across @ across) * float(up @ up))
    rest = 1 - r * r
    return rest <= EXACT or two_sided_p(r, math.sqrt(rest / (n - 2)), n - 2) < LEVEL


def _by_angle(pairs: Sequence[Pair]) -> list[list[float]]:
    """Return the reliefs of each bin that has enough of them; empty if there are not two such."""
    bins = [
        [
            float(pair.relief)
            for pair in pairs
            if bin_.low <= pair.angle_deg and (bin_.high is None or pair.angle_deg < bin_.high)
        ]
        for bin_ in ANGLE_BINS_DEG
    ]
    filled = [reliefs for reliefs in bins if len(reliefs) >= FEWEST_IN_A_BIN]
    return filled if len(filled) > 1 else []


def _differs(bins: list[list[float]], one: int) -> bool | None:
    inside = [float(at == one) for at, reliefs in enumerate(bins) for _ in reliefs]
    return _slope_is_found(inside, [relief for reliefs in bins for relief in reliefs])
