"""What the pages about sessions read, always through an Access."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Count

from invertrack.care.access import Access

from .models import Session, SessionDay, SessionText, SideEffect

PAGE_SIZE = 20
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


def list_page(access: Access, before: Cursor | None) -> Page:
    """Return a page of sessions, newest first: three statements, whatever the history's length."""
    rows = Session.objects.visible_to(access).newest_first()
    if before is not None:
        rows = rows.older_than(*before)
    found = list(rows[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    _count_effects(access, shown)
    months = [
        Month(first_day=first_day, rows=list(group))
        for first_day, group in groupby(shown, key=lambda row: row.local_date.replace(day=1))
    ]
    _total(access, months)
    older = write_cursor(shown[-1]) if len(found) > PAGE_SIZE else None
    return Page(months=months, older=older)


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


def _total(access: Access, months: list[Month]) -> None:
    if not months:
        return
    by_first_day = {month.first_day: month for month in months}
    end = _next_month(months[0].first_day)
    days = SessionDay.objects.visible_to(access).filter(
        local_date__gte=months[-1].first_day, local_date__lt=end
    )
    for day, sessions, seconds in days.values_list("local_date", "sessions", "seconds"):
        month = by_first_day.get(day.replace(day=1))
        if month is not None:
            month.sessions += sessions
            month.seconds += seconds


def _next_month(first_day: dt.date) -> dt.date:
    return (first_day + dt.timedelta(days=31)).replace(day=1)
