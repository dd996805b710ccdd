"""What a script is told that sends a page's form: saved, refused and why, or to come again."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from invertrack.care.typed import sign_account
from invertrack.core.ids import uuid7
from invertrack.journals.models import PainRating
from invertrack.sessions.models import Session
from tests import make

pytestmark = pytest.mark.django_db

NOW = "/journal/now/"
JSON = {"Accept": "application/json"}


@pytest.fixture
def patient():
    return make.patient()


@pytest.fixture
def phone(client, patient):
    client.force_login(patient.user)
    return client


def fields(patient, **said):
    made = {
        "write_id": str(uuid7()),
        "account": sign_account(patient.user.pk),
        "score": "4",
        "tz": "Europe/Berlin",
    }
    return made | said


def send(client, data, *, to=NOW, **headers):
    return client.post(to, data, headers=JSON | headers)


def told(answer):
    return answer.status_code, answer.json()["code"]


def ratings(patient):
    return PainRating.objects.for_patient(patient).live()


def test_saved_says_where_the_page_would_lead_and_keeps_its_message_for_there(phone, patient):
    answer = send(phone, fields(patient, next="/today/"))

    assert (answer.status_code, answer.json()) == (200, {"saved": True, "url": "/today/"})
    assert answer["Content-Type"] == "application/json"
    assert "saved" in phone.get("/today/").content.decode()


def test_same_form_sent_by_a_page_is_answered_by_a_page(phone, patient):
    answer = phone.post(NOW, fields(patient))

    assert answer.status_code == 302


def test_rating_has_the_id_that_the_browser_gave_it(phone, patient):
    given = str(uuid7())

    for _ in range(2):
        send(phone, fields(patient, write_id=given, record_id=given))

    [rating] = ratings(patient)
    assert str(rating.id) == given


def test_field_with_an_error_is_named_with_its_sentence(phone, patient):
    answer = send(phone, fields(patient, score="11"))

    assert told(answer) == (422, "invalid")
    assert answer.json()["errors"] == {"score": ["A score is a whole number from 0 to 10."]}
    assert not ratings(patient).exists()


def test_without_log_in_nothing_is_kept_and_it_says_so(client, patient):
    answer = send(client, fields(patient))

    assert told(answer) == (401, "log_in")
    assert not client.session.keys()


def test_form_of_another_account_is_refused_and_neither_sees_it(phone, patient):
    other = make.patient()

    answer = send(phone, fields(other))

    assert told(answer) == (403, "account")
    assert not ratings(patient).exists()
    assert not ratings(other).exists()


@pytest.mark.parametrize("account", ["", "forged", None])
def test_form_that_says_no_account_is_refused(phone, patient, account):
    data = {name: value for name, value in fields(patient).items() if name != "account"}

    answer = send(phone, data if account is None else data | {"account": account})

    assert told(answer) == (403, "account")


def test_token_of_before_a_log_in_is_told_as_such(patient):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(patient.user)

    assert told(send(strict, fields(patient))) == (403, "csrf")


def test_day_that_was_changed_meanwhile_is_a_conflict(phone, patient):
    day = dt.date(2026, 5, 12)
    with time_machine.travel(dt.datetime(2026, 5, 12, 18, tzinfo=dt.UTC), tick=False):
        make.entry(of=patient, day=day)
        phone.force_login(patient.user)

        answer = send(phone, fields(patient, pain_avg_24h="7"), to=f"/journal/{day}/")

    assert told(answer) == (409, "conflict")


def test_write_id_with_other_content_is_told_apart_from_a_conflict(phone, patient):
    data = fields(patient)

    send(phone, data)

    assert told(send(phone, data | {"score": "9"})) == (409, "reused")
    assert [rating.score for rating in ratings(patient)] == [4]


def test_what_was_deleted_is_gone_and_what_never_was_is_missing(phone, patient):
    session = make.session(of=patient)
    data = fields(patient, version=session.version)
    phone.post(f"/sessions/{session.id}/delete/", data)

    edit = send(phone, fields(patient), to=f"/sessions/{session.id}/delete/")
    nowhere = send(phone, fields(patient), to=f"/sessions/{uuid7()}/delete/")

    assert not Session.objects.for_patient(patient).live().exists()
    assert (told(edit), told(nowhere)) == ((410, "gone"), (404, "missing"))


def test_damaged_form_is_told_as_such(phone, patient):
    assert told(send(phone, fields(patient, write_id="7"))) == (400, "damaged")


def test_page_that_did_not_save_is_no_save(phone, patient):
    # The state is closed: the page says so, and takes no check.
    answer = send(phone, fields(patient, none_of_these="on"), to="/sessions/start/")

    assert told(answer) == (422, "invalid")
    assert answer.json()["message"]


def test_answer_is_never_stored(phone, patient):
    answer = send(phone, fields(patient))

    assert answer["Cache-Control"] == "no-store"
