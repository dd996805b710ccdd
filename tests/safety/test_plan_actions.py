"""Following the plan: what is chosen, what time and sessions do to it, and that nobody else can."""

import datetime as dt

import pytest

from invertrack.care.access import Access, NoAccess, own_access
from invertrack.care.actions import Submission
from invertrack.care.enums import Scope
from invertrack.core.enums import Verb
from invertrack.core.models import AuditEvent
from invertrack.safety import actions, queries
from invertrack.safety.enums import State
from invertrack.safety.lists import state_texts
from invertrack.safety.models import Plan, PlanChoice
from invertrack.safety.plan import Reason
from invertrack.sessions import actions as session_actions
from tests import make

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 5, 4, 10, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
GENTLE = {"angle_deg": 10, "duration_s": 60, "per_day": 1, "sessions": 2}


@pytest.fixture
def patient():
    return make.opened(of=make.patient(), at=NOON - DAY)


@pytest.fixture
def clinician(patient):
    reader = make.clinician(name="Dr. Reader")
    make.grant(of=patient, to=reader.user)
    return reader


def on_step(patient, at):
    progress = queries.plan_progress(own_access(patient), patient.today(at))
    return progress and (progress.step.number, progress.done)


def inverted(patient, *days, angle_deg=15, duration_s=60, **fields):
    for day in days:
        make.session(
            of=patient,
            ended_at=NOON + day * DAY + 2 * MINUTE,
            angle_deg=angle_deg,
            duration_s=duration_s,
            **fields,
        )


def told(patient, at):
    events = queries.plan_events(own_access(patient), patient.today(at))
    return [(event.local_date.day, event.before, event.after, event.words) for event in events]


def test_plan_begins_with_its_first_step_only(patient):
    with pytest.raises(actions.StepRefused, match="begins with its first step"):
        make.chosen_step(of=patient, number=2, at=NOON)
    assert on_step(patient, NOON) is None

    make.chosen_step(of=patient, number=1, at=NOON)

    assert on_step(patient, NOON) == (1, 0)
    choice = PlanChoice.objects.for_patient(patient).get()
    assert (choice.plan, choice.plan_version, choice.local_date) == (
        None,
        "2026-11",
        dt.date(2026, 5, 4),
    )


def test_next_step_opens_with_its_sessions_and_its_week_and_is_then_chosen(patient):
    make.chosen_step(of=patient, at=NOON)
    inverted(patient, 0, 1, 2)
    with pytest.raises(actions.StepRefused, match="Step 2 is not open yet"):
        make.chosen_step(of=patient, number=2, at=NOON + 7 * DAY)
    inverted(patient, 6)
    with pytest.raises(actions.StepRefused, match="Step 2 is not open yet"):
        make.chosen_step(of=patient, number=2, at=NOON + 6 * DAY + 5 * MINUTE)
    assert on_step(patient, NOON + 7 * DAY) == (1, 4)
    with pytest.raises(actions.StepRefused, match="Step 3 is not open yet"):
        make.chosen_step(of=patient, number=3, at=NOON + 7 * DAY)

    make.chosen_step(of=patient, number=2, at=NOON + 7 * DAY)

    assert on_step(patient, NOON + 7 * DAY) == (2, 0)


def test_session_of_the_same_day_counts_from_the_choice_on(patient):
    inverted(patient, 0)
    make.chosen_step(of=patient, at=NOON + 5 * MINUTE)
    assert on_step(patient, NOON + DAY) == (1, 0)

    make.session(of=patient, ended_at=NOON + 10 * MINUTE, angle_deg=15, duration_s=60)

    assert on_step(patient, NOON + DAY) == (1, 1)


def test_lower_steps_and_none_can_be_chosen_and_the_same_not(patient):
    make.chosen_step(of=patient, at=NOON)
    inverted(patient, 0, 2, 4, 6)
    make.chosen_step(of=patient, number=2, at=NOON + 7 * DAY)
    with pytest.raises(actions.StepRefused, match="your step already: 2"):
        make.chosen_step(of=patient, number=2, at=NOON + 8 * DAY)

    make.chosen_step(of=patient, number=1, at=NOON + 8 * DAY)
    assert on_step(patient, NOON + 8 * DAY) == (1, 0)

    make.chosen_step(of=patient, number=0, at=NOON + 9 * DAY)
    assert on_step(patient, NOON + 9 * DAY) is None
    with pytest.raises(actions.StepRefused, match="No step is chosen"):
        make.chosen_step(of=patient, number=0, at=NOON + 9 * DAY)


