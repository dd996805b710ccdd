"""Alarms on the clinician's list: first, in words, with their time, and only where sessions are open."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from invertrack.care.enums import Scope
from invertrack.clinic import queries
from invertrack.clinic.queries.alarms import words_of
from invertrack.safety.enums import AlarmKind, Level
from invertrack.safety.lists import red_flags, screening, stop_now
from tests import make

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def clinician(client):
    clinician = make.clinician()
    client.force_login(clinician.user)
    return clinician.user


def shared(clinician, name, **grant):
    patient = make.patient(name=name)
    make.grant(of=patient, to=clinician, **grant)
    return patient


def text(response):
    page = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(page.replace("\N{NO-BREAK SPACE}", " ").split())


def names(clinician, now):
    return [str(row.share.access.patient) for row in queries.panel(clinician, now)]


def test_patients_with_an_open_alarm_come_first_the_unread_emergency_before_all(clinician, now):
    shared(clinician, "Ada")
    make.session(of=shared(clinician, "Bea"), side_effects={"eye_bleed_or_spots": 1})
    read = shared(clinician, "Cy")
    make.session(of=read, ended_at=now - HOUR, at=now - HOUR, side_effects={"chest_pain": 1})
    make.read_alarms(of=read)
    make.red_flags(of=shared(clinician, "Dee"), saddle_numbness="yes")
    make.session(of=shared(clinician, "Eve"), side_effects={"dizzy": 1})

    assert names(clinician, now) == ["Dee", "Cy", "Bea", "Ada", "Eve"]


def test_of_two_alarms_of_one_level_the_later_comes_first(clinician, now):
    for name, ago in (("Ada", 2), ("Bea", 1)):
        make.red_flags(of=shared(clinician, name), at=now - ago * HOUR, both_legs="unsure")

    assert names(clinician, now) == ["Bea", "Ada"]


def test_list_says_what_was_reported_when_and_whether_it_was_read(client, clinician, now):
    patient = shared(clinician, "Ada")
    make.red_flags(of=patient, at=now - HOUR, saddle_numbness="yes")

    unread = text(client.get("/clinic/"))
    make.read_alarms(of=patient, at=now)
    read = text(client.get("/clinic/"))

    words = red_flags()["saddle_numbness"].text
    said = f"Emergency: red flag {words} 12 May 2026, 13:00, Europe/Berlin; "
    assert f"{said}not read yet" in unread
    assert f"{said}read by the patient 12 May 2026, 14:00" in read


def test_urgent_alarm_asks_for_no_reading(client, clinician, now):
    make.session(of=shared(clinician, "Ada"), ended_at=now, side_effects={"eye_bleed_or_spots": 1})

    said = text(client.get("/clinic/"))

    assert f"Urgent: symptom of a session {stop_now()['eye_bleed_or_spots'].text}" in said
    assert "not read yet" not in said


def test_mild_dizziness_is_counted_and_no_alarm(client, clinician, now):
    make.session(of=shared(clinician, "Ada"), ended_at=now, side_effects={"dizzy": 1})

    (row,) = queries.panel(clinician, now)

    assert (row.alarms, row.side_effects) == ([], 1)
    assert 'class="alarm' not in client.get("/clinic/").content.decode()


def test_alarm_that_was_left_is_none_of_the_list(clinician, now):
    patient = shared(clinician, "Ada")
    make.red_flags(of=patient, at=now - 3 * HOUR, fever_or_unwell="yes")
    make.confirmation(of=patient, items=["checked"], at=now - 2 * HOUR)
    make.screening(of=patient, at=now - HOUR)

    (row,) = queries.panel(clinician, now)

    assert row.alarms == []


@pytest.mark.parametrize(
    ("grant", "shown"),
    [
        ({}, 1),
        ({"scopes": (Scope.JOURNAL, Scope.TEXT)}, 0),
        ({"data_from": dt.date(2026, 5, 12)}, 1),
        ({"data_from": dt.date(2026, 5, 13)}, 0),
    ],
)
def test_alarm_needs_sessions_and_its_day_to_be_shared(clinician, now, grant, shown):
    make.red_flags(of=shared(clinician, "Ada", **grant), both_legs="yes")

    (row,) = queries.panel(clinician, now)

    assert len(row.alarms) == shown


def test_nobody_sees_the_alarm_of_somebody_elses_patient(clinician, now):
    make.red_flags(of=shared(make.clinician().user, "Ada"), both_legs="yes")
    shared(clinician, "Bea")

    (row,) = queries.panel(clinician, now)

    assert row.alarms == []


def test_the_same_symptom_in_three_of_five_sessions_is_named(clinician, now):
    patient = shared(clinician, "Ada")
    for days in (3, 2, 1):
        make.session(
            of=patient, ended_at=now - dt.timedelta(days=days), side_effects={"headache": 1}
        )

    (row,) = queries.panel(clinician, now)

    assert [(line.kind, line.level, line.words) for line in row.alarms] == [
        (AlarmKind.REPEATED, Level.STOP, ["Headache"])
    ]


def test_list_shows_three_alarms_of_a_patient_and_how_many_there_are(client, clinician, now):
    patient = shared(clinician, "Ada")
    for hours in range(4):
        make.session(of=patient, ended_at=now - hours * HOUR, side_effects={"chest_pain": 1})

    said = text(client.get("/clinic/"))

    assert said.count("Emergency: symptom of a session") == 3
    assert "4 alarms in all" in said


def test_list_costs_no_more_for_more_alarms(client, clinician, django_assert_max_num_queries):
    for number in range(1, 4):
        make.red_flags(of=shared(clinician, f"Patient {number}"), both_legs="yes")
        with django_assert_max_num_queries(8):
            client.get(reverse("clinic:panel"))


def test_words_come_from_the_lists_and_an_item_that_was_dropped_keeps_its_id():
    assert words_of("pregnancy") == screening()["pregnancy"].text
    assert words_of("both_legs") == red_flags()["both_legs"].text
    assert words_of("chest_pain") == stop_now()["chest_pain"].text
    assert words_of("odd_feeling") == "odd feeling"
