"""Logging, completing, correcting, deleting and restoring a session."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

from django.utils.formats import date_format

from invertrack.care.access import own_access
from invertrack.care.actions import (
    Submission,
    WriteRecord,
    exactly_once,
    find_deleted,
    writing,
)
from invertrack.core.ids import uuid7
from invertrack.safety.actions import PAIN_RISE, return_session, tell_session, withdraw_session
from invertrack.users.models import Patient, User

from ..enums import Entered
from ..models import Hold, Session, SessionText, SideEffect, Vitals
from ..parts import parts_of
from ..rollups import recompute_days
from .rows import correct_parts, corrected_columns, in_time, parts_from, rows_of
from .values import SessionValues

MOST_PER_DAY = 8
PARTS = (Hold, Vitals, SideEffect, SessionText)


class DayFull(Exception):
    """More sessions on one local day than can be meant; the message is fit to show."""


@exactly_once
def log_session(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    submission: Submission,
    clean: Callable[[], SessionValues],
) -> uuid.UUID:
    """Log a session that happened and return its id; a replay returns the first one's.

    Raises:
        DayFull: the local day holds as many sessions as are accepted.
    """
    session_id = uuid7()
    with writing(
        patient,
        by=by,
        at=at,
        submission=submission,
        recompute=recompute_days,
        outcome=session_id,
    ) as record:
        session, parts = rows_of(clean(), at=at, id=session_id, entered=Entered.QUICK)
        _refuse_full_day(record, session.local_date)
        record.create(session)
        for rows in parts.kinds():
            record.create_all(rows)
        _conclude(record, session, parts.codes)
    return session_id


@exactly_once
def add_pain_after(
    *,
    patient: Patient,
    session_id: uuid.UUID,
    by: User,
    at: dt.datetime,
    submission: Submission,
    clean: Callable[[], int],
) -> uuid.UUID:
    """Complete a session with its after-pain; later than 30 minutes it counts as from memory."""
    with writing(
        patient,
        by=by,
        at=at,
        submission=submission,
        recompute=recompute_days,
        outcome=session_id,
    ) as record:
        session = record.find(Session, session_id, submission.version)
        record.change(
            session,
            day=session.local_date,
            pain_after=clean(),
            pain_after_delay_s=in_time(at - session.ended_at),
        )
        record.bump(session)
        _conclude(record, session, parts_of(own_access(patient), session).codes)
    return session_id


@exactly_once
def correct_session(
    *,
    patient: Patient,
    session_id: uuid.UUID,
    by: User,
    at: dt.datetime,
    submission: Submission,
    clean: Callable[[Session], SessionValues],
) -> uuid.UUID:
    """Correct a logged session and keep what it said before; ``clean`` gets it as it is stored.

    Raises:
        RecordGone: it was deleted. StaleRecord: it changed since the form was opened.
        DayFull: it would move to a day that is full.
    """
    with writing(
        patient,
        by=by,
        at=at,
        submission=submission,
        recompute=recompute_days,
        outcome=session_id,
    ) as record:
        session = record.find(Session, session_id, submission.version)
        values = clean(session)
        stored, said = parts_of(own_access(patient), session), parts_from(values, session)
        new = corrected_columns(session, stored, values, at)
        if new["local_date"] != session.local_date:
            _refuse_full_day(record, new["local_date"])
        record.touch(session.local_date)
        # What it said before belongs to the older of the two days, which a grant may leave out.
        day = min(session.local_date, new["local_date"])
        record.change(session, day=day, **new)
        correct_parts(record, stored, said, day)
        record.bump(session)
        _conclude(record, session, said.codes)
    return session_id


@exactly_once
def delete_session(
    *, patient: Patient, session_id: uuid.UUID, by: User, at: dt.datetime, submission: Submission
) -> uuid.UUID:
    """Delete a session with all that hangs on it; it can be restored for ten minutes."""
    with writing(
        patient,
        by=by,
        at=at,
        submission=submission,
        recompute=recompute_days,
        outcome=session_id,
    ) as record:
        session = record.find(Session, session_id, submission.version)
        record.remove(Session.objects.filter(id=session.id))
        for part in PARTS:
            record.remove(part.objects.filter(session_id=session.id))
        record.touch(session.local_date)
        withdraw_session(record, session_id=session.id)
    return session_id


@exactly_once
def restore_session(
    *, patient: Patient, session_id: uuid.UUID, by: User, at: dt.datetime, submission: Submission
) -> uuid.UUID:
    """Undo a delete of the last ten minutes: just the rows that it took.

    Raises:
        RecordGone: it was not deleted, or too long ago. DayFull: its day filled up meanwhile.
    """
    with writing(
        patient,
        by=by,
        at=at,
        submission=submission,
        recompute=recompute_days,
        outcome=session_id,
    ) as record:
        session = find_deleted(Session, patient, session_id, at=at)
        _refuse_full_day(record, session.local_date)
        for part in PARTS:
            rows = part.objects.filter(session_id=session.id)
            record.restore(rows, deleted_by_write=session.deleted_by_write)
        record.restore_record(session)
        record.touch(session.local_date)
        return_session(record, session_id=session.id)
    return session_id


def _refuse_full_day(record: WriteRecord, day: dt.date) -> None:
    logged = Session.objects.for_patient(record.patient).live().filter(local_date=day).count()
    if logged >= MOST_PER_DAY:
        raise DayFull(
            f"{date_format(day, 'MONTH_DAY_FORMAT')} already has {MOST_PER_DAY} sessions, the most a day can hold. "
            "Check the time, or correct one of them."
        )


def _conclude(record: WriteRecord, session: Session, codes: list[str]) -> None:
    record.touch(session.local_date)
    rise = None
    if session.pain_before is not None and session.pain_after is not None:
        rise = session.pain_after - session.pain_before
    tell_session(
        record,
        session_id=session.id,
        local_date=session.local_date,
        started_at=session.started_at,
        angle_deg=session.angle_deg,
        duration_s=session.duration_s,
        stop_items=codes,
        has_pain_risen=rise is not None and rise >= PAIN_RISE,
    )
