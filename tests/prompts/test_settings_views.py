"""The settings page of prompts: it says how things stand, and each press does one thing."""

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from invertrack.prompts import queries
from invertrack.prompts.channels import Outcome, push
from invertrack.prompts.enums import PromptKind, Silence, Status
from invertrack.prompts.models import Delivery
from tests import make

from .test_forms import POSTED, on

pytestmark = pytest.mark.django_db

URL = "/prompts/"
NOON = dt.datetime(2026, 11, 22, 11, tzinfo=dt.UTC)  # 12:00 in Berlin


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def patient(clock):
    return make.patient()


@pytest.fixture
def phone(client, patient):
    client.force_login(patient.user)
    return client


def shown(phone):
    page = phone.get(URL)
    assert page.status_code == 200
    return page.content.decode()


def said(phone, answer):
    """Return the sentences on the page that a press leads to."""
    assert (answer.status_code, answer.headers["Location"]) == (302, URL)
    return [str(message) for message in phone.get(URL).context["messages"]]


def delivery(patient, *, minutes_ago, **fields):
    due_at = NOON - dt.timedelta(minutes=minutes_ago)
    defaults = {"kind": PromptKind.RATING, "send_at": due_at, "local_date": due_at.date()}
    return Delivery.objects.create(patient=patient, due_at=due_at, **{**defaults, **fields})


def test_url_is_the_public_one():
    assert reverse("prompts:settings") == URL


def test_page_shows_the_defaults_of_somebody_who_chose_nothing(phone, patient):
    page = shown(phone)

    assert "E-mail: on" in page
    assert patient.user.email in page
    assert "the clock in Europe/Berlin" in page
    assert "Nothing yet. Each prompt is listed here" in page
    assert "Nothing is sent until" not in page
    assert not queries.settings_of(patient).feed_key


def test_times_are_kept_with_the_usual_time_of_the_patient(phone, patient):
    sent = POSTED | on("rating_at", "19:30") | on("extra_1", "09:00") | on("journal_at", "21:15")

    assert said(phone, phone.post(URL, sent)) == ["The times are saved."]

    patient.refresh_from_db()
    kept = queries.settings_of(patient)
    assert patient.usual_rating_time == dt.time(19, 30)
    assert (kept.asks_rating, kept.extra_times) == (True, ["09:00"])
    assert kept.rating_at == dt.time(19, 30)
    assert (kept.journal_at, kept.questionnaires_at) == (dt.time(21, 15), dt.time(18))
    assert kept.next_at == dt.datetime(2026, 11, 22, 17, tzinfo=dt.UTC)  # the questionnaires
    assert 'name="extra_1_at" value="09:00"' in shown(phone)


def test_usual_time_stays_when_the_rating_is_switched_off(phone, patient):
    before = patient.data_version
    off = {key: value for key, value in POSTED.items() if key != "rating_at_is_on"}

    phone.post(URL, off | {"rating_at_at": "09:00"})

    patient.refresh_from_db()
    assert (patient.usual_rating_time, patient.data_version) == (dt.time(20), before)
    assert queries.settings_of(patient).asks_rating is False


def test_time_in_the_quiet_hours_stands_at_its_field_and_keeps_nothing(phone, patient):
    page = phone.post(URL, POSTED | on("extra_2", "23:00"))

    assert page.status_code == 200
    assert "23:00 lies in your quiet hours, 22:00 to 07:00." in page.content.decode()
    assert '<details class="fold" open>' in page.content.decode()
    assert queries.settings_of(patient).extra_times == []


def test_e_mail_is_turned_off_and_on(phone, patient):
    answer = phone.post("/prompts/email/", {"is_by_email": "no"})
    assert said(phone, answer) == ["E-mail is off."]
    assert "E-mail: off" in shown(phone)
    assert queries.settings_of(patient).is_by_email is False

    answer = phone.post("/prompts/email/", {"is_by_email": "yes"})
    assert said(phone, answer) == ["E-mail is on."]
    assert queries.settings_of(patient).is_by_email is True


def test_pause_holds_until_its_last_day_and_can_be_ended(phone, patient, clock):
    answer = phone.post("/prompts/pause/", {"until": "2026-11-25"})
    assert said(phone, answer) == ["Nothing is sent during the pause."]
    assert "Paused up to and including 25 November 2026." in shown(phone)

    clock.move_to(dt.datetime(2026, 11, 25, 22, 59, tzinfo=dt.UTC))
    assert "Paused up to and including" in shown(phone)
    clock.move_to(dt.datetime(2026, 11, 25, 23, 0, tzinfo=dt.UTC))
    assert "Paused up to and including" not in shown(phone)

    clock.move_to(NOON)
    answer = phone.post("/prompts/pause/", {"resume": "1"})
    assert said(phone, answer) == ["The pause is over."]
    assert queries.settings_of(patient).paused_until is None


def test_pause_that_is_over_is_refused_at_its_field(phone, patient):
    page = phone.post("/prompts/pause/", {"until": "2026-11-21"})

    assert page.status_code == 200
    assert "This day is over. Choose today or a later day." in page.content.decode()
    assert queries.settings_of(patient).paused_until is None


