"""What the pages of the journal read, always through an Access."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils.text import capfirst

from invertrack.care.access import Access, history
from invertrack.care.actions import UNDO_LASTS
from invertrack.care.models import Revision
from invertrack.core.templatetags.display import score

from .enums import DayKind
from .models import (
    MAIN_SCORES,
    OPTIONAL_FIELDS,
    Entry,
    EntryText,
    JournalDay,
    JournalSettings,
    PainRating,
)

PAGE_SIZE = 30
FIRST_YEAR = 1900
ENTRY_FIELDS = (*MAIN_SCORES, "day_kind", *OPTIONAL_FIELDS)
LABELS = {"day_kind": "Kind of day", "note": "Note", "score": "Pain"}
type Facts = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the list: the days that this page shows of it."""

    first_day: dt.date
    rows: list[JournalDay]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list; ``older`` is the day before which the next one begins, None at the end."""

    months: list[Month]
    by_day: dict[dt.date, JournalDay]
    older: dt.date | None


@dataclass(frozen=True, slots=True)
class Change:
    """What one field said before a correction, and when it was corrected."""

    label: str
    old: str
    new: str
    at: dt.datetime


@dataclass(slots=True)
class Day:
    """One local day of the journal, as far as an Access opens it; ``changes`` are the entry's."""

    local_date: dt.date
    entry: Entry | None
    note: str
    ratings: list[PainRating]
    changes: list[Change] = field(default_factory=list)

    @property
    def facts(self) -> Facts:
        """What the entry says, but for the note."""
        return facts(self.entry, ENTRY_FIELDS) if self.entry else []


def list_page(access: Access, before: dt.date | None, *, apart: Collection[dt.date] = ()) -> Page:
    """Return a page of the days that hold anything, newest first: one statement.

    Days in ``apart`` have their place above the list: they are in ``by_day``, not in the months.
    """
    rows = JournalDay.objects.visible_to(access).order_by("-local_date")
    if before is not None:
        rows = rows.filter(local_date__lt=before)
    found = list(rows[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    months = [
        Month(first_day=first_day, rows=list(group))
        for first_day, group in groupby(
            (row for row in shown if row.local_date not in apart),
            key=lambda row: row.local_date.replace(day=1),
        )
    ]
    older = shown[-1].local_date if len(found) > PAGE_SIZE else None
    return Page(months=months, by_day={row.local_date: row for row in shown}, older=older)


def read_day(text: str) -> dt.date | None:
    """Return the day that a link names as yyyy-mm-dd; None for none or for one that cannot be."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year >= FIRST_YEAR else None


def has_come(access: Access, day: dt.date, at: dt.datetime) -> bool:
    """Whether a day can be opened: one of today or before, or one that a traveller has rows of."""
    if day <= access.patient.today(at):
        return True
    return JournalDay.objects.visible_to(access).filter(local_date=day).exists()


def one_day(access: Access, day: dt.date) -> Day:
    """Return a day with its entry, ratings and corrections: four statements."""
    entry = Entry.objects.readable(access, day).first()
    ratings = list(PainRating.objects.readable(access, day).order_by("at", "id"))
    changes = _changes(access, [row.id for row in (*ratings, entry) if row is not None])
    for rating in ratings:
        rating.changes = changes.pop(rating.id, [])
    of_entry = changes.get(entry.id, []) if entry is not None else []
    return Day(day, entry, _note(access, entry, deleted_at=None), ratings, of_entry)


def deleted_day(access: Access, entry_id: uuid.UUID, at: dt.datetime) -> Day | None:
    """Return an entry that was deleted so lately that it can be restored, with its note."""
    entry = _just_deleted(Entry.objects.for_patient(access.patient), entry_id, at)
    if entry is None:
        return None
    note = _note(access, entry, deleted_by_write=entry.deleted_by_write)
    return Day(entry.local_date, entry, note, [])


def deleted_rating(access: Access, rating_id: uuid.UUID, at: dt.datetime) -> PainRating | None:
    """Return a rating that was deleted so lately that it can be restored."""
    return _just_deleted(PainRating.objects.for_patient(access.patient), rating_id, at)


def shown_fields(access: Access) -> list[str]:
    """Return which optional fields the person keeps, in the order of the form."""
    settings = JournalSettings.objects.for_patient(access.patient)
    chosen = settings.values_list("shown_fields", flat=True).first() or []
    return [name for name in OPTIONAL_FIELDS if name in chosen]


def day_of_rating(access: Access, rating_id: uuid.UUID) -> dt.date | None:
    """Return the local day that a live rating lies on."""
    ratings = PainRating.objects.visible_to(access).filter(id=rating_id)
    return ratings.values_list("local_date", flat=True).first()


def facts(entry: Entry, fields: Iterable[str]) -> Facts:
    """Return the given fields of an entry in words; what was not rated is left out."""
    said = [(name, getattr(entry, name)) for name in fields]
    return [(label(name), _words(name, value)) for name, value in said if value is not None]


def label(name: str) -> str:
    """Return what a field of the journal is called."""
    return LABELS.get(name) or capfirst(Entry._meta.get_field(name).verbose_name)


def _just_deleted[Row: (Entry, PainRating)](
    rows: QuerySet[Row], row_id: uuid.UUID, at: dt.datetime
) -> Row | None:
    return rows.filter(id=row_id, deleted_at__gt=at - UNDO_LASTS).first()


def _note(access: Access, entry: Entry | None, **state: Any) -> str:
    if entry is None or not access.opens(*EntryText.SCOPES):
        return ""
    texts = EntryText.objects.for_patient(access.patient).filter(entry_id=entry.id, **state)
    return texts.values_list("note", flat=True).first() or ""


def _changes(access: Access, records: list[uuid.UUID]) -> dict[uuid.UUID, list[Change]]:
    found: dict[uuid.UUID, list[Change]] = {}
    for revision in history(access, records) if records else []:
        found.setdefault(revision.root_id, []).append(_change(revision))
    return found


def _change(revision: Revision) -> Change:
    old, new = (_words(revision.field, value) for value in (revision.old, revision.new))
    return Change(label(revision.field), old, new, revision.write.at)


def _words(name: str, value: Any) -> str:
    if value is None:
        return "–" if name != "note" else "no note"
    if name == "day_kind":
        return str(DayKind(value).label)
    if name == "sleep_h":
        return f"{value} h"
    return value if name == "note" else score(int(value))
