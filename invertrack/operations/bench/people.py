"""Invented people with histories of known length, told by the demo's own chapters.

Whoever is measured has one session on each of the newest days, so that a page of the last weeks
shows as much whatever lies before it, and the difference in its time is the history's alone. Up to
ten thousand sessions the whole life goes on like that; a longer one has as many sessions on each of
its older days as a day can hold.
"""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import batched, repeat
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

from invertrack.analysis.life import Life
from invertrack.analysis.simulation import simulate
from invertrack.analysis.truth import DOSE_RESPONSE, Habits, dose_response
from invertrack.core.ids import uuid7
from invertrack.demo.book import Book
from invertrack.demo.calendar import Calendar
from invertrack.demo.people import PHYSIOTHERAPIST, Person, cast
from invertrack.demo.sharing import tell_consent
from invertrack.demo.story import CHAPTERS, Demo, tell
from invertrack.journals.models import Entry, PainRating, Treatment
from invertrack.journals.rollups import recompute_days as recompute_journal_days
from invertrack.safety.models import SafetyFact
from invertrack.safety.rollups import recompute_state
from invertrack.sessions.actions import MOST_PER_DAY
from invertrack.sessions.models import Hold, Session
from invertrack.sessions.rollups import recompute_days as recompute_session_days
from invertrack.users.agreements import agreement
from invertrack.users.models import ClinicianProfile, Patient, User

ZONE: Final = ZoneInfo("Europe/Berlin")
SPARSE_AT_MOST: Final = 10_000
APART: Final = dt.timedelta(minutes=100)  # a session is at noon or later: seven more fit before it
ROWS_AT_ONCE: Final = 10_000
DAYS_AT_ONCE: Final = 400
SEED: Final = 7
PANEL_YEARS: Final = 0.1

type Progress = Callable[[], None]


@dataclass(frozen=True, slots=True)
class People:
    """Whom pages are asked as: three patients by length of history, one to spare, a clinician."""

    small: Patient
    middle: Patient
    large: Patient
    spare: Patient
    clinician: ClinicianProfile


def load(sizes: tuple[int, int, int], *, panel: int, now: dt.datetime, tick: Progress) -> People:
    """Fill an empty database; ``tick`` is called once a stored person, so 4 + ``panel`` times."""
    with _no_garbage_collection():
        patients = [
            _patient(f"patient{number}", size, sizes[0], now, tick)
            for number, size in enumerate((*sizes, sizes[0]))
        ]
        clinician = _panel(panel, now, tick)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")  # busy disks take their time
            cursor.execute("ANALYZE")  # what autovacuum would have done by tomorrow
            cursor.execute("RESET statement_timeout")
    return People(*patients, clinician)


def load_one(name: str, sessions: int, *, now: dt.datetime) -> Patient:
    """Add one of them to whoever is there, with a session on each of as many days."""
    with _no_garbage_collection():
        return _patient(name, sessions, sessions, now, lambda: None)


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    gc.disable()  # of so many new rows, none is part of a cycle
    try:
        yield
    finally:
        gc.enable()


