"""The section Safety of a review: the state now, what it rests on, and only what is shared."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from invertrack.care.access import granted_access
from invertrack.care.enums import Scope
from invertrack.clinic import queries
from invertrack.insights.periods import Period
from invertrack.safety.enums import Reply, State
from invertrack.safety.lists import red_flags, screening, stop_now
from invertrack.safety.models import Clearance
from tests import make

pytestmark = pytest.mark.django_db

GLAUCOMA = "glaucoma_or_high_eye_pressure"
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def clinician(client):
    clinician = make.clinician()
    client.force_login(clinician.user)
    return clinician


@pytest.fixture
def patient():
    return make.patient(name="Ada")


def board(patient, clinician, now, **grant):
    make.grant(of=patient, to=clinician.user, **grant)
    access = granted_access(to=clinician.user, patient_id=patient.pk, at=now)
    period = Period(patient.today(now) - 30 * DAY, patient.today(now))
    return queries.safety_board(access, period, to=clinician.user, at=now)


def section(client, patient):
    page = client.get(reverse("clinic:review", args=[patient.pk])).content.decode()
    inside = page[page.index('"safety">Safety') + 9 : page.index("90 days")]
    plain = re.sub(r"<[^>]+>", " ", inside).replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(plain.replace("&#x27;", "'").split())


def test_patient_who_answered_nothing_is_due(patient, clinician, now):
    found = board(patient, clinician, now)

    assert found.state == State.EXPIRED
    assert [reason.label for reason in found.reasons] == ["No screening yet"]
    assert (found.screening, found.red_flags, found.alarms, found.clearances) == (
        None,
        None,
        [],
        [],
    )


def test_answers_that_count_stand_with_what_cleared_them_and_what_holds_first(
    patient, clinician, now
):
    make.screening(
        of=patient, at=now - HOUR, reflux="yes", migraine="yes", pregnancy="unsure", under_18="yes"
    )
    make.confirmation(of=patient, items=["reflux"])
    found = board(patient, clinician, now)
    make.clearance(of=patient, by=clinician, item="pregnancy", days=10)

    access = granted_access(to=clinician.user, patient_id=patient.pk, at=now)
    later = queries.safety_board(
        access, Period(now.date(), now.date()), to=clinician.user, at=now + HOUR
    )

    def said(lines):
        return [(line.item.id, line.reply, line.holds, bool(line.cleared)) for line in lines]

    assert said(found.screening.findings) == [
        ("pregnancy", Reply.UNSURE, True, False),
        ("under_18", Reply.YES, True, False),
        ("migraine", Reply.YES, True, False),
        ("reflux", Reply.YES, False, True),
    ]
    assert said(later.screening.findings)[2:] == [
        ("pregnancy", Reply.UNSURE, False, True),
        ("reflux", Reply.YES, False, True),
    ]
    assert later.screening.findings[2].cleared.until == dt.date(2026, 5, 22)
    assert (later.screening.questions, later.screening.version) == (27, screening().version)


def test_section_says_state_alarm_answers_and_clearances_in_words(client, patient, clinician, now):
    make.grant(of=patient, to=clinician.user)
    make.screening(of=patient, at=now - 3 * HOUR, **{GLAUCOMA: "yes"})
    make.clearance(of=patient, by=clinician, item=GLAUCOMA, at=now - 2 * HOUR)
    make.red_flags(of=patient, at=now - HOUR, both_legs="unsure")

    said = section(client, patient)

    assert said.startswith("Safety Emergency At 12 May 2026, 14:00, Europe/Berlin.")
    assert "An emergency sign that was not read yet" in said
    words = red_flags()["both_legs"].text
    assert f"Emergency: red flag {words} 12 May 2026, 13:00, Europe/Berlin; not read yet" in said
    assert "Nobody watches it live" in said
    assert f"{screening()[GLAUCOMA].text} Yes Stop Source: " in said
    assert (
        f"Cleared by {clinician} on 12 May 2026, discussed 12 May 2026, until 10 Aug 2026." in said
    )
    assert "safe" not in said.lower().replace("safety", "")


def test_section_names_the_stop_symptom_of_a_pause_and_its_end(client, patient, clinician, now):
    make.grant(of=patient, to=clinician.user)
    make.opened(of=patient, at=now - DAY)
    make.session(of=patient, ended_at=now - HOUR, side_effects={"headache": 1})

    said = section(client, patient)

    assert "Safety Paused for 24 hours" in said
    assert f"A stop symptom: {stop_now()['headache'].text}, until 13 May 2026, 13:00" in said


def test_open_is_never_called_safe(client, patient, clinician, now):
    make.grant(of=patient, to=clinician.user)
    make.opened(of=patient, at=now - DAY)

    said = section(client, patient)

    assert "Safety Open At" in said
    assert "are off" not in said
    assert "safe" not in said.lower().replace("safety", "")


def test_alarm_that_was_left_stays_on_record(client, patient, clinician, now):
    make.grant(of=patient, to=clinician.user)
    make.red_flags(of=patient, at=now - 3 * HOUR, fever_or_unwell="yes")
    make.confirmation(of=patient, items=["checked"], at=now - 2 * HOUR)
    make.screening(of=patient, at=now - HOUR)

    said = section(client, patient)

    words = red_flags()["fever_or_unwell"].text
    left = f"12 May 2026, 11:00: urgent, red flag. {words}. Left 12 May 2026, 13:00."
    assert f"Alarms that were left {left}" in said
    assert "The patient says: on 12 May 2026." in said
    assert "Note that you checked" not in said


@pytest.mark.parametrize("scopes", [(Scope.JOURNAL, Scope.TEXT), (Scope.TEXT,)])
def test_without_sessions_there_is_a_sentence_and_nothing_else(client, patient, clinician, scopes):
    make.grant(of=patient, to=clinician.user, scopes=scopes)
    make.screening(of=patient, pregnancy="yes")
    make.red_flags(of=patient, both_legs="yes")

    said = section(client, patient)

    assert said.startswith("Safety Ada did not share sessions with you.")
    assert "Blocked" not in said
    assert screening()["pregnancy"].text not in said


def test_nothing_from_before_the_shared_days_is_shown_but_the_state(
    client, patient, clinician, now
):
    make.screening(of=patient, at=now - 5 * DAY, pregnancy="yes", reflux="yes")
    make.confirmation(of=patient, items=["reflux"], at=now - 5 * DAY)
    make.red_flags(of=patient, at=now - 5 * DAY, weight_loss="yes")
    make.cap(of=patient, at=now - 5 * DAY, angle_deg=44)
    make.session(of=patient, ended_at=now - 5 * DAY, angle_deg=60, side_effects={"headache": 1})
    make.grant(of=patient, to=clinician.user, data_from=dt.date(2026, 5, 8))

    said = section(client, patient)

    assert "Safety Suspended" in said
    assert "What was answered or agreed before 8 May 2026 is not shared with you" in said
    hidden = [screening()["pregnancy"].text, screening()["reflux"].text, "44°", "Headache"]
    assert not [words for words in [*hidden, red_flags()["weight_loss"].text] if words in said]
    assert "Over the cap 0 sessions" in said


def test_session_of_a_pause_before_the_shared_days_is_not_named(patient, clinician, now):
    make.opened(of=patient, at=now - 2 * DAY)
    make.session(of=patient, ended_at=now - 20 * HOUR, side_effects={"headache": 1})

    found = board(patient, clinician, now, data_from=dt.date(2026, 5, 12))

    assert [(reason.label, reason.words) for reason in found.reasons] == [("A stop symptom", [])]


def test_answer_cleared_in_days_that_are_not_shared_says_so(client, patient, clinician, now):
    other = make.clinician()
    make.grant(of=patient, to=other.user)
    make.screening(of=patient, at=now - 5 * DAY, pregnancy="yes")
    make.clearance(of=patient, by=other, item="pregnancy", at=now - 5 * DAY)
    make.screening(of=patient, at=now - HOUR, pregnancy="yes")
    make.grant(of=patient, to=clinician.user, data_from=dt.date(2026, 5, 12))

    assert "Cleared in days that are not shared with you." in section(client, patient)


def test_cap_in_force_and_sessions_over_it_are_counted(client, patient, clinician, now):
    make.grant(of=patient, to=clinician.user)
    make.cap(of=patient, by=clinician, at=now - 3 * DAY, angle_deg=45, duration_s=180)
    for days, angle in ((4, 60), (2, 60), (1, 45)):
        make.session(of=patient, ended_at=now - days * DAY, angle_deg=angle)

    page = client.get(reverse("clinic:review", args=[patient.pk]))

    said = section(client, patient)
    assert f"up to 45°, up to 3 min; by {clinician}, accepted 9 May 2026" in said
    assert "Over the cap 1 session; " in said
    assert page.content.decode().count('<span class="tag">over the cap</span>') == 1


def test_own_word_from_before_an_item_became_a_blocker_does_not_clear_it(patient, clinician, now):
    make.screening(of=patient, pregnancy="yes")
    make.confirmation(of=patient, items=["reflux"])
    Clearance.objects.for_patient(patient).update(item_id="pregnancy")
    make.screening(of=patient, pregnancy="yes")

    found = board(patient, clinician, now).screening.findings

    assert [(line.holds, line.cleared) for line in found] == [(True, None)]


def test_only_a_clearance_in_force_of_ones_own_can_be_taken_back(patient, clinician, now):
    other = make.clinician()
    for one in (other, clinician):
        make.grant(of=patient, to=one.user, granted_at=now - 30 * DAY)
    make.screening(of=patient, at=now - 20 * DAY, pregnancy="yes", under_18="yes")
    make.clearance(of=patient, by=clinician, item="pregnancy", at=now - 20 * DAY, days=10)
    make.clearance(of=patient, by=clinician, item="under_18", at=now - 10 * DAY, days=30)
    make.clearance(of=patient, by=other, item="pregnancy", at=now - DAY)
    access = granted_access(to=clinician.user, patient_id=patient.pk, at=now)

    found = queries.safety_board(access, Period(now.date(), now.date()), to=clinician.user, at=now)

    assert [
        (line.clearance.item_id, line.is_in_force, line.is_mine) for line in found.clearances
    ] == [("pregnancy", True, False), ("under_18", True, True), ("pregnancy", False, False)]


def test_review_costs_the_same_for_any_number_of_answers(
    client, patient, clinician, now, django_assert_max_num_queries
):
    make.grant(of=patient, to=clinician.user)
    counts = []
    for number in (1, 2):
        at = now - 3 * DAY + number * HOUR
        given = dict.fromkeys(["pregnancy", "under_18", "reflux"][: number + 1], "yes")
        make.screening(of=patient, at=at, **given)
        make.clearance(of=patient, by=clinician, item="pregnancy", at=at)
        make.red_flags(of=patient, at=at, weight_loss="yes", both_legs="yes")
        make.cap(of=patient, by=clinician, at=at)
        make.session(of=patient, ended_at=at, angle_deg=60, side_effects={"headache": 1})
        client.get(reverse("clinic:review", args=[patient.pk]))  # makes what is stored
        with django_assert_max_num_queries(31) as captured:
            client.get(reverse("clinic:review", args=[patient.pk]))
        counts.append(len(captured))
    assert len(set(counts)) == 1
