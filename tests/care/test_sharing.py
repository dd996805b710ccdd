"""Inviting, accepting and ending, from both sides."""

import datetime as dt
import re

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from invertrack.care.enums import Scope
from invertrack.care.models import Grant, Invitation, token_patient_id
from invertrack.core.enums import Verb
from invertrack.core.models import AuditEvent
from invertrack.users.enums import Purpose
from invertrack.users.models import Consent
from tests import make

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def patient(client):
    made = make.patient(name="Kim Example")
    client.force_login(made.user, backend=BACKEND)
    return made


@pytest.fixture
def client_of():
    def open_for(user=None):
        client = Client()
        if user is not None:
            client.force_login(user, backend=BACKEND)
        return client

    return open_for


def send_invitation(client, **fields):
    posted = {
        "email": "doc@example.org",
        "scopes": ["sessions", "journal"],
        "data_from": "",
        "access_days": "",
        "consent": "on",
        **fields,
    }
    return client.post(reverse("care:invite"), posted)


def link_in(message):
    return re.search(r"http://testserver(/invitations/\S+/)", message.body).group(1)


def test_invitation_mails_a_link_and_shows_it_once(client, patient):
    answer = send_invitation(client)

    assert answer.status_code == 302
    assert mail.outbox[0].to == ["doc@example.org"]
    link = link_in(mail.outbox[0])
    assert link in client.get(reverse("care:sharing")).content.decode()
    assert link not in client.get(reverse("care:sharing")).content.decode()


def test_invitation_keeps_consent_scopes_and_no_secret(client, patient):
    send_invitation(client, scopes=["sessions"], data_from="2026-03-01", access_days="30")

    invitation = Invitation.objects.for_patient(patient).get()
    token = link_in(mail.outbox[0]).split("/")[2]
    assert (invitation.scopes, invitation.data_from) == (["sessions"], dt.date(2026, 3, 1))
    assert token not in (invitation.token_hash, str(invitation.id))
    assert token_patient_id(token) == patient.id
    consent = Consent.objects.for_patient(patient).filter(purpose=Purpose.SHARE).get()
    assert (consent.given, consent.text_version) == (True, invitation.text_version)


def test_invitation_mail_holds_no_health_data(client, patient):
    make.session(of=patient, note="sore", pain_before=8)

    send_invitation(client)

    body = mail.outbox[0].body
    assert not re.search(r"pain|sore|angle|session|inversion|°", body, re.IGNORECASE)


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"email": ""}, "email", "required"),
        ({"scopes": []}, "scopes", "at least one part"),
        ({"consent": ""}, "consent", "Tick the box"),
        ({"data_from": "2999-01-01"}, "data_from", "lies ahead"),
    ],
)
def test_invitation_with_a_gap_says_what_is_missing(client, patient, fields, field, words):
    page = send_invitation(client, **fields)

    assert words in str(page.context["form"].errors[field])
    assert not mail.outbox


def test_person_with_an_unproven_address_is_led_to_prove_it_before_inviting(client):
    patient = make.patient(of=make.user(verified=False))
    client.force_login(patient.user, backend=BACKEND)

    answer = send_invitation(client)

    assert answer.headers["Location"] == reverse("account_email")
    assert not Invitation.objects.for_patient(patient).exists()
    assert not mail.outbox


def test_own_address_and_a_second_waiting_invitation_are_refused(client, patient):
    own = send_invitation(client, email=patient.user.email.upper())
    send_invitation(client)
    again = send_invitation(client, email="DOC@example.org")

    assert "your own address" in str(own.context["form"].errors["email"])
    assert "is waiting" in str(again.context["form"].errors["email"])
    assert len(mail.outbox) == 1


def test_resending_makes_a_new_link_and_ends_the_old_one(client, patient, client_of):
    send_invitation(client)
    invitation = Invitation.objects.for_patient(patient).get()
    at_once = client.post(reverse("care:resend", args=[invitation.id]), follow=True)
    assert "less than a minute ago" in at_once.content.decode()
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=2)):
        client.post(reverse("care:resend", args=[invitation.id]))
    old, new = (link_in(message) for message in mail.outbox)

    assert client_of().get(old).status_code == 404
    assert client_of().get(new).status_code == 200


