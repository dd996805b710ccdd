"""What was typed when the log-in had ended: kept sealed for an hour, for that account alone."""

import base64
import uuid

import pytest
from django.core.cache import caches
from django.test import Client

from invertrack.care.models import Write
from invertrack.sessions.models import Session
from tests import make
from tests.sessions.filled import (
    EVENING,
    FIRST,
    MARKER,
    MINUTE,
    NEW,
    filled,
    only,
    press,
    text,
    url,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def log_in(client, person, following):
    return client.post(
        f"/account/login/?next={following}", {"login": person.user.email, "password": make.PASSWORD}
    )


def expired(client, patient, **taps):
    """Fill in the quick log, and send it when the log-in is no longer there."""
    client.force_login(patient.user)
    page = client.get(NEW)
    client.logout()
    return page, press(client, page, **FIRST | {"note": MARKER} | taps)


def test_typed_session_waits_encrypted_for_its_account_and_comes_back(client, patient, clock):
    page, refused = expired(client, patient, angle_deg="41")
    assert refused.url == f"/account/login/?next={NEW}"

    sealed = caches["typed"].get(client.session["typed"][NEW])
    assert MARKER not in sealed
    assert MARKER.encode() not in base64.urlsafe_b64decode(sealed)
    assert MARKER not in str(dict(client.session))

    clock.move_to(EVENING + 9 * MINUTE)
    assert log_in(client, patient, NEW).url == NEW
    reopened = client.get(NEW)
    shown = filled(reopened)
    assert (shown["angle_deg"], shown["note"], shown["pain_before"]) == ("41", MARKER, "6")
    assert shown["write_id"] == filled(page)["write_id"]
    assert "What you typed is here again" in text(reopened)
    assert not Session.objects.for_patient(patient).exists()

    press(client, reopened)
    assert only(patient).ended_at == EVENING
    assert filled(client.get(NEW))["note"] == ""


def test_session_that_arrived_before_the_log_in_ended_is_not_logged_again(client, patient):
    client.force_login(patient.user)
    typed = filled(client.get(NEW), **FIRST)
    first = client.post(NEW, typed)
    client.logout()

    client.post(NEW, typed)
    log_in(client, patient, NEW)
    again = press(client, client.get(NEW))

    assert again.url == first.url
    assert Session.objects.for_patient(patient).count() == 1


def test_typed_session_of_another_account_is_discarded(client, patient):
    expired(client, patient)
    other = make.patient()
    log_in(client, other, NEW)

    assert MARKER not in client.get(NEW).content.decode()
    client.logout()
    log_in(client, patient, NEW)
    assert MARKER not in client.get(NEW).content.decode()


def test_typed_session_is_gone_after_an_hour(client, patient, clock):
    expired(client, patient)
    clock.move_to(EVENING + 61 * MINUTE)
    log_in(client, patient, NEW)

    assert MARKER not in client.get(NEW).content.decode()


def test_form_that_names_no_account_of_ours_is_not_kept(client, patient):
    expired(client, patient, account="forged")

    assert "typed" not in client.session


def test_typed_correction_comes_back_on_its_own_page_only(client, patient):
    session = make.session(of=patient, ended_at=EVENING)
    client.force_login(patient.user)
    page = client.get(url(session, "edit"))
    client.logout()
    press(client, page, note=MARKER)
    log_in(client, patient, url(session, "edit"))

    assert MARKER not in client.get(NEW).content.decode()
    assert filled(client.get(url(session, "edit")))["note"] == MARKER


def test_form_with_the_token_of_an_earlier_log_in_opens_again_filled(patient):
    client = Client(enforce_csrf_checks=True)
    client.force_login(patient.user)
    page = client.get(NEW)
    client.cookies["csrftoken"] = "z" * 32  # as another tab's log-in leaves it

    refused = press(client, page, **FIRST | {"note": MARKER})
    assert (refused.status_code, refused.url) == (302, NEW)

    reopened = client.get(NEW)
    assert filled(reopened)["note"] == MARKER
    assert filled(reopened)["write_id"] == filled(page)["write_id"]
    assert press(client, reopened).url == url(only(patient))


def test_foreign_form_with_a_wrong_token_is_refused(patient):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.patient().user)
    client.get(NEW)

    refused = client.post(NEW, FIRST | {"write_id": str(uuid.uuid4()), "account": "forged"})

    assert refused.status_code == 403
    assert not Write.objects.exists()


def test_reopened_form_outlives_a_reload(client, patient):
    expired(client, patient)
    log_in(client, patient, NEW)

    for _ in range(2):
        assert filled(client.get(NEW))["note"] == MARKER


def test_forms_of_two_pages_are_both_kept(client, patient):
    session = make.session(of=patient, ended_at=EVENING)
    edit = f"/sessions/{session.id}/edit/"
    client.force_login(patient.user)
    typed = {
        NEW: filled(client.get(NEW), **FIRST | {"note": "first tab"}),
        edit: filled(client.get(edit), note="second tab"),
    }
    client.logout()
    for page, fields in typed.items():
        client.post(page, fields)

    log_in(client, patient, NEW)

    assert filled(client.get(NEW))["note"] == "first tab"
    assert filled(client.get(edit))["note"] == "second tab"


def test_account_is_kept_twenty_forms_an_hour(client, patient):
    client.force_login(patient.user)
    typed = filled(client.get(NEW), **FIRST)
    client.logout()

    for number in range(25):
        client.post(NEW, typed | {"note": str(number)})
    log_in(client, patient, NEW)

    assert filled(client.get(NEW))["note"] == "19"


def test_body_too_long_for_a_form_is_not_kept(client, patient):
    expired(client, patient, note="x" * 33_000)

    assert "typed" not in client.session


def test_kept_forms_cannot_push_out_the_throttle():
    assert caches["typed"]._table != caches["default"]._table
    assert caches["default"]._max_entries > 10_000
