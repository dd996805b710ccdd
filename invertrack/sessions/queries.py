"""What the pages about sessions read, always through an Access."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from invertrack.care.access import Access, history
from invertrack.care.models import Revision
from invertrack.core.templatetags.display import GAP, degrees, duration, score
from invertrack.safety.lists import stop_now

from .enums import AngleSource, Severity
from .models import Session, SessionDay, SessionText, SideEffect

PAGE_SIZE = 20
# What a correction is told by; fields that follow from these (start, day, delay) are not repeated.
TOLD = {
    "pain_before": ("Pain before", score),
    "pain_after": ("Pain after", score),
    "angle_deg": ("Angle", degrees),
    "angle_source": ("The angle is", lambda source: AngleSource(source).label),
    "duration_s": ("Time at angle", duration),
    "has_stopped_early": ("Stopped early", lambda stopped: "yes" if stopped else "no"),
    "note": ("Note", str),
}
type Cursor = tuple[dt.datetime, uuid.UUID]


@dataclass(slots=True)
class Month:
    """A month of the list: its totals, from all its days, and the rows that this page shows."""

    first_day: dt.date
    sessions: int = 0
    seconds: int = 0
    rows: list[Session] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list, and where the next older one begins (None: this is the last)."""

    months: list[Month]
    older: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """What one field said before a correction, and when it was corrected."""

    label: str
    old: str
    new: str
    at: dt.datetime


def list_page(access: Access, before: Cursor | None) -> Page:
    """Return a page of sessions, newest first: three statements, whatever the history's length."""
    rows = Session.objects.visible_to(access).newest_first()
    if before is not None:
        rows = rows.older_than(*before)
    found = list(rows[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    _count_effects(access, shown)
    months: dict[dt.date, Month] = {}
    for row in shown:  # a traveller's days need not come in the order of their instants
        first_day = row.local_date.replace(day=1)
        months.setdefault(first_day, Month(first_day)).rows.append(row)
    _total(access, months)
    older = write_cursor(shown[-1]) if len(found) > PAGE_SIZE else None
    return Page(months=list(months.values()), older=older)


def write_cursor(session: Session) -> str:
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
    """Return angle, time and source of the latest session, to start the next log from."""
    latest = Session.objects.visible_to(access).newest_first()
    return latest.values("angle_deg", "duration_s", "angle_source").first() or {}


def awaiting_after(access: Access, at: dt.datetime) -> Session | None:
    """Return the latest session whose after-pain can still be given in time."""
    return Session.objects.visible_to(access).awaiting_after(at).newest_first().first()


def side_effects(access: Access, session: Session) -> list[SideEffect]:
    """Return the session's side effects, the strongest first."""
    return list(
        SideEffect.objects.visible_to(access)
        .filter(session_id=session.id)
        .order_by("-severity", "code")
    )


def note(access: Access, session: Session) -> str:
    """Return the person's own words on the session, "" if there are none or they are not open."""
    texts = SessionText.objects.visible_to(access).filter(session_id=session.id)
    return texts.values_list("note", flat=True).first() or ""


def changes(access: Access, session: Session) -> list[Change]:
    """Return the corrections of a session and its parts, the latest first: one statement."""
    found = (_change(revision, session) for revision in history(access, [session.id]))
    return [change for change in found if change is not None]


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


def _count_effects(access: Access, sessions: list[Session]) -> None:
    counts = dict(
        SideEffect.objects.visible_to(access)
        .filter(session_id__in=[session.id for session in sessions])
        .order_by()
        .values_list("session_id")
        .annotate(Count("id"))
    )
    for session in sessions:
        session.effects = counts.get(session.id, 0)


def _change(revision: Revision, session: Session) -> Change | None:
    name, old, new, at = revision.field, revision.old, revision.new, revision.write.at
    if name == "pain_after" and old is None:
        return None  # the rating that was still to come
    if name == "ended_at":
        label, words = "Ended", lambda text: _clock(text, session)
    elif revision.record == SideEffect._meta.label_lower:
        label, words = stop_now()[name].text, lambda severity: Severity(severity).label
    elif name in TOLD:
        label, words = TOLD[name]
    else:
        return None
    old, new = (GAP if value is None else words(value) for value in (old, new))
    return Change(label, old, new, at)


def _clock(text: str, session: Session) -> str:
    return f"{dt.datetime.fromisoformat(text).astimezone(session.zone):%-d %B %Y, %H:%M}"


def _total(access: Access, months: dict[dt.date, Month]) -> None:
    if not months:
        return
    days = SessionDay.objects.visible_to(access).filter(
        local_date__gte=min(months), local_date__lt=_next_month(max(months))
    )
    for day, sessions, seconds in days.values_list("local_date", "sessions", "seconds"):
        month = months.get(day.replace(day=1))
        if month is not None:
            month.sessions += sessions
            month.seconds += seconds


def _next_month(first_day: dt.date) -> dt.date:
    return (first_day + dt.timedelta(days=31)).replace(day=1)
