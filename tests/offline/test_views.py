"""What a phone asks: whose it is, what a session may start from, the app's manifest and its icons."""

import json
import struct
import zlib

import numpy as np
import pytest
from django.core import signing
from django.urls import reverse

from invertrack.care import typed
from invertrack.offline.icons import ICONS, draw, png
from invertrack.safety.enums import Reply
from tests import make
from tests.conventions.sources import STATIC

WHO, FACTS = "/offline/who/", "/offline/facts/"


@pytest.mark.django_db
def test_phone_learns_whose_records_it_would_write(client):
    patient = make.patient()
    client.force_login(patient.user)

    answer = client.get(WHO)

    said = answer.json()
    assert said["account"] == str(patient.user_id)
    assert signing.loads(said["token"], salt=typed.SALT) == str(patient.user_id)
    assert answer.cookies["csrftoken"].value
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize("build", [lambda: None, lambda: make.clinician().user])
def test_phone_of_nobody_who_tracks_pain_gets_no_token(client, build):
    make.patient()
    account = build()
    if account is not None:
        client.force_login(account)

    said = client.get(WHO).json()

    assert (said["account"], said["token"]) == (None, None)
    assert said["csrf"]


@pytest.mark.django_db
def test_token_of_the_csrf_check_is_one_that_a_post_may_carry(django_test_client_with_csrf):
    phone = django_test_client_with_csrf
    patient = make.patient()
    phone.force_login(patient.user)

    said = phone.get(WHO).json()
    answers = [
        phone.post("/journal/now/", {}, headers={"X-CSRFToken": token}).status_code
        for token in (said["csrf"], "0" * 64)
    ]

    assert answers == [400, 403]  # the first is no form of ours, but gets as far


@pytest.fixture
def django_test_client_with_csrf():
    from django.test import Client

    return Client(enforce_csrf_checks=True)


@pytest.mark.django_db
def test_facts_are_those_of_the_person_who_asks(client):
    patient, other = make.patient(), make.patient()
    make.opened(of=patient)
    make.session(of=patient)
    make.screening(of=other, glaucoma_or_high_eye_pressure=Reply.YES)

    found = []
    for person in (patient, other):
        client.force_login(person.user)
        found.append(client.get(FACTS).json())

    assert [facts["account"] for facts in found] == [str(patient.user.pk), str(other.user.pk)]
    assert [facts["is_open"] for facts in found] == [True, False]
    assert [facts["closed"] is None for facts in found] == [True, False]
    assert [facts["usual"]["angle_deg"] is None for facts in found] == [False, True]


def test_manifest_has_what_a_browser_installs_an_app_by(client):
    answer = client.get("/manifest.json")
    said = json.loads(answer.content)

    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert (said["start_url"], said["scope"], said["display"]) == ("/today/", "/", "standalone")
    icons = {(icon["sizes"], icon["purpose"]) for icon in said["icons"]}
    assert icons == {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}
    assert [shortcut["url"] for shortcut in said["shortcuts"]] == [
        reverse("sessions:live"),
        reverse("sessions:create"),
        reverse("journals:now"),
    ]


def test_pages_name_the_manifest_and_the_icon_of_a_home_screen(client):
    page = client.get("/evidence/").content.decode()

    assert '<link rel="manifest" href="/manifest.json">' in page
    assert '<link rel="apple-touch-icon" href="/static/icons/app-180.png">' in page


@pytest.mark.parametrize("name", ICONS)
def test_icon_is_what_the_logo_draws(name):
    kept = read_png((STATIC / "icons" / name).read_bytes())
    drawn = draw(ICONS[name])

    assert kept.shape == drawn.shape == (ICONS[name].size, ICONS[name].size, 4)
    assert int(abs(kept.astype(int) - drawn.astype(int)).max()) <= 1  # rounding of another machine
    assert np.array_equal(read_png(png(drawn)), drawn)


def read_png(data):
    width, height = struct.unpack(">II", data[16:24])
    length = struct.unpack(">I", data[33:37])[0]
    rows = np.frombuffer(zlib.decompress(data[41 : 41 + length]), np.uint8)
    return rows.reshape(height, 1 + 4 * width)[:, 1:].reshape(height, width, 4)


def test_a_maskable_icon_keeps_the_logo_inside_what_every_phone_shows():
    pixels = draw(ICONS["app-maskable-512.png"]).astype(int)
    y, x = np.mgrid[0:512, 0:512] + 0.5
    outside = np.hypot(x - 256, y - 256) > 0.4 * 512

    assert (pixels[outside] == pixels[0, 0]).all()
    assert (pixels[..., 3] == 255).all()
