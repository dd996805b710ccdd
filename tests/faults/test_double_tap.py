"""Twenty presses at once, each on a connection of its own, as two workers and a nervous thumb make them."""

import uuid

import pytest
from django.test import Client

from invertrack.care.models import Write
from invertrack.sessions.models import Hold, Session, SessionDay
from tests import make
from tests.sessions.filled import FIRST, NEW, filled

pytestmark = pytest.mark.django_db(transaction=True)

PRESSES = 20


@pytest.fixture
def patient():
    return make.patient()


@pytest.fixture
def typed(patient):
    """The quick log as somebody filled it in, and the cookies of their browser."""
    browser = Client()
    browser.force_login(patient.user)
    return filled(browser.get(NEW), **FIRST, effect_dizzy="1"), browser.cookies


def press(cookies):
    def post(fields):
        browser = Client()
        browser.cookies = cookies
        return browser.post(NEW, fields)

    return post


def stored(patient_id):
    """The sessions, how many holds and writes they have, and what their days count."""
    sessions = Session.objects.for_patient(patient_id).values_list("id", flat=True)
    counts = [model.objects.for_patient(patient_id).count() for model in (Hold, Write)]
    days = SessionDay.objects.for_patient(patient_id).values_list("sessions", flat=True)
    return list(sessions), counts, list(days)


def test_one_form_pressed_twenty_times_at_once_is_one_session(patient, typed, at_once):
    fields, cookies = typed

    answers = at_once(press(cookies), [fields] * PRESSES)

    assert {answer.status_code for answer in answers} == {302}
    [([session_id], counts, days)] = at_once(stored, [patient.pk])
    assert {answer.url for answer in answers} == {f"/sessions/{session_id}/"}
    assert (counts, days) == ([1, 1], [1])


def test_twenty_forms_pressed_at_once_fill_the_day_and_no_more(patient, typed, at_once):
    fields, cookies = typed
    forms = [fields | {"write_id": str(uuid.uuid4())} for _ in range(PRESSES)]

    answers = at_once(press(cookies), forms)

    [(sessions, counts, days)] = at_once(stored, [patient.pk])
    assert (len(sessions), counts, days) == (8, [8, 8], [8])
    saved = [answer.url for answer in answers if answer.status_code == 302]
    assert sorted(saved) == sorted(f"/sessions/{session_id}/" for session_id in sessions)
    refused = [answer.content.decode() for answer in answers if answer.status_code == 200]
    assert len(refused) == PRESSES - 8
    assert all("already has 8 sessions, the most a day can hold." in page for page in refused)
