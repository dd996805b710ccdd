"""The habit score: how steadily the journal is kept, from 0 to 100.

It falls slowly on a missed day and rises with a kept one, so that one missed day costs little and
none costs everything. A day is kept when it has a score, a rating or the entry of an ordinary day
(which is never empty). Days of rest, travel or a flare-up without one leave it where it is. It is
about the journal, never about sessions.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping

# A day counts half as much as one of 13 days later.
HALF_LIFE_DAYS = 13
MEMORY = 0.5 ** (1 / HALF_LIFE_DAYS)
FIRST_DAYS = 7


class DayMark(enum.Enum):
    """What one day of the journal says to the habit; a day without one was missed."""

    KEPT = "kept"
    EXCUSED = "excused"


def mark_of(*, is_scored: bool, has_entry: bool, is_ordinary: bool) -> DayMark | None:
    """Return what one day says: a score keeps it, whatever its kind; other kinds excuse it."""
    if is_scored or (has_entry and is_ordinary):
        return DayMark.KEPT
    return None if is_ordinary else DayMark.EXCUSED


def score(
    marks: Mapping[dt.date, DayMark | None], first_day: dt.date, today: dt.date
) -> int | None:
    """Return the score over [first_day, today], or None below seven days (see ``days_to_go``).

    Today counts when it is kept and never as missed. ``first_day`` is the first day of the journal.
    """
    if days_to_go(first_day, today):
        return None
    level = 0.0
    for day in _days(first_day, today):
        mark = marks.get(day)
        if mark is DayMark.KEPT:
            level = level * MEMORY + 1 - MEMORY
        elif mark is None and day != today:
            level *= MEMORY
    return round(100 * level)


def days_to_go(first_day: dt.date, today: dt.date) -> int:
    """Return how many more days the journal must have lasted before it has a score."""
    lasted = (today - first_day).days + 1
    return max(0, FIRST_DAYS - lasted)


def _days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
