"""Writing a day as a whole: its entry, and which fields it is asked by."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from invertrack.care.access import NoAccess
from invertrack.care.actions import (
    RecordGone,
    StaleRecord,
    Submission,
    check_version,
    exactly_once,
    find_deleted,
    writing,
)
from invertrack.users.models import Patient, User

from ..models import OPTIONAL_FIELDS, BodyPain, Entry, EntryText, JournalSettings
from ..rollups import recompute_days

PARTS = (EntryText, BodyPain)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryValues:
    """A day as the form gives it: only what it showed; words of None were not among that.

    ``managed`` says what the person managed that day.
    """

    fields: Mapping[str, Any]
    tz: str
    note: str | None
    managed: str | None = None


@exactly_once
def keep_entry(
    *,
    patient: Patient,
    local_date: dt.date,
    by: User,
    at: dt.datetime,
    submission: Submission,
    clean: Callable[[], EntryValues],
) -> uuid.UUID:
    """Keep the entry of a local day, new or corrected; fields that were not shown stay as they are.

    Raises:
        StaleRecord: the day's entry changed, or came to be, since the form was opened.
    """
    with writing(patient, by=by, at=at, submission=submission, recompute=recompute_days) as record:
        entry = entry_to_write(patient, local_date, submission.version)
        values = clean()
        if entry is None:
            entry = Entry(local_date=local_date, tz=values.tz, **values.fields)
            record.create(entry)
        else:
            record.change(entry, day=local_date, **values.fields)
            record.bump(entry)
        words = {"note": values.note, "managed": values.managed}
        record.write_text(EntryText, words, day=local_date, entry=entry)
        record.touch(local_date)
        record.outcome = entry.id
    return entry.id


@exactly_once
def delete_entry(
    *, patient: Patient, local_date: dt.date, by: User, at: dt.datetime, submission: Submission
) -> uuid.UUID:
    """Delete the entry of a day with all that hangs on it; the day's ratings stay.

    Raises:
        NoAccess: the day never had one. RecordGone: it was deleted. StaleRecord: it changed.
    """
    with writing(patient, by=by, at=at, submission=submission, recompute=recompute_days) as record:
        entry = Entry.objects.for_patient(patient).live().filter(local_date=local_date).first()
        if entry is None:
            raise _nothing_to_delete(patient, local_date)
        _check_version(entry, submission.version)
        record.remove(Entry.objects.filter(id=entry.id))
        for part in PARTS:
            record.remove(part.objects.filter(entry_id=entry.id))
        record.touch(local_date)
        record.outcome = entry.id
    return entry.id


@exactly_once
def restore_entry(
    *, patient: Patient, entry_id: uuid.UUID, by: User, at: dt.datetime, submission: Submission
) -> uuid.UUID:
    """Undo a delete of the last ten minutes: just the rows that it took.

    Raises:
        RecordGone: it was not deleted, or too long ago.
        StaleRecord: the day has a newer entry, which stays.
    """
    with writing(patient, by=by, at=at, submission=submission, recompute=recompute_days) as record:
        entry = find_deleted(Entry, patient, entry_id, at=at)
        of_day = Entry.objects.for_patient(patient).live().filter(local_date=entry.local_date)
        newer = of_day.first()
        if newer is not None:
            raise StaleRecord(newer)
        for model, link in ((Entry, "id"), *((part, "entry_id") for part in PARTS)):
            rows = model.objects.filter(**{link: entry.id})
            record.restore(rows, deleted_by_write=entry.deleted_by_write)
        record.bump(entry)
        record.touch(entry.local_date)
        record.outcome = entry.id
    return entry.id


def show_fields(*, patient: Patient, fields: Collection[str]) -> None:
    """Choose which optional fields the journal asks for; what was entered before stays."""
    shown = [name for name in OPTIONAL_FIELDS if name in fields]
    JournalSettings.objects.bulk_create(
        [JournalSettings(patient=patient, shown_fields=shown)],
        update_conflicts=True,
        unique_fields=["patient"],
        update_fields=["shown_fields"],
    )


def _nothing_to_delete(patient: Patient, local_date: dt.date) -> Exception:
    if Entry.objects.for_patient(patient).filter(local_date=local_date).exists():
        return RecordGone("The entry of this day was deleted, here or on another device.")
    return NoAccess("No entry on this day.")


def entry_to_write(patient: Patient, local_date: dt.date, version: int | None) -> Entry | None:
    """Return the live entry of a day, None while it has none.

    Raises:
        StaleRecord: it changed, or came to be, since a form saw ``version``. RecordGone: it went.
    """
    entry = Entry.objects.for_patient(patient).live().filter(local_date=local_date).first()
    _check_version(entry, version)
    return entry


def _check_version(entry: Entry | None, version: int | None) -> None:
    if entry is not None:
        check_version(entry, version)
    elif version is not None:
        raise RecordGone("The entry of this day was deleted on another device.")
