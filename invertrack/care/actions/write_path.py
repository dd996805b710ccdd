"""The one way to write health records: exactly once, in the open, with the days recomputed.

``with writing(patient, by=, at=, submission=, recompute=) as record:`` locks the patient, answers
a replay (by the submission's write_id), and at the end books one Write with its Revisions and
recomputes the touched days from their rows, all in one transaction. The lock is the statement that
moves ``data_version`` (ADR 0003).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.db.models import F

from invertrack.core.ids import uuid7
from invertrack.users.models import Patient, User

from ..access import NoAccess
from ..models import Revision, Tombstone, Write
from ..records import HealthRecord, VersionedRecord

UNDO_LASTS = dt.timedelta(minutes=10)
# Differ between two sendings of the same thing: the token, the name of the write itself, whose form
# it is (checked elsewhere), and the device's clock at the press.
NOT_CONTENT = {"csrfmiddlewaretoken", "write_id", "account", "device_now"}

type Recompute = Callable[[Patient, Collection[dt.date]], None]


class RefusedWrite(Exception):
    """A write that did not happen; the message is fit to show the person."""

    status = 409
    code = "conflict"  # what a script that sent it is told


class Replayed(Exception):
    """The same write was already done; ``outcome`` is the first answer."""

    def __init__(self, outcome: Any) -> None:
        super().__init__("This was already saved.")
        self.outcome = outcome


class WriteReused(RefusedWrite):
    """One write_id came with other content."""

    code = "reused"


class IdTaken(RefusedWrite):
    """A new record came with an id that another one has, whoever's it is."""

    code = "id_taken"


class _Booked(Exception):
    """The database holds a write of this patient and write_id."""


class RecordGone(RefusedWrite):
    """The record was deleted and purged, or never was."""

    status = 410
    code = "gone"


class StaleRecord(RefusedWrite):
    """The record changed since it was read; ``current`` is what is stored now."""

    def __init__(self, current: models.Model) -> None:
        super().__init__("This was changed in another tab or on another device meanwhile.")
        self.current = current


@dataclass(frozen=True, slots=True)
class Submission:
    """What a form sent, named so that it counts once.

    ``digest`` stands for the fields without CSRF token and write_id; ``version`` is the one that
    the form showed, None for something new.
    """

    write_id: uuid.UUID
    digest: str
    version: int | None = None

    @classmethod
    def of(
        cls, fields: Mapping[str, Any], *, write_id: uuid.UUID, version: int | None = None
    ) -> Submission:
        """Name the given fields; values may be anything that JSON or Django can write."""
        content = {name: fields[name] for name in sorted(fields) if name not in NOT_CONTENT}
        text = json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True)
        return cls(write_id, hashlib.sha256(text.encode()).hexdigest(), version)

    @classmethod
    def new(cls, *, version: int | None = None) -> Submission:
        """Name a write that is made here and now and cannot come twice."""
        return cls.of({}, write_id=uuid7(), version=version)


