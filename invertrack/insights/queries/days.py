"""The recorded days of a period, from the day roll-ups, read only through an Access."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

import orjson
from django.db.models import TextField
from django.db.models.functions import Cast

from invertrack.care.access import Access
from invertrack.care.records import SharedQuerySet
from invertrack.journals.models import JournalDay
from invertrack.sessions.models import SessionDay

from ..periods import Period

NONE_LISTED = "[]"


@dataclass(frozen=True, slots=True)
class Span:
    """Lowest and highest of some whole numbers: scores on the NRS 0-10, or readings."""

    low: int
    high: int

    @classmethod
    def of(cls, scores: Iterable[int | None]) -> Span | None:
        """Return the span of the known ones, None if there is none."""
        known = [score for score in scores if score is not None]
        return cls(min(known), max(known)) if known else None

    def __str__(self) -> str:
        return f"{self.low}" if self.low == self.high else f"{self.low} to {self.high}"


@dataclass(frozen=True, slots=True)
class JournalFacts:
    """One local day of the journal; pain on the NRS 0-10, None where nothing was said.

    ``changed`` names the treatments that were new or changed from that day on. Hollow are the
    scores that were entered over a day late.
    """

    day: dt.date
    pain: int | None
    worst: int | None
    rating_low: int | None
    rating_high: int | None
    rating_usual: int | None = None
    is_late: bool = False
    late_ratings: int = 0
    changed: tuple[str, ...] = ()

    @property
    def right_now(self) -> Span | None:
        """Lowest and highest of the day's ratings of pain right now."""
        return Span.of((self.rating_low, self.rating_high))

    @property
    def hollow(self) -> int:
        """Scores that the trend draws hollow."""
        scores = (self.pain is not None) + (self.worst is not None)
        return self.late_ratings + (scores if self.is_late else 0)


@dataclass(frozen=True, slots=True)
class Pair:
    """The session of a day that enters analyses: the first with both ratings, given in time.

    ``later`` are its answered follow-ups as the roll-up keeps them, a JSON list.
    """

    session_id: uuid.UUID
    angle_deg: int
    duration_s: int
    before: int
    after: int
    is_late: bool
    later: str = NONE_LISTED

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
    def hollow_sessions(self) -> int:
        """Rated sessions that are drawn hollow."""
        return sum(facts.hollow for facts in self.sessions.values())

    @property
    def changed_treatments(self) -> list[tuple[dt.date, str]]:
        """Each treatment that was new or changed, with its first day, in day order."""
        return [(day, words) for day, facts in self.journal.items() for words in facts.changed]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was recorded."""
        return not self.journal and not self.sessions


def read_days(access: Access, period: Period, *, journal: bool = True) -> Days:
    """Return the days of a period in at most two statements, whatever its length.

    The period of the answer is the asked one as the rows make it (``Period.holding``).
    """
    sessions = [_session_facts(*row) for row in _session_rows(access, period)]
    entries = [_journal_facts(*row) for row in _journal_rows(access, period)] if journal else []
    outermost = [facts.day for rows in (sessions, entries) for facts in (rows[:1] + rows[-1:])]
    period = period.holding(outermost)
    return Days(
        access=access,
        period=period,
        journal={facts.day: facts for facts in entries if facts.day >= period.first},
        sessions={facts.day: facts for facts in sessions if facts.day >= period.first},
    )


def within[Rows: SharedQuerySet](rows: Rows, period: Period) -> Rows:
    """Return the rows of a period's local days; a preset is open towards the newest."""
    rows = rows.filter(local_date__gte=period.first)
    return rows if period.ends_now else rows.filter(local_date__lte=period.last)


def as_text(field: str) -> Cast:
    """Return a JSON column as its text: on most days "[]", and cheaper to look at than to decode.

    A date comes as it is written, which no database takes long to convert.
    """
    return Cast(field, TextField())


def late_in(ratings: str) -> int:
    """Return how many of a day's ratings, as text, were written down over a day late.

    A rating is [minutes, score, is late], so that its only word is that one.
    """
    return ratings.count("true")


def words_of(text: str) -> tuple[str, ...]:
    """Return what a JSON list of words holds."""
    return () if text == NONE_LISTED else tuple(orjson.loads(text))


def _session_rows(access: Access, period: Period) -> Iterable[tuple]:
    rows = within(SessionDay.objects.visible_to(access), period).order_by("local_date")
    return rows.values_list(
        "local_date",
        "sessions",
        "unpaired",
        "pair_session_id",
        "pair_angle_deg",
        "pair_duration_s",
        "pair_before",
        "pair_after",
        "is_pair_late",
        as_text("pair_later"),
    )


def _journal_rows(access: Access, period: Period) -> Iterable[tuple]:
    rows = within(JournalDay.objects.visible_to(access), period).order_by("local_date")
    return rows.values_list(
        "local_date",
        "pain_avg_24h",
        "pain_worst_24h",
        "rating_low",
        "rating_high",
        "rating_usual",
        "is_entry_late",
        as_text("rating_points"),
        as_text("changed_treatments"),
    )


def _session_facts(
    day: dt.date, sessions: int, unrated: int, session_id: uuid.UUID | None, *pair
) -> SessionFacts:
    return SessionFacts(day, sessions, unrated, Pair(session_id, *pair) if session_id else None)


def _journal_facts(day: dt.date, *row) -> JournalFacts:
    *scores, is_late, points, changed = row
    return JournalFacts(day, *scores, is_late, late_in(points), words_of(changed))
