"""Pain before against pain after."""

from __future__ import annotations

from ..queries import read_days, score_pairs
from .payload import Asked, Chart, chart, points

BEFORE_AXIS = {"title": "Pain before, 0 to 10", "type": "number", "min": 0, "max": 10}
AFTER_AXIS = {"title": "Pain after, 0 to 10", "min": 0, "max": 10}


def draw_before_after(asked: Asked) -> Chart:
    """How many sessions went from each score to each other; those outside averages stand apart."""
    if not asked.access.sessions:
        return chart("before-after", [], BEFORE_AXIS, AFTER_AXIS)
    pairs = score_pairs(read_days(asked.access, asked.period, journal=False))
    filled = [
        {"x": pair.before, "y": pair.after, "n": pair.sessions - pair.hollow}
        for pair in pairs
        if pair.sessions > pair.hollow
    ]
    hollow = [
        {"x": pair.before, "y": pair.after, "n": pair.hollow} for pair in pairs if pair.hollow
    ]
    datasets = [
        points("Sessions", "pair", filled),
        points("From memory, entered late, or not the day's first", "pair-late", hollow),
    ]
    return chart("before-after", datasets, BEFORE_AXIS, AFTER_AXIS)
