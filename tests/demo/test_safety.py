"""What the demo people's safety answers lead to, and that the rules themselves raised their alarms."""

import pytest

from invertrack.care.access import own_access
from invertrack.demo.people import CAST, Trouble
from invertrack.safety.enums import Level, State
from invertrack.safety.models import Alarm, Cap, Clearance
from invertrack.safety.queries import alarms, safety
from invertrack.sessions.models import Session
from invertrack.users.models import Patient
from tests.demo.rows import NOW, build

pytestmark = pytest.mark.django_db

LED_TO = {
    Trouble.CLEARED: State.OPEN,
    Trouble.BLOCKED: State.BLOCKED,
    Trouble.TALK: State.NEEDS_TALK,
    Trouble.EMERGENCY: State.EMERGENCY,
    Trouble.SUSPENDED: State.SUSPENDED,
}
TOLD = 11  # so many people have all of it among them


def state(name):
    patient = Patient.objects.get(name=name)
    return safety(own_access(patient), NOW).standing.state


def test_each_trouble_leads_to_its_state_with_a_clearance_and_an_unread_emergency():
    build(patients=TOLD, years=0.5)

    troubled = {person.trouble: person.name for person in CAST[:TOLD] if person.trouble in LED_TO}
    assert {trouble: state(name) for trouble, name in troubled.items()} == LED_TO
    given = Clearance.objects.get(is_own=False)
    assert (given.patient.name, given.by_name.split(" (")[0]) == (
        "James Whitlock",
        "Dr. Ada Okafor",
    )
    unread = Alarm.objects.get(level=Level.EMERGENCY)
    assert (unread.patient.name, unread.read_at, unread.left_at) == ("Kenji Morita", None, None)


def test_lead_may_start_has_a_cap_and_went_beyond_it():
    build(patients=1, years=0.5)
    lead = Patient.objects.get(name=CAST[0].name)
    cap = Cap.objects.for_patient(lead).get()
    mine = Session.objects.for_patient(lead)

    assert state(lead.name) in {State.OPEN, State.PAUSED}
    assert cap.by_name.startswith("Dr. Ada Okafor")
    over = [row for row in mine if row.is_over_cap]
    assert over
    assert all(row.started_at >= cap.accepted_at for row in over)
    assert all(row.angle_max_deg > cap.angle_deg or row.duration_s > cap.duration_s for row in over)


def test_older_alarms_of_sessions_were_left():
    build(patients=6, years=1.2)

    raised = Alarm.objects.exclude(session_id=None)
    assert raised.count() > 3
    for alarm in raised.filter(left_at=None):
        assert (NOW - alarm.at).days <= 3
    rajesh = Patient.objects.get(name="Rajesh Iyer")
    assert {alarm.session_id for alarm in alarms(own_access(rajesh))} <= set(
        Session.objects.for_patient(rajesh).values_list("id", flat=True)
    )
