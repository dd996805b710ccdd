"""The page of a person's own safety: each state with what it rests on and its one next step."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse

from invertrack.safety.enums import Reply
from invertrack.safety.models import CHECKED, Clearance
from tests import make
from tests.safety.pages import text

pytestmark = pytest.mark.django_db

HOME = reverse("safety:home")
EVENING = dt.datetime(2026, 5, 12, 17, 4, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
GLAUCOMA = "glaucoma_or_high_eye_pressure"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(EVENING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def patient(client):
    made = make.patient()
    client.force_login(made.user)
    return made


@pytest.fixture
def clinician(patient):
    made = make.clinician(name="Dr. Reader")
    make.grant(of=patient, to=made.user)
    return made


def primary(page):
    """Where the one primary action leads."""
    found = re.findall(r'<a class="btn btn-primary" href="([^"]+)"', page.content.decode())
    assert len(found) <= 1
    return found[0] if found else None


def shown(client):
    page = client.get(HOME)
    return text(page), primary(page)


def test_without_answers_the_questions_are_due(client, patient):
    said, step = shown(client)

    assert "The safety questions are due" in said
    assert "You have not answered the safety questions yet." in said
    assert step == reverse("safety:screen")


def test_open_leads_to_what_comes_before_a_session_and_promises_nothing(client, patient):
    make.opened(of=patient)

    said, step = shown(client)

    assert "The safety questions are answered" in said
    assert "cannot find every risk" in said
    assert "None of your 27 answers needs a talk or a clearance." in said
    assert not re.search(r"\bsafe\b|\bOK\b", said)
    assert step == reverse("sessions:start")


def test_pause_names_its_symptoms_and_no_others(client, patient):
    make.opened(of=patient)
    make.session(of=patient, ended_at=EVENING, side_effects={"nausea": 1})

    said, step = shown(client)

    assert "The pause ends on Wednesday 13 May at 19:04. You reported: Feeling sick" in said
    assert "Headache" not in said
    assert step is None


def test_open_with_signs_due_asks_for_them_first(client, patient, clock):
    make.opened(of=patient, at=EVENING - 7 * DAY)

    assert shown(client)[1] == reverse("safety:red_flags")


def test_blocked_shows_the_answer_its_source_and_who_can_clear_it(client, patient):
    make.screening(of=patient, reflux=Reply.YES, **{GLAUCOMA: Reply.UNSURE})

    said, step = shown(client)

    assert "Have you been told you have glaucoma or raised pressure in the eye? Not sure" in said
    assert "until a clinician with access here clears it" in said
    assert "Source: Mayo Clinic , Cleveland Clinic text on inversion tables" in said
    assert "A doctor without access to your records here cannot clear it here." in said
    assert "A session that has already happened can always be logged." in said
    assert step == reverse("care:sharing")


def test_cleared_says_by_whom_on_which_day_and_until_when(client, patient, clinician):
    make.red_flags(of=patient)
    make.screening(of=patient, **{GLAUCOMA: Reply.YES})
    make.clearance(of=patient, by=clinician, item=GLAUCOMA, days=30)

    said, step = shown(client)

    assert "Cleared by Dr. Reader on 12 May 2026, until 11 June 2026." in said
    assert step == reverse("sessions:start")


def test_clearance_that_ended_or_was_taken_back_is_told(client, patient, clinician, clock):
    make.screening(of=patient, **{GLAUCOMA: Reply.YES})
    made = make.clearance(of=patient, by=clinician, item=GLAUCOMA, days=5)
    clock.move_to(EVENING + 6 * DAY)

    said, step = shown(client)
    assert "the clearance by Dr. Reader ended on 17 May 2026" in said
    assert step == reverse("care:sharing")

    Clearance.objects.for_patient(patient).filter(id=made.id).update(withdrawn_at=EVENING)
    said, _ = shown(client)
    assert "the clearance by Dr. Reader" not in said
    assert "Taken back on 12 May 2026." in said


def test_a_talk_that_is_missing_is_the_next_step(client, patient):
    make.screening(of=patient, reflux=Reply.YES)

    said, step = shown(client)

    assert "Talk with a clinician first" in said
    assert "until you note that you discussed it" in said
    assert step == reverse("safety:confirm")


def test_own_word_says_its_day_and_how_long_it_holds(client, patient):
    make.red_flags(of=patient)
    make.screening(of=patient, reflux=Reply.YES)
    make.confirmation(of=patient, items=["reflux"], days_ago=2)

    assert (
        "You noted that you discussed it on 10 May 2026; this holds until 5 November 2026."
        in shown(client)[0]
    )


def test_answers_that_grew_old_are_offered_again(client, patient, clock):
    make.opened(of=patient)
    clock.move_to(EVENING + 90 * DAY)
    client.force_login(patient.user)

    assert shown(client)[1] == reverse("safety:screen_again")


def test_a_pause_says_when_it_ends_and_asks_for_nothing(client, patient):
    make.opened(of=patient)
    make.session(of=patient, side_effects={"headache": 1}, ended_at=EVENING)

    said, step = shown(client)

    assert "Paused for 24 hours" in said
    assert "The pause ends on Wednesday 13 May at 19:04." in said
    assert step is None


def test_suspended_names_what_is_missing_one_after_the_other(client, patient, clinician, clock):
    make.screening(of=patient, at=EVENING - DAY)
    make.red_flags(of=patient, fever_or_unwell=Reply.YES)
    screen, confirm = reverse("safety:screen"), reverse("safety:confirm")

    said, step = shown(client)
    assert "Answer the safety questions again to do" in said
    assert "Contact a doctor or urgent-care line today." in said
    assert step == screen

    clock.move_to(EVENING + DAY)
    make.screening(of=patient, **{GLAUCOMA: Reply.YES})
    said, step = shown(client)
    assert "Answer the safety questions again done" in said
    assert "Have the answers below discussed or cleared to do" in said
    assert step == reverse("care:sharing")

    make.clearance(of=patient, by=clinician, item=GLAUCOMA)
    assert shown(client)[1] == confirm
    make.clearance(of=patient, by=clinician, item=CHECKED)
    said, step = shown(client)
    assert "The safety questions are answered" in said
    assert "Dr. Reader noted that you were checked on 13 May 2026." in said
    assert "Checked, and over since 13 May 2026." in said


def test_pain_that_keeps_rising_is_said_in_words(client, patient):
    make.opened(of=patient, at=EVENING - DAY)
    for hours in (6, 4, 2):
        at = EVENING - dt.timedelta(hours=hours)
        make.session(of=patient, ended_at=at, pain_before=2, pain_after=4)

    said, _ = shown(client)

    assert "Sessions are suspended" in said
    assert "pain 2 or more higher after 3 of the last 5 sessions" in said
    assert "Come up slowly" not in said


def test_a_symptom_that_comes_again_is_named_with_why_it_counts(client, patient):
    make.opened(of=patient, at=EVENING - DAY)
    for hours in (6, 4, 2):
        at = EVENING - dt.timedelta(hours=hours)
        make.session(of=patient, ended_at=at, side_effects={"headache": 1})

    said, _ = shown(client)

    assert "Sessions are suspended" in said
    assert "the same symptom in 3 of the last 5 sessions. Headache" in said


def test_page_shows_nothing_of_others(client, patient):
    other = make.patient()
    make.screening(of=other, **{GLAUCOMA: Reply.YES})
    make.red_flags(of=other, fever_or_unwell=Reply.YES)
    make.opened(of=patient)

    said, _ = shown(client)

    assert "glaucoma" not in said
    assert "fever" not in said


def test_page_costs_the_same_whatever_there_is(client, patient, django_assert_num_queries):
    make.opened(of=patient, at=EVENING - 2 * DAY)
    with django_assert_num_queries(9):
        client.get(HOME)

    make.screening(of=patient, reflux=Reply.YES, migraine=Reply.YES)
    make.confirmation(of=patient, items=["reflux", "migraine"])
    make.red_flags(of=patient, fever_or_unwell=Reply.YES)
    make.session(of=patient, side_effects={"headache": 1})
    with django_assert_num_queries(9):
        client.get(HOME)
