"""What pages are measured against. Only the measuring process has these addresses."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

TREND = """
    SELECT journal.local_date, journal.pain_worst_24h, journal.pain_avg_24h,
        journal.rating_low, journal.rating_high, day.sessions
    FROM journals_journalday AS journal
    LEFT JOIN inversion_sessionday AS day
        ON day.patient_id = journal.patient_id AND day.local_date = journal.local_date
    WHERE journal.patient_id = %s AND journal.local_date BETWEEN %s AND %s
    ORDER BY journal.local_date
"""
TREND_ROLES = ("worst", "pain", "low", "high", "session")


def auth_page(request: HttpRequest) -> HttpResponse:
    """Answer the least that a page behind a log-in can be: session, user, a template of two levels."""
    return TemplateResponse(request, "operations/anchor.html")


def raw_trend(request: HttpRequest) -> HttpResponse:
    """Answer the days of a period by one statement and ``json.dumps``, and nothing more."""
    patient, first, last = request.patient, request.GET["from"], request.GET["to"]
    with connection.cursor() as cursor:
        cursor.execute(TREND, [_plain(patient.pk), _plain(first), _plain(last)])
        rows = cursor.fetchall()
    data: dict[str, Any] = {
        "labels": [str(row[0]) for row in rows],
        "datasets": [
            {"label": role, "data": [row[number] for row in rows]}
            for number, role in enumerate(TREND_ROLES, start=1)
        ],
    }
    return HttpResponse(json.dumps(data), content_type="application/json")


def _plain(value: Any) -> Any:
    """Return a parameter as this engine stores it."""
    if connection.vendor != "sqlite":
        return dt.date.fromisoformat(value) if isinstance(value, str) else value
    return value if isinstance(value, str) else value.hex
