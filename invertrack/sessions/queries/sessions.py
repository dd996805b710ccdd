"""What the pages about sessions themselves read, always through an Access."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, DateField, DateTimeField, UUIDField
from django.utils.translation import get_language

from invertrack.care.access import Access, history
from invertrack.care.prepared import Bound, Prepared
from invertrack.core.dates import weekday_and_time
from invertrack.core.templatetags.display import degrees, duration
from invertrack.safety.enums import Level, ListName
from invertrack.safety.lists import Item, before_session
from invertrack.safety.models import Screen
from invertrack.safety.queries import answers_of

from ..models import (
    AFTER_RATING_LASTS,
    Hold,
    Session,
    SessionDay,
    SessionTotals,
    SideEffect,
    Trace,
)
from ..trace import TraceValues
from ..words import Change, changes

PAGE_SIZE = 20
LASTS_LESS_THAN = dt.timedelta(days=1)  # no session with its rests and pauses takes as long
type Cursor = tuple[dt.datetime, uuid.UUID]


@dataclass(slots=True)
class Row:
    """One session as the list shows it."""

    id: uuid.UUID
    started_at: dt.datetime
    tz: str
    local_date: dt.date
    angle_deg: int
    duration_s: int
    pain_before: int | None
    pain_after: int | None
    pain_after_delay_s: int | None
    is_over_cap: bool
    language: str | None
    effects: int = 0

    def __getitem__(self, name: str) -> Any:
        # Where a template looks first: without it, each of its look-ups begins with an exception.
        return getattr(self, name)

    @property
    def when(self) -> str:
        """Its start by the clock on the wall where it happened."""
        return weekday_and_time(self.started_at.astimezone(ZoneInfo(self.tz)), self.language)

    @property
    def what(self) -> str:
        """Its angle and its time at angle."""
        return f"{degrees(self.angle_deg)}, {duration(self.duration_s)}"

    @property
    def is_from_memory(self) -> bool:
        """Whether after-pain was given later than 30 minutes."""
        return self.pain_after is not None and self.pain_after_delay_s is None


ROW = [column.name for column in fields(Row) if column.name not in ("language", "effects")]


@dataclass(slots=True)
class Month:
    """A month of the list: its totals, from all its days, and the rows that this page shows."""

    first_day: dt.date
    sessions: int = 0
    seconds: int = 0
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list, and where the next older one begins (None: this is the last)."""

    months: list[Month]
    older: str | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a person finds again before the next session: how many there were, and the settings."""

    sessions: int
    settings: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Check:
    """One check before a session: when, and the answers that mean to leave it for today."""

    at: dt.datetime
    stops: list[Item]

    @property
    def told(self) -> list[tuple[Item, str]]:
        """Each of those answers with what the list says to it."""
        asked = before_session()
        usual = asked.instructions[Level.STOP]
        return [(item, asked.texts.get(item.id, usual)) for item in self.stops]

    @property
    def has_new_symptom(self) -> bool:
        """Whether something new should be checked first."""
        return any(item.id == "new_symptom" for item in self.stops)

    @property
    def has_new_condition(self) -> bool:
        """Whether the screening may have other answers by now."""
        return any(item.id == "new_condition" for item in self.stops)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a page says of a session that waits for its after-pain."""

    id: uuid.UUID
    version: int
    ended_at: dt.datetime
    angle_deg: int
    duration_s: int


WAITING = Prepared(
    lambda access: (
        Session.objects.visible_to(access)
        .awaiting_after(
            ended_after=Bound("ended_after", DateTimeField()),
            started_after=Bound("started_after", DateTimeField()),
        )
        .newest_first()
        .values_list("id", "version", "ended_at", "angle_deg", "duration_s")[:1]
    )
)


NEWEST = Prepared(
    lambda access: (
        # One more than a page holds tells whether there is an older page.
        Session.objects.visible_to(access).newest_first().values_list(*ROW)[: PAGE_SIZE + 1]
    )
)
OLDER = Prepared(
    lambda access: (
        Session.objects.visible_to(access)
        .newest_first()
        .older_than(Bound("started_at", DateTimeField()), Bound("id", UUIDField()))
        .values_list(*ROW)[: PAGE_SIZE + 1]
    )
)
EFFECTS = Prepared(
    lambda access: (
        SideEffect.objects.visible_to(access)
        .filter(session__local_date__gte=Bound("first", DateField()))
        .filter(session__local_date__lte=Bound("last", DateField()))
        .order_by()
        .values_list("session_id")
        .annotate(Count("id"))
    )
)
MONTHS = Prepared(
    lambda access: (
        SessionDay.objects.visible_to(access)
        .filter(local_date__gte=Bound("first", DateField()))
        .filter(local_date__lt=Bound("end", DateField()))
        .values_list("local_date", "sessions", "seconds", "side_effects")
    )
)


def list_page(access: Access, before: Cursor | None) -> Page:
    """Return a page of sessions, newest first: two or three statements, whatever its length."""
    place = {} if before is None else {"started_at": before[0], "id": before[1]}
    found = (OLDER if place else NEWEST)(access, **place)
    language = get_language()
    shown = [Row(*row, language) for row in found[:PAGE_SIZE]]
    months: dict[dt.date, Month] = {}
    for row in shown:  # a traveller's days need not come in the order of their instants
        first_day = row.local_date.replace(day=1)
        months.setdefault(first_day, Month(first_day)).rows.append(row)
    _count_effects(access, shown, _total(access, months))
    older = write_cursor(shown[-1]) if len(found) > PAGE_SIZE else None
    return Page(months=list(months.values()), older=older)


