"""The stored state equals what the rows say, whatever was answered, told, deleted and restored."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from invertrack.care.access import own_access
from invertrack.safety.enums import Reply
from invertrack.safety.models import CHECKED, SafetyState
from invertrack.safety.queries import safety
from invertrack.safety.rollups import recompute_state
from invertrack.sessions import actions as session_actions
from invertrack.sessions.models import Session
from tests import make

pytestmark = pytest.mark.django_db

START = dt.datetime(2026, 5, 1, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
GLAUCOMA = "glaucoma_or_high_eye_pressure"
SYMPTOMS = ["dizzy", "nausea", "headache_lasting", "chest_pain"]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("screen"), st.sampled_from([{}, {GLAUCOMA: "yes"}, {"reflux": "yes"}])),
        st.tuples(st.just("flags"), st.sampled_from([{}, {"weight_loss": "yes"}])),
        st.tuples(
            st.just("session"),
            st.tuples(st.lists(st.sampled_from(SYMPTOMS), unique=True, max_size=2), st.booleans()),
        ),
        st.tuples(st.sampled_from(["delete", "restore", "read", "check", "clear", "discuss"])),
    ),
    max_size=12,
)


class Life:
    """One patient to whom things happen, an hour apart."""

    def __init__(self):
        self.now = START
        self.patient = make.patient()
        self.clinician = make.clinician()
        make.grant(of=self.patient, to=self.clinician.user, granted_at=START)

    def do(self, what, how=None):
        self.now += HOUR
        getattr(self, what)(*([how] if how is not None else []))

    def screen(self, answers):
        replies = {item_id: Reply(reply) for item_id, reply in answers.items()}
        make.screening(of=self.patient, at=self.now, **replies)

    def flags(self, answers):
        replies = {item_id: Reply(reply) for item_id, reply in answers.items()}
        make.red_flags(of=self.patient, at=self.now, **replies)

    def session(self, said):
        symptoms, rose = said
        make.session(
            of=self.patient,
            ended_at=self.now,
            side_effects=dict.fromkeys(symptoms, 1),
            pain_before=2,
            pain_after=5 if rose else 2,
        )

    def delete(self):
        self.change(session_actions.delete_session, deleted_at=None)

    def restore(self):
        self.change(session_actions.restore_session, deleted_at__isnull=False)

    def change(self, action, **which):
        session = Session.objects.for_patient(self.patient).filter(**which).first()
        if session is not None:
            at = session.deleted_at or self.now
            action(
                patient=self.patient,
                session_id=session.id,
                by=self.patient.user,
                at=at,
                submission=make.seen(session),
            )

    def read(self):
        make.read_alarms(of=self.patient, at=self.now)

    def check(self):
        make.clearance(of=self.patient, by=self.clinician, item=CHECKED, at=self.now)

    def clear(self):
        make.clearance(of=self.patient, by=self.clinician, item=GLAUCOMA, at=self.now, days=5)

    def discuss(self):
        make.confirmation(of=self.patient, items=["reflux"], at=self.now)

    def said(self):
        """What is read of the state now, later and much later."""
        instants = [self.now + hours * HOUR for hours in (0, 5, 30, 200, 24 * 95, 24 * 200)]
        return [safety(own_access(self.patient), at).standing.in_force for at in instants]


@given(STEPS)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_stored_state_equals_what_the_rows_say(db, steps):
    life = Life()
    for step in steps:
        life.do(*step)
    stored = life.said()

    recompute_state(life.patient, at=life.now)

    assert life.said() == stored


def test_recomputing_keeps_when_pain_rose():
    patient = make.opened(of=make.patient(), at=START)
    make.session(of=patient, ended_at=START + HOUR, pain_before=2, pain_after=5)
    due = safety(own_access(patient), START + HOUR).red_flags

    recompute_state(patient, at=START + 2 * HOUR)

    assert due is not None
    assert safety(own_access(patient), START + 2 * HOUR).red_flags == due


def test_ordinary_session_stores_no_state_anew():
    patient = make.opened(of=make.patient(), at=START)
    before = patient_state(patient)

    make.session(of=patient, ended_at=START + HOUR)

    assert patient_state(patient) == before


def patient_state(patient):
    return SafetyState.objects.for_patient(patient).values().get()
