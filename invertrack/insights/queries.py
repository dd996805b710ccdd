"""Rows to series: what charts and sentences are made of, read only through an Access."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from invertrack.care.access import Access
from invertrack.journals.models import JournalDay
from invertrack.sessions.models import Session, SessionDay

from .periods import ALL, Period

UNRATED = (None, None, None, None)


@dataclass(frozen=True, slots=True)
class Span:
    """Lowest and highest of some scores, NRS 0-10."""

    low: int
    high: int

    @classmethod
    def of(cls, scores: Iterable[int | None]) -> Span | None:
        """Return the span of the known scores, None if there is none."""
        known = [score for score in scores if score is not None]
        return cls(min(known), max(known)) if known else None

    def __str__(self) -> str:
        return f"{self.low}" if self.low == self.high else f"{self.low} to {self.high}"


@dataclass(frozen=True, slots=True)
class JournalFacts:
    """One local day of the journal; pain on the NRS 0-10, None where nothing was said."""

    day: dt.date
    pain: int | None
    worst: int | None
    rating_low: int | None
    rating_high: int | None

    @property
    def right_now(self) -> Span | None:
        """Lowest and highest of the day's ratings of pain right now."""
        return Span.of((self.rating_low, self.rating_high))


@dataclass(frozen=True, slots=True)
class Pair:
    """The session of a day that enters analyses: the first with both ratings, given in time."""

    session_id: uuid.UUID
    angle_deg: int
    duration_s: int
    before: int
    after: int
    is_late: bool

    @property
    def change(self) -> int:
        """After minus before, points: negative is better."""
        return self.after - self.before

    @property
    def relief(self) -> int:
        """Before minus after, points: positive is better."""
        return self.before - self.after


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """One local day's sessions in numbers; ``unrated`` lack a rating, before or after."""

    day: dt.date
    sessions: int
    unrated: int
    pair: Pair | None

    @property
    def hollow(self) -> int:
        """Rated sessions that are drawn hollow: from memory, over a day late, or not the first."""
        outside = self.sessions - self.unrated - (self.pair is not None)
        return outside + (self.pair is not None and self.pair.is_late)


@dataclass(frozen=True, slots=True)
class Days:
    """The recorded days of a period, each kind in day order, as far as the access opens them."""

    access: Access
    period: Period
    journal: dict[dt.date, JournalFacts]
    sessions: dict[dt.date, SessionFacts]

    @property
    def pairs(self) -> list[Pair]:
        """What enters analyses, one a day, in time order."""
        return [facts.pair for facts in self.sessions.values() if facts.pair is not None]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was recorded."""
        return not self.journal and not self.sessions


@dataclass(frozen=True, slots=True)
class TrendDay:
    """One local day of the pain trend, recorded or not."""

    day: dt.date
    pain: int | None
    worst: int | None
    rating_low: int | None
    rating_high: int | None
    sessions: int

    @property
    def is_rated(self) -> bool:
        """Whether any pain was written down."""
        return (self.pain, self.worst, self.rating_low) != (None, None, None)


@dataclass(frozen=True, slots=True)
class ReliefPoint:
    """One rated session; hollow ones enter no average, except those entered over a day late."""

    angle_deg: int
    duration_s: int
    before: int
    relief: int
    is_hollow: bool


def read_days(access: Access, period: Period, *, journal: bool = True) -> Days:
    """Return the days of a period in at most two statements, whatever its length.

    The period of the answer is the asked one as the rows make it: "all" starts with the first of
    them, and a day that is dated ahead of the profile's clock moves the end.
    """
    sessions = [_session_facts(*row) for row in _session_rows(access, period)]
    entries = [JournalFacts(*row) for row in _journal_rows(access, period)] if journal else []
    known = [facts.day for rows in (sessions, entries) for facts in (rows[:1] + rows[-1:])]
    if known:
        period = period.reaching(max(known))
    if period.key == ALL:
        period = period.starting(min(known, default=period.last))
    return Days(
        access=access,
        period=period,
        journal={facts.day: facts for facts in entries if facts.day >= period.first},
        sessions={facts.day: facts for facts in sessions if facts.day >= period.first},
    )


def pain_trend(days: Days) -> list[TrendDay]:
    """Return every local day of the period: a day without a record is there, with None."""
    trend = []
    for number in range(days.period.first.toordinal(), days.period.last.toordinal() + 1):
        day = dt.date.fromordinal(number)
        said, facts = days.journal.get(day), days.sessions.get(day)
        scores = (said.pain, said.worst, said.rating_low, said.rating_high) if said else UNRATED
        trend.append(TrendDay(day, *scores, facts.sessions if facts else 0))
    return trend


def relief_points(days: Days) -> list[ReliefPoint]:
    """Return every session with both ratings, one statement, by angle, then time."""
    firsts = {pair.session_id for pair in days.pairs}
    rows = (
        Session.objects.visible_to(days.access)
        .between(days.period.first, days.period.last)
        .rated()
        .order_by("angle_deg", "duration_s", "started_at", "id")
        .values_list(
            "id", "angle_deg", "duration_s", "pain_before", "pain_after", "is_entered_late"
        )
    )
    return [
        ReliefPoint(angle, duration, before, before - after, late or key not in firsts)
        for key, angle, duration, before, after, late in rows
    ]


def _session_rows(access: Access, period: Period) -> Iterable[tuple]:
    return _within(SessionDay.objects.visible_to(access), period).values_list(
        "local_date",
        "sessions",
        "unpaired",
        "pair_session_id",
        "pair_angle_deg",
        "pair_duration_s",
        "pair_before",
        "pair_after",
        "is_pair_late",
    )


def _journal_rows(access: Access, period: Period) -> Iterable[tuple]:
    return _within(JournalDay.objects.visible_to(access), period).values_list(
        "local_date", "pain_avg_24h", "pain_worst_24h", "rating_low", "rating_high"
    )


def _within(rows, period: Period):
    rows = rows.filter(local_date__gte=period.first).order_by("local_date")
    return rows if period.ends_now else rows.filter(local_date__lte=period.last)


def _session_facts(
    day: dt.date, sessions: int, unrated: int, session_id: uuid.UUID | None, *pair
) -> SessionFacts:
    return SessionFacts(day, sessions, unrated, Pair(session_id, *pair) if session_id else None)
