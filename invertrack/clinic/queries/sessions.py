"""One patient's sessions as their clinician reads them: side effects summed, then each session."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from invertrack.care.access import Access
from invertrack.insights.periods import Period
from invertrack.safety.enums import Level
from invertrack.safety.lists import stop_now
from invertrack.sessions.enums import Severity
from invertrack.sessions.models import Hold, Session, SessionText, SideEffect, Vitals
from invertrack.sessions.queries import Cursor, changes_of, write_cursor
from invertrack.sessions.words import Change

SESSIONS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class SideEffectSum:
    """One symptom of a period: its words in the published list, and how often it came."""

    text: str
    level: Level | None
    sessions: int
    worst: str
    last: dt.date


@dataclass(slots=True)
class SessionRow:
    """One session of the list with what hangs on it."""

    session: Session
    holds: list[Hold] = field(default_factory=list)
    vitals: list[Vitals] = field(default_factory=list)
    side_effects: list[str] = field(default_factory=list)
    note: str = ""
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SessionPage:
    """Sessions of a period, newest first, and where the older ones begin (None: no more)."""

    rows: list[SessionRow]
    older: str | None


def side_effect_rows(access: Access, period: Period) -> list[tuple]:
    """Return each side effect of a period: session, day, code, severity; the newest first."""
    return list(
        SideEffect.objects.visible_to(access)
        .filter(
            session__local_date__gte=period.first,
            session__local_date__lte=period.last,
        )
        .order_by("-session__started_at", "-severity", "code")
        .values_list("session_id", "session__local_date", "code", "severity")
    )


def side_effect_sums(rows: Iterable[tuple]) -> list[SideEffectSum]:
    """Return the symptoms of a period, the gravest level first, then the most frequent."""
    by_code: dict[str, list[tuple[dt.date, int]]] = defaultdict(list)
    for _, day, code, severity in rows:
        by_code[code].append((day, severity))
    sums = [
        SideEffectSum(
            text=_words(code),
            level=_level(code),
            sessions=len(found),
            worst=Severity(max(severity for _, severity in found)).label,
            last=max(day for day, _ in found),
        )
        for code, found in by_code.items()
    ]
    levels = list(Level)
    return sorted(
        sums,
        key=lambda s: (levels.index(s.level) if s.level else len(levels), -s.sessions, s.text),
    )


def session_page(
    access: Access, period: Period, *, before: Cursor | None, effects: Iterable[tuple]
) -> SessionPage:
    """Return sessions of a period with what hangs on them and what they said before.

    Five statements, whatever the number of sessions.
    """
    found = Session.objects.visible_to(access).between(period.first, period.last).newest_first()
    if before is not None:
        found = found.older_than(*before)
    sessions = list(found[: SESSIONS_SHOWN + 1])
    rows = {session.id: SessionRow(session) for session in sessions[:SESSIONS_SHOWN]}
    for session_id, _, code, severity in effects:
        if session_id in rows:
            words = f"{_words(code)} ({Severity(severity).label.lower()})"
            rows[session_id].side_effects.append(words)
    _add_parts(access, rows)
    for session_id, told in changes_of(access, sessions[:SESSIONS_SHOWN]).items():
        rows[session_id].changes = told
    older = write_cursor(sessions[SESSIONS_SHOWN - 1]) if len(sessions) > SESSIONS_SHOWN else None
    return SessionPage(rows=list(rows.values()), older=older)


def _add_parts(access: Access, rows: dict[uuid.UUID, SessionRow]) -> None:
    def of_these(model: type[Hold | Vitals | SessionText]) -> QuerySet:
        return model.objects.visible_to(access).filter(session_id__in=list(rows))

    for hold in of_these(Hold).order_by("order"):
        rows[hold.session_id].holds.append(hold)
    for vitals in of_these(Vitals).order_by("-moment"):  # before, then after
        rows[vitals.session_id].vitals.append(vitals)
    for session_id, note in of_these(SessionText).values_list("session_id", "note"):
        rows[session_id].note = note


def _words(code: str) -> str:
    try:
        return stop_now()[code].text
    except KeyError:  # a later list dropped it: the code still says more than nothing
        return code.replace("_", " ")


def _level(code: str) -> Level | None:
    try:
        return stop_now()[code].level
    except KeyError:
        return None
