"""Clearing an answer: by a linked clinician for level stop, by the person's own word for level ask."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from invertrack.care.access import granted_access
from invertrack.care.actions import (
    RecordGone,
    RefusedWrite,
    Submission,
    exactly_once,
    log,
    writing,
)
from invertrack.care.enums import Scope
from invertrack.core.enums import Verb
from invertrack.core.ids import uuid7
from invertrack.users.models import Patient, User

from ..enums import Level
from ..lists import screening
from ..models import CHECKED, Alarm, Clearance
from .alarms import settle

# The last day of a clearance, counted from today: it ends with that day, within 180 days.
LONGEST_CLEARANCE_DAYS = 179


class NotYoursToClear(RefusedWrite):
    """An item that this person cannot clear."""

    status = 403


class ClearanceRefused(RefusedWrite):
    """A clearance whose days do not hold; forms refuse it before."""


@dataclass(frozen=True, slots=True)
class ClearanceValues:
    """What a clinician says: which item, the day of the talk, a note, and the last day it holds."""

    item_id: str
    dated: dt.date
    until: dt.date
    note: str = ""


@dataclass(frozen=True, slots=True)
class OwnConfirmation:
    """What the person says: which items they discussed (or CHECKED), and on which day."""

    item_ids: Sequence[str]
    dated: dt.date


@exactly_once
def clear_item(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    submission: Submission,
    clean: Callable[[], ClearanceValues],
) -> uuid.UUID:
    """Clear one item of level stop, or note that the person was checked, as a linked clinician.

    Raises:
        NoAccess: this clinician has no live grant. NotYoursToClear: sessions are not shared, or the
            item is the person's own to confirm.
    """
    clearance_id = uuid7()
    with writing(patient, by=by, at=at, submission=submission, outcome=clearance_id) as record:
        require_grant(patient, by, at)
        said = clean()
        if said.item_id != CHECKED and said.item_id not in _items(Level.STOP):
            raise NotYoursToClear("This answer is for the person to confirm.")
        row = _clearance(patient, said.item_id, dated=said.dated, until=said.until, at=at)
        row.id, row.by, row.note = clearance_id, by, said.note
        row.by_name = str(by.clinician)[:200]
        record.create(row)
        settle(record)
        verb = Verb.CHECKED if said.item_id == CHECKED else Verb.CLEARED
        log(verb, patient=patient, by=by, at=at, page="safety")
    return clearance_id


@exactly_once
def withdraw_clearance(
    *,
    patient: Patient,
    clearance_id: uuid.UUID,
    by: User,
    at: dt.datetime,
    submission: Submission,
) -> uuid.UUID:
    """Take back a clearance that this clinician gave.

    Raises:
        NoAccess: this clinician has no live grant. RecordGone: nothing of theirs to take back.
    """
    with writing(patient, by=by, at=at, submission=submission, outcome=clearance_id) as record:
        require_grant(patient, by, at)
        mine = Clearance.objects.for_patient(patient).live()
        mine = mine.filter(id=clearance_id, by=by, is_own=False, withdrawn_at=None)
        given = mine.first()
        if given is None:
            raise RecordGone("This clearance was taken back, or is not yours.")
        mine.update(withdrawn_at=at)
        if given.item_id == CHECKED:  # what was left on this check waits again, unless for another
            left = Alarm.objects.for_patient(patient).filter(at__lt=given.at, left_at__gte=given.at)
            left.update(left_at=None)
        settle(record)
        log(Verb.WITHDREW, patient=patient, by=by, at=at, page="safety")
    return clearance_id


@exactly_once
def confirm_items(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    submission: Submission,
    clean: Callable[[], OwnConfirmation],
) -> uuid.UUID:
    """Keep the person's own word that they discussed items of level ask, or were checked.

    Raises:
        NotYoursToClear: an item of level stop is among them.
    """
    with writing(
        patient, by=by, at=at, submission=submission, outcome=submission.write_id
    ) as record:
        said = clean()
        if set(said.item_ids) - _items(Level.ASK) - {CHECKED}:
            raise NotYoursToClear("Only a clinician whom you gave access here can clear this.")
        until = said.dated + dt.timedelta(days=LONGEST_CLEARANCE_DAYS)
        rows = [
            _clearance(patient, item_id, dated=said.dated, until=until, at=at)
            for item_id in said.item_ids
        ]
        for row in rows:
            row.by, row.by_name, row.is_own = by, str(patient)[:200], True
        record.create_all(rows)
        settle(record)
    return submission.write_id


def _clearance(
    patient: Patient, item_id: str, *, dated: dt.date, until: dt.date, at: dt.datetime
) -> Clearance:
    """Return a clearance that holds to the end of its last day, by the person's clock.

    Raises:
        ClearanceRefused: it would last too long, or is of a day that has not come.
    """
    today = patient.today(at)
    if dated > today or not today <= until <= today + dt.timedelta(days=LONGEST_CLEARANCE_DAYS):
        raise ClearanceRefused("A clearance is of today or before, and ends within 180 days.")
    end = dt.datetime.combine(until + dt.timedelta(days=1), dt.time.min, tzinfo=patient.zone)
    return Clearance(
        patient=patient,
        item_id=item_id,
        is_own=False,
        dated=dated,
        local_date=patient.today(at),
        at=at,
        valid_until=end.astimezone(dt.UTC),
    )


def require_grant(patient: Patient, by: User, at: dt.datetime) -> None:
    """Refuse a clinician without a live grant of sessions; asked under the lock, it may have ended."""
    access = granted_access(to=by, patient_id=patient.pk, at=at)
    if not access.opens(Scope.SESSIONS):
        raise NotYoursToClear(
            "Sessions are not shared with you, and so neither is what is about their safety."
        )


def _items(level: Level) -> set[str]:
    return {item.id for item in screening().items if item.level == level}