def test_cancelled_invitation_no_longer_opens(client, patient, client_of):
    send_invitation(client)
    invitation = Invitation.objects.for_patient(patient).get()
    client.post(reverse("care:cancel", args=[invitation.id]))

    page = client_of().get(link_in(mail.outbox[0]))

    assert page.status_code == 410
    assert "cancelled" in page.content.decode()


def test_invitation_expires_after_seven_days_and_can_be_resent(client, patient, client_of):
    send_invitation(client)
    link = link_in(mail.outbox[0])

    with time_machine.travel(timezone.now() + dt.timedelta(days=7, seconds=1)):
        page = client_of().get(link)
        assert page.status_code == 410
        assert "seven days" in page.content.decode()
        client.force_login(patient.user, backend=BACKEND)
        assert "Expired" in client.get(reverse("care:sharing")).content.decode()
        invitation = Invitation.objects.for_patient(patient).get()
        client.post(reverse("care:resend", args=[invitation.id]))
        assert client_of().get(link_in(mail.outbox[-1])).status_code == 200


def test_invited_clinician_accepts_and_lands_on_the_records(client_of):
    patient = make.patient()
    doctor = make.clinician(of=make.user(email="doc@example.org"))
    _, token = make.invitation(of=patient, email="doc@example.org", scopes=(Scope.SESSIONS,))
    browser = client_of(doctor.user)

    answer = browser.post(reverse("care:invitation", args=[token]), {"accept": ""}, follow=True)

    assert answer.redirect_chain[-1][0] == reverse("clinic:review", args=[patient.id])
    assert answer.status_code == 200
    grant = Grant.objects.for_patient(patient).get()
    assert (grant.clinician, grant.scopes) == (doctor.user, ["sessions"])


def test_access_for_some_days_ends_by_itself(client_of):
    patient = make.patient()
    doctor = make.clinician(of=make.user(email="doc@example.org"))
    _, token = make.invitation(of=patient, email="doc@example.org", access_days=30)
    client_of(doctor.user).post(reverse("care:invitation", args=[token]), {"accept": ""})
    review = reverse("clinic:review", args=[patient.id])

    assert client_of(doctor.user).get(review).status_code == 200
    with time_machine.travel(timezone.now() + dt.timedelta(days=30, seconds=1)):
        assert client_of(doctor.user).get(review).status_code == 404


def test_accepting_again_replaces_the_older_grant(client_of):
    patient = make.patient()
    doctor = make.clinician(of=make.user(email="doc@example.org"))
    older = make.grant(of=patient, to=doctor.user)
    _, token = make.invitation(of=patient, email="doc@example.org", scopes=(Scope.JOURNAL,))

    client_of(doctor.user).post(reverse("care:invitation", args=[token]), {"accept": ""})

    live = Grant.objects.for_patient(patient).live(timezone.now()).get()
    assert live.scopes == ["journal"]
    assert live.id != older.id


@pytest.mark.parametrize("verified", [True, False])
def test_other_or_unproven_address_cannot_accept(client_of, verified):
    patient = make.patient()
    email = "other@example.org" if verified else "doc@example.org"
    other = make.clinician(of=make.user(email=email, verified=verified))
    _, token = make.invitation(of=patient, email="doc@example.org")

    page = client_of(other.user).post(reverse("care:invitation", args=[token]), {"accept": ""})

    assert "for another account" in page.content.decode()
    assert "doc@example.org" not in page.content.decode().replace(email, "")
    assert not Grant.objects.for_patient(patient).exists()


def test_patient_cannot_accept_their_own_invitation(client_of):
    patient = make.patient()
    make.clinician(of=patient.user)
    _, token = make.invitation(of=patient, email=patient.user.email)

    page = client_of(patient.user).post(reverse("care:invitation", args=[token]), {"accept": ""})

    assert "your own invitation" in page.content.decode()
    assert not Grant.objects.for_patient(patient).exists()


def test_account_without_a_profile_is_led_to_it_and_back(client_of):
    patient = make.patient()
    user = make.user(email="doc@example.org")
    _, token = make.invitation(of=patient, email="doc@example.org")
    url = reverse("care:invitation", args=[token])
    browser = client_of(user)

    assert "Add your name" in browser.get(url).content.decode()
    saved = browser.post(
        reverse("users:settings"), {"name": "Dr. New", "profession": "", "place": "", "review": ""}
    )

    assert saved.headers["Location"] == url


