"""A clinician clears an answer or notes a check, takes it back, and the patient sees each of it."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse

from invertrack.care.access import own_access
from invertrack.care.enums import Scope
from invertrack.care.models import Grant, Write
from invertrack.core.models import AuditEvent
from invertrack.safety.enums import ListName, State
from invertrack.safety.lists import screening
from invertrack.safety.models import Alarm, Clearance
from invertrack.safety.queries import latest, safety
from tests import make

pytestmark = pytest.mark.django_db

GLAUCOMA = "glaucoma_or_high_eye_pressure"
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def clinician(client):
    clinician = make.clinician()
    client.force_login(clinician.user)
    return clinician


@pytest.fixture
def patient(clinician):
    patient = make.patient(name="Ada")
    make.grant(of=patient, to=clinician.user)
    return patient


def url_of(patient, item=GLAUCOMA):
    if item == "checked":
        return reverse("clinic:check", args=[patient.pk])
    answered = latest(own_access(patient), ListName.SCREENING)
    return reverse("clinic:clear", args=[patient.pk, answered.ids.get(item, uuid.uuid4())])


def text(response):
    page = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(page.replace("\N{NO-BREAK SPACE}", " ").replace("&#x27;", "'").split())


def posted(client, patient, item=GLAUCOMA, **fields):
    page = client.get(url_of(patient, item))
    given = {"dated": "2026-05-11", "note": "Eye pressure seen.", "sure": "on"}
    given |= {} if item == "checked" else {"until": "2026-08-10"}
    return client.post(url_of(patient, item), make.form(page, **given | fields))


def state(patient, at):
    return safety(own_access(patient), at).standing.state


def looks(patient):
    return list(AuditEvent.objects.about(patient).order_by("at", "id").values_list("verb", "page"))


def test_page_shows_the_question_with_its_source_and_asks_for_90_days(client, patient):
    make.screening(of=patient, **{GLAUCOMA: "yes"})

    page = client.get(url_of(patient))

    said = text(page)
    item = screening()[GLAUCOMA]
    assert item.text in said
    assert f"Source: {item.source}" in said
    assert page.context["form"]["until"].value() == dt.date(2026, 8, 10)
    assert looks(patient) == [("looked", "safety")]


def test_clearance_opens_the_answer_until_its_last_day(client, patient, clinician, now):
    make.screening(of=patient, **{GLAUCOMA: "unsure"})

    response = posted(client, patient)

    assert response.status_code == 302
    assert response.headers["Location"] == f"/clinic/{patient.pk}/#safety"
    row = Clearance.objects.for_patient(patient).get()
    assert (row.item_id, row.by_name, row.is_own) == (GLAUCOMA, str(clinician), False)
    assert (row.dated, row.note) == (dt.date(2026, 5, 11), "Eye pressure seen.")
    assert row.valid_until == dt.datetime(2026, 8, 10, 22, tzinfo=dt.UTC)
    assert state(patient, now) == State.OPEN
    assert state(patient, row.valid_until) == State.BLOCKED


def test_clearance_is_logged_for_the_patient_with_the_name(client, patient, clinician):
    make.screening(of=patient, **{GLAUCOMA: "yes"})
    posted(client, patient)
    client.force_login(patient.user)

    said = text(client.get(reverse("care:sharing")))

    assert looks(patient) == [("looked", "safety"), ("cleared", "safety")]
    assert f"{clinician} cleared a safety answer; it stands on your Safety page." in said


def test_sent_twice_is_one_clearance(client, patient):
    make.screening(of=patient, **{GLAUCOMA: "yes"})
    fields = make.form(
        client.get(url_of(patient)), dated="2026-05-12", until="2026-05-12", sure="on"
    )

    answers = [client.post(url_of(patient), fields) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Clearance.objects.for_patient(patient).count() == 1


@pytest.mark.parametrize(
    ("fields", "field", "error"),
    [
        ({"dated": ""}, "dated", "Enter the day."),
        ({"dated": "2026-05-13"}, "dated", "This day lies ahead by the patient's clock."),
        ({"dated": "2025-11-12"}, "dated", "Enter a day of the last 180 days."),
        ({"until": ""}, "until", "Enter the last day."),
        ({"until": "2026-05-11"}, "until", "This day is over. Enter today or a later one."),
        ({"until": "2026-11-08"}, "until", "A clearance ends within 180 days: 7 November 2026"),
        ({"sure": ""}, "sure", "Tick this to confirm; without it nothing is cleared."),
    ],
)
def test_what_does_not_hold_is_said_at_its_field(client, patient, fields, field, error):
    make.screening(of=patient, **{GLAUCOMA: "yes"})

    response = posted(client, patient, **fields)

    assert response.status_code == 200
    assert [field] == list(response.context["form"].errors)
    assert response.context["form"].errors[field][0].startswith(error)
    assert "Eye pressure seen." in response.content.decode()
    assert not Clearance.objects.for_patient(patient).exists()


def test_last_day_within_180_days_is_taken(client, patient, now):
    make.screening(of=patient, **{GLAUCOMA: "yes"})

    posted(client, patient, until="2026-11-07")

    row = Clearance.objects.for_patient(patient).get()
    assert row.valid_until - now <= dt.timedelta(days=180)


@pytest.mark.parametrize("item", [GLAUCOMA, "reflux", "both_legs", "nonsense", "checked"])
def test_there_is_a_page_only_for_a_stop_answer_that_counts(client, patient, item):
    make.screening(of=patient, pregnancy="yes", reflux="yes")

    assert client.get(url_of(patient, "pregnancy")).status_code == 200
    assert client.get(url_of(patient, item)).status_code == 404


def test_answer_from_before_the_shared_days_cannot_be_cleared(client, clinician, now):
    patient = make.patient()
    make.screening(of=patient, at=now - dt.timedelta(days=2), **{GLAUCOMA: "yes"})
    make.grant(of=patient, to=clinician.user, data_from=dt.date(2026, 5, 11))

    assert client.get(url_of(patient)).status_code == 404


@pytest.mark.parametrize("answer", ["no", "yes"])
def test_answer_that_was_given_anew_meanwhile_is_not_cleared(client, patient, now, answer):
    make.screening(of=patient, at=now - HOUR, **{GLAUCOMA: "yes"})
    url = url_of(patient)
    fields = make.form(client.get(url), dated="2026-05-12", until="2026-05-12", sure="on")
    make.screening(of=patient, **{GLAUCOMA: answer})

    response = client.post(url, fields)

    assert response.status_code == 409
    assert "There is nothing to clear here now." in text(response)
    assert not Clearance.objects.for_patient(patient).exists()


@pytest.mark.parametrize(
    "change", [{"scopes": [Scope.JOURNAL]}, {"revoked_at": dt.datetime(2026, 5, 12, tzinfo=dt.UTC)}]
)
def test_access_that_ended_since_the_page_was_opened_clears_nothing(client, patient, change):
    make.screening(of=patient, **{GLAUCOMA: "yes"})
    fields = make.form(
        client.get(url_of(patient)), dated="2026-05-12", until="2026-05-12", sure="on"
    )
    writes = Write.objects.for_patient(patient).count()
    Grant.objects.for_patient(patient).update(**change)

    response = client.post(url_of(patient), fields)

    assert response.status_code == 404
    assert Write.objects.for_patient(patient).count() == writes


def test_check_after_an_alarm_leaves_it_once_a_new_screening_is_passed(client, patient, now):
    make.red_flags(of=patient, at=now - 2 * HOUR, fever_or_unwell="yes")
    make.screening(of=patient, at=now - HOUR)
    assert state(patient, now) == State.SUSPENDED

    response = posted(client, patient, "checked", dated="2026-05-12")

    assert response.status_code == 302
    assert Alarm.objects.for_patient(patient).get().left_at == now
    assert state(patient, now) == State.OPEN
    assert looks(patient) == [("looked", "safety"), ("checked", "safety")]


def test_check_alone_leaves_no_alarm(client, patient, now):
    make.red_flags(of=patient, at=now - HOUR, fever_or_unwell="yes")

    posted(client, patient, "checked", dated="2026-05-12")

    assert state(patient, now) == State.SUSPENDED


def test_check_from_before_the_alarm_is_refused(client, patient, now):
    make.red_flags(of=patient, at=now - HOUR, fever_or_unwell="yes")

    response = posted(client, patient, "checked", dated="2026-05-11")

    error = "The alarm came later, on 12 May 2026. Enter that day or a later one."
    assert response.context["form"].errors == {"dated": [error]}


def withdraw_url(patient, clearance):
    return reverse("clinic:withdraw_clearance", args=[patient.pk, clearance.id])


def test_clearance_is_taken_back_after_asking_once(client, patient, clinician, now):
    make.screening(of=patient, at=now - HOUR, **{GLAUCOMA: "yes"})
    clearance = make.clearance(of=patient, by=clinician, item=GLAUCOMA, at=now - HOUR)

    page = client.get(withdraw_url(patient, clearance))
    response = client.post(withdraw_url(patient, clearance), make.form(page))

    assert f"Cleared by {clinician} on 12 May 2026" in text(page)
    assert response.status_code == 302
    assert Clearance.objects.for_patient(patient).get().withdrawn_at == now
    assert state(patient, now) == State.BLOCKED
    assert [verb for verb, _ in looks(patient)] == ["cleared", "looked", "withdrew"]
    assert client.get(withdraw_url(patient, clearance)).status_code == 404


def test_nobody_takes_back_what_another_clinician_or_the_patient_said(client, patient, now):
    other = make.clinician()
    make.grant(of=patient, to=other.user)
    make.screening(of=patient, at=now - HOUR, **{GLAUCOMA: "yes", "reflux": "yes"})
    theirs = make.clearance(of=patient, by=other, item=GLAUCOMA)
    make.confirmation(of=patient, items=["reflux"])
    own = Clearance.objects.for_patient(patient).get(is_own=True)

    for clearance in (theirs, own):
        url = withdraw_url(patient, clearance)
        assert client.get(url).status_code == 404
        assert client.post(url, {"write_id": str(clearance.id)}).status_code == 410

    assert not Clearance.objects.for_patient(patient).filter(withdrawn_at__isnull=False).exists()
