"""What the start page of a patient reads: roll-ups, and the one session that waits for a rating."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from invertrack.care.access import Access
from invertrack.journals.models import JournalDay
from invertrack.sessions.models import SessionDay, SessionTotals

DAYS_AT_A_GLANCE = 14


@dataclass(frozen=True, slots=True)
class Fortnight:
    """The last two weeks, oldest day first; ``days`` is what components/fortnight.html draws."""

    days: list[dict[str, Any]]
    days_with_pain: int
    sessions: int
    is_today_kept: bool


def fortnight(access: Access, today: dt.date) -> Fortnight:
    """Return pain and sessions of the last 14 local days, in two statements."""
    start = today - dt.timedelta(days=DAYS_AT_A_GLANCE - 1)
    pain = dict(
        JournalDay.objects.visible_to(access)
        .filter(local_date__gte=start, local_date__lte=today)
        .values_list("local_date", "pain_avg_24h")
    )
    sessions = dict(
        SessionDay.objects.visible_to(access)
        .filter(local_date__gte=start, local_date__lte=today)
        .values_list("local_date", "sessions")
    )
    days = [start + dt.timedelta(days=offset) for offset in range(DAYS_AT_A_GLANCE)]
    return Fortnight(
        days=[
            {
                "date": day,
                "pain": pain.get(day),
                "sessions": sessions.get(day, 0),
                "url": reverse("journals:day", args=[day]),
                "is_today": day == today,
            }
            for day in days
        ],
        days_with_pain=sum(score is not None for score in pain.values()),
        sessions=sum(sessions.values()),
        is_today_kept=pain.get(today) is not None,
    )


def totals(access: Access) -> SessionTotals | None:
    """Return the person's sessions in all, None before the first."""
    return SessionTotals.objects.visible_to(access).first()
