"""From simulated days to the rows that keeping a journal would have left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from decimal import Decimal

from invertrack.analysis.life import Day, Life
from invertrack.journals.actions import is_near
from invertrack.journals.models import (
    MAIN_SCORES,
    OPTIONAL_FIELDS,
    Entry,
    EntryText,
    JournalSettings,
    PainRating,
)

from . import notes
from .book import Book

SIMULATED = ("stiffness", "sleep_h", "sleep_quality", "mood", "stress", "activity")
KEPT_BY_LEAD = ("stiffness", "sleep_h", "sleep_quality", "mood")
NEXT_MORNING, DAYS_LATE, CORRECTED, RATING_CORRECTED = 0.08, 0.01, 0.015, 0.004
NOTED = {"ordinary": 0.06, "rest": 0.2, "travel": 0.3, "flare": 0.3}
RATES_MORNINGS = 0.6
PROMPTED_MINUTES = 30  # after the prompt for the daily rating, it was the prompt that was answered
NEXT_DAY_MINUTE = 24 * 60 + 7 * 60


def tell_journal(book: Book, life: Life) -> None:
    """Add every entry and rating that has been made by now, and the choice of fields."""
    if not life.days:
        return
    fields = KEPT_BY_LEAD if book.person.is_lead else _chosen(book)
    book.add(JournalSettings, book.patient.created_at, shown_fields=list(fields))
    rates_mornings = book.person.is_lead or book.happens(RATES_MORNINGS)
    for day in life.days:  # in the order of the day, so that a later telling goes on from here
        if not book.calendar.is_lost(day.index):
            if rates_mornings:
                _rating(book, day.index, day.morning_minute, day.rating_morning)
            _rating(book, day.index, day.evening_minute, day.rating_evening)
            _entry(book, day, fields)


def _chosen(book: Book) -> tuple[str, ...]:
    left_out = {book.pick(SIMULATED) for _ in range(book.between(0, 5))}
    return tuple(name for name in OPTIONAL_FIELDS if name in SIMULATED and name not in left_out)


def _entry(book: Book, day: Day, fields: Collection[str]) -> None:
    if not day.has_entry:
        return
    at = _written_at(book, day)
    note = book.pick(notes.ON_DAY[day.kind]) if book.happens(NOTED[day.kind]) else ""
    if not book.calendar.has_come(at):
        return
    entry = book.add(
        Entry,
        at,
        day.index,
        created_at=at,
        local_date=book.calendar.date(day.index),
        tz=book.calendar.zone(day.index).key,
        day_kind=str(day.kind),
        **{name: getattr(day, name) for name in (*MAIN_SCORES, *fields)},
    )
    if entry.sleep_h is not None:
        entry.sleep_h = Decimal(entry.sleep_h)
    if note:
        words = {"note": note, "managed": ""}
        book.add(EntryText, at, entry.id, entry_id=entry.id, created_at=at, **words)
    if book.happens(CORRECTED):
        _mistype(book, entry, "pain_avg_24h", minutes=book.between(3, 150))


def _written_at(book: Book, day: Day) -> dt.datetime:
    """Return when the day was written down: that evening, seldom the next morning or days later."""
    minute, chance = book.between(2, 40), book.rng.random()
    if not book.calendar.is_settled(day.index) or chance > NEXT_MORNING + DAYS_LATE:
        minute += day.evening_minute
    else:
        nights = book.between(1, 2) if chance < DAYS_LATE else 0
        minute += NEXT_DAY_MINUTE + nights * 24 * 60
    return book.calendar.instant(day.index, minute, book.between(0, 59))


def _rating(book: Book, day: int, minute: int, score: int | None) -> None:
    if score is None:
        return
    zone = book.calendar.zone(day)
    at = book.calendar.instant(day, minute, book.between(0, 59))
    if not book.calendar.has_come(at):
        return
    local = at.astimezone(zone)
    since_asked = minute - _minute_of(book.patient.usual_rating_time)
    rating = book.add(
        PainRating,
        at,
        created_at=at,
        at=at,
        tz=zone.key,
        local_date=local.date(),
        score=score,
        is_prompted=0 <= since_asked <= PROMPTED_MINUTES,
        is_at_usual_time=is_near(local, book.patient.usual_rating_time),
    )
    if book.happens(RATING_CORRECTED):
        _mistype(book, rating, "score", minutes=3)


def _minute_of(at: dt.time) -> int:
    return at.hour * 60 + at.minute


def _mistype(book: Book, row: Entry | PainRating, name: str, *, minutes: int) -> None:
    """Have a score been mistyped, and corrected this much later, if that has come."""
    at, meant = row.created_at + dt.timedelta(minutes=minutes), getattr(row, name)
    if meant is not None and book.calendar.has_come(at):
        book.correct(row, name, old=book.mistyped(meant), at=at, day=row.local_date)
