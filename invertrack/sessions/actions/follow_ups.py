"""Planning, answering, correcting and taking back later pain.

Next mornings of several sessions that fall on one instant are one question to the person: what is
said of one of them is said of all.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection
from functools import partial

from invertrack.care.actions import (
    RefusedWrite,
    Submission,
    WriteRecord,
    exactly_once,
    find_live,
    writing,
)
from invertrack.users.models import Patient, User

from ..enums import FollowUpKind
from ..follow_ups import closes_at, counts_until, due_times, opens_at
from ..models import FollowUp, Session, SessionSettings
from ..queries import settings_of
from ..rollups import recompute_days

ANSWER = ("pain", "answered_at", "version")


class AnsweredAlready(RefusedWrite):
    """Another write answered the question; what it said stays."""

    def __init__(self) -> None:
        super().__init__("This question was answered already. What was answered stays.")


class QuestionClosed(RefusedWrite):
    """The question is not open yet, or not any more."""

    status = 410

    def __init__(self) -> None:
        super().__init__("This question can be answered from about its time until a day after it.")


class NotAnswered(RefusedWrite):
    """There is no answer to change."""

    def __init__(self) -> None:
        super().__init__("This question has no answer. It was taken back meanwhile.")


writing_days = partial(writing, recompute=recompute_days)


@exactly_once
def answer_follow_up(
    *,
    patient: Patient,
    follow_up_id: uuid.UUID,
    by: User | None,
    at: dt.datetime,
    submission: Submission,
    clean: Callable[[], int],
    answered_at: dt.datetime | None = None,
) -> uuid.UUID:
    """Keep pain right now as the answer to a question, and to those asked at the same moment.

    ``by`` is None where a signed link answers; ``answered_at`` is when it was tapped, if not now.

    Raises:
        AnsweredAlready: another write answered it. QuestionClosed: it is not open.
        RecordGone: it was deleted with its session. NoAccess: no such question.
    """
    with writing_days(patient, by=by, at=at, submission=submission, outcome=follow_up_id) as record:
        asked = find_live(FollowUp, patient, follow_up_id)
        if asked.answered_at is not None:
            raise AnsweredAlready
        opens, moment = opens_at(asked.kind, asked.due_at), answered_at or at
        if moment < opens:  # a device's clock that is behind names a time when nothing was asked
            moment = at
        if not opens <= moment <= closes_at(asked.due_at):
            raise QuestionClosed
        _answer(record, _of_one_moment(asked), pain=clean(), answered_at=moment)
    return follow_up_id


@exactly_once
def correct_follow_up(
    *,
    patient: Patient,
    follow_up_id: uuid.UUID,
    by: User,
    at: dt.datetime,
    submission: Submission,
    clean: Callable[[], int],
) -> uuid.UUID:
    """Correct the score of an answer, with the version that was seen; when it was given stays.

    Raises:
        StaleRecord: it changed meanwhile. NotAnswered: it was taken back.
    """
    with writing_days(patient, by=by, at=at, submission=submission, outcome=follow_up_id) as record:
        answered = _find_answered(record, follow_up_id, submission.version)
        _answer(
            record,
            _of_one_moment(answered),
            pain=clean(),
            answered_at=answered.answered_at,
        )
    return follow_up_id


@exactly_once
def withdraw_follow_up(
    *, patient: Patient, follow_up_id: uuid.UUID, by: User, at: dt.datetime, submission: Submission
) -> uuid.UUID:
    """Take an answer back: the question is unanswered again, which is not zero.

    Raises:
        StaleRecord: it changed meanwhile. NotAnswered: it was taken back already.
    """
    with writing_days(patient, by=by, at=at, submission=submission, outcome=follow_up_id) as record:
        answered = _find_answered(record, follow_up_id, submission.version)
        _answer(record, _of_one_moment(answered), pain=None, answered_at=None)
    return follow_up_id


def choose_follow_ups(
    *, patient: Patient, kinds: Collection[FollowUpKind], morning_at: dt.time
) -> None:
    """Choose which questions sessions plan from now on, and when the next morning begins."""
    chosen = SessionSettings(
        patient=patient,
        asks_30min=FollowUpKind.MINUTES_30 in kinds,
        asks_2h=FollowUpKind.HOURS_2 in kinds,
        asks_next_morning=FollowUpKind.NEXT_MORNING in kinds,
        morning_at=morning_at,
    )
    SessionSettings.objects.bulk_create(
        [chosen],
        update_conflicts=True,
        unique_fields=["patient"],
        update_fields=["asks_30min", "asks_2h", "asks_next_morning", "morning_at"],
    )


def plan_follow_ups(record: WriteRecord, session: Session) -> None:
    """Plan a new session's questions, but for those whose time has passed: two statements."""
    _plan(record, session, settings_of(record.patient), known=())


def move_follow_ups(record: WriteRecord, session: Session) -> None:
    """Plan a session's questions by its corrected end: those there are move, answers stay."""
    settings = settings_of(record.patient)
    rows = list(FollowUp.objects.for_patient(record.patient).live().filter(session=session))
    due = _due(session, settings, kinds=FollowUpKind)
    for row in rows:
        row.due_at = due[row.kind]
        row.version += 1
    record.update_all(rows, fields=["due_at", "version"])
    _plan(record, session, settings, known={row.kind for row in rows})


def _plan(
    record: WriteRecord, session: Session, settings: SessionSettings, *, known: Collection[str]
) -> None:
    due = _due(session, settings, kinds=settings.kinds)
    record.create_all(
        [
            FollowUp(session=session, kind=kind, due_at=due_at)
            for kind, due_at in due.items()
            if kind not in known and record.at < counts_until(kind, due_at)
        ]
    )


def _due(
    session: Session, settings: SessionSettings, *, kinds: Collection[FollowUpKind]
) -> dict[FollowUpKind, dt.datetime]:
    return due_times(
        session.ended_at, zone=session.zone, morning_at=settings.morning_at, kinds=kinds
    )


def _find_answered(record: WriteRecord, follow_up_id: uuid.UUID, version: int | None) -> FollowUp:
    row = record.find(FollowUp, follow_up_id, version)
    if row.answered_at is None:
        raise NotAnswered
    return row


def _of_one_moment(asked: FollowUp) -> list[FollowUp]:
    """Return the question and those that were asked, and answered if they were, together with it."""
    rows = FollowUp.objects.for_patient(asked.patient_id).live().select_related("session")
    if asked.kind != FollowUpKind.NEXT_MORNING:
        return list(rows.filter(id=asked.id))
    return list(rows.filter(kind=asked.kind, due_at=asked.due_at, answered_at=asked.answered_at))


def _answer(
    record: WriteRecord, rows: list[FollowUp], *, pain: int | None, answered_at: dt.datetime | None
) -> None:
    for row in rows:
        day = row.session.local_date
        if row.pain != pain:
            record.note(row, f"{row.kind}.pain", old=row.pain, new=pain, day=day)
        row.pain, row.answered_at = pain, answered_at
        row.version += 1
        record.touch(day)
    record.update_all(rows, fields=ANSWER)
