"""The findings as JSON: every number of the dashboard, strict, the person's own, in few statements."""

import datetime as dt
import json

import pytest
from django.urls import reverse

from invertrack.care.access import own_access
from invertrack.insights import actions
from invertrack.insights.enums import Question
from invertrack.insights.findings import as_json, findings_of
from invertrack.insights.periods import Period
from invertrack.insights.stored import found_in, reach_of
from invertrack.insights.voice import OWN
from invertrack.questionnaires.enums import Name
from tests import make

from .days import entry, evening, sessions
from .payloads import FIRST, MARCH

pytestmark = pytest.mark.django_db

URL = reverse("insights:findings")
PERIOD = Period(FIRST, dt.date(2026, 3, 31))


@pytest.fixture
def patient(client):
    patient = make.patient()
    client.force_login(patient.user)
    return patient


def by_id(response):
    return {one["id"]: one for one in response.json()["findings"]}


def refuse(constant):
    raise AssertionError(f"{constant} is not JSON")


def test_it_is_what_the_stored_result_says(client, patient):
    sessions(patient, FIRST, [(6, 4), (7, 7), (5, 6), (6, 3), (8, 4), (6, 5)] * 2)
    entry(patient, FIRST, pain_avg_24h=4)

    response = client.get(URL, MARCH)

    patient.refresh_from_db()
    expected = as_json(findings_of(found_in(own_access(patient), PERIOD), voice=OWN))
    read = json.loads(response.content, parse_constant=refuse)
    assert read["findings"] == expected
    assert read["period"] == {"from": "2026-03-01", "to": "2026-03-31"}
    assert by_id(response)["mean-change"]["n"] == 12
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Cache-Control"] == "no-store"


def test_nothing_recorded_is_all_withheld(client, patient):
    response = client.get(URL, {"period": "all"})

    assert {one["estimate"] for one in response.json()["findings"]} == {None}


def test_all_days_begin_with_the_first_record(client, patient):
    sessions(patient, FIRST, [(6, 4)])

    answer = client.get(URL, {"period": "all"}).json()

    assert answer["period"] == {"from": "2026-03-01", "to": "2026-05-12"}


def test_a_period_that_cannot_be_read_says_so(client, patient):
    answer = client.get(URL, {"period": "forever"}).json()

    assert answer["problem"].startswith("This period is not one of")
    assert answer["period"]["to"] == "2026-05-12"


def test_asking_again_reads_the_same_in_few_statements(
    client, patient, django_assert_max_num_queries
):
    sessions(patient, FIRST, [(6, 4)] * 3)
    first = client.get(URL, MARCH).json()

    with django_assert_max_num_queries(6):
        again = client.get(URL, MARCH).json()

    assert again == first


@pytest.mark.parametrize(("apart", "is_open"), [(6, False), (7, True)])
def test_a_questionnaire_changes_from_a_week_on(client, patient, apart, is_open):
    for offset, pain in ((0, 6), (apart, 3)):
        at = evening(FIRST + dt.timedelta(days=offset))
        make.completion(of=patient, at=at, answers={"pain": pain, "enjoyment": pain})

    one = by_id(client.get(URL, MARCH))["questionnaire-peg"]

    assert one["gate"]["open"] == is_open
    assert one["estimate"] == (pytest.approx(-2.0) if is_open else None)
    assert (one["interval"], one["n"]) == (None, 2)
    assert ("PEG went from 5.7 to 3.7" in one["sentence"]) == is_open
    assert ("needs two times that lie 7 days apart: 6 days so far" in one["sentence"]) != is_open


def test_a_questionnaire_without_a_change_to_speak_of_has_no_finding(client, patient):
    for offset in (0, 20):
        make.completion(of=patient, name=Name.PGIC, at=evening(FIRST + dt.timedelta(days=offset)))

    assert not [id_ for id_ in by_id(client.get(URL, MARCH)) if id_.startswith("questionnaire")]


@pytest.mark.parametrize("asked", [MARCH, {"period": "365"}, {"period": "all"}])
def test_a_question_before_the_first_record_is_primary_at_once(client, patient, asked):
    sessions(patient, FIRST, [(6, 4)] * 3)
    assert by_id(client.get(URL, asked))["pain-trend"]["role"] == "primary"

    actions.choose_question(
        patient=patient,
        by=patient.user,
        at=evening(FIRST),
        submission=make.Submission.new(),
        question=Question.CHANGE,
    )

    findings = by_id(client.get(URL, asked))
    assert {id_ for id_, one in findings.items() if one["role"] == "primary"} == {"mean-change"}


def test_the_plan_reaches_as_far_as_its_step_or_the_nearer_cap(patient):
    access = own_access(patient)
    assert reach_of(access) is None

    make.opened(of=patient)
    make.chosen_step(of=patient, number=1)
    step = reach_of(access)
    make.cap(of=patient, angle_deg=5, duration_s=None)

    assert (reach_of(access).angle_deg, reach_of(access).duration_s) == (5, step.duration_s)


def test_a_clinician_without_records_has_no_findings(client):
    client.force_login(make.clinician().user)

    assert client.get(URL).status_code == 404
