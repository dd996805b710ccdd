"""What the writes of safety do to the state: screenings, alarms and told sessions."""

import datetime as dt
import uuid

import pytest

from invertrack.care.access import own_access
from invertrack.care.actions import Submission
from invertrack.care.enums import Scope
from invertrack.safety import actions
from invertrack.safety.actions import CannotRepeat
from invertrack.safety.enums import AskedFor, Level, ListName, Reply, State
from invertrack.safety.lists import red_flags, screening
from invertrack.safety.models import CHECKED, Alarm, Answer, Screen
from invertrack.safety.queries import alarms, known_flags, latest, safety
from invertrack.sessions.actions import delete_session
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 5, 12, 17, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
GLAUCOMA = "glaucoma_or_high_eye_pressure"


@pytest.fixture
def patient():
    return make.patient()


@pytest.fixture
def clinician(patient):
    made = make.clinician()
    make.grant(of=patient, to=made.user, granted_at=NOW - DAY)
    return made


def state(patient, at=NOW):
    return safety(own_access(patient), at).standing.state


def due(patient, at=NOW):
    return safety(own_access(patient), at).red_flags


# screening -----------------------------------------------------------------------------------------


def test_everything_answered_is_kept_with_its_time_and_version(patient):
    screen = make.screening(of=patient, at=NOW, reflux=Reply.UNSURE)

    assert (screen.list_name, screen.list_version) == (ListName.SCREENING, screening().version)
    assert (screen.at, screen.local_date, screen.level) == (NOW, dt.date(2026, 5, 12), Level.ASK)
    replies = dict(Answer.objects.for_patient(patient).values_list("item_id", "reply"))
    assert len(replies) == 27
    assert (replies["reflux"], replies["migraine"]) == (Reply.UNSURE, Reply.NO)
    assert latest(own_access(patient), ListName.SCREENING).replies == replies


def test_state_follows_from_the_latest_screening(patient):
    assert state(patient) == State.EXPIRED

    make.screening(of=patient, at=NOW, **{GLAUCOMA: Reply.YES, "reflux": Reply.YES})
    assert state(patient) == State.BLOCKED

    make.screening(of=patient, at=NOW + MINUTE, reflux=Reply.YES)
    assert state(patient, NOW + MINUTE) == State.NEEDS_TALK

    make.screening(of=patient, at=NOW + 2 * MINUTE)
    assert state(patient, NOW + 2 * MINUTE) == State.OPEN
    assert state(patient, NOW + 90 * DAY + 2 * MINUTE) == State.EXPIRED


def test_screening_sent_twice_is_kept_once(patient):
    submission = Submission.new()
    given = {item.id: item.harmless for item in screening().items}

    ids = {
        actions.keep_screening(
            patient=patient, by=patient.user, at=NOW, submission=submission, clean=lambda: given
        )
        for _ in range(2)
    }

    assert len(ids) == 1
    assert Screen.objects.for_patient(patient).count() == 1


def test_same_answers_are_given_again_when_age_alone_asks(patient):
    make.screening(of=patient, at=NOW - 91 * DAY, reflux=Reply.YES)
    make.confirmation(of=patient, items=["reflux"], at=NOW - DAY)
    assert state(patient) == State.EXPIRED

    actions.repeat_screening(patient=patient, by=patient.user, at=NOW, submission=Submission.new())

    assert state(patient) == State.OPEN
    assert latest(own_access(patient), ListName.SCREENING).replies["reflux"] == Reply.YES


@pytest.mark.parametrize("ago", [None, DAY])
def test_answers_cannot_be_repeated_without_any_or_while_they_hold(patient, ago):
    if ago is not None:
        make.screening(of=patient, at=NOW - ago)

    with pytest.raises(CannotRepeat):
        actions.repeat_screening(
            patient=patient, by=patient.user, at=NOW, submission=Submission.new()
        )

    assert Screen.objects.for_patient(patient).count() == (ago is not None)


def test_changed_list_asks_for_a_new_screening(patient, monkeypatch):
    make.screening(of=patient, at=NOW)
    Screen.objects.for_patient(patient).update(list_version="2026-05")
    make.confirmation(of=patient, items=["reflux"], at=NOW)  # the state is stored anew

    assert state(patient) == State.EXPIRED


def test_check_before_a_session_is_kept_and_changes_no_state(patient):
    make.opened(of=patient, at=NOW)

    actions.keep_check(
        patient=patient,
        by=patient.user,
        at=NOW,
        submission=Submission.new(),
        clean=lambda: {"alcohol_or_sedatives": Reply.YES},
    )

    assert latest(own_access(patient), ListName.BEFORE) is not None
    assert state(patient) == State.OPEN


