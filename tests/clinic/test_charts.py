import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from invertrack.care.enums import Scope
from invertrack.care.models import Grant
from invertrack.core.models import LOOK_LASTS, AuditEvent
from invertrack.insights.board import CHART_NAMES
from invertrack.sessions.actions import VitalsValues
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
    """What a chart shows, as (role, value): columns without their gaps, and points."""
    return [
        (dataset["role"], value)
        for dataset in response.json()["data"]["datasets"]
        for value in map(shown, dataset["data"])
        if value not in (None, 0)
    ]


def shown(value):
    if isinstance(value, dict):
        value = value.get("y", value.get("label"))
    return tuple(value) if isinstance(value, list) else value


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
        (
            (Scope.SESSIONS,),
            {"session", "relief", "pair", "line", "cell", "session-days", "day"},
        ),
        ((Scope.JOURNAL,), {"pain", "worst", "rating", "treatment", "rated", "peg", "day"}),
        ((Scope.TEXT,), set()),
    ],
)
def test_chart_holds_only_what_the_scopes_open(client, clinician, patient, scopes, roles):
    now = timezone.now()
    make.session(of=patient)
    make.entry(
        of=patient, day=patient.today(now), pain_avg_24h=3, pain_worst_24h=5, sleep_h=Decimal(7)
    )
    make.rating(of=patient, score=4)
    make.treatment(of=patient, has_changed=True)
    make.completion(of=patient)
    make.grant(of=patient, to=clinician, scopes=scopes)

    for params in ({}, {"from": "2024-01-01"}):
        responses = [client.get(url_of(patient, name), params) for name in CHART_NAMES]

        assert {response.status_code for response in responses} == {200}
        assert {role for response in responses for role, _ in values(response)} == roles


@pytest.mark.parametrize("params", [{}, {"period": "all"}, {"from": "2020-01-01"}])
def test_chart_shows_nothing_from_before_the_first_shared_day(client, clinician, patient, params):
    now = timezone.now()
    first = now - dt.timedelta(days=1)
    for at, score in ((now - dt.timedelta(days=2), 9), (first, 3)):
        make.session(of=patient, ended_at=at, pain_before=score, pain_after=1, angle_deg=10 * score)
        make.entry(of=patient, day=patient.today(at), pain_avg_24h=score, sleep_h=Decimal(score))
        make.rating(of=patient, at=at, score=score)
        make.treatment(of=patient, at=at, name=f"{score}", dose_text="", has_changed=True)
        make.completion(of=patient, at=at, answers={"pain": score})
    make.grant(of=patient, to=clinician, data_from=patient.today(first))

    found = {
        value for name in CHART_NAMES for value in values(client.get(url_of(patient, name), params))
    }

    assert found == {
        ("pain", 3),
        ("session", 1),
        ("rating", 3),
        ("treatment", "3"),
        ("relief", 2),
        ("pair", 1),
        ("line", (3, 1, None, None, None)),
        ("peg", 5.0),
        ("cell", 30),
        ("rated", 1),
        ("session-days", 1),
        ("day", 3),
    }


@pytest.mark.parametrize(
    ("scopes", "x", "y"),
    [
        ((Scope.SESSIONS,), "sleep_h", "pain_avg_24h"),
        ((Scope.SESSIONS,), "pair_angle", "treatment:heat"),
        ((Scope.JOURNAL,), "pair_angle", "pair_relief"),
        ((Scope.JOURNAL,), "sessions", "sleep_h"),
    ],
)
def test_comparison_offers_nothing_of_a_closed_scope(client, clinician, patient, scopes, x, y):
    make.session(of=patient)
    make.entry(of=patient, day=patient.today(timezone.now()), sleep_h=Decimal(7), pain_avg_24h=3)
    make.treatment(of=patient, name="Heat")
    make.grant(of=patient, to=clinician, scopes=scopes)

    asked = client.get(url_of(patient, "compare"), {"x": x, "y": y})

    assert asked.content == client.get(url_of(patient, "compare")).content


def test_comparison_may_be_of_what_is_shared(client, clinician, patient):
    make.session(of=patient, angle_deg=25)
    make.treatment(of=patient, name="Heat")
    make.grant(of=patient, to=clinician)

    asked = client.get(url_of(patient, "compare"), {"x": "treatment:heat", "y": "pair_angle"})

    assert values(asked) == [("day", 25)]


@pytest.mark.parametrize("name", CHART_NAMES)
def test_chart_costs_six_queries_with_grant_and_look(
    client, clinician, patient, name, django_assert_max_num_queries
):
    make.grant(of=patient, to=clinician)
    found = look(patient, clinician)
    counts = []
    for days in range(3):
        make.session(of=patient, ended_at=timezone.now() - dt.timedelta(days=days))
        client.get(url_of(patient, name))  # makes what is stored
        for params in ({"look": found.id}, {}):
            with django_assert_max_num_queries(6) as captured:
                client.get(url_of(patient, name), params)
            counts.append(len(captured))
    assert len(set(counts)) == 1


@pytest.mark.parametrize(("scope", "opens"), [(Scope.SESSIONS, True), (Scope.JOURNAL, False)])
def test_vitals_are_open_to_a_clinician_with_sessions_only(
    client, clinician, patient, now, scope, opens
):
    make.grant(of=patient, to=clinician, scopes=[scope])
    readings = {"before": VitalsValues(128, 82, 70, "sitting")}
    make.session(of=patient, ended_at=now, vitals=readings)

    chart = client.get(url_of(patient, "vitals"))
    page = client.get(reverse("clinic:review", args=[patient.pk])).content.decode()

    assert ("pressure-before", (128, 128)) in values(chart) if opens else values(chart) == []
    assert ("blood pressure 128 over 82 mmHg (1 reading)" in page) is opens
