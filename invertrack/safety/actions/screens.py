"""Keeping what a person answered to a list, every item of it, with its version and time."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping

from invertrack.care.access import own_access
from invertrack.care.actions import RefusedWrite, Submission, WriteRecord, exactly_once, writing
from invertrack.core.ids import uuid7
from invertrack.users.models import Patient, User

from ..enums import ListName, Reply
from ..lists import item_list, red_flags
from ..models import Answer, Screen
from ..queries import known_flags, latest, safety
from ..rules import of_red_flags
from ..screen import missing
from .alarms import raise_alarms, settle

type Replies = Mapping[str, Reply]


class CannotRepeat(RefusedWrite):
    """The answers of last time cannot be given again as they are."""


@exactly_once
def keep_screening(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    submission: Submission,
    clean: Callable[[], Replies],
) -> uuid.UUID:
    """Keep a pass through the screening; the state follows from it."""
    screen_id = uuid7()
    with writing(patient, by=by, at=at, submission=submission, outcome=screen_id) as record:
        _keep(record, ListName.SCREENING, clean(), screen_id)
        settle(record)
    return screen_id


@exactly_once
def repeat_screening(
    *, patient: Patient, by: User, at: dt.datetime, submission: Submission
) -> uuid.UUID:
    """Give the answers of last time again, today, where nothing but their age asks for it.

    Raises:
        CannotRepeat: there are none, the list changed, or something else asks for new answers.
    """
    screen_id, access = uuid7(), own_access(patient)
    with writing(patient, by=by, at=at, submission=submission, outcome=screen_id) as record:
        now, before = safety(access, at), latest(access, ListName.SCREENING)
        if before is None or not now.standing.can_screen_again:
            raise CannotRepeat("Answer the safety questions anew; last time's do not hold.")
        _keep(record, ListName.SCREENING, before.replies, screen_id)
        settle(record)
    return screen_id


@exactly_once
def keep_red_flags(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    submission: Submission,
    clean: Callable[[], Replies],
) -> uuid.UUID:
    """Keep a pass through the red flags; what is new in it raises an alarm."""
    screen_id = uuid7()
    with writing(patient, by=by, at=at, submission=submission, outcome=screen_id) as record:
        replies = clean()
        alarm = of_red_flags(replies, known_flags(own_access(patient)), red_flags())
        screen = _keep(record, ListName.RED_FLAGS, replies, screen_id)
        raise_alarms(record, [alarm] if alarm else [], local_date=screen.local_date)
        settle(record)
    return screen_id


@exactly_once
def keep_check(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    submission: Submission,
    clean: Callable[[], Replies],
    answered_at: dt.datetime | None = None,
) -> uuid.UUID:
    """Keep the check before a session: the day and the table; the state does not hang on it.

    ``answered_at`` is the instant of the answers; None: as this is written.
    """
    screen_id = uuid7()
    with writing(patient, by=by, at=at, submission=submission, outcome=screen_id) as record:
        _keep(record, ListName.BEFORE, clean(), screen_id, answered_at)
    return screen_id


def _keep(
    record: WriteRecord,
    name: ListName,
    replies: Replies,
    screen_id: uuid.UUID,
    answered_at: dt.datetime | None = None,
) -> Screen:
    asked, at = item_list(name), answered_at or record.at
    screen = record.create(
        Screen(
            id=screen_id,
            list_name=name,
            list_version=asked.version,
            local_date=record.patient.today(at),
            at=at,
            is_complete=not missing(replies, asked),
            level=asked.gravest(item.id for item in asked.counting(replies)) or "",
        )
    )
    record.create_all(
        [
            Answer(screen=screen, item_id=item_id, reply=reply)
            for item_id, reply in replies.items()
            if item_id in asked
        ]
    )
    return screen
