"""Writing answers to a questionnaire: kept, corrected, deleted, restored."""

from __future__ import annotations

import datetime as dt
import uuid
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from invertrack.care.actions import Submission, WriteRecord, exactly_once, find_deleted, writing
from invertrack.users.models import Patient, User

from .enums import Name
from .instruments import instrument
from .models import Activity, Completion
from .scoring import score


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One pass as the form gives it: answers by item, when, and on which clock.

    ``named`` are new activities with their scores (None: not rated), ``retired`` those that are left
    out from now on.
    """

    answers: dict[str, Any]
    at: dt.datetime
    tz: str
    named: tuple[tuple[str, int | None], ...] = ()
    retired: tuple[uuid.UUID, ...] = ()


@exactly_once
def complete(
    *,
    patient: Patient,
    name: Name,
    by: User,
    at: dt.datetime,
    submission: Submission,
    clean: Callable[[], Said],
) -> uuid.UUID:
    """Keep one pass through a questionnaire, with the activities that were named in it."""
    with writing(patient, by=by, at=at, submission=submission) as record:
        said, asked = clean(), instrument(name)
        local_date = said.at.astimezone(zoneinfo.ZoneInfo(said.tz)).date()
        answers = said.answers | _name_activities(record, said, local_date)
        completion = record.create(
            Completion(
                instrument=name,
                instrument_version=asked.version,
                at=said.at,
                tz=said.tz,
                local_date=local_date,
                answers=answers,
                score=score(asked, answers),
            )
        )
        _retire_activities(record, said)
        record.outcome = completion.id
    return completion.id


@exactly_once
def correct_completion(
    *,
    patient: Patient,
    completion_id: uuid.UUID,
    by: User,
    at: dt.datetime,
    submission: Submission,
    clean: Callable[[], Said],
) -> uuid.UUID:
    """Correct the answers of one pass and keep what they said before; when it was stays.

    Raises:
        RecordGone: it was deleted. StaleRecord: it changed since the form was opened.
    """
    with writing(patient, by=by, at=at, submission=submission) as record:
        completion = record.find(Completion, completion_id, submission.version)
        answers = clean().answers
        record.change(
            completion,
            day=completion.local_date,
            answers=answers,
            score=score(completion.asked, answers),
        )
        record.bump(completion)
        record.outcome = completion.id
    return completion.id


@exactly_once
def delete_completion(
    *, patient: Patient, completion_id: uuid.UUID, by: User, at: dt.datetime, submission: Submission
) -> uuid.UUID:
    """Delete one pass; it can be restored for ten minutes. Its activities stay named."""
    with writing(patient, by=by, at=at, submission=submission) as record:
        completion = record.find(Completion, completion_id, submission.version)
        record.remove(Completion.objects.filter(id=completion.id))
        record.outcome = completion.id
    return completion.id


@exactly_once
def restore_completion(
    *, patient: Patient, completion_id: uuid.UUID, by: User, at: dt.datetime, submission: Submission
) -> uuid.UUID:
    """Undo a delete of the last ten minutes.

    Raises:
        RecordGone: it was not deleted, or too long ago.
    """
    with writing(patient, by=by, at=at, submission=submission) as record:
        completion = find_deleted(Completion, patient, completion_id, at=at)
        record.restore_record(completion)
        record.outcome = completion.id
    return completion.id


def _name_activities(record: WriteRecord, said: Said, local_date: dt.date) -> dict[str, int | None]:
    """Make the activities that are new; one that another tab named meanwhile is the same one."""
    if not said.named:
        return {}
    live = Activity.objects.for_patient(record.patient).live().filter(retired_at=None)
    known = {row.name.casefold(): row for row in live}
    new = [
        Activity(name=name, local_date=local_date)
        for name, _ in said.named
        if name.casefold() not in known
    ]
    record.create_all(new)
    known |= {row.name.casefold(): row for row in new}
    return {str(known[name.casefold()].id): score for name, score in said.named}


def _retire_activities(record: WriteRecord, said: Said) -> None:
    if said.retired:
        live = Activity.objects.for_patient(record.patient).live()
        for row in live.filter(id__in=said.retired, retired_at=None):
            record.change(row, day=row.local_date, retired_at=record.at)