# red flags and alarms ------------------------------------------------------------------------------


def test_emergency_flag_locks_until_read_checked_and_screened_again(patient):
    make.opened(of=patient, at=NOW)
    make.red_flags(of=patient, at=NOW + MINUTE, saddle_numbness=Reply.YES)

    alarm = alarms(own_access(patient))[0]
    assert (alarm.level, alarm.item_ids, alarm.at) == (
        Level.EMERGENCY,
        ["saddle_numbness"],
        NOW + MINUTE,
    )
    assert state(patient, NOW + MINUTE) == State.EMERGENCY

    make.read_alarms(of=patient, at=NOW + 2 * MINUTE)
    assert state(patient, NOW + 2 * MINUTE) == State.SUSPENDED
    make.screening(of=patient, at=NOW + 3 * MINUTE)
    assert state(patient, NOW + 3 * MINUTE) == State.SUSPENDED
    make.confirmation(of=patient, items=[CHECKED], at=NOW + 4 * MINUTE)
    assert state(patient, NOW + 4 * MINUTE) == State.OPEN
    assert Alarm.objects.for_patient(patient).get().left_at == NOW + 4 * MINUTE


def test_check_and_screening_do_not_leave_an_emergency_that_was_not_read(patient):
    make.red_flags(of=patient, at=NOW, saddle_numbness=Reply.YES)
    make.screening(of=patient, at=NOW + MINUTE)
    make.confirmation(of=patient, items=[CHECKED], at=NOW + 2 * MINUTE)

    assert state(patient, NOW + 3 * MINUTE) == State.EMERGENCY
    make.read_alarms(of=patient, at=NOW + 4 * MINUTE)
    assert state(patient, NOW + 4 * MINUTE) == State.OPEN


def test_a_screening_that_is_not_passed_does_not_leave_a_suspension(patient, clinician):
    make.red_flags(of=patient, at=NOW, weight_loss=Reply.YES)
    make.clearance(of=patient, by=clinician, item=CHECKED, at=NOW + MINUTE)
    make.screening(of=patient, at=NOW + 2 * MINUTE, **{GLAUCOMA: Reply.YES})
    assert state(patient, NOW + 2 * MINUTE) == State.SUSPENDED

    make.clearance(of=patient, by=clinician, item=GLAUCOMA, at=NOW + 3 * MINUTE)
    assert state(patient, NOW + 3 * MINUTE) == State.OPEN


def test_left_alarm_stays_left_when_a_clearance_ends(patient, clinician):
    make.red_flags(of=patient, at=NOW, weight_loss=Reply.YES)
    make.screening(of=patient, at=NOW + MINUTE, **{GLAUCOMA: Reply.YES})
    make.clearance(of=patient, by=clinician, item=GLAUCOMA, at=NOW + MINUTE, days=5)
    make.clearance(of=patient, by=clinician, item=CHECKED, at=NOW + MINUTE)
    assert state(patient, NOW + MINUTE) == State.OPEN

    assert state(patient, NOW + 10 * DAY) == State.BLOCKED
    make.screening(of=patient, at=NOW + 10 * DAY, **{GLAUCOMA: Reply.YES})
    assert state(patient, NOW + 10 * DAY) == State.BLOCKED


def test_flag_that_was_there_before_does_not_act_again_and_a_new_one_does(patient):
    make.red_flags(of=patient, at=NOW - 8 * DAY, cancer_history=Reply.YES)
    make.screening(of=patient, at=NOW - DAY)
    make.confirmation(of=patient, items=[CHECKED], at=NOW - DAY)
    assert state(patient) == State.OPEN

    make.red_flags(of=patient, at=NOW, cancer_history=Reply.KNOWN)
    assert state(patient) == State.OPEN
    make.red_flags(of=patient, at=NOW, cancer_history=Reply.KNOWN, weight_loss=Reply.YES)
    assert state(patient) == State.SUSPENDED
    assert alarms(own_access(patient))[0].item_ids == ["weight_loss"]


def test_emergency_that_left_the_rest_open_forgets_no_earlier_answer(patient):
    make.red_flags(of=patient, at=NOW - 8 * DAY, cancer_history=Reply.YES)
    actions.keep_red_flags(
        patient=patient,
        by=patient.user,
        at=NOW,
        submission=Submission.new(),
        clean=lambda: {"saddle_numbness": Reply.YES},
    )

    known = known_flags(own_access(patient))
    assert (known["cancer_history"], known["saddle_numbness"]) == (Reply.YES, Reply.YES)
    assert due(patient) == AskedFor.WEEKLY
    make.red_flags(
        of=patient, at=NOW + MINUTE, cancer_history=Reply.KNOWN, saddle_numbness=Reply.KNOWN
    )
    raised = [alarm.item_ids for alarm in alarms(own_access(patient))]
    assert raised == [["saddle_numbness"], ["cancer_history"]]


