"""Pain before and after sessions up to the next morning: a line for each, and the medians."""

from __future__ import annotations

from itertools import pairwise

from invertrack.analysis.results import Median

from ..queries import PainAround, Time, pain_around, read_days
from ..stored import found_in
from .payload import PAIN_AXIS, Asked, Chart, Dataset, Point, chart, ends_of, points

# The axis is not even: each time has its place, and what was answered late lies between them.
PLACES = tuple(range(len(Time)))
MINUTES = (0, 30, 120, 12 * 60, 36 * 60)  # after a session, at the places from 1 on
NAMES = ["Before", "Right after", "30 min", "2 h", "Next morning"]
BEYOND = 0.35  # how far past the last place there is room
TIME_AXIS = {
    "title": "",
    "type": "number",
    "min": PLACES[0],
    "max": PLACES[-1],
    "words": NAMES,
}


def draw_relief_decay(asked: Asked) -> Chart:
    """Every session's pain from time to time, broken where nothing was answered, and the medians.

    Lines are of the latest year at most; all sessions of the period are in the medians.
    """
    days = read_days(asked.access, asked.period, journal=False)
    found = pain_around(days, found_in(asked.access, asked.period).analysis.medians)
    datasets = _datasets(found) if found.sessions else []
    return chart("relief-decay", datasets, TIME_AXIS, PAIN_AXIS)


def place_of(minutes: float) -> float:
    """Return where on the axis an answer stands that came so long after a session had ended.

    >>> place_of(30), place_of(75), place_of(5 * 24 * 60)
    (2.0, 2.5, 4.35)
    """
    for place, (low, high) in enumerate(pairwise(MINUTES), start=1):
        if minutes <= high:
            return min(place + (minutes - low) / (high - low), PLACES[-1] + BEYOND)
    return PLACES[-1] + BEYOND


def _datasets(found: PainAround) -> list[Dataset]:
    drawn = found.drawn
    late: list[Point] = [
        {"x": round(place_of(answer.minutes), 2), "y": answer.pain, "minutes": answer.minutes}
        for session in drawn
        for answer in session.late
    ]
    medians = [_median(place, at) for place, at in zip(PLACES, found.medians, strict=True)]
    return [
        points("One session", "line", [list(session.scores) for session in drawn]),
        points("Answered too late to count", "late", late),
        points("Median", "median", medians),
    ]


def _median(place: int, at: Median) -> Point:
    median = at.median
    return {
        "x": place,
        "y": median and median.value,
        **ends_of(median and median.interval),
        "n": at.n,
    }