def write_cursor(session: Session | Row) -> str:
    """Return the place of a session in the list, for a link."""
    return f"{session.started_at.timestamp():.6f}_{session.id}"


def read_cursor(text: str) -> Cursor | None:
    """Return the place that a link names; None for none or for one that was damaged."""
    stamp, _, key = text.partition("_")
    try:
        return dt.datetime.fromtimestamp(float(stamp), tz=dt.UTC), uuid.UUID(key)
    except (ValueError, OverflowError, OSError):
        return None


def last_used(access: Access) -> dict[str, Any]:
    """Return holds, source and equipment of the latest session, to start the next log from."""
    latest = Session.objects.visible_to(access).newest_first()
    said = latest.values("id", "angle_deg", "duration_s", "angle_source", "equipment").first()
    if said is None:
        return {}
    holds = Hold.objects.visible_to(access).filter(session_id=said.pop("id")).order_by("order")
    only = (said.pop("angle_deg"), said.pop("duration_s"))
    return {"holds": list(holds.values_list("angle_deg", "seconds")) or [only], **said}


def earlier(access: Access) -> Earlier:
    """Return what is shown before a session of those before it: two statements."""
    total = SessionTotals.objects.visible_to(access).values_list("sessions", flat=True).first()
    latest = Session.objects.visible_to(access).newest_first().only("equipment").first()
    return Earlier(total or 0, latest.settings if latest else [])


def trace_of(access: Access, session: Session) -> TraceValues | None:
    """Return the angle over a session: one statement, none where nothing was measured."""
    if not session.is_measured:
        return None
    rows = Trace.objects.visible_to(access).filter(session_id=session.id)
    found = rows.values_list("every_s", "degrees", "marks").first()
    return TraceValues(found[0], tuple(found[1]), tuple(map(tuple, found[2]))) if found else None


def check_of(access: Access, check_id: uuid.UUID) -> Check | None:
    """Return a check before a session, None where there is no such one: two statements."""
    screens = Screen.objects.visible_to(access).filter(list_name=ListName.BEFORE)
    screen = screens.filter(id=check_id).first()
    if screen is None:
        return None
    stops = before_session().counting(answers_of(access.patient, screen))
    return Check(screen.at, stops)


def awaiting_after(access: Access, at: dt.datetime) -> Waiting | None:
    """Return the latest session whose after-pain can still be given in time."""
    since = at - AFTER_RATING_LASTS
    rows = WAITING(access, ended_after=since, started_after=since - LASTS_LESS_THAN)
    return Waiting(*rows[0]) if rows else None


def changes_of(access: Access, sessions: Iterable[Session]) -> dict[uuid.UUID, list[Change]]:
    """Return what each session and its parts said before, the latest correction first.

    Sessions that were never corrected are left out. Cut by the scopes of each field and by date.
    One statement, none without sessions.
    """
    known = {session.id: session for session in sessions}
    found: dict[uuid.UUID, list[Change]] = defaultdict(list)
    for revision in history(access, list(known)) if known else ():
        found[revision.root_id] += changes(revision, known[revision.root_id].zone)
    return {session_id: told for session_id, told in found.items() if told}


def surroundings(access: Access, session: Session) -> dict[str, Any]:
    """Return what lies around a session, as ``screen.cautions`` takes it."""
    others = Session.objects.visible_to(access).exclude(id=session.id)
    earlier = others.filter(started_at__lt=session.started_at).newest_first()
    last = earlier.values_list("pain_after", "pain_before").first() or (None, None)
    return {
        "last_pain": next((pain for pain in last if pain is not None), None),
        "sessions_that_day": others.filter(local_date=session.local_date).count() + 1,
        "overlaps": others.overlapping(session.started_at, session.ended_at).exists(),
    }


def _total(access: Access, months: dict[dt.date, Month]) -> dict[dt.date, tuple[int, int]]:
    """Add up the months, and return sessions and side effects of each of their days."""
    if not months:
        return {}
    days = {}
    first, end = min(months), _next_month(max(months))
    for day, sessions, seconds, effects in MONTHS(access, first=first, end=end):
        days[day] = (sessions, effects)
        month = months.get(day.replace(day=1))
        if month is not None:
            month.sessions += sessions
            month.seconds += seconds
    return days


def _count_effects(access: Access, rows: list[Row], days: dict[dt.date, tuple[int, int]]) -> None:
    """Give each row its side effects: its day says them, unless it shares the day with another."""
    shared = [row for row in rows if days[row.local_date][0] > 1 and days[row.local_date][1]]
    dates = [row.local_date for row in shared]
    counts = dict(EFFECTS(access, first=min(dates), last=max(dates))) if shared else {}
    for row in rows:
        sessions, effects = days[row.local_date]
        row.effects = effects if sessions == 1 else counts.get(row.id, 0)


def _next_month(first_day: dt.date) -> dt.date:
    return (first_day + dt.timedelta(days=31)).replace(day=1)
