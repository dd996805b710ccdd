"""What the start page of a patient reads: roll-ups, in one statement that is compiled once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, DateField, QuerySet, Value
from django.db.models.functions import Cast

from invertrack.care.access import Access
from invertrack.care.prepared import Bound, Prepared
from invertrack.journals.models import JournalDay
from invertrack.sessions.models import SessionDay, SessionTotals

DAYS_AT_A_GLANCE = 14
PAIN, SESSIONS, TOTALS = range(3)
NOTHING = Cast(Value(None), BigIntegerField())


@dataclass(frozen=True, slots=True)
class Totals:
    """Sessions in all, and since when."""

    first_date: dt.date
    sessions: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Fortnight:
    """The last two weeks, oldest day first; ``days`` is what components/fortnight.html draws.

    ``ratings`` of today are all there are, ``is_rated`` says whether one is near the usual time;
    ``totals`` are of all time, None before the first session.
    """

    days: list[dict[str, Any]]
    days_with_pain: int
    sessions: int
    is_today_kept: bool
    ratings: int
    is_rated: bool
    totals: Totals | None


def _rows(access: Access) -> QuerySet:
    """Return pain by day, sessions by day and the totals, each row with what it is."""
    lately = {
        "local_date__gte": Bound("first", DateField()),
        "local_date__lte": Bound("last", DateField()),
    }
    pain = JournalDay.objects.visible_to(access).filter(**lately)
    sessions = SessionDay.objects.visible_to(access).filter(**lately)
    totals = SessionTotals.objects.visible_to(access)
    scores = ("pain_avg_24h", "ratings", "rating_usual")
    return pain.values_list(Value(PAIN), "local_date", *scores).union(
        sessions.values_list(Value(SESSIONS), "local_date", "sessions", NOTHING, NOTHING),
        totals.values_list(Value(TOTALS), "first_date", "sessions", "seconds", NOTHING),
        all=True,
    )


ROWS = Prepared(_rows)


def fortnight(access: Access, today: dt.date) -> Fortnight:
    """Return pain and sessions of the last 14 local days, and the totals, in one statement."""
    start = today - dt.timedelta(days=DAYS_AT_A_GLANCE - 1)
    pain, sessions, totals, rated = {}, {}, None, (0, None)
    for kind, day, number, second, third in ROWS(access, first=start, last=today):
        if kind == PAIN:
            pain[day] = number
            rated = (second, third) if day == today else rated
        elif kind == SESSIONS:
            sessions[day] = number
        else:
            totals = Totals(day, number, second)
    days = [start + dt.timedelta(days=offset) for offset in range(DAYS_AT_A_GLANCE)]
    return Fortnight(
        days=[
            {
                "date": day,
                "pain": pain.get(day),
                "sessions": sessions.get(day, 0),
                "is_today": day == today,
            }
            for day in days
        ],
        days_with_pain=sum(score is not None for score in pain.values()),
        sessions=sum(sessions.values()),
        is_today_kept=pain.get(today) is not None,
        ratings=rated[0],
        is_rated=rated[1] is not None,
        totals=totals,
    )
