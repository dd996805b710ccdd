"""Settings of the patient and of the clinician behind one account."""

import pytest
from django.urls import reverse

from invertrack.sessions.models import Session
from tests import make

pytestmark = pytest.mark.django_db

URL = "/account/settings/"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PATIENT = {"name": "Kim", "tz": "Asia/Kolkata", "country": "IN", "usual_rating_time": "07:30"}


def log_in(client, user):
    client.force_login(user, backend=BACKEND)
    return client


def test_url_is_the_public_one():
    assert reverse("users:settings") == URL


def test_new_zone_moves_no_recorded_day(client):
    patient = make.patient(tz="Pacific/Auckland")
    session = make.session(of=patient)

    answer = log_in(client, patient.user).post(URL, PATIENT | {"settings": ""})

    assert answer.status_code == 302
    patient.refresh_from_db()
    assert (patient.tz, str(patient), patient.data_version) == ("Asia/Kolkata", "Kim", 2)
    stored = Session.objects.for_patient(patient).get(id=session.id)
    assert (stored.local_date, stored.tz) == (session.local_date, "Pacific/Auckland")


def test_unknown_zone_is_refused(client):
    patient = make.patient()

    page = log_in(client, patient.user).post(URL, PATIENT | {"tz": "Mars/Olympus", "settings": ""})

    assert "valid choice" in str(page.context["patient_form"].errors["tz"])


def test_patient_becomes_a_clinician_too_and_changes_the_profile(client):
    patient = make.patient()
    log_in(client, patient.user)

    for name in ("Dr. One", "Dr. Two"):
        client.post(URL, {"name": name, "profession": "", "place": "", "review": ""})

    patient.user.refresh_from_db()
    assert patient.user.clinician.name == "Dr. Two"


def test_clinician_begins_to_track_with_explicit_consent(client):
    doctor = make.clinician()
    log_in(client, doctor.user)
    fields = {"tz": "Europe/Paris", "country": "FR", "birth_year": "1980", "adult": "on"}

    refused = client.post(URL, fields | {"track": ""})
    started = client.post(URL, fields | {"consent": "on", "track": ""})

    assert started.url == reverse("safety:red_flags")
    assert "consent" in refused.context["patient_form"].errors
    doctor.user.refresh_from_db()
    assert doctor.user.patient.tz == "Europe/Paris"