def _patient(name: str, sessions: int, newest: int, now: dt.datetime, tick: Progress) -> Patient:
    older = max(0, sessions - newest)
    a_day = 1 if sessions <= SPARSE_AT_MOST else MOST_PER_DAY
    book = _tell(name, newest - (-older // a_day), now)
    _store(book)
    if a_day > 1:
        _crowd(book, newest=newest, missing=sessions - len(book.rows[Session]), most=a_day - 1)
    _derive(book)
    tick()
    return book.patient


def one_a_day(days: int, *, every_entry: bool = False) -> Life:
    """Return a life with a session on each of its days, from a known truth."""
    habits = Habits(days_per_week=8, adherence=1, second_session_share=0, trips_per_year=0)
    if every_entry:
        habits = replace(habits, missing_share=0.0, after_missing_share=0.0)
    return simulate(replace(dose_response(), habits=habits), days=days, seed=SEED)


def _tell(name: str, days: int, now: dt.datetime) -> Book:
    today = now.astimezone(ZONE).date()
    calendar = Calendar(
        first=today - dt.timedelta(days=days),
        last=today - dt.timedelta(days=1),
        home=ZONE,
        away=ZONE,
        trips=frozenset(),
        now=now,
    )
    person = Person(name, ZONE.key, "DE", 1968, "", DOSE_RESPONSE)
    signed_up = calendar.instant(0, 0) - dt.timedelta(hours=12)
    patient = Patient(
        user=User(email=f"{name}@bench.example", date_joined=signed_up),
        name=name,
        tz=person.tz,
        country=person.country,
        birth_year=person.birth_year,
        created_at=signed_up,
    )
    rng = np.random.default_rng(SEED)
    book = Book(person=person, patient=patient, calendar=calendar, rng=rng, seed=SEED)
    tell_consent(book)
    life = one_a_day(days)
    for chapter, stream in zip(CHAPTERS, rng.spawn(len(CHAPTERS)), strict=True):
        book.rng = stream
        chapter(book, life)
    return book


def _store(book: Book) -> None:
    book.patient.user.save(force_insert=True)
    book.patient.save(force_insert=True)
    for model in _parents_first(book.rows):
        _insert(model, book.rows[model])


def _parents_first(rows: Iterable[type[Model]]) -> list[type[Model]]:
    """Return the models in an order in which every row finds what it points at."""
    waiting = [model for model in apps.get_models() if model in set(rows)]
    order: list[type[Model]] = []
    while waiting:
        for model in waiting:
            parents = {field.related_model for field in model._meta.fields if field.is_relation}
            if parents.isdisjoint(set(waiting) - {model}):
                order.append(model)
                waiting.remove(model)
                break
    return order


def _crowd(book: Book, *, newest: int, missing: int, most: int) -> None:
    """Repeat the sessions of the older days, earlier on the same day, until none is missing."""
    older = [row for row in book.rows[Session][:-newest] for _ in range(most)][:missing]
    earlier = [(1 + number % most) * APART for number in range(len(older))]
    ids = [uuid7() for _ in older]
    for model, link, moments in (
        (Session, "id", ("started_at", "ended_at")),
        (Hold, "session_id", ()),
        (SafetyFact, "session_id", ("started_at",)),
    ):
        told = {getattr(row, link): row for row in book.rows[model]}
        changes = (
            {"id": uuid7(), link: key}
            | {name: getattr(told[row.id], name) - before for name in moments}
            for row, before, key in zip(older, earlier, ids, strict=True)
        )
        _insert(model, (told[row.id] for row in older), changes)


def _insert(
    model: type[Model], rows: Iterable[Model], changes: Iterable[dict[str, Any]] = repeat({})
) -> None:
    """Insert rows, some fields of each changed, below the ORM: it would take three times as long."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    prepare = [(field.attname, field.get_db_prep_save) for field in fields]
    stored = (
        [prep(changed.get(name, getattr(row, name)), connection) for name, prep in prepare]
        for row, changed in zip(rows, changes, strict=False)
    )
    for some in batched(stored, ROWS_AT_ONCE, strict=False):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", some)  # noqa: S608


def _derive(book: Book) -> None:
    for recompute, *models in (
        (recompute_session_days, Session),
        (recompute_journal_days, Entry, PainRating, Treatment),
    ):
        days = sorted({row.local_date for model in models for row in book.rows.get(model, [])})
        for some in batched(days, DAYS_AT_ONCE, strict=False):
            recompute(book.patient, some)
    recompute_state(book.patient, at=book.calendar.now)


def _panel(size: int, now: dt.datetime, tick: Progress) -> ClinicianProfile:
    demo = Demo(patients=size, years=PANEL_YEARS, seed=SEED, now=now)
    clinician = ClinicianProfile(
        user=User(email=PHYSIOTHERAPIST.email, date_joined=demo.opened_at),
        name=PHYSIOTHERAPIST.name,
        agreed_version=agreement("clinician").version,
        created_at=demo.opened_at,
    )
    clinician.user.save(force_insert=True)
    clinician.save(force_insert=True)
    for person in cast(size):
        book = tell(person, demo, clinician=clinician)
        _store(book)
        _derive(book)
        tick()
    return clinician
