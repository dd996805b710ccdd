"""What the demo people answered about safety, what was cleared and agreed, and what raised an alarm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from invertrack.analysis.life import Life
from invertrack.care.models import Grant
from invertrack.safety.actions import LONGEST_CLEARANCE_DAYS
from invertrack.safety.enums import AlarmKind, Level, ListName
from invertrack.safety.lists import item_list, screening, stop_now
from invertrack.safety.models import (
    CHECKED,
    Alarm,
    Answer,
    Cap,
    Clearance,
    PlanChoice,
    SafetyFact,
    Screen,
)
from invertrack.safety.plan import guide
from invertrack.safety.rules import WINDOW, AlarmValues, SessionSaid, of_session
from invertrack.sessions.models import Session

from .book import Book
from .people import Trouble

SCREENED_EVERY, FLAGS_EVERY, FLAGS_SINCE, FLAGS_LAST = 85, 7, 42, 3
MORNING = 8 * 60
CHECKED_AFTER = dt.timedelta(days=3)
READ_AFTER = dt.timedelta(minutes=4)
CLEARED_DAYS_AGO = 20
OLD_AGE = 65
CAP_ANGLE_DEG, CAP_DURATION_S, CAPPED_DAYS_AGO = 50, 240, 60
STEPS_CHOSEN: Final = ((40, 8), (20, 9))  # days ago, step
BLOOD_PRESSURE, GLAUCOMA = "high_blood_pressure", "glaucoma_or_high_eye_pressure"
# What a person says yes to, beside their age.
SAID: Final = {
    Trouble.NONE: (),
    Trouble.REFLUX: ("reflux",),
    Trouble.BLOCKED: (GLAUCOMA,),
    Trouble.CLEARED: (BLOOD_PRESSURE,),
    Trouble.TALK: ("blood_thinners",),
    Trouble.EMERGENCY: (),
    Trouble.SUSPENDED: (),
}
FLAGS: Final = {
    Trouble.EMERGENCY: ("saddle_numbness", dt.timedelta(hours=5)),
    Trouble.SUSPENDED: ("weight_loss", dt.timedelta(days=2)),
}


def tell_safety(book: Book, life: Life) -> None:
    """Add screenings, red flags, clearances, caps, the plan, and the alarms of told sessions."""
    if not life.days:
        return
    for day in _screened_on(book):
        _screen(book, ListName.SCREENING, book.calendar.instant(day, MORNING), _yes(book))
    for day in _flags_on(book):
        _screen(book, ListName.RED_FLAGS, book.calendar.instant(day, MORNING - 5), ())
    _confirm(book)
    _clear(book)
    if book.person.is_lead:
        _cap(book)
        _plan(book)
    _alarms_of_sessions(book)
    _flag(book)


def _last_day(book: Book) -> int:
    days = (book.calendar.last - book.calendar.first).days
    return days - book.person.quit_days


def _screened_on(book: Book) -> Iterator[int]:
    yield from range(0, max(_last_day(book), 1), SCREENED_EVERY)


def _flags_on(book: Book) -> Iterator[int]:
    last = _last_day(book)
    days = {0, *range(last - FLAGS_LAST, max(last - FLAGS_SINCE, 0), -FLAGS_EVERY)}
    yield from sorted(day for day in days if book.calendar.has_come(_morning(book, day)))


def _morning(book: Book, day: int) -> dt.datetime:
    return book.calendar.instant(day, MORNING)


def _yes(book: Book) -> tuple[str, ...]:
    is_old = book.calendar.last.year - book.person.birth_year > OLD_AGE
    return (*SAID[book.person.trouble], *(("age_65_or_over",) if is_old else ()))


def _screen(book: Book, name: ListName, at: dt.datetime, yes: tuple[str, ...]) -> None:
    if not book.calendar.has_come(at):
        return
    asked = item_list(name)
    screen = book.add(
        Screen,
        at,
        name,
        list_name=name,
        list_version=asked.version,
        local_date=at.astimezone(book.calendar.home).date(),
        at=at,
        level=asked.gravest(yes) or "",
        created_at=at,
    )
    for item in asked.items:
        reply = item.trigger if item.id in yes else item.harmless
        key = (screen.id, item.id)
        book.add(Answer, at, *key, screen_id=screen.id, item_id=item.id, reply=reply, created_at=at)


def _confirm(book: Book) -> None:
    """Add the person's own word on every caution, renewed before it ends; one never gave it."""
    cautions = [item_id for item_id in _yes(book) if screening()[item_id].level == Level.ASK]
    if book.person.trouble == Trouble.TALK:
        cautions.remove("blood_thinners")
    for day in range(0, max(_last_day(book), 1), LONGEST_CLEARANCE_DAYS - 10):
        at = book.calendar.instant(day, MORNING + 20)
        for item_id in cautions:
            _clearance(book, item_id, at, days=LONGEST_CLEARANCE_DAYS)


