"""Whole days with a clock that is moved minute by minute, a round of prompts in each."""

import datetime as dt

import pytest

from invertrack.prompts.enums import Silence, Status
from invertrack.prompts.models import Delivery
from invertrack.sessions.models import SessionSettings
from tests import make
from tests.prompts.days import live, local, someone

pytestmark = pytest.mark.django_db

KATHMANDU = "Asia/Kathmandu"


def told(patient):
    """What became of each prompt: kind, local time due, and how it ended."""
    return [
        (row.kind, row.due_at.astimezone(patient.zone).strftime("%d %H:%M"), row.why or row.status)
        for row in Delivery.objects.for_patient(patient).order_by("due_at", "kind")
    ]


def test_the_night_on_which_the_clocks_go_back_in_berlin():
    start = local("2026-10-24 12:00")
    patient = someone(start, journal_at=dt.time(2, 30), quiet_from=dt.time(22))

    came = live(
        start,
        local("2026-10-25 12:00"),
        events={
            local("2026-10-24 19:00"): lambda: make.session(of=patient),
            local("2026-10-24 21:20"): lambda: make.entry(of=patient, day=dt.date(2026, 10, 24)),
        },
    )

    # 30 minutes and 2 hours after, the rating at 20:00, the morning at 7:30 winter time; the time
    # of 2:30 that comes twice is due once, and waits for the end of the quiet hours.
    assert came == ["24 19:30", "24 20:00", "24 21:00", "25 07:00", "25 07:30"]
    assert told(patient) == [
        ("30min", "24 19:30", Status.SENT),
        ("rating", "24 20:00", Status.SENT),
        ("2h", "24 21:00", Status.SENT),
        ("journal", "25 02:30", Status.SENT),
        ("next_morning", "25 07:30", Status.SENT),
    ]


def test_a_day_in_kathmandu_with_answers_and_quiet_hours():
    start = local("2026-11-21 06:00", KATHMANDU)
    patient = someone(
        start, tz=KATHMANDU, extra_times=["08:15", "23:30"], journal_at=dt.time(20, 30)
    )
    day = dt.date(2026, 11, 21)

    came = live(
        start,
        local("2026-11-22 09:00", KATHMANDU),
        KATHMANDU,
        events={
            local("2026-11-21 18:45", KATHMANDU): lambda: make.rating(of=patient),
            local("2026-11-21 20:10", KATHMANDU): lambda: make.entry(of=patient, day=day),
            local("2026-11-21 20:40", KATHMANDU): lambda: make.session(of=patient),
        },
    )

    assert came == ["21 08:15", "21 21:10", "22 07:30", "22 08:15"]
    assert told(patient) == [
        ("rating", "21 08:15", Status.SENT),
        ("rating", "21 20:00", Silence.ANSWERED),  # 75 minutes before
        ("journal", "21 20:30", Silence.ANSWERED),
        ("30min", "21 21:10", Status.SENT),
        ("2h", "21 22:40", Silence.QUIET),  # at seven in the morning it says nothing of two hours
        ("rating", "21 23:30", Silence.QUIET),
        ("next_morning", "22 07:30", Status.SENT),
        ("rating", "22 08:15", Status.SENT),
    ]


def test_who_flew_away_is_asked_by_the_clock_where_they_are():
    start = local("2026-11-21 18:58")
    patient = someone(start)

    def land():
        type(patient).objects.filter(pk=patient.pk).update(tz="Europe/Lisbon")

    came = live(start, local("2026-11-21 21:02"), events={local("2026-11-21 19:00"): land})

    assert came == ["21 21:00"]  # 20:00 in Lisbon
    patient.refresh_from_db()
    assert told(patient) == [("rating", "21 20:00", Status.SENT)]


def test_follow_ups_that_were_switched_off_stay_silent():
    start = local("2026-11-21 18:00")
    patient = someone(start, asks_rating=False)

    def have_less():
        SessionSettings.objects.create(patient=patient, asks_2h=False)

    came = live(
        start,
        local("2026-11-21 21:00"),
        events={
            start: lambda: make.session(of=patient),
            local("2026-11-21 19:00"): have_less,
        },
    )

    assert came == ["21 18:30"]
    assert told(patient) == [
        ("30min", "21 18:30", Status.SENT),
        ("2h", "21 20:00", Silence.OFF),
    ]
