"""Writing treatments: what was taken or done for the back, once or from a day on."""

from __future__ import annotations

import datetime as dt
import uuid
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from invertrack.care.actions import Submission, exactly_once, writing
from invertrack.users.models import Patient, User

from ..models import Treatment
from ..rollups import recompute_days
from .single import delete_row, restore_row


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatmentValues:
    """A treatment as the form gives it; ``tz`` is where the clock stood that was read."""

    name: str
    dose_text: str
    taken_at: dt.datetime
    tz: str
    has_changed: bool = False

    @property
    def columns(self) -> dict[str, Any]:
        """What is stored, the local date among it."""
        return {
            "name": self.name,
            "dose_text": self.dose_text,
            "taken_at": self.taken_at,
            "tz": self.tz,
            "has_changed": self.has_changed,
            "local_date": self.taken_at.astimezone(zoneinfo.ZoneInfo(self.tz)).date(),
        }


@exactly_once
def log_treatment(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    submission: Submission,
    clean: Callable[[], TreatmentValues],
) -> uuid.UUID:
    """Keep one treatment on the local day where it was taken."""
    with writing(patient, by=by, at=at, submission=submission, recompute=recompute_days) as record:
        treatment = record.create(Treatment(**clean().columns))
        record.touch(treatment.local_date)
        record.outcome = treatment.id
    return treatment.id


@exactly_once
def correct_treatment(
    *,
    patient: Patient,
    treatment_id: uuid.UUID,
    by: User,
    at: dt.datetime,
    submission: Submission,
    clean: Callable[[], TreatmentValues],
) -> uuid.UUID:
    """Correct a treatment and keep what it said before.

    Raises:
        RecordGone: it was deleted. StaleRecord: it changed since the form was opened.
    """
    with writing(patient, by=by, at=at, submission=submission, recompute=recompute_days) as record:
        treatment = record.find(Treatment, treatment_id, submission.version)
        columns = clean().columns
        record.touch(treatment.local_date, columns["local_date"])
        # What it said before belongs to the older of the two days, which a grant may leave out.
        record.change(treatment, day=min(treatment.local_date, columns["local_date"]), **columns)
        record.bump(treatment)
        record.outcome = treatment.id
    return treatment.id


@exactly_once
def delete_treatment(
    *, patient: Patient, treatment_id: uuid.UUID, by: User, at: dt.datetime, submission: Submission
) -> uuid.UUID:
    """Delete one treatment; it can be restored for ten minutes."""
    return delete_row(Treatment, treatment_id, patient=patient, by=by, at=at, submission=submission)


@exactly_once
def restore_treatment(
    *, patient: Patient, treatment_id: uuid.UUID, by: User, at: dt.datetime, submission: Submission
) -> uuid.UUID:
    """Undo a delete of the last ten minutes.

    Raises:
        RecordGone: it was not deleted, or too long ago.
    """
    return restore_row(
        Treatment, treatment_id, patient=patient, by=by, at=at, submission=submission
    )
