import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from invertrack.care.enums import Scope
from invertrack.care.models import Grant
from invertrack.core.models import LOOK_LASTS, AuditEvent
from invertrack.insights.board import CHART_NAMES
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinician(client):
    clinician = make.clinician()
    client.force_login(clinician.user)
    return clinician.user


@pytest.fixture
def patient():
    return make.patient()


def url_of(patient, name="pain-trend"):
    return reverse("clinic:chart", args=[patient.pk, name])


def look(patient, by, *, age=dt.timedelta(0), page="review"):
    return AuditEvent.objects.create(
        patient_id=patient.pk,
        actor_id=by.pk,
        actor_name="Dr.",
        verb="looked",
        page=page,
        at=timezone.now() - age,
    )


def values(response):
    return [
        (dataset["role"], point["y"])
        for dataset in response.json()["data"]["datasets"]
        for point in dataset["data"]
        if point["y"] is not None
    ]


def test_chart_without_a_look_is_a_look_itself(client, clinician, patient):
    make.grant(of=patient, to=clinician)

    assert client.get(url_of(patient)).status_code == 200

    (event,) = AuditEvent.objects.about(patient)
    assert (event.actor_id, event.page) == (clinician.pk, "charts/pain-trend")


def test_chart_of_a_live_look_adds_none(client, clinician, patient):
    make.grant(of=patient, to=clinician)
    found = look(patient, clinician)

    for name in CHART_NAMES:
        client.get(url_of(patient, name), {"look": found.id})

    assert AuditEvent.objects.about(patient).count() == 1


@pytest.mark.parametrize(
    "kind",
    ["old", "of another page", "other actor", "other patient", "unknown", "damaged"],
)
def test_chart_with_a_look_that_does_not_hold_is_a_look_itself(client, clinician, patient, kind):
    make.grant(of=patient, to=clinician)
    other = make.patient()
    claimed = {
        "old": lambda: look(patient, clinician, age=LOOK_LASTS).id,
        "of another page": lambda: look(patient, clinician, page="list of patients").id,
        "other actor": lambda: look(patient, make.clinician().user).id,
        "other patient": lambda: look(other, clinician).id,
        "unknown": uuid.uuid4,
        "damaged": lambda: "'; --",
    }[kind]()
    before = AuditEvent.objects.about(patient).count()

    assert client.get(url_of(patient), {"look": claimed}).status_code == 200

    assert AuditEvent.objects.about(patient).count() == before + 1


@pytest.mark.parametrize("ended", ["revoked_at", "valid_until"])
def test_chart_is_refused_once_the_grant_ended_even_with_a_look(
    client, clinician, patient, ended, now
):
    grant = make.grant(of=patient, to=clinician)
    found = look(patient, clinician)
    Grant.objects.for_patient(patient).filter(id=grant.id).update(**{ended: now})

    response = client.get(url_of(patient), {"look": found.id})

    assert response.status_code == 404
    assert AuditEvent.objects.about(patient).count() == 1


def test_chart_of_an_unknown_name_is_no_look(client, clinician, patient):
    make.grant(of=patient, to=clinician)

    assert client.get(url_of(patient, "pain")).status_code == 404
    assert not AuditEvent.objects.exists()


def test_chart_only_reads_and_refusing_is_no_look(client, clinician, patient):
    make.grant(of=patient, to=clinician)

    assert client.post(url_of(patient)).status_code == 405
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("scopes", "roles"),
    [
        ((Scope.SESSIONS,), {"session", "relief"}),
        ((Scope.JOURNAL,), {"pain", "worst"}),
        ((Scope.TEXT,), set()),
    ],
)
def test_chart_holds_only_what_the_scopes_open(client, clinician, patient, scopes, roles):
    make.session(of=patient)
    today = patient.today(timezone.now())
    make.entry(of=patient, day=today, pain_avg_24h=3, pain_worst_24h=5)
    make.grant(of=patient, to=clinician, scopes=scopes)

    responses = [client.get(url_of(patient, name)) for name in CHART_NAMES]

    assert {response.status_code for response in responses} == {200}
    assert {role for response in responses for role, _ in values(response)} == roles


@pytest.mark.parametrize("params", [{}, {"period": "all"}, {"from": "2020-01-01"}])
def test_chart_shows_nothing_from_before_the_first_shared_day(client, clinician, patient, params):
    now = timezone.now()
    first = now - dt.timedelta(days=1)
    for at, score in ((now - dt.timedelta(days=2), 9), (first, 3)):
        make.session(of=patient, ended_at=at, pain_before=score, pain_after=0)
        make.entry(of=patient, day=patient.today(at), pain_avg_24h=score)
    make.grant(of=patient, to=clinician, data_from=patient.today(first))

    found = {
        value for name in CHART_NAMES for value in values(client.get(url_of(patient, name), params))
    }

    assert found == {("pain", 3), ("session", 0), ("relief", 3)}


@pytest.mark.parametrize("name", CHART_NAMES)
def test_chart_costs_six_queries_with_grant_and_look(
    client, clinician, patient, name, django_assert_max_num_queries
):
    make.grant(of=patient, to=clinician)
    found = look(patient, clinician)
    counts = []
    for days in range(3):
        make.session(of=patient, ended_at=timezone.now() - dt.timedelta(days=days))
        for params in ({"look": found.id}, {}):
            with django_assert_max_num_queries(6) as captured:
                client.get(url_of(patient, name), params)
            counts.append(len(captured))
    assert len(set(counts)) == 1
