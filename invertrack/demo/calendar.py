"""A person's days as dates, zones and instants."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

EARLY_MINUTE, LATE_MINUTE = 4 * 60, 23 * 60
SETTLED_AFTER_DAYS = 4


@dataclass(frozen=True)
class Calendar:
    """The days from 0 on of a person with a home and trips; ``end`` is the instant of the telling."""

    first: dt.date
    last: dt.date
    home: ZoneInfo
    away: ZoneInfo
    trips: frozenset[int]
    now: dt.datetime

    @cached_property
    def end(self) -> dt.datetime:
        """When the telling stops: now, or the midnight after the last day."""
        midnight = dt.datetime.combine(self.last + dt.timedelta(days=1), dt.time(), self.home)
        return min(self.now, midnight.astimezone(dt.UTC))

    def date(self, day: int) -> dt.date:
        """The local date of a day."""
        return self.first + dt.timedelta(days=day)

    def zone(self, day: int) -> ZoneInfo:
        """Where the person is on a day."""
        return self.away if day in self.trips else self.home

    def instant(self, day: int, minute: int, second: int = 0) -> dt.datetime:
        """The instant at which the clocks around the person show this minute of the day.

        A minute that the clocks jump over comes out as the one an hour later.
        """
        wall = dt.datetime.combine(self.date(day), dt.time(), self.zone(day))
        return (wall + dt.timedelta(minutes=minute, seconds=second)).astimezone(dt.UTC)

    def has_come(self, at: dt.datetime) -> bool:
        """Whether an instant lies before the telling."""
        return at <= self.end

    def is_settled(self, day: int) -> bool:
        """Whether a day is long enough ago for all that was added to it later."""
        return self.date(day) <= self.last - dt.timedelta(days=SETTLED_AFTER_DAYS)

    def is_lately(self, day: int, *, days: int) -> bool:
        """Whether a day is one of the last so many."""
        return self.date(day) > self.last - dt.timedelta(days=days)

    def is_lost(self, day: int) -> bool:
        """Whether a flight took the day: it begins before the day before has ended elsewhere."""
        if day == 0 or self.zone(day) is self.zone(day - 1):
            return False
        return self.instant(day, EARLY_MINUTE) <= self.instant(day - 1, LATE_MINUTE)
