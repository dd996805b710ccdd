"""Medicine and other treatments beside the table: taken on bad days, and changed now and then."""

from __future__ import annotations

import datetime as dt
from typing import Final

from invertrack.analysis.life import Day, Life
from invertrack.journals.models import Treatment

from .book import Book

ON_BAD_DAYS: Final = (
    ("Ibuprofen", "400 mg"),
    ("Paracetamol", "1 g"),
    ("Naproxen", "250 mg"),
    ("Heat pack", "20 minutes"),
)
# What a clinician starts and later changes; each step is one change.
COURSES: Final = (
    (("Duloxetine", "30 mg"), ("Duloxetine", "60 mg")),
    (("Physiotherapy", "once a week"), ("Physiotherapy", "every two weeks")),
    (("Amitriptyline", "10 mg"), ("Amitriptyline", "20 mg"), ("Amitriptyline", "stopped")),
    (("Back exercises", "10 minutes a day"), ("Back exercises", "20 minutes a day")),
)
KEEPS_TREATMENTS, TAKEN_ON_BAD_DAYS, BAD_PAIN = 0.7, 0.45, 6
EARLIEST_CHANGE, DAYS_BETWEEN = 40, (50, 160)


def tell_treatments(book: Book, life: Life) -> None:
    """Add what was taken and what was changed by now, for those who keep that."""
    if not life.days or not (book.person.is_lead or book.happens(KEEPS_TREATMENTS)):
        return
    changes = _changes(book)
    usual = book.pick(ON_BAD_DAYS)
    for day in life.days:
        if book.calendar.is_lost(day.index):
            continue
        if day.index in changes:
            _take(book, day, changes[day.index], has_changed=True)
        is_bad = day.rating_evening is not None and day.rating_evening >= BAD_PAIN
        if is_bad and book.happens(TAKEN_ON_BAD_DAYS):
            _take(book, day, usual, has_changed=False)


def _changes(book: Book) -> dict[int, tuple[str, str]]:
    day, changes = EARLIEST_CHANGE, {}
    for step in book.pick(COURSES):
        day += book.between(*DAYS_BETWEEN)
        changes[day] = step
    return changes


def _take(book: Book, day: Day, what: tuple[str, str], *, has_changed: bool) -> None:
    name, dose = what
    zone = book.calendar.zone(day.index)
    at = book.calendar.instant(day.index, day.evening_minute, book.between(0, 59))
    at -= dt.timedelta(minutes=book.between(5, 300))
    if not book.calendar.has_come(at):
        return
    book.add(
        Treatment,
        at,
        name,
        has_changed,
        created_at=at,
        name=name,
        dose_text=dose,
        taken_at=at,
        tz=zone.key,
        local_date=at.astimezone(zone).date(),
        has_changed=has_changed,
    )