@pytest.mark.parametrize("number", [-1, 11])
def test_step_that_the_plan_does_not_have_is_refused(patient, number):
    with pytest.raises(actions.StepRefused, match="has 10 steps"):
        make.chosen_step(of=patient, number=number, at=NOON)


def test_closed_state_closes_the_plan_but_not_putting_it_away(patient):
    make.chosen_step(of=patient, at=NOON)
    make.screening(of=patient, at=NOON + DAY, pregnancy="yes")

    with pytest.raises(actions.PlanClosed, match=state_texts()[State.BLOCKED].title):
        make.chosen_step(of=patient, number=2, at=NOON + DAY)
    make.chosen_step(of=patient, number=0, at=NOON + DAY)

    assert on_step(patient, NOON + DAY) is None


def test_without_a_screening_the_plan_does_not_begin():
    with pytest.raises(actions.PlanClosed, match=state_texts()[State.EXPIRED].title):
        make.chosen_step(of=make.patient(), at=NOON)


def test_stop_symptom_and_missed_weeks_go_back_and_are_told_with_date_and_reason(patient):
    make.chosen_step(of=patient, at=NOON)
    inverted(patient, 0, 2, 4, 6)
    make.chosen_step(of=patient, number=2, at=NOON + 7 * DAY)
    make.session(
        of=patient,
        ended_at=NOON + 8 * DAY,
        angle_deg=15,
        duration_s=60,
        side_effects={"dizzy": 1},
    )
    inverted(patient, 9)

    assert on_step(patient, NOON + 9 * DAY) == (1, 1)
    assert told(patient, NOON + 17 * DAY) == [
        (21, 1, 1, "seven days without a session"),
        (12, 2, 1, "a session with a stop symptom"),
        (11, None, 2, ""),
        (4, None, 1, ""),
    ]


def test_pain_leaves_the_plan_as_it_is(patient):
    other = make.opened(of=make.patient(), at=NOON - DAY)
    for one, after in ((patient, 0), (other, 10)):
        make.chosen_step(of=one, at=NOON)
        inverted(one, 0, 1, 2, pain_before=5, pain_after=after)

    assert on_step(patient, NOON + 2 * DAY) == on_step(other, NOON + 2 * DAY) == (1, 3)


def test_stop_symptom_that_is_told_after_a_choice_speaks_to_it(patient):
    make.chosen_step(of=patient, at=NOON)
    inverted(patient, 0, 2, 4, 6)
    make.chosen_step(of=patient, number=2, at=NOON + 7 * DAY)
    late = {"ended_at": NOON + 7 * DAY - MINUTE, "angle_deg": 15, "duration_s": 60}

    make.session(of=patient, at=NOON + 7 * DAY + MINUTE, **late)
    assert on_step(patient, NOON + 8 * DAY) == (2, 0)
    make.session(
        of=patient,
        at=NOON + 7 * DAY + MINUTE,
        side_effects={"nausea": 1},
        **late | {"ended_at": NOON + 7 * DAY - 10 * MINUTE},
    )

    assert on_step(patient, NOON + 8 * DAY) == (1, 0)
    assert told(patient, NOON + 8 * DAY)[:2] == [
        (11, 2, 1, "a session with a stop symptom"),
        (11, None, 2, ""),
    ]


def test_deleted_session_does_not_count(patient):
    make.chosen_step(of=patient, at=NOON)
    session = make.session(of=patient, ended_at=NOON + 10 * MINUTE, angle_deg=15, duration_s=60)
    assert on_step(patient, NOON) == (1, 1)

    session_actions.delete_session(
        patient=patient,
        session_id=session.id,
        by=patient.user,
        at=NOON + DAY,
        submission=make.seen(session),
    )

    assert on_step(patient, NOON + DAY) == (1, 0)


def test_choice_counts_once_however_often_it_is_sent(patient):
    submission = Submission.new()
    chosen = [
        actions.choose_step(
            patient=patient, by=patient.user, at=NOON, submission=submission, clean=lambda: 1
        )
        for _ in range(2)
    ]

    assert chosen[0] == chosen[1]
    assert PlanChoice.objects.for_patient(patient).count() == 1


