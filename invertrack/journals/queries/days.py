"""One day of the journal: its entry, ratings and treatments, with what they said before."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.db.models import F, FilteredRelation, Q

from invertrack.care.access import Access
from invertrack.care.actions import UNDO_LASTS
from invertrack.care.records import HealthRecord

from ..models import (
    OPTIONAL_FIELDS,
    Entry,
    EntryText,
    JournalDay,
    JournalSettings,
    PainRating,
    Treatment,
)
from .changes import Change, by_record
from .words import ENTRY_FIELDS, Facts, facts


@dataclass(slots=True)
class Day:
    """One local day of the journal, as far as an Access opens it; ``changes`` are the entry's."""

    local_date: dt.date
    entry: Entry | None
    note: str = ""
    ratings: list[PainRating] = field(default_factory=list)
    treatments: list[Treatment] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    @property
    def facts(self) -> Facts:
        """What the entry says, but for the note."""
        return facts(self.entry, ENTRY_FIELDS) if self.entry else []


def has_come(access: Access, day: dt.date, at: dt.datetime) -> bool:
    """Whether a day can be opened: one of today or before, or one that a traveller has rows of."""
    if day <= access.patient.today(at):
        return True
    return JournalDay.objects.visible_to(access).filter(local_date=day).exists()


def one_day(access: Access, day: dt.date) -> Day:
    """Return a day with its entry, ratings, treatments and corrections: four statements."""
    entry = _with_note(access, day)
    ratings = list(PainRating.objects.readable(access, day).order_by("at", "id"))
    treatments = list(Treatment.objects.readable(access, day).order_by("taken_at", "id"))
    rows = [*ratings, *treatments, *([entry] if entry else [])]
    changes = by_record(access, [row.id for row in rows])
    for row in (*ratings, *treatments):
        row.changes = changes.get(row.id, [])
    return Day(
        local_date=day,
        entry=entry,
        note=getattr(entry, "note", None) or "",
        ratings=ratings,
        treatments=treatments,
        changes=changes.get(entry.id, []) if entry else [],
    )


def entry_of(access: Access, day: dt.date) -> Entry | None:
    """Return the entry of a day alone."""
    return Entry.objects.readable(access, day).first()


def deleted_day(access: Access, entry_id: uuid.UUID, at: dt.datetime) -> Day | None:
    """Return an entry that was deleted so lately that it can be restored, with its note."""
    entry = just_deleted(Entry, access, entry_id, at)
    if entry is None:
        return None
    texts = EntryText.objects.for_patient(access.patient).filter(
        entry_id=entry.id, deleted_by_write=entry.deleted_by_write
    )
    note = texts.values_list("note", flat=True).first() or ""
    return Day(entry.local_date, entry, note)


def deleted_rating(access: Access, rating_id: uuid.UUID, at: dt.datetime) -> PainRating | None:
    """Return a rating that was deleted so lately that it can be restored."""
    return just_deleted(PainRating, access, rating_id, at)


def just_deleted[Row: HealthRecord](
    model: type[Row], access: Access, row_id: uuid.UUID, at: dt.datetime
) -> Row | None:
    """Return a row of the person's own that was deleted so lately that it can be restored."""
    rows = model.objects.for_patient(access.patient)
    return rows.filter(id=row_id, deleted_at__gt=at - UNDO_LASTS).first()


def shown_fields(access: Access) -> list[str]:
    """Return which optional fields the person keeps, in the order of the form."""
    settings = JournalSettings.objects.for_patient(access.patient)
    chosen = settings.values_list("shown_fields", flat=True).first() or []
    return [name for name in OPTIONAL_FIELDS if name in chosen]


def day_of_rating(access: Access, rating_id: uuid.UUID) -> dt.date | None:
    """Return the local day that a live rating lies on."""
    ratings = PainRating.objects.visible_to(access).filter(id=rating_id)
    return ratings.values_list("local_date", flat=True).first()


def _with_note(access: Access, day: dt.date) -> Entry | None:
    """Return the entry, and in the same statement its words; those only if they are open."""
    entries = Entry.objects.readable(access, day)
    if access.opens(*EntryText.SCOPES):
        own_words = FilteredRelation("texts", condition=Q(texts__deleted_at=None))
        entries = entries.annotate(own_words=own_words, note=F("own_words__note"))
    return entries.first()
