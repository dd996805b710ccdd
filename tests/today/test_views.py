"""The start page for each kind of visitor, and the one next action of a patient."""

import datetime as dt
import re

import pytest
import time_machine

from invertrack.sessions.models import Session
from invertrack.today.views import minutes_since
from tests import make
from tests.sessions.filled import press

pytestmark = pytest.mark.django_db

EVENING = dt.datetime(2026, 5, 12, 17, 4, 30, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(EVENING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def patient():
    return make.patient()


@pytest.fixture
def phone(client, patient):
    client.force_login(patient.user)
    return client


def text(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_home_says_what_this_is_to_somebody_new(client):
    said = text(client.get("/"))

    assert "Find out what inversion does for your back" in said
    assert "guidelines do not recommend traction" in said
    assert "Not yet checked by a clinician." in said
    assert "It does not diagnose, treat" in said
    assert 'href="/account/signup/"' in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("sides", "start"),
    [
        ([make.patient], "/today/"),
        ([make.clinician], "/clinic/"),
        ([make.patient, make.clinician], "/today/"),
        ([], "/account/settings/"),
    ],
)
def test_home_leads_each_kind_of_account_to_its_own_start(client, sides, start):
    person = make.user()
    for become in sides:
        become(of=person)
    client.force_login(type(person).objects.get(pk=person.pk))

    assert client.get("/").url == start


def test_today_without_records_says_both_next_steps(phone):
    said = text(phone.get("/today/"))

    assert "Tuesday 12 May" in said
    assert "How has your pain been today?" in said
    assert "No sessions yet. Log the first one" in said
    assert "on 0 of 14 days; 0 sessions." in said


def test_today_asks_for_the_after_pain_that_is_missing(phone, patient, clock):
    make.session(of=patient, ended_at=EVENING, angle_deg=35, duration_s=150, pain_after=None)
    make.session(of=make.patient(), ended_at=EVENING, angle_deg=71, pain_after=None)
    clock.move_to(EVENING + 12 * MINUTE)

    page = phone.get("/today/")

    assert "It ended 12 minutes ago, at 35° for 2 min 30 s." in text(page)
    assert "How has your pain been today?" not in text(page)
    assert "Log another session" in text(page)
    session = Session.objects.for_patient(patient).get()
    answer = press(phone, page, to=f"/sessions/{session.id}/after/", pain_after="3")
    assert answer.url == f"/sessions/{session.id}/"
    assert "How is your pain now" not in text(phone.get("/today/"))


def test_today_asks_about_the_latest_of_two_first(phone, patient):
    make.session(of=patient, ended_at=EVENING - 20 * MINUTE, angle_deg=20, pain_after=None)
    make.session(of=patient, ended_at=EVENING, angle_deg=35, pain_after=None)

    page = phone.get("/today/")
    assert "It ended just now, at 35°" in text(page)
    latest = Session.objects.for_patient(patient).get(angle_deg=35)
    press(phone, page, to=f"/sessions/{latest.id}/after/", pain_after="3")

    assert "It ended 20 minutes ago, at 20°" in text(phone.get("/today/"))


def test_today_stops_asking_after_half_an_hour(phone, patient, clock):
    make.session(of=patient, ended_at=EVENING, pain_after=None)
    clock.move_to(EVENING + 30 * MINUTE)

    assert "How is your pain now" not in text(phone.get("/today/"))


def test_today_that_is_kept_asks_nothing_more(phone, patient):
    make.entry(of=patient, day=EVENING.date(), pain_avg_24h=5)

    said = text(phone.get("/today/"))

    assert "How has your pain been today?" not in said
    assert "on 1 of 14 days" in said


def test_today_shows_the_last_two_weeks_and_nothing_older(phone, patient):
    for days in (0, 13, 14):
        make.entry(of=patient, day=EVENING.date() - dt.timedelta(days=days), pain_avg_24h=5)
        make.session(of=patient, ended_at=EVENING - dt.timedelta(days=days))

    page = phone.get("/today/")

    assert "on 2 of 14 days; 2 sessions." in text(page)
    assert "3 sessions since 28 April 2026, 6 min at angle." in text(page)
    assert len(re.findall(r'<a href="/journal/2026-\d\d-\d\d/"', page.content.decode())) >= 14


def test_today_is_the_patients_own_date(client, clock):
    patient = make.patient(tz="Pacific/Auckland")
    client.force_login(patient.user)

    assert "Wednesday 13 May" in text(client.get("/today/"))


@pytest.mark.parametrize(
    ("later", "minutes"), [(59, 0), (60, 1), (29 * 60 + 59, 29), (-120, 0), (-1, 0)]
)
def test_minutes_since_are_whole_and_never_below_none(later, minutes):
    assert minutes_since(EVENING, EVENING + dt.timedelta(seconds=later)) == minutes


def test_today_costs_the_same_with_one_day_and_with_three(
    phone, patient, django_assert_num_queries
):
    def day(number):
        moment = EVENING - dt.timedelta(days=number)
        make.entry(of=patient, day=moment.date(), note="words")
        make.session(of=patient, ended_at=moment, pain_after=None, side_effects={"dizzy": 1})

    day(0)
    with django_assert_num_queries(4):  # of the 9 that are allowed
        phone.get("/today/")
    for number in (1, 2):
        day(number)
    with django_assert_num_queries(4):
        phone.get("/today/")
