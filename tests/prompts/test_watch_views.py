"""What the live page says of a session and hears of its watch: JSON, each request of the account's own."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from invertrack.prompts import actions, queries
from invertrack.prompts.enums import WatchState
from invertrack.prompts.models import Watch
from tests import make

from .watched import DUE, ENDS, MINUTE, SEVEN, begin, only, person

pytestmark = pytest.mark.django_db

URL = "/prompts/watch/"


@pytest.fixture
def clock():
    with time_machine.travel(SEVEN, tick=False) as traveller:
        yield traveller


@pytest.fixture
def patient():
    return person()


@pytest.fixture
def phone(clock, client, patient):
    client.force_login(patient.user)
    return client


def iso(at):
    return at.isoformat().replace("+00:00", "Z")  # as a browser writes it


def test_urls_are_the_public_ones():
    session_id = uuid.uuid4()

    assert reverse("prompts:watch") == URL
    assert reverse("prompts:watched", args=[session_id]) == f"{URL}{session_id}/"


def test_the_phone_learns_who_would_be_told(phone, patient):
    answer = phone.get(URL)

    assert answer.json() == {"contact": {"name": "Robin", "margin_min": 5}}
    assert "no-store" in answer.headers["Cache-Control"]
    actions.decline(contact=queries.contact_of(patient), at=SEVEN)
    assert phone.get(URL).json() == {"contact": None}


def test_a_beginning_is_watched(phone, patient):
    session_id = uuid.uuid4()

    answer = phone.post(URL, {"session_id": session_id, "ends_at": iso(ENDS)})

    assert answer.json() == {"watched": True, "name": "Robin", "due_at": DUE.isoformat()}
    watch = only(patient)
    assert (watch.session_id, watch.started_at, watch.ends_at) == (session_id, SEVEN, ENDS)


def test_a_clock_that_is_wrong_is_corrected_by_what_it_shows(phone, patient):
    off = dt.timedelta(hours=5, minutes=2)
    fields = {"ends_at": iso(ENDS + off), "device_now": iso(SEVEN + off)}

    phone.post(URL, {"session_id": uuid.uuid4(), **fields})

    assert only(patient).ends_at == ENDS


def test_without_a_contact_nobody_watches(clock, client):
    other = make.patient()
    client.force_login(other.user)

    answer = client.post(URL, {"session_id": uuid.uuid4(), "ends_at": iso(ENDS)})

    assert (answer.status_code, answer.json()) == (200, {"watched": False})
    assert not Watch.objects.for_patient(other).exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"session_id": "x", "ends_at": "2026-11-21T18:10:00Z"},
        {"session_id": str(uuid.uuid4()), "ends_at": "2026-11-21T18:10:00"},  # of which zone?
        {"session_id": str(uuid.uuid4()), "ends_at": "2026-11-21T28:10:00Z"},
        {"session_id": str(uuid.uuid4()), "ends_at": "soon"},
        {
            "session_id": str(uuid.uuid4()),
            "ends_at": "9999-12-31T23:59:00Z",
            "device_now": "0001-01-01T00:00:00Z",
        },
    ],
)
def test_what_is_no_beginning_is_refused(phone, patient, fields):
    assert phone.post(URL, fields).status_code == 400
    assert not Watch.objects.for_patient(patient).exists()


def test_level_ends_the_watch_at_its_true_time(phone, patient, clock):
    session_id = begin(patient)
    clock.shift(9 * MINUTE)

    answer = phone.post(f"{URL}{session_id}/", {"level_at": iso(SEVEN + 8 * MINUTE)})

    assert answer.json() == {"watched": False}
    assert (only(patient).state, only(patient).level_at) == (WatchState.LEVEL, SEVEN + 8 * MINUTE)


def test_level_by_a_clock_that_runs_fast_is_now(phone, patient, clock):
    session_id = begin(patient)
    clock.shift(9 * MINUTE)

    phone.post(f"{URL}{session_id}/", {"level_at": iso(SEVEN + 60 * MINUTE)})

    assert only(patient).level_at == SEVEN + 9 * MINUTE


def test_a_later_end_is_watched(phone, patient):
    session_id = begin(patient)

    answer = phone.post(f"{URL}{session_id}/", {"ends_at": iso(ENDS + 5 * MINUTE)})

    due_at = (DUE + 5 * MINUTE).isoformat()
    assert answer.json() == {"watched": True, "name": "Robin", "due_at": due_at}


def test_a_later_end_of_what_is_not_watched_watches_nothing(phone, patient):
    answer = phone.post(f"{URL}{uuid.uuid4()}/", {"ends_at": iso(ENDS)})

    assert answer.json() == {"watched": False}
    assert phone.post(f"{URL}{uuid.uuid4()}/").status_code == 400


def test_the_watch_of_somebody_else_is_out_of_reach(phone, patient):
    other = person()
    session_id = begin(other)

    phone.post(f"{URL}{session_id}/", {"level_at": iso(SEVEN)})
    phone.post(f"{URL}{session_id}/", {"ends_at": iso(ENDS + MINUTE)})

    assert (only(other).state, only(other).ends_at) == (WatchState.OPEN, ENDS)


def test_without_the_token_nothing_is_taken(clock, patient):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(patient.user)
    fields = {"session_id": uuid.uuid4(), "ends_at": iso(ENDS)}
    assert browser.post(URL, fields).status_code == 403

    token = browser.get("/prompts/contact/").cookies["csrftoken"].value
    answer = browser.post(URL, fields, headers={"X-CSRFToken": token})

    assert answer.json()["watched"] is True