def test_accepted_plan_of_a_clinician_takes_the_place_of_the_usual_one(patient, clinician):
    make.chosen_step(of=patient, at=NOON)
    made = make.plan(of=patient, by=clinician, at=NOON + DAY, accepted=False)
    assert on_step(patient, NOON + DAY) == (1, 0)

    make.accept(of=patient, proposal=made.id, at=NOON + DAY)

    followed = queries.course(own_access(patient), patient.today(NOON + DAY))
    assert (followed.plan, followed.progress) == (made, None)
    assert [step.angle_deg for step in followed.steps] == [10, 20]
    make.chosen_step(of=patient, at=NOON + DAY)
    inverted(patient, 2, angle_deg=10)
    assert on_step(patient, NOON + 2 * DAY) == (1, 1)


def test_ended_plan_gives_way_to_the_usual_one_from_its_beginning(patient, clinician):
    made = make.plan(of=patient, by=clinician, at=NOON)
    make.chosen_step(of=patient, at=NOON)

    actions.end_agreement(
        patient=patient,
        proposal_id=made.id,
        by=patient.user,
        at=NOON + DAY,
        submission=Submission.new(),
    )

    followed = queries.course(own_access(patient), patient.today(NOON + DAY))
    assert (followed.plan, len(followed.steps), followed.progress) == (None, 10, None)


@pytest.mark.parametrize(
    ("steps", "refused"),
    [
        ([GENTLE | {"angle_deg": 60, "duration_s": 600}], None),
        ([GENTLE | {"angle_deg": 61}], "Enter 1 to 60 degrees."),
        ([GENTLE | {"duration_s": 601}], "Enter 30 seconds to 10 minutes."),
        ([GENTLE, GENTLE | {"angle_deg": 11, "duration_s": 61}], "Angle and time both rise here."),
        ([], "A plan has 1 to 12 steps."),
    ],
)
def test_clinician_proposes_within_the_limits(patient, clinician, steps, refused):
    def propose():
        actions.propose_plan(
            patient=patient,
            by=clinician.user,
            at=NOON,
            submission=Submission.new(),
            clean=lambda: actions.PlanValues(steps),
        )

    if refused:
        with pytest.raises(actions.BeyondLimits, match=f"^{refused}"):
            propose()
        assert not Plan.objects.for_patient(patient).exists()
    else:
        propose()
        assert Plan.objects.for_patient(patient).get().steps == steps


@pytest.mark.parametrize(
    ("scopes", "error"), [((Scope.JOURNAL,), actions.NotYoursToClear), ((), NoAccess)]
)
def test_plan_needs_a_live_grant_of_sessions(patient, scopes, error):
    reader = make.clinician()
    if scopes:
        make.grant(of=patient, to=reader.user, scopes=scopes)

    with pytest.raises(error):
        make.plan(of=patient, by=reader, at=NOON)

    assert not Plan.objects.for_patient(patient).exists()
    assert not AuditEvent.objects.about(patient).exists()


def test_proposing_a_plan_is_noted_for_the_person(patient, clinician):
    make.plan(of=patient, by=clinician, at=NOON, accepted=False)

    event = AuditEvent.objects.about(patient).get()
    assert (event.verb, event.actor_name, event.page) == (Verb.PROPOSED, "Dr. Reader", "plan")


def test_clinician_sees_the_plan_from_the_shared_date_on_and_with_sessions_only(patient):
    make.chosen_step(of=patient, at=NOON)

    def seen(*scopes, data_from=None):
        access = Access(patient=patient, scopes=frozenset(scopes), data_from=data_from)
        return queries.plan_progress(access, patient.today(NOON))

    assert seen(Scope.SESSIONS).step.number == 1
    assert seen(Scope.JOURNAL) is None
    assert seen(Scope.SESSIONS, data_from=dt.date(2026, 5, 4)).step.number == 1
    assert seen(Scope.SESSIONS, data_from=dt.date(2026, 5, 5)) is None


@pytest.mark.parametrize("days", [1, 40])
def test_reading_the_plan_costs_the_same_however_many_sessions(
    patient, days, django_assert_num_queries
):
    make.chosen_step(of=patient, at=NOON)
    inverted(patient, *range(days))

    with django_assert_num_queries(3):
        queries.plan_progress(own_access(patient), patient.today(NOON + days * DAY))
    with django_assert_num_queries(2):
        queries.plan_events(own_access(patient), patient.today(NOON + days * DAY))


def test_reasons_are_the_two_that_are_written_down():
    assert list(Reason) == ["missed_week", "stop_symptom"]