def _clear(book: Book) -> None:
    """Add the clinician's clearance of a blocker."""
    if book.person.trouble != Trouble.CLEARED or not book.rows[Grant]:
        return
    day = _last_day(book) - CLEARED_DAYS_AGO
    at = book.calendar.instant(max(day, 0), 15 * 60)
    note = "Readings at the practice 128/82 and 131/80 on tablets. To measure before each session."
    _clearance(book, BLOOD_PRESSURE, at, days=120, clinician=_clinician(book), note=note)


def _clearance(
    book: Book, item_id: str, at: dt.datetime, *, days: int, clinician: Any = None, note: str = ""
) -> None:
    if not book.calendar.has_come(at):
        return
    day = at.astimezone(book.calendar.home).date()
    midnight = dt.datetime.combine(day + dt.timedelta(days=days + 1), dt.time(), book.calendar.home)
    book.add(
        Clearance,
        at,
        item_id,
        item_id=item_id,
        by=clinician.user if clinician else book.patient.user,
        by_name=str(clinician or book.patient),
        is_own=clinician is None,
        note=note,
        dated=day,
        local_date=day,
        at=at,
        valid_until=midnight.astimezone(dt.UTC),
        created_at=at,
    )


def _clinician(book: Book) -> Any:
    return book.rows[Grant][0].clinician.clinician


def _cap(book: Book) -> None:
    """Add the cap that the clinician proposed, and mark the sessions that went beyond it since."""
    day = _last_day(book) - CAPPED_DAYS_AGO
    if day <= 0 or not book.rows[Grant]:
        return
    proposed, accepted = (book.calendar.instant(day + later, 18 * 60) for later in (0, 1))
    book.add(
        Cap,
        proposed,
        angle_deg=CAP_ANGLE_DEG,
        duration_s=CAP_DURATION_S,
        by=_clinician(book).user,
        by_name=str(_clinician(book)),
        note="As agreed at your visit.",
        local_date=book.calendar.date(day),
        proposed_at=proposed,
        accepted_at=accepted,
        created_at=proposed,
    )
    for session in book.rows[Session]:
        if session.started_at >= accepted:
            session.is_over_cap = (
                session.angle_max_deg > CAP_ANGLE_DEG or session.duration_s > CAP_DURATION_S
            )


def _plan(book: Book) -> None:
    for days_ago, step in STEPS_CHOSEN:
        day = _last_day(book) - days_ago
        if day <= 0:
            continue
        at = book.calendar.instant(day, MORNING + 30)
        book.add(
            PlanChoice,
            at,
            plan_version=guide().version,
            step=step,
            local_date=book.calendar.date(day),
            at=at,
            created_at=at,
        )


def _alarms_of_sessions(book: Book) -> None:
    """Raise what the rules raise; an older alarm was left by a check and a new screening."""
    facts = sorted(book.rows[SafetyFact], key=lambda fact: fact.started_at)
    said = [
        SessionSaid(fact.session_id, tuple(fact.stop_items), fact.has_pain_risen) for fact in facts
    ]
    for index, (fact, now) in enumerate(zip(facts, said, strict=True)):
        latest = said[max(0, index + 1 - WINDOW) : index + 1][::-1]
        for values in of_session(now, None, latest, stop_now()):
            _alarm(book, values, fact.told_at, session_id=fact.session_id)


def _flag(book: Book) -> None:
    """Add the red flag of lately that one person has not read yet, and another was suspended by."""
    if book.person.trouble not in FLAGS:
        return
    item_id, ago = FLAGS[book.person.trouble]
    at = book.calendar.end - ago
    _screen(book, ListName.RED_FLAGS, at, (item_id,))
    level = item_list(ListName.RED_FLAGS)[item_id].level
    _alarm(book, AlarmValues(AlarmKind.RED_FLAG, level, (item_id,)), at)


def _alarm(book: Book, values: AlarmValues, at: dt.datetime, *, session_id: Any = None) -> None:
    left = at + (READ_AFTER * 2 if book.person.is_lead else CHECKED_AFTER)
    is_left = book.calendar.has_come(left)
    book.add(
        Alarm,
        at,
        values.kind,
        kind=values.kind,
        level=values.level,
        item_ids=list(values.item_ids),
        session_id=session_id,
        local_date=at.astimezone(book.calendar.home).date(),
        at=at,
        read_at=at + READ_AFTER if is_left and values.level == Level.EMERGENCY else None,
        left_at=left if is_left else None,
    )
    if is_left:
        _clearance(book, CHECKED, left - dt.timedelta(minutes=2), days=LONGEST_CLEARANCE_DAYS)
        _screen(book, ListName.SCREENING, left, _yes(book))
