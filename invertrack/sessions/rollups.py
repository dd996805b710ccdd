"""Recomputing the days that a write touched, from their rows, never by adding differences."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from django.db import connection
from django.db.models import Count, DateField, IntegerField, Max, Q, QuerySet, Value
from django.db.models.functions import Cast

from invertrack.care.access import Access, own_access
from invertrack.care.prepared import Bound, Prepared
from invertrack.core.ids import uuid7
from invertrack.users.models import Patient

from .follow_ups import counts
from .models import FollowUp, Session, SessionDay, SessionTotals

type Line = list[list[Any]]

DAY_FIELDS = [
    "sessions",
    "seconds",
    "angle_max_deg",
    "side_effects",
    "worst_severity",
    "unpaired",
    "pair_session_id",
    "pair_angle_deg",
    "pair_duration_s",
    "pair_before",
    "pair_after",
    "is_pair_late",
    "pair_later",
]
NUMBER: Final = IntegerField()
LIVE_EFFECT: Final = Q(side_effects__deleted_at=None)
# What is read of sessions; of answers, laid under the same columns, are there only the first six.
READ: Final = (
    "kind",  # of an answer; "" says that this is a session
    "id",
    "local_date",
    "started_at",
    "ended_at",
    "pain_after",
    "pain_before",
    "pain_after_delay_s",
    "duration_s",
    "angle_deg",
    "angle_max_deg",
    "is_late",
    "effects",
    "worst",
)
ANSWER: Final = ("kind", "session_id", "session__local_date", "answered_at", "due_at", "pain")
# An answer comes up to 53 hours after its session: the next morning is at most 28 hours away and can
# be answered for a day, and a clock change adds one. Zones lie up to 26 hours apart. So the session
# that ends another one's line lies on one of these local days, counted from the other one's.
CUT_BEFORE_DAYS, CUT_AFTER_DAYS = 2, 4
# One person's days added up into their one row. In SQL, because the ORM has no INSERT ... SELECT and
# would read the sums only to send them back, in every write.
ADD_UP = """
    INSERT INTO inversion_sessiontotals
        (id, patient_id, sessions, seconds, paired_days, first_date, last_date)
    SELECT %s, patient_id, SUM(sessions), SUM(seconds), COUNT(pair_session_id),
        MIN(local_date), MAX(local_date)
    FROM inversion_sessionday WHERE patient_id = %s GROUP BY patient_id
    ON CONFLICT (patient_id) DO UPDATE SET
        sessions = excluded.sessions, seconds = excluded.seconds,
        paired_days = excluded.paired_days,
        first_date = excluded.first_date, last_date = excluded.last_date
