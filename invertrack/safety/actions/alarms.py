"""Raising alarms, confirming that they were read, and leaving them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable

from invertrack.care.actions import Submission, WriteRecord, exactly_once, writing
from invertrack.users.models import Patient, User

from ..enums import Level
from ..models import Alarm
from ..rollups import checked_at, cleared, latest_screening, open_alarms, recompute_state
from ..rules import AlarmValues
from ..state import leaves


@exactly_once
def read_alarms(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    submission: Submission,
    clean: Callable[[], dt.datetime],
) -> uuid.UUID:
    """Note that the person read what to do; sessions stay suspended until it was checked.

    ``clean`` returns when the page was shown: an emergency that came after that was not on it.
    """
    with writing(
        patient, by=by, at=at, submission=submission, outcome=submission.write_id
    ) as record:
        unread = Alarm.objects.for_patient(patient).filter(level=Level.EMERGENCY, read_at=None)
        unread.filter(at__lte=clean()).update(read_at=at)
        settle(record)
    return submission.write_id


def raise_alarms(
    record: WriteRecord,
    values: Iterable[AlarmValues],
    *,
    local_date: dt.date,
    session_id: uuid.UUID | None = None,
) -> list[Alarm]:
    """Keep alarms, each with what raised it and when."""
    alarms = [
        Alarm(
            patient=record.patient,
            kind=one.kind,
            level=one.level,
            item_ids=list(one.item_ids),
            session_id=session_id,
            local_date=local_date,
            at=record.at,
        )
        for one in values
    ]
    return Alarm.objects.bulk_create(alarms) if alarms else []


def settle(record: WriteRecord) -> None:
    """Leave the alarms that were checked after a screening that was passed, and store the state."""
    patient, at = record.patient, record.at
    waiting = [
        alarm
        for alarm in open_alarms(patient)
        if alarm.level != Level.EMERGENCY or alarm.read_at is not None
    ]
    if waiting:
        known = {
            "screening": latest_screening(patient),
            "checked_at": checked_at(patient),
            "cleared": cleared(patient),
        }
        over = [alarm.id for alarm in waiting if leaves(alarm.at, at=at, **known)]
        Alarm.objects.for_patient(patient).filter(id__in=over).update(left_at=at)
    recompute_state(patient, at=at)
