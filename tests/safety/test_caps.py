"""Caps: proposed within limits, in force once accepted, never changed silently."""

import datetime as dt

import pytest

from invertrack.care.access import Access, NoAccess, own_access
from invertrack.care.actions import Submission
from invertrack.care.enums import Scope
from invertrack.care.models import Grant, Revision
from invertrack.core.enums import Verb
from invertrack.core.models import AuditEvent
from invertrack.safety import actions, queries
from invertrack.safety.enums import ProposalState
from invertrack.safety.models import Cap, Plan
from tests import make

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 5, 4, 10, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def patient():
    return make.patient()


@pytest.fixture
def clinician(patient):
    return linked(patient)


def linked(patient, name="Dr. Reader"):
    reader = make.clinician(name=name)
    make.grant(of=patient, to=reader.user)
    return reader


def in_force(patient, at):
    cap = queries.cap_at(own_access(patient), at)
    return cap and (cap.angle_deg, cap.duration_s, cap.by_name)


def answer(action, patient, cap, at=NOON, **more):
    action(
        patient=patient,
        proposal_id=cap.id,
        by=patient.user,
        at=at,
        submission=Submission.new(),
        **more,
    )


def stored(cap):
    return Cap.objects.for_patient(cap.patient).get(id=cap.id)


def test_proposed_cap_is_not_in_force_until_it_is_accepted(patient, clinician):
    proposed = make.cap(of=patient, by=clinician, at=NOON, accepted=False)
    assert in_force(patient, NOON + DAY) is None
    assert proposed.state == ProposalState.WAITING

    make.accept(of=patient, proposal=proposed.id, at=NOON + DAY)

    assert in_force(patient, NOON + DAY - MINUTE) is None
    assert in_force(patient, NOON + DAY) == (45, 180, "Dr. Reader")
    assert stored(proposed).state == ProposalState.IN_FORCE


def test_accepted_cap_ends_the_one_before_and_both_keep_their_times(patient, clinician):
    first = make.cap(of=patient, by=clinician, at=NOON, angle_deg=20)

    second = make.cap(of=patient, by=clinician, at=NOON + DAY, angle_deg=30)

    assert in_force(patient, NOON + MINUTE) == (20, 180, "Dr. Reader")
    assert in_force(patient, NOON + 2 * DAY) == (30, 180, "Dr. Reader")
    assert stored(first).ended_at == second.accepted_at == NOON + DAY
    assert stored(first).state == ProposalState.ENDED


def test_every_change_of_a_cap_says_who_and_when(patient, clinician):
    cap = make.cap(of=patient, by=clinician, at=NOON)
    answer(actions.end_agreement, patient, cap, NOON + DAY)

    changes = Revision.objects.for_patient(patient).filter(root_id=cap.id).select_related("write")
    assert [(row.field, row.write.by, row.write.at) for row in changes.order_by("write__at")] == [
        ("accepted_at", patient.user_id, NOON),
        ("ended_at", patient.user_id, NOON + DAY),
    ]


def test_newer_proposal_of_the_same_clinician_takes_the_place_of_one_that_waits(patient, clinician):
    other = make.cap(of=patient, by=linked(patient, "Dr. Other"), at=NOON, accepted=False)
    first = make.cap(of=patient, by=clinician, at=NOON, accepted=False)

    second = make.cap(of=patient, by=clinician, at=NOON + DAY, accepted=False)

    states = [stored(cap).state for cap in (other, first, second)]
    assert states == [ProposalState.WAITING, ProposalState.REPLACED, ProposalState.WAITING]


def test_declined_cap_is_never_in_force_and_cannot_be_accepted_later(patient, clinician):
    cap = make.cap(of=patient, by=clinician, at=NOON, accepted=False)

    answer(actions.decline_proposal, patient, cap)

    assert stored(cap).state == ProposalState.DECLINED
    with pytest.raises(actions.ProposalOver, match="stands: declined"):
        make.accept(of=patient, proposal=cap.id)
    assert in_force(patient, NOON + DAY) is None


def test_cap_that_changed_meanwhile_is_not_replaced_unseen(patient, clinician):
    proposed = make.cap(of=patient, by=clinician, at=NOON, accepted=False)
    make.cap(of=patient, at=NOON, angle_deg=20)

    with pytest.raises(actions.AgreedChanged):
        answer(actions.accept_proposal, patient, proposed, clean=lambda: None)

    assert in_force(patient, NOON)[:2] == (20, 180)
    assert stored(proposed).state == ProposalState.WAITING


def test_cap_that_came_first_is_not_replaced_unseen_by_a_write_that_began_earlier(patient):
    first = make.cap(of=patient, at=NOON + MINUTE, angle_deg=20)

    with pytest.raises(actions.AgreedChanged):
        make.cap(of=patient, at=NOON, angle_deg=30)

    assert stored(first).state == ProposalState.IN_FORCE


def test_own_cap_is_in_force_at_once_and_ends_on_request(patient):
    cap = make.cap(of=patient, at=NOON, angle_deg=25, duration_s=None)
    assert (cap.is_own, cap.accepted_at, cap.words) == (True, NOON, "up to 25°")
    assert in_force(patient, NOON)[:2] == (25, None)

    answer(actions.end_agreement, patient, cap, NOON + DAY)

    assert in_force(patient, NOON + DAY) is None
    with pytest.raises(actions.ProposalOver, match="stands: ended"):
        answer(actions.end_agreement, patient, cap, NOON + DAY)