@dataclass(slots=True)
class WriteRecord:
    """The open book of one write: rows go through it, and it notes what they said before."""

    patient: Patient
    by: User | None
    at: dt.datetime
    write_id: uuid.UUID
    outcome: Any = None
    days: set[dt.date] = field(default_factory=set)
    revisions: list[Revision] = field(default_factory=list)
    bumped: set[uuid.UUID] = field(default_factory=set)

    def touch(self, *days: dt.date) -> None:
        """Have the roll-ups of these local days recomputed at the end."""
        self.days.update(days)

    def create[Row: HealthRecord](self, row: Row) -> Row:
        """Insert a row of this patient; an id that is taken, here or elsewhere, is refused."""
        row.patient = self.patient
        row.created_at = self.at
        if Tombstone.objects.for_patient(self.patient).filter(record_id=row.pk).exists():
            raise RecordGone("This was deleted.")
        try:
            row.save(force_insert=True)
        except IntegrityError as error:  # the whole write is taken back, so no savepoint is needed
            raise IdTaken("This could not be saved under its id. Open a new form.") from error
        return row

    def create_all(self, rows: list[HealthRecord]) -> None:
        """Insert new children of one kind in one statement."""
        for row in rows:
            row.patient = self.patient
            row.created_at = self.at
        if rows:
            type(rows[0])._default_manager.bulk_create(rows)

    def find[Row: VersionedRecord](
        self, model: type[Row], row_id: uuid.UUID, version: int | None
    ) -> Row:
        """Return the live row as it is now.

        Raises:
            NoAccess: no row of this patient has the id.
            RecordGone: the row was deleted.
            StaleRecord: the row has another version than the one the writer saw.
        """
        row = find_live(model, self.patient, row_id)
        check_version(row, version)
        return row

    def change(self, row: HealthRecord, *, day: dt.date, **values: Any) -> bool:
        """Set the fields that differ, note what they said, and answer whether any did."""
        changed = {name: new for name, new in values.items() if getattr(row, name) != new}
        for name, new in changed.items():
            self.note(row, name, old=getattr(row, name), new=new, day=day)
            setattr(row, name, new)
        if changed:
            self._update(row, **changed)
        return bool(changed)

    def update_all(self, rows: list[HealthRecord], *, fields: Collection[str]) -> None:
        """Write these fields of rows of one kind in one statement; the caller notes what they said."""
        if rows:
            type(rows[0])._default_manager.for_patient(self.patient).bulk_update(rows, fields)

    def bump(self, row: VersionedRecord) -> None:
        """Give the record its next version: once a write, whatever of it or its children changed."""
        if row.pk not in self.bumped:
            self._update(row)

    def remove(self, rows: models.QuerySet) -> int:
        """Mark live rows as deleted by this write, so that undo can restore just these."""
        return rows.filter(patient=self.patient, deleted_at=None).update(
            deleted_at=self.at, deleted_by_write=self.write_id
        )

    def restore(self, rows: models.QuerySet, *, deleted_by_write: uuid.UUID) -> int:
        """Undo what one write deleted."""
        return rows.filter(patient=self.patient, deleted_by_write=deleted_by_write).update(
            deleted_at=None, deleted_by_write=None
        )

    def restore_record(self, row: VersionedRecord) -> None:
        """Undo the delete of a record itself, and give it its next version."""
        row.deleted_at = row.deleted_by_write = None
        self._update(row, deleted_at=None, deleted_by_write=None)

    def note(self, row: HealthRecord, name: str, *, old: Any, new: Any, day: dt.date) -> None:
        """Keep one field's words before and after, under the scopes that open the row."""
        self.revisions.append(
            Revision(
                patient=self.patient,
                record=row._meta.label_lower,
                record_id=row.pk,
                root_id=row.root_id,
                field=name,
                old=_plain(old),
                new=_plain(new),
                scopes=list(row.SCOPES),
                local_date=day,
            )
        )

    def write_text(
        self,
        model: type[HealthRecord],
        words: Mapping[str, str | None],
        *,
        day: dt.date,
        **parent: Any,
    ) -> None:
        """Bring the person's own words about a record (one row beside it) to what they are now.

        ``words`` names every field of the row; one of None was not asked and stays as it is. A row
        without a word left goes.
        """
        given = {name: new for name, new in words.items() if new is not None}
        if not given:
            return
        rows = model.objects.for_patient(self.patient).live().filter(**parent)
        text = rows.first()
        if text is None:
            if any(given.values()):
                self.create(model(**given, **parent))
        elif any(given.get(name, getattr(text, name)) for name in words):
            self.change(text, day=day, **given)
        else:
            for name in given:
                if getattr(text, name):
                    self.note(text, name, old=getattr(text, name), new=None, day=day)
            self.remove(rows)

    def _update(self, row: HealthRecord, **values: Any) -> None:
        found = type(row).objects.filter(patient=self.patient, id=row.pk)
        if isinstance(row, VersionedRecord):
            found = found.filter(version=row.version)
            if row.pk not in self.bumped:  # in the same statement as the first change
                self.bumped.add(row.pk)
                row.version += 1
                values["version"] = row.version
        if not found.update(**values):
            raise StaleRecord(row)


