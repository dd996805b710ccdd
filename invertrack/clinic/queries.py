"""What a clinician reads: a line for each patient who let them in, and one patient's records.

Every number is cut by what its own grant opens: the scope, and the first local date.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Aggregate, Count, Max, Q, Sum

from invertrack.care.access import Access, access_of
from invertrack.care.enums import Scope
from invertrack.care.models import Grant
from invertrack.care.records import SharedRow
from invertrack.insights.board import NO_BREAK
from invertrack.insights.periods import Period
from invertrack.insights.queries import Days, JournalFacts
from invertrack.journals.enums import DayKind
from invertrack.journals.models import MAIN_SCORES, OPTIONAL_FIELDS, Entry, EntryText, JournalDay
from invertrack.safety.enums import Level
from invertrack.safety.lists import stop_now
from invertrack.sessions.enums import Severity
from invertrack.sessions.models import Session, SessionDay, SessionText, SideEffect
from invertrack.sessions.queries import Cursor, write_cursor
from invertrack.users.models import User

RECENT_DAYS = 28
SESSIONS_SHOWN = 20
JOURNAL_DAYS_SHOWN = 20
IS_RATED = Q(pain_avg_24h__isnull=False) | Q(pain_worst_24h__isnull=False) | Q(ratings__gt=0)
HEADINGS = {
    "pain_avg_24h": "average, 24 h",
    "pain_worst_24h": "worst, 24 h",
    "sleep_h": "sleep, hours",
}
PARTS = {
    Scope.SESSIONS: "sessions",
    Scope.JOURNAL: "journal scores",
    Scope.TEXT: "notes in their own words",
}


@dataclass(frozen=True, slots=True)
class Share:
    """What one patient opened to this clinician, in words and dates; dates are the patient's."""

    access: Access
    since: dt.date
    until: dt.date | None
    parts: list[str]


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One patient in the list; counts are of the last 28 local days, as far as they are open."""

    share: Share
    last_session: dt.date | None
    sessions: int
    side_effects: int
    last_journal: dt.date | None
    rated_days: int


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
    side_effects: list[str] = field(default_factory=list)
    note: str = ""


@dataclass(frozen=True, slots=True)
class SessionPage:
    """Sessions of a period, newest first, and where the older ones begin (None: no more)."""

    rows: list[SessionRow]
    older: str | None


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One journal day: a cell for each column of the table, and the person's own words."""

    day: dt.date
    kind: str
    cells: list[Any]
    note: str

    @property
    def label(self) -> str:
        """The day, kept on one line of a narrow table."""
        return f"{self.day:%-d %b %Y}".replace(" ", NO_BREAK)


@dataclass(frozen=True, slots=True)
class JournalTable:
    """The newest journal days of a period; a score that nobody kept has no column."""

    columns: list[str]
    rows: list[JournalRow]
    has_notes: bool


def share_of(grant: Grant) -> Share:
    """Return what a grant opens; its patient is loaded."""
    zone = grant.patient.zone
    return Share(
        access=access_of(grant),
        since=grant.granted_at.astimezone(zone).date(),
        until=grant.valid_until and grant.valid_until.astimezone(zone).date(),
        parts=[words for scope, words in PARTS.items() if scope in grant.scopes],
    )


def panel(to: User, at: dt.datetime) -> list[PanelRow]:
    """Return a row for each patient with a live grant, by name: at most five statements."""
    grants = Grant.objects.filter(clinician=to).live(at).select_related("patient__user")
    shares = sorted(map(share_of, grants), key=lambda share: str(share.access.patient).casefold())
    accesses = [share.access for share in shares]
    since = {
        access.patient.pk: access.patient.today(at) - dt.timedelta(days=RECENT_DAYS - 1)
        for access in accesses
    }
    sessions = _recent(
        SessionDay, accesses, since, sessions=Sum("sessions"), effects=Sum("side_effects")
    )
    journal = _recent(JournalDay, accesses, since, rated=Count("id", filter=IS_RATED))
    nothing = {"last": None, "sessions": 0, "effects": 0, "rated": 0}
    rows = []
    for share in shares:
        of_sessions = sessions.get(share.access.patient.pk, nothing)
        of_journal = journal.get(share.access.patient.pk, nothing)
        rows.append(
            PanelRow(
                share=share,
                last_session=of_sessions["last"],
                sessions=of_sessions["sessions"],
                side_effects=of_sessions["effects"],
                last_journal=of_journal["last"],
                rated_days=of_journal["rated"],
            )
        )
    return rows


