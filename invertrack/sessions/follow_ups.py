"""When a session's later pain is asked, until when an answer counts for it, and until when it is taken.

Nothing here reads a clock or a row. The windows are house decisions: an answer outside its window is
kept with its true time and drawn there, but enters no summary of its kind.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from .enums import FollowUpKind

ANSWERABLE: Final = dt.timedelta(hours=24)  # after it was due
# A morning closer than this is not the next one yet: the question after 2 hours comes before it.
SHORTEST_NIGHT: Final = dt.timedelta(hours=4)
AFTER: Final = {
    FollowUpKind.MINUTES_30: dt.timedelta(minutes=30),
    FollowUpKind.HOURS_2: dt.timedelta(hours=2),
}


@dataclass(frozen=True, slots=True)
class Window:
    """How long before it is due a question may be answered, and how long after it still counts."""

    before: dt.timedelta
    after: dt.timedelta


WINDOWS: Final = {
    FollowUpKind.MINUTES_30: Window(dt.timedelta(minutes=10), dt.timedelta(minutes=30)),
    FollowUpKind.HOURS_2: Window(dt.timedelta(minutes=30), dt.timedelta(hours=1)),
    FollowUpKind.NEXT_MORNING: Window(dt.timedelta(hours=2), dt.timedelta(hours=4)),
}


def due_times(
    ended_at: dt.datetime, *, zone: ZoneInfo, morning_at: dt.time, kinds: Collection[FollowUpKind]
) -> dict[FollowUpKind, dt.datetime]:
    """Return when each kind is due, in UTC, after a session that ended at an instant."""
    due = {kind: ended_at + AFTER[kind] for kind in kinds if kind in AFTER}
    if FollowUpKind.NEXT_MORNING in kinds:
        due[FollowUpKind.NEXT_MORNING] = next_morning(ended_at, zone=zone, morning_at=morning_at)
    return due


def next_morning(ended_at: dt.datetime, *, zone: ZoneInfo, morning_at: dt.time) -> dt.datetime:
    """Return the first morning, by the clock in the zone, that lies a night after an instant.

    A time that the clocks jump over is that much later; one that they show twice is the first.

    >>> ended = dt.datetime(2026, 3, 28, 18, tzinfo=dt.UTC)  # the clocks go forward that night
    >>> next_morning(ended, zone=ZoneInfo("Europe/Berlin"), morning_at=dt.time(7, 30)).isoformat()
    '2026-03-29T05:30:00+00:00'
    """
    day = ended_at.astimezone(zone).date()
    while True:
        morning = dt.datetime.combine(day, morning_at, zone).astimezone(dt.UTC)
        if morning - ended_at >= SHORTEST_NIGHT:
            return morning
        day += dt.timedelta(days=1)


def opens_at(kind: FollowUpKind, due_at: dt.datetime) -> dt.datetime:
    """Return from when on a question is asked on the pages."""
    return due_at - WINDOWS[kind].before


def counts_until(kind: FollowUpKind, due_at: dt.datetime) -> dt.datetime:
    """Return until when an answer counts for its kind; also until when a prompt makes sense."""
    return due_at + WINDOWS[kind].after


def closes_at(due_at: dt.datetime) -> dt.datetime:
    """Return until when a question can be answered at all."""
    return due_at + ANSWERABLE


def counts(kind: FollowUpKind, due_at: dt.datetime, answered_at: dt.datetime) -> bool:
    """Whether an answer came so near its time that it stands for its kind."""
    return opens_at(kind, due_at) <= answered_at <= counts_until(kind, due_at)