def find_live[Row: HealthRecord](model: type[Row], patient: Patient, row_id: uuid.UUID) -> Row:
    """Return a patient's live row.

    Raises:
        NoAccess: the id is nobody's or somebody else's, which look the same.
        RecordGone: it was this patient's, and is deleted.
    """
    row = model.objects.for_patient(patient).filter(id=row_id).first()
    if row is not None and row.deleted_at is None:
        return row
    if row is None and not Tombstone.objects.for_patient(patient).filter(record_id=row_id).exists():
        raise NoAccess("No such record.")
    raise RecordGone("This was deleted, here or on another device.")


def find_deleted[Row: HealthRecord](
    model: type[Row], patient: Patient, row_id: uuid.UUID, *, at: dt.datetime
) -> Row:
    """Return a patient's row that was deleted so lately that it can be restored.

    Raises:
        NoAccess: the id is nobody's or somebody else's.
        RecordGone: it was deleted too long ago, or is not deleted.
    """
    rows = model.objects.for_patient(patient).filter(id=row_id, deleted_at__gt=at - UNDO_LASTS)
    row = rows.first()
    if row is None:
        find_live(model, patient, row_id)  # nobody's row, or deleted too long ago, says so itself
        raise RecordGone("There is nothing to undo: it is where it was.")
    return row


def check_version(row: VersionedRecord, version: int | None) -> None:
    """Raise StaleRecord unless the writer saw the row as it is now; no version is none seen."""
    if row.version != version:
        raise StaleRecord(row)


@contextmanager
def writing(
    patient: Patient,
    *,
    by: User | None,
    at: dt.datetime,
    submission: Submission,
    recompute: Recompute | None = None,
    outcome: Any = None,
) -> Iterator[WriteRecord]:
    """Open one transaction on one patient's records.

    A write whose ``outcome`` is known beforehand saves a statement: booking it is the question
    whether it was booked before.

    Raises:
        Replayed: this write was done before; its outcome is the first answer.
        WriteReused: the write_id was used for other content.
    """
    record = WriteRecord(
        patient=patient, by=by, at=at, write_id=submission.write_id, outcome=outcome
    )
    try:
        with transaction.atomic():
            _lock(patient)
            if outcome is None:
                _answer_replay(patient, submission)
            write = _book(record, submission.digest) if outcome is not None else None
            yield record
            _keep_revisions(record, write or _book(record, submission.digest))
            if recompute is not None and record.days:
                recompute(patient, record.days)
    except (
        _Booked
    ) as booked:  # a refused statement ends its transaction, so the answer is read after
        _answer_replay(patient, submission)
        raise booked.__cause__ from None


def exactly_once[**P](action: Callable[P, uuid.UUID]) -> Callable[P, uuid.UUID]:
    """Let an action whose outcome is a row's id answer a replay with the id of the first time."""

    @wraps(action)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> uuid.UUID:
        try:
            return action(*args, **kwargs)
        except Replayed as replay:
            return uuid.UUID(replay.outcome)

    return wrapped


def _lock(patient: Patient) -> None:
    # This statement is the lock: one writer a patient until the end. A write that fails, and a
    # replay, takes the version back.
    if not Patient.objects.filter(pk=patient.pk).update(data_version=F("data_version") + 1):
        raise Patient.DoesNotExist(f"Patient {patient.pk} was erased.")


def _answer_replay(patient: Patient, submission: Submission) -> None:
    earlier = Write.objects.for_patient(patient).filter(write_id=submission.write_id).first()
    if earlier is None:
        return
    if earlier.digest != submission.digest:
        raise WriteReused("This form was already saved with other content.")
    raise Replayed(earlier.outcome)


def _book(record: WriteRecord, digest: str) -> Write:
    write = Write(
        patient=record.patient,
        write_id=record.write_id,
        digest=digest,
        outcome=_plain(record.outcome),
        by=record.by.pk if record.by else None,
        at=record.at,
    )
    try:
        write.save(force_insert=True)
    except IntegrityError as error:
        raise _Booked from error
    return write


def _keep_revisions(record: WriteRecord, write: Write) -> None:
    for revision in record.revisions:
        revision.write = write
    Revision.objects.bulk_create(record.revisions)


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))
