"""Logging, completing, correcting, deleting and restoring a session."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from invertrack.care.actions import (
    Submission,
    WriteRecord,
    exactly_once,
    find_deleted,
    writing,
)
from invertrack.safety.actions import PAIN_RISE, tell_session, withdraw_session
from invertrack.users.models import Patient, User

from .enums import AngleSource, Entered
from .models import AFTER_RATING_LASTS, Hold, Session, SessionText, SideEffect, Vitals
from .rollups import recompute_days

MOST_PER_DAY = 8
LATE_AFTER = dt.timedelta(hours=24)
PARTS = (Hold, Vitals, SideEffect, SessionText)


class DayFull(Exception):
    """More sessions on one local day than can be meant; the message is fit to show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionValues:
    """What a person says of a session, cleaned: degrees, seconds, NRS 0-10, an end with its zone."""

    ended_at: dt.datetime
    tz: str
    angle_deg: int
    duration_s: int
    pain_before: int | None
    pain_after: int | None
    angle_source: str = AngleSource.GUESS
    has_stopped_early: bool = False
    side_effects: Mapping[str, int] = field(default_factory=dict)
    note: str = ""
    rated_at: dt.datetime | None = None  # when after-pain was given; None: as this is written

    @property
    def started_at(self) -> dt.datetime:
        """When it began, as far as a duration tells."""
        return self.ended_at - dt.timedelta(seconds=self.duration_s)


type Clean = Callable[[], SessionValues]


@exactly_once
def log_session(
    *, patient: Patient, by: User, at: dt.datetime, submission: Submission, clean: Clean
) -> uuid.UUID:
    """Log a session that happened and return its id; a replay returns the first one's.

    Raises:
        DayFull: the local day holds as many sessions as are accepted.
    """
    with writing(patient, by=by, at=at, submission=submission, recompute=recompute_days) as record:
        values = clean()
        session = Session(entered=Entered.QUICK, **_columns(values, at=at))
        session.pain_after_delay_s = _delay(values, at)
        _refuse_full_day(record, session.local_date)
        record.create(session)
        record.create_all(
            [Hold(session=session, order=1, angle_deg=values.angle_deg, seconds=values.duration_s)]
        )
        record.create_all(
            [
                SideEffect(session=session, code=code, severity=severity)
                for code, severity in values.side_effects.items()
            ]
        )
        if values.note:
            record.create_all([SessionText(session=session, note=values.note)])
        _conclude(record, session, list(values.side_effects))
        record.outcome = session.id
    return session.id


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
    with writing(patient, by=by, at=at, submission=submission, recompute=recompute_days) as record:
        session = record.find(Session, session_id, submission.version)
        delay = at - session.ended_at
        record.change(
            session,
            day=session.local_date,
            pain_after=clean(),
            pain_after_delay_s=_in_time(delay),
        )
        record.bump(session)
        _conclude(record, session, _codes(record, session))
        record.outcome = session.id
    return session.id


@exactly_once
def correct_session(
    *,
    patient: Patient,
    session_id: uuid.UUID,
    by: User,
    at: dt.datetime,
    submission: Submission,
    clean: Clean,
) -> uuid.UUID:
    """Correct a logged session and keep what it said before.

    Raises:
        RecordGone: it was deleted. StaleRecord: it changed since the form was opened.
        DayFull: it would move to a day that is full.
    """
    with writing(patient, by=by, at=at, submission=submission, recompute=recompute_days) as record:
        session = record.find(Session, session_id, submission.version)
        values = clean()
        columns = _corrections(session, values, at)
        if columns["local_date"] != session.local_date:
            _refuse_full_day(record, columns["local_date"])
        record.touch(session.local_date)
        # What it said before belongs to the older of the two days, which a grant may leave out.
        day = min(session.local_date, columns["local_date"])
        if (values.angle_deg, values.duration_s) != (session.angle_deg, session.duration_s):
            _correct_hold(record, session, values, day)
        record.change(session, day=day, **columns)
        _correct_side_effects(record, session, values.side_effects, day)
        record.write_text(SessionText, values.note, day=day, session=session)
        record.bump(session)
        _conclude(record, session, list(values.side_effects))
        record.outcome = session.id
    return session.id


@exactly_once
def delete_session(
    *, patient: Patient, session_id: uuid.UUID, by: User, at: dt.datetime, submission: Submission
) -> uuid.UUID:
    """Delete a session with all that hangs on it; it can be restored for ten minutes."""
    with writing(patient, by=by, at=at, submission=submission, recompute=recompute_days) as record:
        session = record.find(Session, session_id, submission.version)
        record.remove(Session.objects.filter(id=session.id))
        for part in PARTS:
            record.remove(part.objects.filter(session_id=session.id))
        record.touch(session.local_date)
        withdraw_session(record, session_id=session.id)
        record.outcome = session.id
    return session.id


