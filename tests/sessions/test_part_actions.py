"""What logging and correcting do to holds, vitals, side effects and the settings of the table."""

import datetime as dt

import pytest

from invertrack.sessions import actions
from invertrack.sessions.models import Hold, Session, SideEffect, Vitals
from tests import make
from tests.sessions.changed import EVENING, MINUTE, correct, day_of

pytestmark = pytest.mark.django_db


def holds_of(session):
    live = Hold.objects.for_patient(session.patient).live().filter(session_id=session.id)
    return list(live.order_by("order").values_list("order", "angle_deg", "seconds"))


def test_session_of_several_holds_is_their_sum_their_mean_and_their_steepest():
    session = make.session(of=make.patient(), ended_at=EVENING, holds=[(20, 60), (45, 60), (0, 30)])

    assert (session.duration_s, session.angle_deg, session.angle_max_deg) == (150, 26, 45)
    assert session.started_at == EVENING - dt.timedelta(seconds=150)
    assert day_of(session).seconds == 150
    assert holds_of(session) == [(1, 20, 60), (2, 45, 60), (3, 0, 30)]


def test_correction_brings_the_holds_to_what_is_said_as_the_rows_they_are():
    session = make.session(of=make.patient(), ended_at=EVENING, holds=[(20, 60), (45, 60), (0, 30)])
    other = make.session(of=session.patient, ended_at=EVENING - 60 * MINUTE)
    rows = Hold.objects.for_patient(session.patient).filter(session_id=session.id)
    first, *_ = rows.order_by("order")

    corrected = correct(session, holds=(actions.HoldValues(25, 60), actions.HoldValues(45, 60)))

    assert (corrected.duration_s, corrected.angle_deg, corrected.angle_max_deg) == (120, 35, 45)
    assert holds_of(session) == [(1, 25, 60), (2, 45, 60)]
    assert rows.live().get(order=1).id == first.id
    assert holds_of(other) == [(1, 30, 120)]


def test_correction_of_something_else_leaves_what_was_measured_beside_the_holds():
    session = make.session(of=make.patient(), ended_at=EVENING, holds=[(20, 60), (40, 60)])
    measured = {"angle_deg": 31, "angle_max_deg": 47, "duration_s": 118}
    Session.objects.filter(id=session.id).update(**measured)
    holds = (actions.HoldValues(20, 60), actions.HoldValues(40, 60))

    corrected = correct(session, pain_before=2, holds=holds)

    assert {name: getattr(corrected, name) for name in measured} == measured
    assert corrected.started_at == session.started_at


def test_vitals_and_courses_are_kept_beside_what_they_belong_to():
    patient = make.patient()
    session = make.session(
        of=patient,
        vitals={"before": actions.VitalsValues(128, 82, None, "sitting")},
        side_effects={"dizzy": 1, "nausea": 2},
        courses={"dizzy": actions.Course("coming_up", 600)},
    )

    reading = Vitals.objects.for_patient(patient).get()
    assert (reading.moment, reading.systolic, reading.diastolic) == ("before", 128, 82)
    assert (reading.heart_rate, reading.posture) == (None, "sitting")
    effects = SideEffect.objects.for_patient(patient).order_by("code")
    assert list(effects.values_list("code", "onset", "gone_after_s")) == [
        ("dizzy", "coming_up", 600),
        ("nausea", "", None),
    ]
    correct(session, vitals={}, side_effects={"dizzy": 1})
    assert not Vitals.objects.for_patient(patient).live().exists()


def test_correction_keeps_settings_that_no_form_asks_for():
    session = make.session(of=make.patient(), equipment={"tether": "3", "boots": "gravity"})

    corrected = correct(session, equipment={"tether": "4"})

    assert corrected.equipment == {"tether": "4", "boots": "gravity"}


def test_correction_keeps_the_side_effects_that_stay_as_the_rows_they_are():
    session = make.session(
        of=make.patient(), ended_at=EVENING, side_effects={"dizzy": 1, "nausea": 2}
    )
    effects = SideEffect.objects.for_patient(session.patient).live()
    dizzy = effects.get(code="dizzy").id

    correct(session, side_effects={"dizzy": 3, "anxiety": 0})

    assert effects.get(code="dizzy").id == dizzy
    assert dict(effects.values_list("code", "severity")) == {"dizzy": 3, "anxiety": 0}
    day = day_of(session)
    assert (day.side_effects, day.worst_severity) == (2, 3)
