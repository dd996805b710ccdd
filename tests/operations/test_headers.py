"""The headers that every answer carries, whatever became of the request."""

import re
import uuid

import pytest
from django.test import Client

from invertrack.sessions import queries
from tests import make
from tests.sessions.filled import filled, press

pytestmark = pytest.mark.django_db

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
CLOSED = {"camera", "geolocation", "microphone", "payment", "usb"}


def assert_headers(answer, status):
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    assert CLOSED <= set(re.findall(r"([a-z-]+)=\(\)", answer.headers["Permissions-Policy"]))


def assert_private(answer, status):
    assert_headers(answer, status)
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.fixture
def patient():
    return make.patient()


@pytest.fixture
def phone(client, patient):
    client.force_login(patient.user)
    return client


@pytest.mark.parametrize("path", ["/today/", "/sessions/", "/sessions/new/"])
def test_page(phone, path):
    assert_private(phone.get(path), 200)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/account/login/", 200),
        ("/healthz", 200),
        ("/readyz", 200),
        ("/today/", 302),
        ("/no-such-page/", 404),
    ],
)
def test_answer_to_somebody_who_is_not_logged_in(client, path, status):
    assert_private(client.get(path), status)


def test_redirect_after_a_write(phone, patient):
    make.session(of=patient)

    assert_private(press(phone, phone.get("/sessions/new/"), pain_before="6"), 302)


def test_bad_request(phone):
    assert_private(phone.post("/sessions/new/", {"write_id": "damaged"}), 400)


def test_refused_token(patient):
    client = Client(enforce_csrf_checks=True)
    client.force_login(patient.user)

    assert_private(client.post("/sessions/new/", {}), 403)


def test_row_that_is_not_there(phone):
    assert_private(phone.get(f"/sessions/{uuid.uuid4()}/"), 404)


def test_method_that_no_page_has(phone):
    assert_private(phone.delete("/sessions/"), 405)


def test_conflict_and_gone(phone, patient):
    session = make.session(of=patient)
    asked = phone.get(f"/sessions/{session.id}/delete/")
    typed = filled(asked)

    assert_private(phone.post(asked.wsgi_request.path, typed | {"version": "7"}), 409)
    phone.post(asked.wsgi_request.path, typed)
    assert_private(phone.get(f"/sessions/{session.id}/"), 410)


def test_error_of_ours(patient, monkeypatch):
    client = Client(raise_request_exception=False)
    client.force_login(patient.user)
    monkeypatch.setattr(queries, "list_page", lambda *given: 1 / 0)

    answer = client.get("/sessions/")

    assert_private(answer, 500)
    assert "ZeroDivisionError" not in answer.content.decode()


def test_static_file_may_be_kept(client, settings):
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True

    answer = client.get("/static/css/tokens.css")
    answer.close()

    assert_headers(answer, 200)
    assert "no-store" not in answer.headers["Cache-Control"]


def test_pages_of_two_people_differ_by_their_cookie(phone):
    assert "Cookie" in phone.get("/today/").headers["Vary"]
