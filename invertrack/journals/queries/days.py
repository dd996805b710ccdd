"""One day of the journal: its entry, ratings and treatments, with what they said before."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.db.models import F, FilteredRelation, Q, TextField, Value

from invertrack.care.access import Access
from invertrack.care.actions import UNDO_LASTS
from invertrack.care.records import HealthRecord

from ..models import (
    OPTIONAL_FIELDS,
    Entry,
    EntryText,
    JournalDay,
    JournalQuerySet,
    JournalSettings,
    PainRating,
    Treatment,
)
from .body import BodyScores, body_of, deleted_body
from .changes import Change, by_record
from .words import ENTRY_FIELDS, Facts, facts


@dataclass(slots=True)
class Day:
    """One local day of the journal, as far as an Access opens it; ``changes`` are the entry's."""

    local_date: dt.date
    entry: Entry | None
    note: str = ""
    managed: str = ""
    body: BodyScores = field(default_factory=BodyScores)
    ratings: list[PainRating] = field(default_factory=list)
    treatments: list[Treatment] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    @property
    def facts(self) -> Facts:
        """What the entry says, but for words and the body map."""
        return facts(self.entry, ENTRY_FIELDS) if self.entry else []


def has_come(access: Access, day: dt.date, at: dt.datetime) -> bool:
    """Whether a day can be opened: one of today or before, or one that a traveller has rows of."""
    if day <= access.patient.today(at):
        return True
    return JournalDay.objects.visible_to(access).filter(local_date=day).exists()


def one_day(access: Access, day: dt.date) -> Day:
    """Return a day with its entry, body map, ratings, treatments, corrections: five statements."""
    entry = with_words(Entry.objects.readable(access, day), access).first()
    ratings = list(PainRating.objects.readable(access, day).order_by("at", "id"))
    treatments = list(Treatment.objects.readable(access, day).order_by("taken_at", "id"))
    rows = [*ratings, *treatments, *([entry] if entry else [])]
    changes = by_record(access, [row.id for row in rows])
    for row in (*ratings, *treatments):
        row.changes = changes.get(row.id, [])
    return Day(
        local_date=day,
        entry=entry,
        note=(entry and entry.note) or "",
        managed=(entry and entry.managed) or "",
        body=body_of(access, day),
        ratings=ratings,
        treatments=treatments,
        changes=changes.get(entry.id, []) if entry else [],
    )


def entry_of(access: Access, day: dt.date) -> Entry | None:
    """Return the entry of a day alone."""
    return Entry.objects.readable(access, day).first()


def deleted_day(access: Access, entry_id: uuid.UUID, at: dt.datetime) -> Day | None:
    """Return an entry that was deleted so lately that it can be restored, with all of it."""
    entry = just_deleted(Entry, access, entry_id, at)
    if entry is None:
        return None
    texts = EntryText.objects.for_patient(access.patient).filter(
        entry_id=entry.id, deleted_by_write=entry.deleted_by_write
    )
    note, managed = texts.values_list("note", "managed").first() or ("", "")
    body = deleted_body(access, entry.id, entry.deleted_by_write)
    return Day(entry.local_date, entry, note, managed, body)


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


def with_words(entries: JournalQuerySet, access: Access) -> JournalQuerySet:
    """Annotate entries with ``note`` and ``managed``, the person's own words, None where shut."""
    if not access.opens(*EntryText.SCOPES):
        shut = Value(None, output_field=TextField())
        return entries.annotate(note=shut, managed=shut)
    own_words = FilteredRelation("texts", condition=Q(texts__deleted_at=None))
    return entries.annotate(
        own_words=own_words, note=F("own_words__note"), managed=F("own_words__managed")
    )