@pytest.mark.parametrize(
    ("angle", "seconds", "own", "theirs"),
    [
        (45, 300, True, True),
        (46, 300, False, True),
        (45, 301, False, True),
        (60, 600, False, True),
        (61, None, False, False),
        (None, 601, False, False),
        (None, None, False, False),
    ],
)
def test_caps_stay_within_the_limits_of_who_sets_them(
    patient, clinician, angle, seconds, own, theirs
):
    for by, is_allowed in ((None, own), (clinician, theirs)):
        if is_allowed:
            made = make.cap(of=patient, by=by, angle_deg=angle, duration_s=seconds)
            assert (made.angle_deg, made.duration_s) == (angle, seconds)
        else:
            with pytest.raises(actions.BeyondLimits):
                make.cap(of=patient, by=by, angle_deg=angle, duration_s=seconds)


@pytest.mark.parametrize(
    ("scopes", "error"), [((Scope.JOURNAL,), actions.NotYoursToClear), ((), NoAccess)]
)
def test_proposing_needs_a_live_grant_of_sessions(patient, scopes, error):
    reader = make.clinician()
    if scopes:
        make.grant(of=patient, to=reader.user, scopes=scopes)

    with pytest.raises(error):
        make.cap(of=patient, by=reader)

    assert not Cap.objects.for_patient(patient).exists()


def test_proposal_of_a_clinician_whose_access_ended_can_only_be_declined(patient, clinician):
    cap = make.cap(of=patient, by=clinician, at=NOON, accepted=False)
    Grant.objects.for_patient(patient).update(revoked_at=NOON)

    with pytest.raises(actions.ProposalOver, match="no longer has access"):
        make.accept(of=patient, proposal=cap.id, at=NOON)
    answer(actions.decline_proposal, patient, cap)

    assert stored(cap).state == ProposalState.DECLINED


def test_cap_that_was_accepted_outlives_the_access_of_its_clinician(patient, clinician):
    make.cap(of=patient, by=clinician, at=NOON)

    Grant.objects.for_patient(patient).update(revoked_at=NOON)

    assert in_force(patient, NOON + DAY) == (45, 180, "Dr. Reader")


def test_proposal_of_somebody_else_does_not_exist(patient, clinician):
    other = make.patient()
    cap = make.cap(of=patient, by=clinician, at=NOON, accepted=False)

    for action, more in (
        (actions.accept_proposal, {"clean": lambda: None}),
        (actions.decline_proposal, {}),
        (actions.end_agreement, {}),
    ):
        with pytest.raises(NoAccess):
            answer(action, other, cap, **more)
    assert stored(cap).state == ProposalState.WAITING


def test_proposing_is_noted_for_the_person(patient, clinician):
    make.cap(of=patient, by=clinician, at=NOON, accepted=False)

    event = AuditEvent.objects.about(patient).get()
    assert (event.verb, event.actor_name, event.page) == (Verb.PROPOSED, "Dr. Reader", "cap")


def test_proposal_counts_once_however_often_it_is_sent(patient, clinician):
    submission, values = Submission.new(), actions.CapValues(30, None)

    made = {
        actions.propose_cap(
            patient=patient,
            by=clinician.user,
            at=NOON,
            submission=submission,
            clean=lambda: values,
        )
        for _ in range(2)
    }

    assert {cap.id for cap in Cap.objects.for_patient(patient)} == made
    assert AuditEvent.objects.about(patient).count() == 1


def test_waiting_proposals_are_caps_and_plans_oldest_first_in_one_statement(
    patient, clinician, django_assert_num_queries
):
    plan = make.plan(of=patient, by=clinician, at=NOON, accepted=False)
    cap = make.cap(of=patient, by=clinician, at=NOON + DAY, accepted=False)
    make.cap(of=patient, at=NOON)
    make.cap(of=make.patient(), at=NOON)

    with django_assert_num_queries(1):
        waiting = queries.proposals(own_access(patient))

    assert [(row.id, row.is_plan, row.by_name) for row in waiting] == [
        (plan.id, True, "Dr. Reader"),
        (cap.id, False, "Dr. Reader"),
    ]
    assert waiting[1].proposed_at == NOON + DAY


def test_caps_are_shared_with_sessions_and_from_the_shared_date_on(patient):
    cap = make.cap(of=patient, at=NOON)

    def seen(*scopes, data_from=None):
        access = Access(patient=patient, scopes=frozenset(scopes), data_from=data_from)
        return queries.agreements(access, Cap), queries.proposals(access)

    assert seen(Scope.SESSIONS) == ([cap], [])
    assert seen(Scope.JOURNAL) == ([], [])
    assert seen(Scope.SESSIONS, data_from=dt.date(2026, 5, 5)) == ([], [])


def test_cap_and_plan_do_not_end_each_other(patient, clinician):
    make.plan(of=patient, by=clinician, at=NOON)

    make.cap(of=patient, by=clinician, at=NOON + DAY)

    assert queries.plan_at(own_access(patient), NOON + DAY) == Plan.objects.get()
    assert in_force(patient, NOON + DAY) == (45, 180, "Dr. Reader")


def test_cap_in_force_is_listed_however_many_were_proposed_since(patient, clinician):
    agreed = make.cap(of=patient, by=clinician, at=NOON)
    for number in range(1, queries.LATEST + 1):
        make.cap(of=patient, by=clinician, at=NOON + number * MINUTE, accepted=False)

    listed = queries.agreements(own_access(patient), Cap)

    assert len(listed) == queries.LATEST + 1
    assert listed[-1].id == agreed.id
