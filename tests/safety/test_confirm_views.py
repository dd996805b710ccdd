"""The person's own word: what was discussed and when, and having been checked."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse

from invertrack.care.access import own_access
from invertrack.safety import queries
from invertrack.safety.enums import Reply, State
from invertrack.safety.models import CHECKED, Clearance
from tests import make
from tests.safety.pages import filled, text

pytestmark = pytest.mark.django_db

PAGE, HOME = map(reverse, ("safety:confirm", "safety:home"))
EVENING = dt.datetime(2026, 5, 12, 17, 4, tzinfo=dt.UTC)
TODAY = EVENING.date()
DAY = dt.timedelta(days=1)
GLAUCOMA = "glaucoma_or_high_eye_pressure"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(EVENING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def patient(client):
    made = make.patient()
    client.force_login(made.user)
    return made


def send(client, **fields):
    """Fill in one of the page's forms, which know nothing of each other, and send it."""
    return client.post(PAGE, filled(client.get(PAGE)) | fields)


def state(patient):
    return queries.safety(own_access(patient), EVENING).standing.state


def given(patient):
    return list(Clearance.objects.for_patient(patient).values_list("item_id", "dated", "is_own"))


def test_discussed_answers_open_sessions(client, patient):
    make.screening(of=patient, reflux=Reply.YES, migraine=Reply.UNSURE)

    response = send(client, items=["reflux", "migraine"], dated="2026-05-10")

    assert response.url == HOME
    assert sorted(given(patient)) == [
        ("migraine", TODAY - 2 * DAY, True),
        ("reflux", TODAY - 2 * DAY, True),
    ]
    assert state(patient) == State.OPEN


def test_each_answer_waits_for_its_own_tick(client, patient):
    make.screening(of=patient, reflux=Reply.YES, migraine=Reply.YES)

    send(client, items=["reflux"], dated="2026-05-12")

    assert state(patient) == State.NEEDS_TALK
    content = client.get(PAGE).content.decode()
    assert 'value="migraine"' in content
    assert 'value="reflux"' not in content


def test_a_blocker_is_not_offered_and_cannot_be_forged(client, patient):
    make.screening(of=patient, reflux=Reply.YES, **{GLAUCOMA: Reply.YES})

    page = client.get(PAGE)
    assert f'value="{GLAUCOMA}"' not in page.content.decode()
    assert "A doctor without access to your records here cannot clear it here." in text(page)
    forged = send(client, items=[GLAUCOMA], dated="2026-05-12")

    assert set(forged.context["talk"].errors) == {"items"}
    assert given(patient) == []


@pytest.mark.parametrize(
    ("dated", "words"),
    [
        ("2026-05-13", "This day lies ahead."),
        ("2025-11-13", "more than 180 days ago"),
        ("12 Mai", "year, month, day"),
        ("", "Enter the day"),
    ],
)
def test_a_day_that_cannot_be_is_said_and_stays(client, patient, dated, words):
    make.screening(of=patient, reflux=Reply.YES)

    page = send(client, items=["reflux"], dated=dated)

    assert words in str(page.context["talk"].errors["dated"])
    assert page.context["talk"]["dated"].value() == dated
    assert page.context["talk"]["items"].value() == ["reflux"]
    assert given(patient) == []


def test_the_earliest_day_that_still_holds_is_taken(client, patient):
    make.screening(of=patient, reflux=Reply.YES)

    assert send(client, items=["reflux"], dated="2025-11-14").url == HOME
    assert state(patient) == State.OPEN


def test_a_check_and_new_answers_end_the_suspension(client, patient, clock):
    make.screening(of=patient, at=EVENING - 3 * DAY)
    make.red_flags(of=patient, at=EVENING - 2 * DAY, fever_or_unwell=Reply.YES)
    assert "Note when you were checked" in text(client.get(PAGE))

    assert send(client, checked="on", dated="2026-05-11", was_checked="x").url == HOME
    assert given(patient) == [(CHECKED, TODAY - DAY, True)]
    assert state(patient) == State.SUSPENDED
    make.screening(of=patient, at=EVENING)
    assert state(patient) == State.OPEN


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"checked": "on", "dated": "2026-05-09"}, "dated", "You reported it on 10 May 2026."),
        ({"checked": "on", "dated": "2026-05-13"}, "dated", "lies ahead"),
        ({"dated": "2026-05-11"}, "checked", "Tick this if you have been checked."),
    ],
)
def test_a_check_that_cannot_be_is_said_at_its_field(client, patient, fields, field, words):
    make.red_flags(of=patient, at=EVENING - 2 * DAY, fever_or_unwell=Reply.YES)

    page = send(client, was_checked="x", **fields)

    assert words in str(page.context["checked"].errors[field])
    assert page.context["checked"]["dated"].value() == fields["dated"]
    assert given(patient) == []


def test_talk_and_check_are_two_forms_that_do_not_mix(client, patient):
    make.screening(of=patient, reflux=Reply.YES)
    make.red_flags(of=patient, fever_or_unwell=Reply.YES)

    page = client.get(PAGE)
    ids = re.findall(r'\bid="([^"]+)"', page.content.decode())
    assert {"talk_dated", "checked_dated"} <= set(ids)
    assert len(ids) == len(set(ids))
    written = re.findall(r'name="write_id" value="([^"]+)"', page.content.decode())
    assert len(set(written)) == 2
    send(client, items=["reflux"], dated="2026-05-12")
    assert given(patient) == [("reflux", TODAY, True)]


def test_without_anything_to_note_the_page_says_so(client, patient):
    make.opened(of=patient)

    page = client.get(PAGE)

    assert "Nothing to note now" in text(page)
    assert 'name="dated"' not in page.content.decode()
