"""The plan's page: the step now, what moved it, choosing another, and what closes it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from invertrack.care.access import own_access
from invertrack.safety import queries
from invertrack.safety.enums import State
from invertrack.safety.lists import state_texts
from invertrack.safety.models import PlanChoice
from invertrack.safety.plan import guide
from tests import make

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
PLAN, CHOOSE = reverse("safety:plan"), reverse("safety:choose_step")


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def patient(client, now):
    made = make.opened(of=make.patient(), at=now - 30 * DAY)
    client.force_login(made.user)
    return made


def words(page):
    return " ".join(page.content.decode().split())


def day(patient, at):
    return date_format(patient.today(at), "DATE_FORMAT")


def choose(client, number):
    return client.post(CHOOSE, make.form(client.get(PLAN), step=number), follow=True)


def inverted(patient, now, *days_ago, **fields):
    for days in days_ago:
        make.session(
            of=patient,
            ended_at=now - days * DAY,
            **{"angle_deg": 15, "duration_s": 60, **fields},
        )


def test_plan_shows_its_text_its_steps_and_its_rules_before_it_begins(client, patient):
    page = words(client.get(PLAN))

    assert (
        "An example of a slow start, taken from makers&#x27; instructions; not a prescription."
        in page
    )
    assert "Begin with step 1: 15°, 1 min" in page
    for rule in guide().rules.values():
        assert rule in page
    assert page.count("<tr>") >= len(guide().steps)


def test_step_is_begun_left_and_put_away_by_a_press(client, patient):
    begun = choose(client, 1)
    assert "Your step is now 1." in words(begun)
    assert "Step 1 of 10" in words(begun)
    assert "0 of 4 sessions" in words(begun)

    away = choose(client, 0)

    assert "The plan is put away." in words(away)
    assert "You follow no plan." in words(away)
    assert [row.step for row in PlanChoice.objects.for_patient(patient).order_by("at")] == [1, 0]


def test_next_step_is_offered_once_it_is_open_and_named_with_its_date_before(client, patient, now):
    make.chosen_step(of=patient, at=now - 8 * DAY)
    inverted(patient, now, 6, 5, 4, 3)
    early = client.get(PLAN)

    assert 'value="2"' not in early.content.decode()
    assert f"Step 2 can be chosen on {day(patient, now + DAY)} or later." in words(early)

    inverted(patient, now, 7)
    due = client.get(PLAN)

    assert "Choose step 2: 15°, 2 min" in words(due)
    assert "Your step is now 2." in words(choose(client, 2))


def test_step_that_is_not_open_is_refused_with_its_reason(client, patient):
    choose(client, 1)

    refused = choose(client, 3)

    assert "Step 3 is not open yet. Your step is 1." in words(refused)
    assert (
        queries.plan_progress(own_access(patient), patient.today(timezone.now())).step.number == 1
    )


def test_press_without_a_step_asks_for_one(client, patient):
    assert "Choose a step." in words(client.post(CHOOSE, make.form(client.get(PLAN))))


def test_log_in_that_had_ended_leads_back_to_the_plan(client, patient):
    assert client.get(CHOOSE).headers["Location"] == PLAN


def test_step_back_is_told_with_date_and_reason(client, patient, now):
    make.chosen_step(of=patient, at=now - 20 * DAY)
    inverted(patient, now, 19, 18, 17, 16)
    make.chosen_step(of=patient, number=2, at=now - 12 * DAY)
    inverted(patient, now, 3, side_effects={"headache": 1})

    page = words(client.get(PLAN))

    assert "From step 2 back to step 1: seven days without a session." in page
    assert "Step 1 starts again: a session with a stop symptom." in page
    assert "You chose step 2." in page
    assert day(patient, now - 3 * DAY) in page


def test_cap_below_the_step_is_named_with_who_set_it(client, patient, now):
    reader = make.clinician(name="Dr. Reader")
    make.grant(of=patient, to=reader.user)
    make.cap(of=patient, by=reader, angle_deg=10, duration_s=None)
    choose(client, 1)

    page = words(client.get(PLAN))

    assert '<span class="stat-value">10°</span>' in page
    assert "cap</a> is lower: up to 10°, by Dr. Reader" in page


def test_state_that_is_not_open_closes_the_plan_with_its_text(client, patient):
    choose(client, 1)
    make.screening(of=patient, pregnancy="unsure")

    page = client.get(PLAN)

    assert state_texts()[State.BLOCKED].title in words(page)
    assert "The plan is closed for now." in words(page)
    assert 'value="2"' not in page.content.decode()
    assert "Put the plan away" in words(page)


def test_refusal_of_a_closed_plan_says_the_state(client, patient):
    form = make.form(client.get(PLAN), step=1)
    make.screening(of=patient, glaucoma_or_high_eye_pressure="yes")

    assert state_texts()[State.BLOCKED].title in words(client.post(CHOOSE, form))
    assert not PlanChoice.objects.for_patient(patient).exists()


def test_plan_of_a_clinician_names_who_and_when(client, patient):
    reader = make.clinician(name="Dr. Reader")
    make.grant(of=patient, to=reader.user)
    made = make.plan(of=patient, by=reader)

    page = words(client.get(PLAN))

    assert "Proposed by Dr. Reader on" in page
    assert "Begin with step 1: 10°, 1 min" in page
    assert reverse("safety:proposal", args=[made.id]) in page
    assert guide().text not in page


@pytest.mark.parametrize("days", [2, 20])
def test_page_costs_the_same_however_many_sessions(
    client, patient, now, days, django_assert_num_queries
):
    make.chosen_step(of=patient, at=now - 29 * DAY)
    inverted(patient, now, *range(1, days))

    with django_assert_num_queries(10):
        client.get(PLAN)
