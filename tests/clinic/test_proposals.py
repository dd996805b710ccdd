"""A clinician proposes a cap or a plan; it is in force once the patient accepts it, never before."""

import re

import pytest
from django.urls import reverse

from invertrack.care.access import own_access
from invertrack.care.enums import Scope
from invertrack.care.models import Grant
from invertrack.core.models import AuditEvent
from invertrack.safety.models import Cap, Plan
from invertrack.safety.plan import guide
from invertrack.safety.queries import cap_at
from tests import make

pytestmark = pytest.mark.django_db


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


def url_of(name, patient):
    return reverse(f"clinic:{name}", args=[patient.pk])


def text(response):
    page = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(page.replace("\N{NO-BREAK SPACE}", " ").split())


def propose_cap(client, patient, **fields):
    page = client.get(url_of("propose_cap", patient))
    given = {"angle_deg": "45", "duration_s_0": "3", "duration_s_1": "0", "note": "As agreed."}
    return client.post(url_of("propose_cap", patient), make.form(page, **given | fields))


def steps(*rows):
    parts = ("angle", "min", "s", "day", "sessions")
    return {
        f"step_{number}_{part}": str(value)
        for number, row in enumerate(rows, start=1)
        for part, value in zip(parts, row, strict=True)
    }


def propose_plan(client, patient, *rows):
    page = client.get(url_of("propose_plan", patient))
    return client.post(url_of("propose_plan", patient), make.form(page, note="", **steps(*rows)))


def test_cap_waits_for_the_patient(client, patient, clinician, now):
    response = propose_cap(client, patient)

    assert response.headers["Location"] == f"/clinic/{patient.pk}/#safety"
    cap = Cap.objects.for_patient(patient).get()
    assert (cap.angle_deg, cap.duration_s, cap.by_name) == (45, 180, str(clinician))
    assert (cap.note, cap.proposed_at, cap.accepted_at) == ("As agreed.", now, None)
    assert cap_at(own_access(patient), now) is None
    review = text(client.get(reverse("clinic:review", args=[patient.pk])))
    assert "Waiting for an answer proposed 12 May 2026, cap: up to 45°, up to 3 min" in review


def test_proposal_is_logged_for_the_patient(client, patient, clinician):
    propose_cap(client, patient)
    client.force_login(patient.user)

    said = text(client.get(reverse("care:sharing")))

    events = AuditEvent.objects.about(patient).order_by("at", "id")
    assert list(events.values_list("verb", "page")) == [
        ("looked", "safety"),
        ("proposed", "cap"),
    ]
    assert f"{clinician} proposed a cap; it stands on your Safety page." in said


def test_page_shows_the_cap_in_force_and_every_answer(client, patient, clinician, now):
    make.cap(of=patient, by=clinician, angle_deg=40)
    make.cap(of=patient, by=clinician, angle_deg=50, accepted=False)

    said = text(client.get(url_of("propose_cap", patient)))

    assert f"Cap in force: up to 40°, up to 3 min, proposed by {clinician}, accepted" in said
    assert "Cap: up to 50°, up to 3 min Waiting for an answer" in said
    assert "Cap: up to 40°, up to 3 min In force" in said


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"angle_deg": "61"}, "angle_deg"),
        ({"duration_s_0": "11"}, "duration_s"),
        ({"angle_deg": "", "duration_s_0": "", "duration_s_1": ""}, "angle_deg"),
    ],
)
def test_cap_beyond_what_a_clinician_may_set_is_refused_at_its_field(
    client, patient, fields, field
):
    response = propose_cap(client, patient, **fields)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert "As agreed." in response.content.decode()
    assert not Cap.objects.for_patient(patient).exists()


def test_plan_waits_for_the_patient(client, patient, clinician):
    response = propose_plan(client, patient, (15, 1, 0, 1, 4), (20, 1, 0, 2, 0))

    assert response.status_code == 302
    plan = Plan.objects.for_patient(patient).get()
    assert plan.accepted_at is None
    assert plan.steps == [
        {"angle_deg": 15, "duration_s": 60, "per_day": 1, "sessions": 4},
        {"angle_deg": 20, "duration_s": 60, "per_day": 2, "sessions": 0},
    ]
    review = text(client.get(reverse("clinic:review", args=[patient.pk])))
    assert "Waiting for an answer proposed 12 May 2026, plan of 2 steps" in review


def test_plan_whose_angle_and_time_rise_at_once_is_refused_at_its_step(client, patient):
    response = propose_plan(client, patient, (15, 1, 0, 1, 4), (20, 2, 0, 1, 0))

    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["step_2"]
    assert not Plan.objects.for_patient(patient).exists()


def test_plan_begins_with_the_steps_that_hold_now(client, patient, clinician):
    usual = client.get(url_of("propose_plan", patient))
    make.plan(of=patient, by=clinician)
    agreed = client.get(url_of("propose_plan", patient))

    assert usual.context["form"]["step_1"].value()[0] == guide().steps[0].angle_deg
    assert agreed.context["form"]["step_1"].value()[0] == 10
    assert f"those of the plan in force, by {clinician}, accepted 12 May 2026" in text(agreed)


@pytest.mark.parametrize("name", ["propose_cap", "propose_plan"])
@pytest.mark.parametrize("scopes", [(Scope.JOURNAL,), (Scope.TEXT,)])
def test_proposals_need_sessions_to_be_shared(client, patient, name, scopes):
    Grant.objects.for_patient(patient).update(scopes=list(scopes))

    assert client.get(url_of(name, patient)).status_code == 404
    assert client.post(url_of(name, patient)).status_code == 404
    assert not AuditEvent.objects.about(patient).exists()
