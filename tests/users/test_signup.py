"""Signing up, in each role, and what is kept of it."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from invertrack import settings as declared
from invertrack.users.agreements import agreement
from invertrack.users.enums import Purpose
from invertrack.users.models import ClinicianProfile, Consent, Patient, User
from tests import make
from tests.sessions.filled import press

pytestmark = pytest.mark.django_db

FORM = {
    "email": "new@example.org",
    "password1": make.PASSWORD,
    "password2": make.PASSWORD,
    "role": "patient",
    "tz": "Pacific/Auckland",
    "country": "NZ",
    "birth_year": "1971",
    "adult": "on",
    "consent": "on",
    "name": "",
    "profession": "",
    "place": "",
}
CLINICIAN = {"role": "clinician", "name": "Dr. New", "birth_year": "", "country": "", "consent": ""}


@pytest.fixture(autouse=True)
def fresh_limits():
    """Rate limits count in the cache, which no test's rollback empties."""
    cache.clear()


def sign_up(client, **fields):
    return client.post(reverse("account_signup"), FORM | fields)


def test_sign_up_shows_the_safety_text(client):
    page = client.get(reverse("account_signup")).content.decode()

    assert agreement("safety").text in page


def test_patient_is_made_with_zone_country_and_explicit_consent(client):
    assert sign_up(client).status_code == 302

    patient = Patient.objects.get(user__email="new@example.org")
    assert (patient.tz, patient.country, patient.birth_year) == ("Pacific/Auckland", "NZ", 1971)
    consent = Consent.objects.for_patient(patient).get()
    assert (consent.purpose, consent.given) == (Purpose.KEEP, True)
    assert consent.text_version == agreement("keep").version
    assert not ClinicianProfile.objects.exists()


def test_clinician_is_asked_for_a_name_and_for_no_year_of_birth(client):
    refused = sign_up(client, **{**CLINICIAN, "name": ""})
    assert set(refused.context["form"].errors) == {"name"}

    assert sign_up(client, **CLINICIAN).status_code == 302
    assert ClinicianProfile.objects.get().name == "Dr. New"
    assert not Patient.objects.exists()


def test_one_account_can_be_both(client):
    sign_up(client, role="both", name="Dr. New")

    user = User.objects.get()
    assert user.patient.country == "NZ"
    assert user.clinician.name == "Dr. New"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("birth_year", "2015", "18 or over"),
        ("birth_year", "71", "four digits"),
        ("birth_year", "", "Enter your year"),
        ("adult", "", "18 or over"),
        ("consent", "", "no records can be kept"),
        ("country", "", "Choose a country"),
        ("tz", "Mars/Olympus", "valid choice"),
        ("password1", "short", "10 characters"),
        ("email", "nobody", "valid email"),
    ],
)
def test_gap_or_slip_is_said_at_its_field_and_makes_nothing(client, field, value, words):
    fields = {field: value} | ({"password2": value} if field == "password1" else {})
    page = sign_up(client, **fields)

    assert words in str(page.context["form"].errors[field])
    assert not User.objects.exists()


def test_address_must_be_proven_before_the_first_log_in(client):
    sign_up(client)
    assert client.get(reverse("today:today")).status_code == 302

    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body).group(1)
    client.post(link)

    assert EmailAddress.objects.get().verified
    assert client.get(reverse("today:today")).status_code == 200


def prove(client):
    """Open the link of the mail, as the person who signed up in this browser."""
    link = re.search(r"http://testserver(\S+)", mail.outbox[-1].body).group(1)
    return client.post(link)


def test_patient_is_led_from_the_proven_address_to_the_signs_then_to_the_safety_questions(client):
    sign_up(client)

    asked = prove(client)
    assert asked.url == reverse("safety:red_flags")
    page = client.get(asked.url)
    assert "before you begin" in page.content.decode()
    answered = press(client, page, none="all")
    assert answered.url == reverse("safety:screen")


def test_clinician_is_led_to_no_questions_of_safety(client):
    sign_up(client, **CLINICIAN)

    assert prove(client).url == reverse("today:home")


def test_person_who_came_by_an_invitation_goes_back_to_it_first(client):
    _, token = make.invitation(of=make.patient(), email="new@example.org")
    invitation = reverse("care:invitation", args=[token])
    client.get(invitation)
    sign_up(client, role="both", name="Dr. New")

    assert prove(client).url == invitation


def test_known_address_is_answered_like_a_new_one(client):
    known = make.patient()
    taken = sign_up(client, email=known.user.email)
    free = sign_up(client, email="free@example.org")

    assert taken.status_code == free.status_code == 302
    assert taken.headers["Location"] == free.headers["Location"]
    assert User.objects.filter(email=known.user.email).count() == 1


def test_address_is_one_whatever_its_case(client):
    sign_up(client, email="New@Example.ORG")

    assert User.objects.get().email == "new@example.org"


def test_sixth_wrong_password_is_throttled_even_with_the_right_one(client):
    known = make.patient()
    wrong = {"login": known.user.email, "password": "not-the-password"}
    for _ in range(5):
        client.post(reverse("account_login"), wrong)

    page = client.post(reverse("account_login"), wrong | {"password": make.PASSWORD})

    assert page.status_code == 200
    assert "Too many failed login attempts" in page.content.decode()


def test_wrong_password_and_unknown_address_read_alike(client):
    known = make.patient()
    errors = [
        client.post(reverse("account_login"), {"login": login, "password": "wrong-password"})
        .context["form"]
        .errors.as_text()
        for login in (known.user.email, "nobody@example.org")
    ]

    assert errors[0] == errors[1] != ""


def test_passwords_are_hashed_with_argon2():
    assert declared.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
