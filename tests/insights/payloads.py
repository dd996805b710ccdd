"""Asking for a chart, and people with enough to draw."""

import datetime as dt
import random
from decimal import Decimal

from django.urls import reverse

from invertrack.core.ids import uuid7
from invertrack.journals.models import JournalDay
from invertrack.sessions.models import SessionDay
from tests import make

from .days import evening, later, sessions

FIRST = dt.date(2026, 3, 1)
MARCH = {"from": "2026-03-01", "to": "2026-03-31"}
LONG = {"from": "2024-01-01", "to": "2026-03-31"}


def fetch(client, name, **params):
    return client.get(reverse("insights:chart", args=[name]), params or MARCH)


def points(response, role):
    datasets = response.json()["data"]["datasets"]
    return next(dataset["data"] for dataset in datasets if dataset["role"] == role)


def dataset(response, role):
    return next(found for found in response.json()["data"]["datasets"] if found["role"] == role)


def ten_years(patient):
    """A journal and a session on each day of ten years, written straight into the day roll-ups."""
    last = dt.date(2026, 5, 12)
    dates = [last - dt.timedelta(days=offset) for offset in range(3653)]
    chance = random.Random(7)
    JournalDay.objects.bulk_create(
        JournalDay(
            patient=patient,
            local_date=day,
            has_entry=True,
            pain_avg_24h=chance.randint(0, 9),
            pain_worst_24h=chance.randint(5, 10),
            ratings=2,
            rating_low=chance.randint(0, 5),
            rating_high=chance.randint(6, 10),
            rating_points=[[480, 3, False], [1200, 5, True]],
            changed_treatments=["Ibuprofen, 400 mg"] if index % 180 == 0 else [],
        )
        for index, day in enumerate(dates)
    )
    answers = [["30min", 33, 3, True], ["2h", 250, 4, False], ["next_morning", 720, 5, True]]
    SessionDay.objects.bulk_create(
        SessionDay(
            patient=patient,
            local_date=day,
            sessions=1,
            seconds=120,
            angle_max_deg=30,
            pair_session_id=uuid7(),
            pair_angle_deg=30,
            pair_duration_s=120,
            pair_before=chance.randint(4, 9),
            pair_after=chance.randint(2, 7),
            pair_later=answers,
        )
        for day in dates
    )


def full_month(patient):
    sessions(patient, FIRST, [(6 + i % 3, 4) for i in range(12)], angle_deg=20)
    make.entry(of=patient, day=FIRST, pain_avg_24h=3, pain_worst_24h=6, sleep_h=Decimal("7.5"))
    make.rating(of=patient, score=5, at=evening(FIRST))
    make.treatment(of=patient, at=evening(FIRST, hour=9), name="Heat", has_changed=True)
    for offset in range(12):
        later(
            patient,
            FIRST + dt.timedelta(days=offset),
            ["30min", 31, 3, True],
            ["2h", 300, 4, False],
        )
    make.completion(of=patient, at=evening(FIRST))
