"""When a person is asked what, by the clock on their wall. Nothing here reads a clock or a row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from .enums import PromptKind

DAY: Final = dt.timedelta(days=1)
# From one week to the next every weekday comes along; a day that the calendar skips costs one more.
FARTHEST: Final = dt.timedelta(days=9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Local times at which a person is asked; one of None is not asked.

    ``session_days`` are ISO weekdays, 1 for Monday.
    """

    zone: ZoneInfo
    rating_at: dt.time | None = None
    extra_times: tuple[dt.time, ...] = ()
    journal_at: dt.time | None = None
    questionnaires_at: dt.time | None = None
    session_at: dt.time | None = None
    session_days: frozenset[int] = frozenset()

    def of_day(self, day: dt.date) -> Iterator[tuple[PromptKind, dt.time]]:
        """Yield what a local day asks, and when."""
        for rating_at in (self.rating_at, *self.extra_times):
            if rating_at is not None:
                yield PromptKind.RATING, rating_at
        if self.journal_at is not None:
            yield PromptKind.JOURNAL, self.journal_at
        if self.questionnaires_at is not None:
            yield PromptKind.QUESTIONNAIRES, self.questionnaires_at
        if self.session_at is not None and day.isoweekday() in self.session_days:
            yield PromptKind.SESSION, self.session_at


@dataclass(frozen=True, slots=True, order=True)
class Planned:
    """One prompt: the instant in UTC at which it is due, what it asks, and the local day of that."""

    due_at: dt.datetime
    kind: PromptKind
    local_date: dt.date


def planned(times: Times, after: dt.datetime, until: dt.datetime) -> list[Planned]:
    """Return what is due in (after, until], each moment and kind once, in the order of time.

    A time that the clocks jump over comes later by the jump; one that they show twice comes once,
    the first time.

    >>> night = Times(zone=ZoneInfo("Europe/Berlin"), rating_at=dt.time(2, 30))
    >>> noon = dt.datetime(2026, 10, 24, 12, tzinfo=dt.UTC)  # the clocks go back that night
    >>> [str(one.due_at) for one in planned(night, noon, noon + DAY)]
    ['2026-10-25 00:30:00+00:00']
    """
    found = set()
    day, last = _date(after - DAY, times.zone), _date(until, times.zone)
    while day <= last:
        for kind, at in times.of_day(day):
            due_at = instant(day, at, times.zone)
            if after < due_at <= until:
                found.add(Planned(due_at, kind, _date(due_at, times.zone)))
        day += DAY
    return sorted(found)


def next_due(times: Times, after: dt.datetime) -> dt.datetime | None:
    """Return the first instant after another at which something is due; None if nothing ever is."""
    coming = planned(times, after, after + FARTHEST)
    return coming[0].due_at if coming else None


def instant(day: dt.date, at: dt.time, zone: ZoneInfo) -> dt.datetime:
    """Return when the clocks of a zone show a time on a day, in UTC."""
    return dt.datetime.combine(day, at, zone).astimezone(dt.UTC)


def _date(at: dt.datetime, zone: ZoneInfo) -> dt.date:
    return at.astimezone(zone).date()