"""


def _rows(access: Access) -> QuerySet:
    """Return sessions and answers of a stretch of days, laid under the same columns."""
    first, last = Bound("first", DateField()), Bound("last", DateField())
    sessions = Session.objects.visible_to(access).annotate(
        kind=Value(""),
        is_late=Cast("is_entered_late", NUMBER),
        effects=Count("side_effects", filter=LIVE_EFFECT),
        worst=Max("side_effects__severity", filter=LIVE_EFFECT),
    )
    sessions = sessions.filter(local_date__gte=first, local_date__lte=last)
    answers = FollowUp.objects.visible_to(access).filter(
        session__local_date__gte=first, session__local_date__lte=last, answered_at__isnull=False
    )
    nothing = [Cast(Value(None), NUMBER)] * (len(READ) - len(ANSWER))
    said = answers.order_by().values_list(*ANSWER, *nothing)
    return sessions.order_by().values_list(*READ).union(said, all=True)


ROWS = Prepared(_rows)


def recompute_days(patient: Patient, days: Collection[dt.date]) -> dict[dt.date, int]:
    """Bring SessionDay of the given local dates, and SessionTotals, in line with the sessions.

    So is the later pain of the days around, which a session that came, moved or went may have cut.

    Return how many sessions each of the given days has; those without any are left out.

    Cost: two statements for the days and one for the totals, one more where a day or the last
    session is gone.
    """
    affected = _around(days, before=CUT_AFTER_DAYS, after=CUT_BEFORE_DAYS)
    read = _around(affected, before=CUT_BEFORE_DAYS, after=CUT_AFTER_DAYS)
    sessions, answers = _read(patient, first=min(read), last=max(read))
    starts = sorted(session["started_at"] for session in sessions)
    fresh = []
    for day, found in groupby(sessions, key=itemgetter("local_date")):
        row, pair = _day(patient, day, list(found))
        said = answers.get(row.pair_session_id)
        if pair and said:
            row.pair_later = _line(pair, said, starts)
        if day in days or (said and day in affected):
            fresh.append(row)
    kept = {row.local_date for row in fresh}
    gone = [day for day in days if day not in kept]
    SessionDay.objects.for_patient(patient).filter(local_date__in=gone).delete()
    SessionDay.objects.bulk_create(
        fresh,
        update_conflicts=True,
        unique_fields=["patient", "local_date"],
        update_fields=DAY_FIELDS,
    )
    recompute_totals(patient)
    return {row.local_date: row.sessions for row in fresh if row.local_date in days}


def recompute_totals(patient: Patient) -> None:
    """Bring SessionTotals in line with the day rows; no sessions, no row. One statement, or two."""
    ids = (SessionTotals._meta.pk, SessionDay._meta.get_field("patient"))
    values = [
        field.get_db_prep_value(value, connection)
        for field, value in zip(ids, (uuid7(), patient.pk), strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(ADD_UP, values)
        if not cursor.rowcount:
            SessionTotals.objects.for_patient(patient).delete()


def _around(days: Iterable[dt.date], *, before: int, after: int) -> set[dt.date]:
    steps = [dt.timedelta(days=step) for step in range(-before, after + 1)]
    return {day + step for day in days for step in steps}


def _read(
    patient: Patient, *, first: dt.date, last: dt.date
) -> tuple[list[dict[str, Any]], dict[Any, list[tuple]]]:
    """Return the sessions of a stretch of days in their order, and each one's answers as they came."""
    sessions, answers = [], defaultdict(list)
    for row in ROWS(own_access(patient), first=first, last=last):
        named = dict(zip(READ, row, strict=True))
        if named["kind"]:
            kind, session_id, _, answered_at, due_at, pain, *_ = row
            answers[session_id].append((answered_at, due_at, kind, pain))
        else:
            sessions.append(named)
    sessions.sort(key=itemgetter("local_date", "started_at", "id"))
    return sessions, {session_id: sorted(said) for session_id, said in answers.items()}


def _line(pair: dict[str, Any], answers: list[tuple], starts: list[dt.datetime]) -> Line:
    """Return the later pain of a session up to the next one, in the order in which it was told."""
    after = bisect_right(starts, pair["started_at"])
    next_start = starts[after] if after < len(starts) else None
    return [
        [kind, int((at - pair["ended_at"]).total_seconds() // 60), pain, counts(kind, due_at, at)]
        for at, due_at, kind, pain in answers
        # A session whose end was corrected may have answers from before it.
        if at >= pair["ended_at"] and (next_start is None or at < next_start)
    ]


def _day(
    patient: Patient, day: dt.date, sessions: list[dict[str, Any]]
) -> tuple[SessionDay, dict[str, Any] | None]:
    """Return a day's row, and the session of it that enters analyses."""
    severities = [session["worst"] for session in sessions if session["worst"] is not None]
    row = SessionDay(
        patient=patient,
        local_date=day,
        sessions=len(sessions),
        seconds=sum(session["duration_s"] for session in sessions),
        angle_max_deg=max(session["angle_max_deg"] for session in sessions),
        side_effects=sum(session["effects"] for session in sessions),
        worst_severity=max(severities, default=None),
        unpaired=sum(
            session["pain_before"] is None or session["pain_after"] is None for session in sessions
        ),
    )
    pair = next(filter(_is_pair, sessions), None)
    if pair is not None:
        row.pair_session_id = pair["id"]
        row.pair_angle_deg = pair["angle_deg"]
        row.pair_duration_s = pair["duration_s"]
        row.pair_before = pair["pain_before"]
        row.pair_after = pair["pain_after"]
        row.is_pair_late = bool(pair["is_late"])
    return row, pair


def _is_pair(session: dict[str, Any]) -> bool:
    # After-pain from memory has no delay: it is drawn, but enters no analysis.
    return session["pain_before"] is not None and session["pain_after_delay_s"] is not None
