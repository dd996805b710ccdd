"""What a person decides about their insights."""

from __future__ import annotations

import datetime as dt
import uuid

from invertrack.care.actions import Submission, exactly_once, writing
from invertrack.core.ids import uuid7
from invertrack.users.models import Patient, User

from .enums import Question
from .models import PrimaryQuestion


@exactly_once
def choose_question(
    *, patient: Patient, by: User, at: dt.datetime, submission: Submission, question: Question
) -> uuid.UUID:
    """Make a question the primary one from this day on; earlier choices stay in the book."""
    with writing(patient, by=by, at=at, submission=submission) as record:
        row = PrimaryQuestion(
            id=uuid7(),
            patient=patient,
            question=question,
            chosen_at=at,
            chosen_on=patient.today(at),
        )
        row.save(force_insert=True)
        record.outcome = row.id
    return row.id