def share_behind(access: Access) -> Share:
    """Return the grant behind an access, in words and dates."""
    grant = Grant.objects.for_patient(access.patient).get(id=access.grant_id)
    grant.patient = access.patient
    return share_of(grant)


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
    """Return sessions of a period with side effects and open notes: two statements."""
    found = Session.objects.visible_to(access).between(period.first, period.last).newest_first()
    if before is not None:
        found = found.older_than(*before)
    sessions = list(found[: SESSIONS_SHOWN + 1])
    rows = {session.id: SessionRow(session) for session in sessions[:SESSIONS_SHOWN]}
    for session_id, _, code, severity in effects:
        if session_id in rows:
            words = f"{_words(code)} ({Severity(severity).label.lower()})"
            rows[session_id].side_effects.append(words)
    texts = SessionText.objects.visible_to(access).filter(session_id__in=list(rows))
    for session_id, note in texts.values_list("session_id", "note"):
        rows[session_id].note = note
    older = write_cursor(sessions[SESSIONS_SHOWN - 1]) if len(sessions) > SESSIONS_SHOWN else None
    return SessionPage(rows=list(rows.values()), older=older)


def journal_table(access: Access, days: Days) -> JournalTable:
    """Return the newest journal days of a period, with open notes: two statements."""
    newest = [facts for _, facts in sorted(days.journal.items(), reverse=True)]
    newest = newest[:JOURNAL_DAYS_SHOWN]
    dates = [facts.day for facts in newest]
    entries = {
        entry["local_date"]: entry
        for entry in Entry.objects.visible_to(access)
        .filter(local_date__in=dates)
        .values("local_date", "day_kind", *MAIN_SCORES, *OPTIONAL_FIELDS)
    }
    texts = EntryText.objects.visible_to(access).filter(entry__local_date__in=dates)
    notes = dict(texts.values_list("entry__local_date", "note"))
    kept = [
        name
        for name in (*MAIN_SCORES, *OPTIONAL_FIELDS)
        if name in MAIN_SCORES or any(entry[name] is not None for entry in entries.values())
    ]
    return JournalTable(
        columns=[*map(_heading, kept), "right now"],
        rows=[_journal_row(facts, entries.get(facts.day, {}), kept, notes) for facts in newest],
        has_notes=bool(notes),
    )


def _heading(name: str) -> str:
    return HEADINGS.get(name) or Entry._meta.get_field(name).verbose_name


def _journal_row(
    facts: JournalFacts, entry: Mapping[str, Any], kept: list[str], notes: Mapping[dt.date, str]
) -> JournalRow:
    kind = DayKind(entry.get("day_kind", DayKind.ORDINARY))
    return JournalRow(
        day=facts.day,
        kind="" if kind == DayKind.ORDINARY else kind.label,
        cells=[*(entry.get(name) for name in kept), facts.right_now],
        note=notes.get(facts.day, ""),
    )


def _recent(
    model: type[SharedRow],
    accesses: list[Access],
    since: Mapping[uuid.UUID, dt.date],
    **sums: Aggregate,
) -> dict[uuid.UUID, dict[str, Any]]:
    """Return sums over each patient's recent open days, and their last open day whenever it was.

    One grouped statement, and one more for those who were quiet: only there is it worth looking
    through all days.
    """
    days = model.objects.filter(_opened(model, accesses, since=since)).values("patient")
    rows = days.annotate(last=Max("local_date"), **sums)
    found = {row.pop("patient"): row for row in rows}
    quiet = [access for access in accesses if access.patient.pk not in found]
    earlier = model.objects.filter(_opened(model, quiet)).values_list("patient")
    for patient, last in earlier.annotate(Max("local_date")):
        found[patient] = {"last": last, **dict.fromkeys(sums, 0)}
    return found


def _opened(
    model: type[SharedRow],
    accesses: list[Access],
    *,
    since: Mapping[uuid.UUID, dt.date] | None = None,
) -> Q:
    """Return the condition under which a row is open to its own patient's access.

    ``visible_to`` says it for one patient; this says it for many in one statement. Patients with
    the same first day share a branch, so that its length follows the dates and not the patients.
    """
    by_floor: dict[dt.date | None, list[uuid.UUID]] = defaultdict(list)
    for access in accesses:
        if access.opens(*model.SCOPES):
            floors = (access.data_from, since and since[access.patient.pk])
            by_floor[max(filter(None, floors), default=None)].append(access.patient.pk)
    opened = Q(patient__in=[])
    for floor, patients in by_floor.items():
        own = Q(patient__in=patients)
        opened |= own & Q(**{f"{model.DAY}__gte": floor}) if floor else own
    return opened


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
