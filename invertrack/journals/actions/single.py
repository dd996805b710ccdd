"""Deleting a row on which nothing hangs, and undoing that: ratings and treatments."""

from __future__ import annotations

import datetime as dt
import uuid

from invertrack.care.actions import Submission, find_deleted, writing
from invertrack.care.records import VersionedRecord
from invertrack.users.models import Patient, User

from ..rollups import recompute_days


def delete_row(
    model: type[VersionedRecord],
    row_id: uuid.UUID,
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    submission: Submission,
) -> uuid.UUID:
    """Delete one row of a day; it can be restored for ten minutes."""
    with writing(patient, by=by, at=at, submission=submission, recompute=recompute_days) as record:
        row = record.find(model, row_id, submission.version)
        record.remove(model.objects.filter(id=row.id))
        record.touch(row.local_date)
        record.outcome = row.id
    return row.id


def restore_row(
    model: type[VersionedRecord],
    row_id: uuid.UUID,
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    submission: Submission,
) -> uuid.UUID:
    """Undo a delete of the last ten minutes.

    Raises:
        RecordGone: it was not deleted, or too long ago.
    """
    with writing(patient, by=by, at=at, submission=submission, recompute=recompute_days) as record:
        row = find_deleted(model, patient, row_id, at=at)
        record.restore_record(row)
        record.touch(row.local_date)
        record.outcome = row.id
    return row.id
