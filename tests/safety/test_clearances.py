"""Clearances by a clinician and the person's own word: who may give them, and for how long."""

import datetime as dt

import pytest

from invertrack.care.access import NoAccess, own_access
from invertrack.care.actions import RecordGone, Submission
from invertrack.care.enums import Scope
from invertrack.core.enums import Verb
from invertrack.core.models import AuditEvent
from invertrack.safety import actions
from invertrack.safety.actions import NotYoursToClear
from invertrack.safety.enums import Reply, State
from invertrack.safety.models import CHECKED, Clearance
from invertrack.safety.queries import clearances, safety
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


def test_clearance_names_who_when_until_and_is_logged(patient, clinician):
    make.screening(of=patient, at=NOW, **{GLAUCOMA: Reply.YES})

    given = make.clearance(of=patient, by=clinician, item=GLAUCOMA, at=NOW, days=179)

    assert (given.by_name, given.is_own, given.dated) == ("Dr. Reader", False, dt.date(2026, 5, 12))
    assert given.valid_until - NOW <= 180 * DAY
    assert state(patient) == State.OPEN
    assert state(patient, given.valid_until) == State.BLOCKED
    events = AuditEvent.objects.about(patient).filter(verb=Verb.CLEARED)
    assert [event.actor_name for event in events] == ["Dr. Reader"]


def test_long_name_of_a_clinician_fits(patient, clinician):
    clinician.profession, clinician.place = "p" * 100, "q" * 100
    clinician.save()
    clinician.user.refresh_from_db()

    given = make.clearance(of=patient, by=clinician, item=GLAUCOMA, at=NOW)

    assert given.by_name == str(clinician)[:200]


def test_own_confirmation_clears_no_blocker(patient):
    make.screening(of=patient, at=NOW, **{GLAUCOMA: Reply.YES})

    with pytest.raises(NotYoursToClear):
        make.confirmation(of=patient, items=[GLAUCOMA], at=NOW)

    assert clearances(own_access(patient)) == []
    assert state(patient) == State.BLOCKED


def test_item_that_becomes_a_blocker_is_not_cleared_by_an_old_own_word(patient):
    make.screening(of=patient, at=NOW, **{GLAUCOMA: Reply.YES})
    make.confirmation(of=patient, items=["reflux"], at=NOW)
    Clearance.objects.for_patient(patient).update(item_id=GLAUCOMA)
    make.screening(of=patient, at=NOW + MINUTE, **{GLAUCOMA: Reply.YES})

    assert state(patient, NOW + MINUTE) == State.BLOCKED


def test_clinician_does_not_confirm_what_is_the_person_s_to_discuss(patient, clinician):
    with pytest.raises(NotYoursToClear):
        make.clearance(of=patient, by=clinician, item="reflux", at=NOW)


# The last: ended after this request came in, and before it was its turn to write.
@pytest.mark.parametrize("ended", [None, NOW - MINUTE, NOW + MINUTE])
def test_clinician_without_a_live_grant_clears_nothing(patient, ended):
    stranger = make.clinician()
    if ended is not None:
        make.grant(of=patient, to=stranger.user, granted_at=NOW - DAY, revoked_at=ended)

    with pytest.raises(NoAccess):
        make.clearance(of=patient, by=stranger, item=GLAUCOMA, at=NOW)

    assert clearances(own_access(patient)) == []


def test_clinician_without_sessions_clears_nothing(patient):
    reader = make.clinician()
    make.grant(of=patient, to=reader.user, scopes=(Scope.JOURNAL,))

    with pytest.raises(NotYoursToClear):
        make.clearance(of=patient, by=reader, item=GLAUCOMA, at=NOW)


def test_withdrawn_clearance_blocks_again_and_only_its_giver_withdraws_it(patient, clinician):
    other = make.clinician(name="Dr. Other")
    make.grant(of=patient, to=other.user)
    make.screening(of=patient, at=NOW, **{GLAUCOMA: Reply.YES})
    given = make.clearance(of=patient, by=clinician, item=GLAUCOMA, at=NOW)

    def withdraw(by):
        actions.withdraw_clearance(
            patient=patient,
            clearance_id=given.id,
            by=by.user,
            at=NOW + MINUTE,
            submission=Submission.new(),
        )

    with pytest.raises(RecordGone):
        withdraw(other)
    assert state(patient, NOW + MINUTE) == State.OPEN
    withdraw(clinician)
    assert state(patient, NOW + MINUTE) == State.BLOCKED


def test_withdrawn_check_lets_its_alarm_wait_again_and_another_check_leaves_it(patient, clinician):
    make.red_flags(of=patient, at=NOW, weight_loss="yes")
    make.screening(of=patient, at=NOW + MINUTE)
    given = make.clearance(of=patient, by=clinician, item=CHECKED, at=NOW + 2 * MINUTE)
    assert state(patient, NOW + 2 * MINUTE) == State.OPEN

    actions.withdraw_clearance(
        patient=patient,
        clearance_id=given.id,
        by=clinician.user,
        at=NOW + 3 * MINUTE,
        submission=Submission.new(),
    )
    assert state(patient, NOW + 3 * MINUTE) == State.SUSPENDED
    make.confirmation(of=patient, items=[CHECKED], at=NOW + 4 * MINUTE)
    assert state(patient, NOW + 4 * MINUTE) == State.OPEN


@pytest.mark.parametrize("days", [180, -1])
def test_clearance_beyond_its_longest_or_over_already_is_refused(patient, clinician, days):
    make.screening(of=patient, at=NOW, **{GLAUCOMA: Reply.YES})

    with pytest.raises(actions.ClearanceRefused):
        make.clearance(of=patient, by=clinician, item=GLAUCOMA, at=NOW, days=days)


def test_confirmation_of_long_ago_ends_180_days_after_the_talk(patient):
    make.screening(of=patient, at=NOW, reflux=Reply.YES)
    make.confirmation(of=patient, items=["reflux"], at=NOW, days_ago=100)

    assert state(patient, NOW + 79 * DAY) == State.OPEN
    assert state(patient, NOW + 81 * DAY) == State.EXPIRED
