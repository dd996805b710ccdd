"""Turning notifications on and off, as static/js/prompts/push.js and the page's forms post it."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from invertrack.prompts.channels import push
from invertrack.prompts.models import PushSubscription
from tests import make

pytestmark = pytest.mark.django_db

ON, OFF = "/prompts/browsers/subscribe/", "/prompts/browsers/unsubscribe/"
ENDPOINT = "https://fcm.googleapis.com/fcm/send/one"
BROWSER = {"endpoint": ENDPOINT, "device": "Chrome on Linux", **make.BROWSER_KEYS}


@pytest.fixture
def patient():
    return make.patient()


@pytest.fixture
def phone(client, patient):
    client.force_login(patient.user)
    return client


def browsers(patient):
    rows = PushSubscription.objects.for_patient(patient).order_by("created_at", "id")
    return list(rows.values_list("endpoint", "device"))


def test_browser_is_kept_once_however_often_it_is_turned_on(phone, patient):
    for _ in range(2):
        answer = phone.post(ON, BROWSER)
        assert (answer.status_code, answer.json()) == (200, {})

    assert browsers(patient) == [(ENDPOINT, "Chrome on Linux")]


def test_a_device_is_named_in_letters_and_briefly(phone, patient):
    phone.post(ON, BROWSER | {"device": "Chrome\0 on\r\n" + "é" * 200})

    assert browsers(patient) == [(ENDPOINT, "Chrome on" + "é" * 91)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "https://evil.example/"},
        {"endpoint": "http://fcm.googleapis.com/x"},
        {"endpoint": ""},
        {"p256dh": "short"},
        {"auth": ""},
    ],
)
def test_what_is_no_push_service_or_no_key_is_refused_in_words(phone, patient, wrong):
    answer = phone.post(ON, BROWSER | wrong)

    assert answer.status_code == 400
    assert answer.json()["error"].startswith("This browser")
    assert browsers(patient) == []


def test_a_press_without_the_page_it_belongs_to_is_refused(patient):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(patient.user)

    assert strict.post(ON, BROWSER).status_code == 403
    assert browsers(patient) == []


def test_browser_is_turned_off_by_itself_and_only_for_its_own_person(phone, patient):
    other = make.patient()
    for person in (patient, other):
        shared = Client()
        shared.force_login(person.user)
        shared.post(ON, BROWSER)

    assert phone.post(OFF, {"endpoint": ENDPOINT}).json() == {}
    assert phone.post(OFF, {"endpoint": ENDPOINT}).json() == {}

    assert (browsers(patient), browsers(other)) == ([], [(ENDPOINT, "Chrome on Linux")])


def test_other_browsers_are_listed_and_removed_by_a_press(phone, patient):
    lost, kept = make.browser(of=patient, device="Lost phone"), make.browser(of=patient)
    page = phone.get("/prompts/").content.decode()
    assert "Lost phone: on" in page
    assert f'data-digest="{lost.digest}"' in page
    assert lost.endpoint not in page

    answer = phone.post(reverse("prompts:remove_browser", args=[lost.id]))

    assert (answer.status_code, answer.headers["Location"]) == (302, "/prompts/")
    assert browsers(patient) == [(kept.endpoint, kept.device)]


def test_browser_of_somebody_else_and_one_that_is_none_are_not_found(phone):
    foreign = make.browser(of=make.patient())

    for unknown in (foreign.id, uuid.uuid4()):
        answer = phone.post(reverse("prompts:remove_browser", args=[unknown]))
        assert answer.status_code == 404
    assert PushSubscription.objects.for_patient(foreign.patient_id).count() == 1


def test_page_gives_the_browser_the_key_to_subscribe_with(phone, monkeypatch):
    assert 'data-key=""' in phone.get("/prompts/").content.decode()

    monkeypatch.setattr(push, "public_key", lambda: "BKey")
    monkeypatch.setattr("invertrack.prompts.channels.public_key", lambda: "BKey")
    assert 'data-key="BKey"' in phone.get("/prompts/").content.decode()
