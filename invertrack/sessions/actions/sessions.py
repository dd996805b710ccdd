"""Logging, completing, correcting, deleting and restoring a session."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

from django.utils.formats import date_format

from invertrack.care.access import own_access
from invertrack.care.actions import (
    Submission,
    WriteRecord,
    exactly_once,
    find_deleted,
    writing,
)
from invertrack.care.records import HealthRecord
from invertrack.core.ids import uuid7
from invertrack.safety.actions import return_session, tell_session, withdraw_session
from invertrack.safety.queries import cap_at
from invertrack.users.models import Patient, User

from ..enums import Entered
from ..models import FollowUp, Hold, Session, SessionText, SideEffect, Trace, Vitals
from ..parts import parts_of
from ..rollups import recompute_days
from ..screen import exceeds, has_risen
from .follow_ups import move_follow_ups, plan_follow_ups
from .rows import correct_parts, corrected_columns, in_time, parts_from, rows_of, traces
from .values import SessionValues

MOST_PER_DAY = 8
PARTS = (Hold, Vitals, SideEffect, SessionText, FollowUp)
HELD_AGAINST_CAP = ("ended_at", "angle_max_deg", "duration_s")


class DayFull(Exception):
    """More sessions on one local day than can be meant; the message is fit to show."""


def _recompute_full(patient: Patient, days: Collection[dt.date]) -> None:
    """Bring the days in line, and take the write back that put too many sessions on one."""
    for day, sessions in recompute_days(patient, days).items():
        if sessions > MOST_PER_DAY:
            raise DayFull(
                f"{date_format(day, 'MONTH_DAY_FORMAT')} already has {MOST_PER_DAY} sessions, the most a day can hold. "
                "Check the time, or correct one of them."
            )


writing_days = partial(writing, recompute=recompute_days)
adding_to_days = partial(writing, recompute=_recompute_full)


@exactly_once
def log_session(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    submission: Submission,
    clean: Callable[[], SessionValues],
    record_id: uuid.UUID | None = None,
    entered: Entered = Entered.QUICK,
) -> uuid.UUID:
    """Log a session that happened and return its id; a replay returns the first one's.

    ``record_id`` is the id that a browser gave it; None makes one.

    Raises:
        DayFull: the local day holds as many sessions as are accepted.
        IdTaken: something else has the id.
    """
    session_id = record_id or uuid7()
    with adding_to_days(patient, by=by, at=at, submission=submission, outcome=session_id) as record:
        values = clean()
        session, parts = rows_of(values, at=at, id=session_id, entered=entered)
        session.is_over_cap = _is_over_cap(patient, vars(session), session)
        if record_id:
            record.create(session)
        else:  # its id is new: nobody can have deleted it
            record.create_all([session])
        for rows in (*parts.kinds(), traces(values, session)):
            record.create_all(rows)
        plan_follow_ups(record, session)
        _conclude(record, session, parts.codes, is_new=True)
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
    with writing_days(patient, by=by, at=at, submission=submission, outcome=session_id) as record:
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
    with adding_to_days(patient, by=by, at=at, submission=submission, outcome=session_id) as record:
        session = record.find(Session, session_id, submission.version)
        values = clean(session)
        stored, said = parts_of(own_access(patient), session), parts_from(values, session)
        new = corrected_columns(session, stored, values, at)
        if any(new[name] != getattr(session, name) for name in HELD_AGAINST_CAP):
            new["is_over_cap"] = _is_over_cap(patient, new, session)
        record.touch(session.local_date)
        has_moved = new["ended_at"] != session.ended_at
        # What it said before belongs to the older of the two days, which a grant may leave out.
        day = min(session.local_date, new["local_date"])
        record.change(session, day=day, **new)
        correct_parts(record, stored, said, day)
        record.bump(session)
        if has_moved:
            move_follow_ups(record, session)
        _conclude(record, session, said.codes)
    return session_id


@exactly_once
def delete_session(
    *, patient: Patient, session_id: uuid.UUID, by: User, at: dt.datetime, submission: Submission
) -> uuid.UUID:
    """Delete a session with all that hangs on it; it can be restored for ten minutes."""
    with writing_days(patient, by=by, at=at, submission=submission, outcome=session_id) as record:
        session = record.find(Session, session_id, submission.version)
        record.remove(Session.objects.filter(id=session.id))
        for part in _parts_there(session):
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
    with adding_to_days(patient, by=by, at=at, submission=submission, outcome=session_id) as record:
        session = find_deleted(Session, patient, session_id, at=at)
        for part in _parts_there(session):
            rows = part.objects.filter(session_id=session.id)
            record.restore(rows, deleted_by_write=session.deleted_by_write)
        record.restore_record(session)
        record.touch(session.local_date)
        return_session(record, session_id=session.id)
    return session_id


def _parts_there(session: Session) -> tuple[type[HealthRecord], ...]:
    """Return what may hang on a session; a trace only where something was measured."""
    return (*PARTS, Trace) if session.is_measured else PARTS


def _is_over_cap(patient: Patient, columns: Mapping[str, Any], session: Session) -> bool:
    # The cap of when it ended: of a quick log the start is only reckoned back from there.
    return exceeds(
        cap_at(own_access(patient), columns["ended_at"]),
        angle_deg=columns["angle_max_deg"],
        duration_s=columns["duration_s"],
        is_measured=session.is_measured,
    )


def _conclude(
    record: WriteRecord, session: Session, codes: list[str], *, is_new: bool = False
) -> None:
    record.touch(session.local_date)
    tell_session(
        record,
        session_id=session.id,
        is_new=is_new,
        local_date=session.local_date,
        started_at=session.started_at,
        angle_deg=session.angle_max_deg,  # what a step of the plan is held against
        duration_s=session.duration_s,
        is_measured=session.is_measured,
        stop_items=codes,
        has_pain_risen=has_risen(session.pain_before, session.pain_after),
    )
