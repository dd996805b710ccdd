"""From what was said to rows: the columns of a session, its parts, and their correction."""

from __future__ import annotations

import datetime as dt
from typing import Any

from invertrack.care.actions import WriteRecord

from ..enums import Setting
from ..models import AFTER_RATING_LASTS, Hold, Session, SessionText, SideEffect, Trace, Vitals
from ..models.parts import SessionPart
from ..parts import Parts
from .values import Course, HoldValues, SessionValues

LATE_AFTER = dt.timedelta(hours=24)
GONE = ("deleted_at", "deleted_by_write")


def columns(values: SessionValues, *, at: dt.datetime) -> dict[str, Any]:
    """Return what a new session's own row holds."""
    session = Session(started_at=values.started_at, tz=values.tz)
    delay = None
    if values.pain_after is not None:
        delay = in_time((values.rated_at or at) - values.ended_at)
    return {
        "started_at": values.started_at,
        "ended_at": values.ended_at,
        "tz": values.tz,
        "local_date": session.started_local.date(),
        "duration_s": values.duration_s,
        "angle_deg": values.angle_deg,
        "angle_max_deg": values.angle_max_deg,
        "angle_source": values.angle_source,
        "pain_before": values.pain_before,
        "pain_after": values.pain_after,
        "pain_after_delay_s": delay,
        "has_stopped_early": values.has_stopped_early,
        "equipment": dict(values.equipment),
        "is_entered_late": at - values.ended_at > LATE_AFTER,
    }


def corrected_columns(
    session: Session, parts: Parts, values: SessionValues, at: dt.datetime
) -> dict[str, Any]:
    """Return what a session's own row holds after a correction; what no form asks stays."""
    said = columns(values, at=session.created_at) | _corrected_holds(session, parts, values)
    # Rest at level and pauses lie between start and end; the form asks for neither, so they stay.
    pauses = session.ended_at - session.started_at - dt.timedelta(seconds=session.duration_s)
    at_angle = dt.timedelta(seconds=said["duration_s"])
    said["started_at"] = values.ended_at - at_angle - pauses
    moved = said["started_at"] != session.started_at
    said["local_date"] = (
        said["started_at"].astimezone(session.zone).date() if moved else session.local_date
    )
    unasked = {name: session.equipment[name] for name in session.equipment if name not in Setting}
    said["equipment"] = unasked | said["equipment"]
    said["pain_after_delay_s"] = _corrected_delay(session, values, at)
    return said


def rows_of(values: SessionValues, *, at: dt.datetime, **known: Any) -> tuple[Session, Parts]:
    """Return a session and its parts as they are said, not saved; ``known`` is what nobody says."""
    # What no form asks stands beside the columns that a correction may change.
    measured = {"samples": values.samples, "rest_at_zero_s": values.rest_at_zero_s}
    session = Session(**columns(values, at=at), **measured, **known)
    return session, parts_from(values, session)


def parts_from(values: SessionValues, session: Session) -> Parts:
    """Return the parts of a session as they are said, not saved."""
    effects = []
    for code, severity in values.side_effects.items():
        course = values.courses.get(code, Course())
        row = SideEffect(session=session, code=code, severity=severity, **course._asdict())
        effects.append(row)
    return Parts(
        holds=[
            Hold(session=session, order=order, **hold._asdict())
            for order, hold in enumerate(values.holds, start=1)
        ],
        vitals=[
            Vitals(session=session, moment=moment, **said._asdict())
            for moment, said in values.vitals.items()
        ],
        effects=effects,
        texts=[SessionText(session=session, note=values.note)] if values.note else [],
    )


def traces(values: SessionValues, session: Session) -> list[Trace]:
    """Return the row of what a phone measured over time, none where it measured nothing."""
    said = values.trace
    if said is None:
        return []
    return [
        Trace(
            session=session,
            every_s=said.every_s,
            degrees=list(said.degrees),
            marks=list(said.marks),
        )
    ]


def correct_parts(record: WriteRecord, stored: Parts, said: Parts, day: dt.date) -> None:
    """Bring the parts to what is said now and keep what they said before.

    Two statements a kind at most: one for the rows that differ or went, one for those that came.
    """
    for old, new in zip(stored.kinds(), said.kinds(), strict=True):
        # Of a session with one hold, the session's own angle and time say it.
        is_told = not (old == stored.holds and len(old) == len(new) == 1)
        _correct_kind(record, old, new, day, is_told=is_told)


def holds_of(session: Session, parts: Parts) -> tuple[HoldValues, ...]:
    """Return the holds as a form shows them; a session that has no rows of them is one hold."""
    rows = tuple(HoldValues(hold.angle_deg, hold.seconds) for hold in parts.holds)
    return rows or (HoldValues(session.angle_deg, session.duration_s),)


def in_time(delay: dt.timedelta) -> int | None:
    """Return the delay of an after-pain in seconds, None where it is from memory."""
    # A device whose clock runs a little ahead rates "before the end": that is at once.
    return max(0, int(delay.total_seconds())) if delay <= AFTER_RATING_LASTS else None


def _corrected_holds(session: Session, parts: Parts, values: SessionValues) -> dict[str, int]:
    before, now = holds_of(session, parts), values.holds
    names = ("duration_s", "angle_deg", "angle_max_deg")
    if before == now:  # what was measured need not follow from the holds
        return {name: getattr(session, name) for name in names}
    steepest = values.angle_max_deg
    if [hold.angle_deg for hold in before] == [hold.angle_deg for hold in now]:
        steepest = max(steepest, session.angle_max_deg)
    return dict(zip(names, (values.duration_s, values.angle_deg, steepest), strict=True))


def _corrected_delay(session: Session, values: SessionValues, at: dt.datetime) -> int | None:
    if values.pain_after is None:
        return None
    if session.pain_after is None:
        return in_time(at - values.ended_at)
    if session.pain_after_delay_s is None:
        return None
    rated_at = session.ended_at + dt.timedelta(seconds=session.pain_after_delay_s)
    return in_time(rated_at - values.ended_at)


def _correct_kind(
    record: WriteRecord,
    stored: list[SessionPart],
    said: list[SessionPart],
    day: dt.date,
    *,
    is_told: bool,
) -> None:
    new = {row.key: row for row in said}
    changed, changes = [], []
    for row in stored:
        differing = _revise(record, row, new.pop(row.key, None))
        changes += [(row, *change) for change in differing]
        if differing:
            changed.append(row)
    for row in new.values():
        changes += [(row, name, None, getattr(row, name)) for name in row.SAID]
    record.update_all(changed, fields=[*changed[0].SAID, *GONE] if changed else [])
    record.create_all(list(new.values()))
    for row, name, *before_and_now in changes if is_told else ():
        before, now = (None if value == "" else value for value in before_and_now)
        if before != now:
            record.note(row, row.told_as(name), old=before, new=now, day=day)


def _revise(
    record: WriteRecord, row: SessionPart, now: SessionPart | None
) -> list[tuple[str, Any, Any]]:
    """Set on a stored row what is said now (None: it is no longer there); return what differs."""
    said = [(name, getattr(row, name), getattr(now, name, None)) for name in row.SAID]
    row.deleted_at = row.deleted_by_write = None
    if now is None:
        row.deleted_at, row.deleted_by_write = record.at, record.write_id
        return said
    differing = [change for change in said if change[1] != change[2]]
    for name, _, new in differing:
        setattr(row, name, new)
    return differing
