"""Pain after the demo people's sessions: what was asked later on, and what of it was answered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from invertrack.analysis.life import Life
from invertrack.analysis.simulation import pain_later
from invertrack.care.actions import Submission
from invertrack.care.models import Write
from invertrack.sessions.enums import FollowUpKind
from invertrack.sessions.follow_ups import WINDOWS, closes_at, counts_until, due_times
from invertrack.sessions.models import FollowUp, Session, SessionSettings

from .book import Book

ANSWERED: Final = {
    FollowUpKind.MINUTES_30: 0.64,
    FollowUpKind.HOURS_2: 0.58,
    FollowUpKind.NEXT_MORNING: 0.58,
}
LATE, LONGEST_LATE = 0.1, dt.timedelta(hours=7)
AWAKE: Final = range(6, 24)  # hours of the person's clock
MORNINGS: Final = (dt.time(6, 30), dt.time(7), dt.time(7, 30), dt.time(8, 15))
SETS_OTHERWISE, ASKS_NOT_AFTER_2_HOURS = 0.4, 0.15
BOOKED_FOR = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Answer:
    """When a question was answered, and with which score."""

    at: dt.datetime
    pain: int


def tell_follow_ups(book: Book, life: Life) -> None:
    """Add what each session asked by now, with the answers; what was not answered stays so."""
    if not life.sessions:
        return
    settings = _settings(book)
    asked = [
        (session, kind, due_at, _answer(book, life, session, kind, due_at))
        for session in book.rows[Session]
        for kind, due_at in due_times(
            session.ended_at,
            zone=session.zone,
            morning_at=settings.morning_at,
            kinds=list(FollowUpKind),
        ).items()
    ]
    planned = [
        one
        for one in asked
        if one[1] in settings.kinds and one[0].created_at < counts_until(one[1], one[2])
    ]
    # Sessions of one day share their next morning: one question, answered for all of them.
    shared = {(kind, due_at): answer for _, kind, due_at, answer in planned if answer}
    for session, kind, due_at, _ in planned:
        _ask(book, session, kind, due_at, shared.get((kind, due_at)))


def _settings(book: Book) -> SessionSettings:
    chosen = {"morning_at": dt.time(7), "asks_2h": True}
    if not book.person.is_lead:
        chosen = {
            "morning_at": book.pick(MORNINGS) if book.happens(SETS_OTHERWISE) else dt.time(7, 30),
            "asks_2h": not book.happens(ASKS_NOT_AFTER_2_HOURS),
        }
    return book.add(SessionSettings, book.patient.created_at, **chosen)


def _answer(
    book: Book, life: Life, session: Session, kind: FollowUpKind, due_at: dt.datetime
) -> Answer | None:
    """Draw an answer. However late it is told, each question uses up as much chance."""
    is_given, is_late = book.happens(ANSWERED[kind]), book.happens(LATE)
    part, is_early = book.rng.random(), book.happens(0.15)
    window = WINDOWS[kind]
    if is_late:
        at = counts_until(kind, due_at) + dt.timedelta(minutes=1) + LONGEST_LATE * part
    elif is_early:
        at = due_at - window.before * part
    else:
        at = due_at + window.after * part**2
    at = at.replace(microsecond=0)
    minutes = (at - session.ended_at).total_seconds() / 60
    pain = pain_later(life, book.lived[session.id], minutes=max(0.0, minutes), rng=book.rng)
    is_awake = at.astimezone(session.zone).hour in AWAKE
    is_open = session.created_at < at <= closes_at(due_at) and book.calendar.has_come(at)
    return Answer(at, pain) if is_given and is_awake and is_open else None


def _ask(
    book: Book,
    session: Session,
    kind: FollowUpKind,
    due_at: dt.datetime,
    answer: Answer | None,
) -> None:
    asked = book.add(
        FollowUp,
        session.created_at,
        session.id,
        kind,
        session_id=session.id,
        kind=kind,
        due_at=due_at,
        created_at=session.created_at,
    )
    if answer is None:
        return
    asked.answered_at, asked.pain, asked.version = answer.at, answer.pain, 2
    if answer.at > book.calendar.end - BOOKED_FOR:
        _book_write(book, asked, answer)


def _book_write(book: Book, asked: FollowUp, answer: Answer) -> None:
    """Lately answered: who writes nothing for weeks is not asked any more."""
    form = book.key(answer.at, "form", asked.id)
    book.add(
        Write,
        answer.at,
        asked.id,
        write_id=form,
        digest=Submission.of({"pain": answer.pain}, write_id=form).digest,
        outcome=str(asked.id),
        by=book.patient.user_id,
        at=answer.at,
    )