def test_declined_invitation_shows_as_declined(client, patient, client_of):
    doctor = make.clinician(of=make.user(email="doc@example.org"))
    _, token = make.invitation(of=patient, email="doc@example.org")

    client_of(doctor.user).post(reverse("care:invitation", args=[token]), {"decline": ""})

    assert "Declined" in client.get(reverse("care:sharing")).content.decode()
    assert not Grant.objects.for_patient(patient).exists()


def test_ending_access_refuses_the_very_next_click(client, patient, client_of):
    doctor = make.clinician()
    grant = make.grant(of=patient, to=doctor.user)
    browser, review = client_of(doctor.user), reverse("clinic:review", args=[patient.id])
    assert browser.get(review).status_code == 200

    client.post(reverse("care:revoke", args=[grant.id]))

    assert browser.get(review).status_code == 404
    verbs = AuditEvent.objects.about(patient).values_list("verb", flat=True)
    assert list(verbs) == [Verb.REVOKED, Verb.LOOKED]


def test_ending_access_twice_is_ending_it_once(client, patient):
    grant = make.grant(of=patient, to=make.clinician().user)

    for _ in range(2):
        assert client.post(reverse("care:revoke", args=[grant.id])).status_code == 302

    assert AuditEvent.objects.about(patient).count() == 1
    assert Consent.objects.for_patient(patient).filter(purpose=Purpose.SHARE).count() == 1


@pytest.mark.parametrize("name", ["care:resend", "care:cancel", "care:revoke"])
def test_answered_or_foreign_things_are_not_touched(client, patient, name):
    theirs, _ = make.invitation(of=make.patient(), email="doc@example.org")

    assert client.post(reverse(name, args=[theirs.id])).status_code == 404


def test_sharing_lists_each_look_with_who_and_when(client, patient, client_of):
    doctor = make.clinician(name="Dr. Ada Okafor")
    make.grant(of=patient, to=doctor.user)

    client_of(doctor.user).get(reverse("clinic:review", args=[patient.id]))

    page = client.get(reverse("care:sharing")).content.decode()
    assert "Dr. Ada Okafor looked at your records" in page


def test_mails_a_day_are_limited(client, patient):
    for number in range(20):
        send_invitation(client, email=f"doc{number}@example.org")
        Invitation.objects.for_patient(patient).update(cancelled_at=timezone.now())

    page = send_invitation(client, email="one-more@example.org")

    assert "Try again tomorrow" in str(page.context["form"].errors["email"])
    assert len(mail.outbox) == 20


def test_link_is_not_lost_when_the_mail_cannot_be_sent(client, patient, monkeypatch):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("invertrack.care.mail.send_mail", refuse)
    send_invitation(client)

    page = client.get(reverse("care:sharing")).content.decode()
    assert "could not be sent" in page
    assert "/invitations/" in page


def test_invitation_mail_names_the_hour_of_utc_and_the_person_as_written(client):
    patient = make.patient(tz="Asia/Tokyo", name="Kim O'Neil")
    client.force_login(patient.user, backend=BACKEND)
    with time_machine.travel(dt.datetime(2026, 5, 12, 12, 30, tzinfo=dt.UTC), tick=False):
        send_invitation(client)

    assert "19 May 2026, 12:30 UTC" in mail.outbox[0].body
    assert "Kim O'Neil" in mail.outbox[0].body


def test_log_names_who_did_it_and_whom_it_concerned(client, patient, client_of):
    doctor = make.clinician(name="Dr. Ada Okafor")
    send_invitation(client)
    grant = make.grant(of=patient, to=doctor.user)
    client_of(doctor.user).get(reverse("clinic:review", args=[patient.id]))
    client.post(reverse("care:revoke", args=[grant.id]))

    events = AuditEvent.objects.about(patient).values_list(
        "verb", "actor_id", "actor_name", "subject_name"
    )
    assert set(events) == {
        ("invited", patient.user.pk, "Kim Example", "doc@example.org"),
        ("looked", doctor.user.pk, "Dr. Ada Okafor", ""),
        ("revoked", patient.user.pk, "Kim Example", "Dr. Ada Okafor"),
    }


@pytest.mark.parametrize("rows", [1, 3])
def test_sharing_costs_the_same_for_one_and_three(
    client, patient, rows, django_assert_max_num_queries
):
    for number in range(rows):
        make.grant(of=patient, to=make.clinician().user)
        make.invitation(of=patient, email=f"doc{number}@example.org")

    with django_assert_max_num_queries(6):
        client.get(reverse("care:sharing"))
