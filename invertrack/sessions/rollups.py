"""Recomputing the days that a write touched, from their rows, never by adding differences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from itertools import groupby
from operator import itemgetter

from django.db import connection
from django.db.models import Count, Max, Q

from invertrack.core.ids import uuid7
from invertrack.users.models import Patient

from .models import Session, SessionDay, SessionTotals

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
]
SESSION_FIELDS = (
    "id",
    "local_date",
    "duration_s",
    "angle_deg",
    "angle_max_deg",
    "pain_before",
    "pain_after",
    "pain_after_delay_s",
    "is_entered_late",
)
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
LIVE_EFFECT = Q(side_effects__deleted_at=None)


def recompute_days(patient: Patient, days: Collection[dt.date]) -> dict[dt.date, int]:
    """Bring SessionDay of the given local dates, and SessionTotals, in line with the sessions.

    Return how many sessions each of these days has; those without any are left out.

    Cost: two statements for the days and one for the totals, one more where a day or the last
    session is gone.
    """
    rows = (
        Session.objects.for_patient(patient)
        .live()
        .filter(local_date__in=days)
        .order_by("local_date", "started_at", "id")
        .values(*SESSION_FIELDS)
        .annotate(
            effects=Count("side_effects", filter=LIVE_EFFECT),
            worst=Max("side_effects__severity", filter=LIVE_EFFECT),
        )
    )
    fresh = [
        _day(patient, day, list(sessions))
        for day, sessions in groupby(rows, key=itemgetter("local_date"))
    ]
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
    return {row.local_date: row.sessions for row in fresh}


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


def _day(patient: Patient, day: dt.date, sessions: list[dict]) -> SessionDay:
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
        row.is_pair_late = pair["is_entered_late"]
    return row


def _is_pair(session: dict) -> bool:
    # After-pain from memory has no delay: it is drawn, but enters no analysis.
    return session["pain_before"] is not None and session["pain_after_delay_s"] is not None
