"""The page of an emergency: what it says, and that it is read before anything else."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from invertrack.safety.enums import Reply
from invertrack.safety.models import Alarm
from tests import make
from tests.safety.pages import filled, text

pytestmark = pytest.mark.django_db

PAGE, HOME, TODAY = map(reverse, ("safety:emergency", "safety:home", "today:today"))
EVENING = dt.datetime(2026, 5, 12, 17, 4, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(EVENING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def patient(client):
    made = make.patient()
    client.force_login(made.user)
    return made


@pytest.fixture
def numb(patient):
    make.red_flags(of=patient, saddle_numbness=Reply.YES)
    return patient


def alarm(patient):
    return Alarm.objects.for_patient(patient).get()


def test_page_says_where_to_call_what_was_reported_and_that_nobody_watches(client, numb):
    page = client.get(PAGE)
    said = text(page)

    assert "Get help now" in said
    assert "Call your emergency number or go to an emergency department now." in said
    assert '<a class="btn btn-emergency" href="tel:112">Call 112</a>' in page.content.decode()
    assert "New numbness, tingling or altered feeling between the legs" in said
    assert "Nobody watches these answers live." in said


def test_page_holds_nothing_else(client, numb):
    content = client.get(PAGE).content.decode()

    assert "<nav" not in content
    assert "<canvas" not in content
    assert 'type="text"' not in content
    assert content.count("<button") == 1


def test_number_is_never_guessed(client, numb, settings):
    settings.EMERGENCY_NUMBERS = {"GB": "999"}

    page = client.get(PAGE)

    assert "tel:" not in page.content.decode()
    assert "Call your local emergency number." in text(page)


def test_a_grave_symptom_of_a_session_leads_here_and_a_mild_one_does_not(client, patient):
    make.session(of=patient, side_effects={"dizzy": 1})
    assert client.get(PAGE).url == HOME

    make.session(of=patient, side_effects={"chest_pain": 2}, ended_at=EVENING - 600 * SECOND)
    assert "Chest pain, pressure or tightness" in text(client.get(PAGE))


def test_reading_takes_five_seconds(client, numb, clock):
    data = filled(client.get(PAGE))
    clock.move_to(EVENING + 4.9 * SECOND)

    refused = client.post(PAGE, data)
    assert "Read the text first." in text(refused)
    assert alarm(numb).read_at is None

    clock.move_to(EVENING + 5 * SECOND)
    assert client.post(PAGE, filled(refused)).url == HOME
    assert alarm(numb).read_at == EVENING + 5 * SECOND
    assert "Sessions are suspended" in text(client.get(HOME))


@pytest.mark.parametrize("forged", ["", "2020-01-01T00:00:00+00:00"])
def test_time_that_we_did_not_sign_counts_from_now(client, numb, clock, forged):
    data = filled(client.get(PAGE)) | {"shown": forged}
    clock.move_to(EVENING + 60 * SECOND)

    refused = client.post(PAGE, data)
    assert alarm(numb).read_at is None

    clock.move_to(EVENING + 65 * SECOND)
    client.post(PAGE, filled(refused))
    assert alarm(numb).read_at == EVENING + 65 * SECOND


def test_emergency_that_came_while_another_was_read_is_still_to_be_read(client, numb, clock):
    data = filled(client.get(PAGE))
    clock.move_to(EVENING + 5 * SECOND)
    make.red_flags(of=numb, both_legs=Reply.YES)
    clock.move_to(EVENING + 6 * SECOND)

    client.post(PAGE, data)

    read = Alarm.objects.for_patient(numb).order_by("at").values_list("item_ids", "read_at")
    assert list(read) == [
        (["saddle_numbness"], EVENING + 6 * SECOND),
        (["both_legs"], None),
    ]
    assert client.get(HOME).url == PAGE


def test_reading_leaves_others_alone(client, numb, clock):
    other = make.patient()
    make.red_flags(of=other, saddle_numbness=Reply.YES)
    data = filled(client.get(PAGE))
    clock.move_to(EVENING + 6 * SECOND)

    client.post(PAGE, data)

    assert alarm(other).read_at is None


def test_pages_about_sessions_lead_here_until_it_was_read(client, numb, clock):
    assert [client.get(page).url for page in (TODAY, HOME)] == [PAGE, PAGE]

    make.read_alarms(of=numb)
    assert [client.get(page).status_code for page in (TODAY, HOME)] == [200, 200]
    assert client.get(PAGE).url == HOME


def test_logging_stays_open(client, numb):
    assert client.get(reverse("sessions:create")).status_code == 200