@exactly_once
def restore_session(
    *, patient: Patient, session_id: uuid.UUID, by: User, at: dt.datetime, submission: Submission
) -> uuid.UUID:
    """Undo a delete of the last ten minutes: just the rows that it took.

    Raises:
        RecordGone: it was not deleted, or too long ago. DayFull: its day filled up meanwhile.
    """
    with writing(patient, by=by, at=at, submission=submission, recompute=recompute_days) as record:
        session = find_deleted(Session, patient, session_id, at=at)
        _refuse_full_day(record, session.local_date)
        for model, link in ((Session, "id"), *((part, "session_id") for part in PARTS)):
            rows = model.objects.filter(**{link: session.id})
            record.restore(rows, deleted_by_write=session.deleted_by_write)
        record.bump(session)
        _conclude(record, session, _codes(record, session))
        record.outcome = session.id
    return session.id


def _columns(values: SessionValues, *, at: dt.datetime) -> dict[str, Any]:
    session = Session(started_at=values.started_at, tz=values.tz)
    return {
        "started_at": values.started_at,
        "ended_at": values.ended_at,
        "tz": values.tz,
        "local_date": session.started_local.date(),
        "duration_s": values.duration_s,
        "angle_deg": values.angle_deg,
        "angle_max_deg": values.angle_deg,
        "angle_source": values.angle_source,
        "pain_before": values.pain_before,
        "pain_after": values.pain_after,
        "has_stopped_early": values.has_stopped_early,
        "is_entered_late": at - values.ended_at > LATE_AFTER,
    }


def _corrections(session: Session, values: SessionValues, at: dt.datetime) -> dict[str, Any]:
    columns = _columns(values, at=session.created_at)
    # Rest at level and pauses lie between start and end; the form asks for neither, so they stay.
    pauses = session.ended_at - session.started_at - dt.timedelta(seconds=session.duration_s)
    columns["started_at"] = values.started_at - pauses
    moved = columns["started_at"] != session.started_at
    columns["local_date"] = (
        columns["started_at"].astimezone(session.zone).date() if moved else session.local_date
    )
    if values.angle_deg == session.angle_deg:
        columns["angle_max_deg"] = session.angle_max_deg
    columns["pain_after_delay_s"] = _corrected_delay(session, values, at)
    return columns


def _in_time(delay: dt.timedelta) -> int | None:
    # A device whose clock runs a little ahead rates "before the end": that is at once.
    return max(0, int(delay.total_seconds())) if delay <= AFTER_RATING_LASTS else None


def _delay(values: SessionValues, at: dt.datetime) -> int | None:
    return (
        None if values.pain_after is None else _in_time((values.rated_at or at) - values.ended_at)
    )


def _corrected_delay(session: Session, values: SessionValues, at: dt.datetime) -> int | None:
    if values.pain_after is None:
        return None
    if session.pain_after is None:
        return _in_time(at - values.ended_at)
    if session.pain_after_delay_s is None:
        return None
    rated_at = session.ended_at + dt.timedelta(seconds=session.pain_after_delay_s)
    return _in_time(rated_at - values.ended_at)


def _refuse_full_day(record: WriteRecord, day: dt.date) -> None:
    logged = Session.objects.for_patient(record.patient).live().filter(local_date=day).count()
    if logged >= MOST_PER_DAY:
        raise DayFull(
            f"{day:%-d %B} already has {MOST_PER_DAY} sessions, the most a day can hold. "
            "Check the time, or correct one of them."
        )


def _codes(record: WriteRecord, session: Session) -> list[str]:
    effects = SideEffect.objects.for_patient(record.patient).live().filter(session_id=session.id)
    return list(effects.order_by("code").values_list("code", flat=True))


def _correct_hold(
    record: WriteRecord, session: Session, values: SessionValues, day: dt.date
) -> None:
    holds = list(Hold.objects.for_patient(record.patient).live().filter(session_id=session.id))
    if len(holds) == 1:
        record.change(holds[0], day=day, angle_deg=values.angle_deg, seconds=values.duration_s)


def _correct_side_effects(
    record: WriteRecord, session: Session, severities: Mapping[str, int], day: dt.date
) -> None:
    live = SideEffect.objects.for_patient(record.patient).live().filter(session_id=session.id)
    known = {effect.code: effect for effect in live}
    for code, effect in known.items():
        if code in severities:
            record.change(effect, day=day, severity=severities[code])
        else:
            record.note(effect, code, old=effect.severity, new=None, day=day)
            record.remove(live.filter(id=effect.id))
    new = [
        SideEffect(session=session, code=code, severity=severity)
        for code, severity in severities.items()
        if code not in known
    ]
    record.create_all(new)
    for effect in new:
        record.note(effect, effect.code, old=None, new=effect.severity, day=day)


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
