"""From simulated sessions to the rows that logging them would have left."""

from __future__ import annotations

import datetime as dt

from invertrack.analysis.life import Life
from invertrack.analysis.life import Session as Told
from invertrack.safety.actions import PAIN_RISE
from invertrack.safety.models import SafetyFact
from invertrack.sessions.actions import LATE_AFTER
from invertrack.sessions.enums import AngleSource
from invertrack.sessions.models import AFTER_RATING_LASTS, Session

from .book import Book
from .live import tell_live
from .session_parts import Ways, holds, tell_parts

FROM_MEMORY, LATE, CORRECTED, COMPLETED = 0.04, 0.015, 0.02, 0.3
TABLES_WITH_MARKS = 0.7


def tell_sessions(book: Book, life: Life) -> None:
    """Add every session that has been logged by now, with all that hangs on it."""
    has_marks = book.person.is_lead or book.happens(TABLES_WITH_MARKS)
    source = AngleSource.MARK if has_marks else AngleSource.GUESS
    ways = Ways.of(book)
    for told in life.sessions:
        ended, logged = _when(book, told)
        if book.calendar.is_lost(told.day) or not book.calendar.has_come(logged):
            continue
        held = holds(book, told, ways)
        session = _session(book, told, ended=ended, logged=logged, source=source)
        book.lived[session.id] = told
        session.angle_max_deg = max(angle_deg for angle_deg, _ in held)
        session.equipment = ways.settings
        tell_live(book, told, session, held)
        tell_parts(book, told, session, ways, held)
        told_at = _corrections(book, session)
        _fact(book, session, told, told_at)


def _when(book: Book, told: Told) -> tuple[dt.datetime, dt.datetime]:
    """Return when the person was level again and when they logged it: mostly within minutes."""
    calendar = book.calendar
    started = calendar.instant(told.day, told.minute, book.between(0, 59))
    ended = started + dt.timedelta(seconds=told.duration_s)
    soon, hours = dt.timedelta(seconds=book.between(12, 540)), book.between(1, 5)
    chance = book.rng.random()
    if not calendar.is_settled(told.day) or chance > FROM_MEMORY + LATE:
        return ended, ended + soon
    if chance > LATE:
        return ended, ended + dt.timedelta(hours=hours) + soon
    return ended, ended + LATE_AFTER + dt.timedelta(hours=hours) + soon


def _session(
    book: Book, told: Told, *, ended: dt.datetime, logged: dt.datetime, source: str
) -> Session:
    delay = logged - ended
    is_in_time = told.pain_after is not None and delay <= AFTER_RATING_LASTS
    return book.add(
        Session,
        logged,
        told.day,
        told.minute,
        created_at=logged,
        started_at=ended - dt.timedelta(seconds=told.duration_s),
        ended_at=ended,
        tz=book.calendar.zone(told.day).key,
        local_date=book.calendar.date(told.day),
        duration_s=told.duration_s,
        angle_deg=told.angle_deg,
        angle_max_deg=told.angle_deg,
        angle_source=source,
        pain_before=told.pain_before,
        pain_after=told.pain_after,
        pain_after_delay_s=int(delay.total_seconds()) if is_in_time else None,
        has_stopped_early=told.stopped_early,
        is_entered_late=delay > LATE_AFTER,
    )


def _corrections(book: Book, session: Session) -> dt.datetime:
    """Add a score that was mistyped first or remembered later; return when the row was last written."""
    name, share = book.pick(["pain_before", "pain_after"]), CORRECTED
    at = session.created_at + dt.timedelta(minutes=book.between(4, 150))
    if session.pain_after is None:
        name, share, at = "pain_after", COMPLETED, at + AFTER_RATING_LASTS
    if not book.happens(share) or not book.calendar.has_come(at):
        return session.created_at
    old = None
    if session.pain_after is None:
        session.pain_after = min(10, max(0, session.pain_before - book.between(-1, 2)))
    else:
        old = book.mistyped(getattr(session, name))
    book.correct(session, name, old=old, at=at, day=session.local_date)
    return at


def _fact(book: Book, session: Session, told: Told, told_at: dt.datetime) -> None:
    has_after = session.pain_after is not None
    book.add(
        SafetyFact,
        session.created_at,
        session.id,
        session_id=session.id,
        local_date=session.local_date,
        started_at=session.started_at,
        angle_deg=session.angle_max_deg,
        duration_s=session.duration_s,
        is_measured=session.is_measured,
        stop_items=[effect.code for effect in told.side_effects],
        has_pain_risen=has_after and session.pain_after - session.pain_before >= PAIN_RISE,
        told_at=told_at,
    )
