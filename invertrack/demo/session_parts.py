"""What hangs on a told session: holds, vitals, side effects with their course, and a note."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from invertrack.analysis.life import Session as Told
from invertrack.sessions.enums import Gone, Moment, Onset, Posture, Setting
from invertrack.sessions.models import Hold, Session, SessionText, SideEffect, Vitals

from . import notes
from .book import Book

NOTED, NOTED_TROUBLE = 0.07, 0.45
KEEPS_SETTINGS, HAS_CUFF, DOES_SETS = 0.6, 0.3, 0.25
MEASURED, IN_SETS, SHORTEST_SET_S, STEP_DEG = 0.3, 0.6, 120, 5
TABLES: Final = ("Grey table in the cellar", "Table at the practice", "Blue table", "Attic table")
# When a symptom usually begins and how long it stays; others come and go while upside down.
COURSES: Final[dict[str, tuple[Onset, tuple[Gone, ...]]]] = {
    "dizzy": (Onset.COMING_UP, (Gone.AT_ONCE, Gone.MINUTES_10, Gone.MINUTES_10)),
    "headache": (Onset.AFTER, (Gone.HOUR, Gone.SAME_DAY)),
    "back_pain_worse": (Onset.AFTER, (Gone.SAME_DAY, Gone.NEXT_DAY)),
    "ankle_pain": (Onset.DURING, (Gone.MINUTES_10, Gone.HOUR)),
}
USUAL_COURSE: Final = (Onset.DURING, (Gone.AT_ONCE, Gone.MINUTES_10))
SAYS_COURSE = 0.8


@dataclass(frozen=True, slots=True)
class Ways:
    """How one person goes about it: what is set on the table, and what they write down."""

    settings: dict[str, str]
    has_cuff: bool
    does_sets: bool
    systolic: int

    @classmethod
    def of(cls, book: Book) -> Ways:
        """Draw a person's ways; whoever a visitor logs in as keeps everything."""
        is_lead, settings = book.person.is_lead, {}
        if book.happens(KEEPS_SETTINGS) or is_lead:
            settings = {
                Setting.TABLE.value: book.pick(TABLES),
                Setting.TETHER.value: f"mark {book.between(2, 4)}",
                Setting.HEIGHT.value: f"{book.between(158, 192)} cm",
            }
        return cls(
            settings=settings,
            has_cuff=book.happens(HAS_CUFF) or is_lead,
            does_sets=book.happens(DOES_SETS) or is_lead,
            systolic=book.between(112, 132),
        )


def holds(book: Book, told: Told, ways: Ways) -> list[tuple[int, int]]:
    """Return angle and seconds of each hold: one, or three that step up around the told angle."""
    in_sets = ways.does_sets and book.happens(IN_SETS)
    steps = told.angle_deg >= STEP_DEG and told.angle_deg + STEP_DEG <= 90
    if not (in_sets and steps and told.duration_s >= SHORTEST_SET_S):
        return [(told.angle_deg, told.duration_s)]
    outer = told.duration_s // 3
    middle = told.duration_s - 2 * outer
    angle = told.angle_deg
    return [(angle - STEP_DEG, outer), (angle, middle), (angle + STEP_DEG, outer)]


def tell_parts(
    book: Book, told: Told, session: Session, ways: Ways, held: list[tuple[int, int]]
) -> None:
    """Add everything that hangs on a session."""
    at, made = session.created_at, {"session_id": session.id, "created_at": session.created_at}
    for order, (angle_deg, seconds) in enumerate(held, start=1):
        book.add(
            Hold, at, session.id, order, order=order, angle_deg=angle_deg, seconds=seconds, **made
        )
    for effect in told.side_effects:
        named = {"code": effect.code, "severity": effect.severity, **_course(book, effect.code)}
        book.add(SideEffect, at, session.id, effect.code, **named, **made)
    if ways.has_cuff and book.happens(MEASURED):
        for moment, read in _vitals(book, ways).items():
            book.add(Vitals, at, session.id, moment, moment=moment.value, **read, **made)
    has_trouble = bool(told.side_effects) or told.stopped_early
    if book.happens(NOTED_TROUBLE if has_trouble else NOTED):
        book.add(SessionText, at, session.id, note=_note(book, told), **made)


def _course(book: Book, code: str) -> dict[str, Any]:
    onset, went = COURSES.get(code, USUAL_COURSE)
    gone = book.pick(went)
    if not book.happens(SAYS_COURSE):
        return {}
    return {"onset": onset.value, "gone_after_s": gone.value}


def _vitals(book: Book, ways: Ways) -> dict[Moment, dict[str, Any]]:
    """Draw readings that differ from one session to the next; they say nothing about an effect."""
    return {
        moment: {
            "systolic": ways.systolic + book.between(-8, 10),
            "diastolic": ways.systolic - 45 + book.between(-6, 8),
            "heart_rate": 66 + book.between(-8, 12),
            "posture": Posture.SITTING.value,
        }
        for moment in (Moment.BEFORE, Moment.AFTER)
    }


def _note(book: Book, told: Told) -> str:
    if told.side_effects:
        return book.pick(notes.ON_SIDE_EFFECT[told.side_effects[0].code])
    return book.pick(notes.ON_STOPPED if told.stopped_early else notes.ON_SESSION)