def test_red_flags_are_due_first_weekly_and_when_pain_rose(patient):
    assert due(patient) == AskedFor.FIRST
    make.red_flags(of=patient, at=NOW)
    assert due(patient, NOW + 7 * DAY - MINUTE) is None
    assert due(patient, NOW + 7 * DAY) == AskedFor.WEEKLY

    make.session(of=patient, ended_at=NOW + MINUTE, pain_before=3, pain_after=4)
    assert due(patient, NOW + MINUTE) is None
    make.session(of=patient, ended_at=NOW + 2 * MINUTE, pain_before=3, pain_after=5)
    assert due(patient, NOW + 2 * MINUTE) == AskedFor.PAIN_ROSE
    make.red_flags(of=patient, at=NOW + 3 * MINUTE)
    assert due(patient, NOW + 3 * MINUTE) is None


# sessions ------------------------------------------------------------------------------------------


def test_mild_dizziness_is_counted_pauses_and_raises_no_alarm(patient):
    make.opened(of=patient, at=NOW - MINUTE)

    make.session(of=patient, ended_at=NOW, side_effects={"dizzy": 1})

    assert alarms(own_access(patient)) == []
    assert state(patient) == State.PAUSED
    assert state(patient, NOW + DAY) == State.OPEN


@pytest.mark.parametrize(
    ("symptom", "entered"),
    [("chest_pain", State.EMERGENCY), ("headache_lasting", State.SUSPENDED)],
)
def test_grave_symptom_of_a_session_acts_and_deleting_the_session_lifts_nothing(
    patient, symptom, entered
):
    make.opened(of=patient, at=NOW - MINUTE)
    session = make.session(of=patient, ended_at=NOW, side_effects={symptom: 2})
    assert state(patient) == entered
    assert alarms(own_access(patient))[0].session_id == session.id

    delete_session(
        patient=patient,
        session_id=session.id,
        by=patient.user,
        at=NOW + MINUTE,
        submission=make.seen(session),
    )

    assert state(patient, NOW + MINUTE) == entered


def test_deleting_the_session_with_a_stop_symptom_ends_its_pause(patient):
    make.opened(of=patient, at=NOW - MINUTE)
    session = make.session(of=patient, ended_at=NOW, side_effects={"dizzy": 1})

    delete_session(
        patient=patient,
        session_id=session.id,
        by=patient.user,
        at=NOW + MINUTE,
        submission=make.seen(session),
    )

    assert state(patient, NOW + MINUTE) == State.OPEN


def test_same_symptom_in_three_of_five_sessions_suspends(patient):
    make.opened(of=patient, at=NOW - 5 * DAY)
    for days, symptoms in ((4, ["dizzy"]), (3, []), (2, ["dizzy"]), (1, ["nausea"])):
        make.session(of=patient, ended_at=NOW - days * DAY, side_effects=dict.fromkeys(symptoms, 1))
    assert alarms(own_access(patient)) == []

    make.session(of=patient, ended_at=NOW, side_effects={"dizzy": 1})

    assert [(alarm.kind, alarm.item_ids) for alarm in alarms(own_access(patient))] == [
        ("repeated", ["dizzy"])
    ]
    assert state(patient) == State.SUSPENDED


def test_patient_who_was_never_screened_stays_due_whatever_sessions_say(patient):
    make.session(of=patient, ended_at=NOW, pain_before=2, pain_after=6)

    assert state(patient) == State.EXPIRED


# access --------------------------------------------------------------------------------------------


def test_state_is_read_in_one_statement_and_only_where_sessions_are_open(
    patient, django_assert_num_queries
):
    make.opened(of=patient, at=NOW)

    with django_assert_num_queries(1):
        safety(own_access(patient), NOW)
    closed = type(own_access(patient))(patient=patient, scopes=frozenset({Scope.JOURNAL}))
    with django_assert_num_queries(0):
        assert safety(closed, NOW) is None


def test_others_are_not_touched(patient):
    other = make.opened(of=make.patient(), at=NOW)

    make.red_flags(of=patient, at=NOW, saddle_numbness=Reply.YES)
    make.read_alarms(of=other, at=NOW)

    assert (state(patient), state(other)) == (State.EMERGENCY, State.OPEN)


def test_answers_to_items_that_the_list_has_not_are_not_kept(patient):
    make.red_flags(of=patient, at=NOW, **{f"made_up_{uuid.uuid4().hex}": Reply.YES})

    assert Answer.objects.for_patient(patient).count() == len(red_flags().items)