def test_page_says_when_nothing_goes_out_for_safety(phone, patient):
    make.red_flags(of=patient, saddle_numbness="yes")

    assert "Nothing is sent until this is settled" in shown(phone)


def test_page_says_that_prompts_rest_until_somebody_comes_back(phone, patient, clock):
    make.rating(of=patient)
    assert "prompts rest" not in shown(phone)

    clock.move_to(NOON + dt.timedelta(days=15))
    phone.force_login(patient.user)
    assert "Nothing was entered for two weeks, so prompts rest." in shown(phone)

    make.rating(of=patient)
    assert "prompts rest" not in shown(phone)


def test_test_goes_by_every_way_and_says_what_became_of_each(phone, patient, monkeypatch):
    make.browser(of=patient, device="Firefox on Android")
    make.browser(of=patient, device="Safari on Mac")
    outcomes = {"Firefox on Android": Outcome.TAKEN, "Safari on Mac": Outcome.REFUSED}
    monkeypatch.setattr(push, "public_key", lambda: "BKey")
    monkeypatch.setattr(push, "send", lambda to, message, away: outcomes[to.device])

    sentences = said(phone, phone.post("/prompts/test/"))

    assert [sentence.split(":")[0] for sentence in sentences] == [
        "Firefox on Android",
        "Safari on Mac",
        patient.user.email,
    ]
    assert "not taken" in sentences[1]
    assert [message.to for message in mail.outbox] == [[patient.user.email]]


def test_second_test_within_a_minute_is_not_sent(phone, patient):
    phone.post("/prompts/test/")

    sentences = said(phone, phone.post("/prompts/test/"))

    assert sentences[-1] == "A test was sent less than a minute ago. Try again in a minute."
    assert len(mail.outbox) == 1


def test_test_without_any_way_says_so(phone, patient):
    make.prompts(of=patient, is_by_email=False)

    assert said(phone, phone.post("/prompts/test/")) == [
        "No way is on. Turn on e-mail, or notifications in a browser."
    ]
    assert mail.outbox == []


def test_latest_prompts_say_what_became_of_them(phone, patient):
    at = NOON - dt.timedelta(minutes=50)
    sent = {"status": Status.SENT, "sent_at": at, "channels": ["push"]}
    delivery(patient, minutes_ago=50, **sent, answered_at=at + dt.timedelta(minutes=5))
    delivery(patient, minutes_ago=60, **sent | {"channels": ["email"]}, kind=PromptKind.HOURS_2)
    delivery(patient, minutes_ago=70, status=Status.SILENT, why=Silence.QUIET)
    delivery(patient, minutes_ago=75, status=Status.SILENT, why=Silence.NOTHING_DUE)
    delivery(patient, minutes_ago=80, status=Status.FAILED)
    delivery(patient, minutes_ago=90, status=Status.PLANNED, send_at=NOON)
    held = {"status": Status.CLAIMED, "send_at": at, "claimed_at": at}
    delivery(patient, minutes_ago=95, kind=PromptKind.NEXT_MORNING, **held)
    delivery(make.patient(), minutes_ago=10, status=Status.SILENT, why=Silence.PAUSED)

    page = " ".join(shown(phone).split())

    for words in (
        "Sun 22 Nov, 11:10",
        "Pain right now. Sent by notification at 11:10, answered at 11:15.",
        "2 hours after a session. Sent by e-mail at 11:10.",
        "Pain right now. Not sent: quiet hours.",
        "Pain right now. Could not be sent.",
        "Pain right now. Waits until Sun 22 Nov, 12:00.",
        "The morning after a session. On its way; whether it came is not known.",
    ):
        assert words in page
    assert "Not sent: paused" not in page
    assert "nothing was due" not in page  # each day says so of questionnaires: that is no news


def test_calendar_gets_an_address_a_new_one_and_none(phone, patient):
    assert "Make an address" in shown(phone)

    phone.post("/prompts/calendar/reset/")
    first = phone.get(URL).context["feed_url"]
    assert first in shown(phone)
    phone.post("/prompts/calendar/reset/")
    second = phone.get(URL).context["feed_url"]
    answer = phone.post("/prompts/calendar/close/")

    assert first != second
    assert said(phone, answer) == ["The calendar is removed. Its address no longer opens."]
    assert phone.get(URL).context["feed_url"] == ""


def test_page_costs_the_same_however_much_was_sent(
    phone, patient, django_assert_num_queries, django_assert_max_num_queries
):
    make.browser(of=patient)
    with django_assert_max_num_queries(12) as captured:
        phone.get(URL)
    for minutes in range(1, 40):
        delivery(patient, minutes_ago=minutes, status=Status.SILENT, why=Silence.OFF)
        make.browser(of=patient)

    with django_assert_num_queries(len(captured)):
        page = phone.get(URL)
    assert len(page.context["latest"]) == 20


def test_settings_lead_to_prompts_and_only_a_patient_sees_them(client, phone):
    assert f'href="{URL}"' in phone.get("/account/settings/").content.decode()

    client.force_login(make.clinician().user)
    assert f'href="{URL}"' not in client.get("/account/settings/").content.decode()
