"""What a phone measures a little beyond a limit that was kept is not held against the person."""

import pytest

from invertrack.safety.models import Cap, SafetyFact
from invertrack.safety.plan import PlanSession, Step
from invertrack.sessions.models import Session
from invertrack.sessions.screen import exceeds
from tests import make
from tests.sessions.filled import EVENING, MINUTE
from tests.sessions.lived import lived, send

CAP = Cap(angle_deg=25, duration_s=120)
STEP = Step(number=3, angle_deg=25, duration_s=120, per_day=1, sessions=4)
LIMIT = pytest.mark.parametrize(
    ("angle_deg", "duration_s", "is_measured", "beyond"),
    [
        (25, 120, False, False),
        (26, 120, False, True),
        (25, 121, False, True),
        (27, 135, True, False),
        (28, 120, True, True),
        (25, 136, True, True),
    ],
)


@LIMIT
def test_cap_is_passed_by_more_than_the_phone_may_be_off(
    angle_deg, duration_s, is_measured, beyond
):
    found = exceeds(CAP, angle_deg=angle_deg, duration_s=duration_s, is_measured=is_measured)

    assert found is beyond


@LIMIT
def test_step_of_the_plan_counts_a_measured_session_likewise(
    angle_deg, duration_s, is_measured, beyond
):
    session = PlanSession(EVENING.date(), angle_deg, duration_s, False, is_measured)

    assert STEP.holds(session) is not beyond


def test_cap_that_limits_one_thing_leaves_the_other():
    assert not exceeds(Cap(angle_deg=None, duration_s=120), angle_deg=90, duration_s=120)
    assert exceeds(Cap(angle_deg=20, duration_s=None), angle_deg=21, duration_s=5)


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_measured_session_tells_safety_so_and_stays_within_its_cap(phone, patient):
    make.cap(of=patient, at=EVENING - 60 * MINUTE, angle_deg=26, duration_s=120)

    send(phone, lived(patient.user, duration_s_1="9"))

    [session] = Session.objects.for_patient(patient)
    [fact] = SafetyFact.objects.for_patient(patient)
    assert (session.angle_max_deg, session.duration_s, session.is_over_cap) == (27, 129, False)
    assert (fact.is_measured, fact.angle_deg, fact.duration_s) == (True, 27, 129)
