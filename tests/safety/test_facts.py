"""What safety is told of sessions: one fact each, the latest word, withdrawn when deleted."""

import datetime as dt
import uuid

import pytest

from invertrack.care.actions import Submission
from invertrack.safety.models import SafetyFact
from invertrack.sessions import actions
from tests import make

pytestmark = pytest.mark.django_db

EVENING = dt.datetime(2026, 5, 12, 17, 4, 30, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def fact_of(session):
    return SafetyFact.objects.for_patient(session.patient).get(session_id=session.id)


def correct(session, *, at=EVENING + MINUTE, **changed):
    names = ("ended_at", "tz", "angle_deg", "duration_s", "pain_before", "pain_after")
    values = actions.SessionValues(**{name: getattr(session, name) for name in names} | changed)
    actions.correct_session(
        patient=session.patient,
        session_id=session.id,
        by=session.patient.user,
        at=at,
        submission=make.seen(session),
        clean=lambda session: values,
    )


def change(action, session, *, at):
    action(
        patient=session.patient,
        session_id=session.id,
        by=session.patient.user,
        at=at,
        submission=make.seen(session),
    )


def test_session_without_symptoms_is_a_fact_too():
    session = make.session(of=make.patient(), ended_at=EVENING, angle_deg=35, duration_s=150)

    fact = fact_of(session)

    assert (fact.angle_deg, fact.duration_s, fact.local_date) == (35, 150, dt.date(2026, 5, 12))
    assert fact.started_at == session.started_at
    assert (fact.stop_items, fact.has_pain_risen) == ([], False)
    assert (fact.told_at, fact.withdrawn_at) == (EVENING, None)


@pytest.mark.parametrize(
    ("before", "after", "risen"),
    [(4, 5, False), (4, 6, True), (6, 4, False), (4, None, False), (None, 6, False)],
)
def test_pain_has_risen_when_it_is_two_points_higher_after(before, after, risen):
    session = make.session(of=make.patient(), pain_before=before, pain_after=after)

    assert fact_of(session).has_pain_risen is risen


def test_correction_replaces_what_was_told_about_this_session_only():
    patient = make.patient()
    session = make.session(of=patient, ended_at=EVENING, side_effects={"dizzy": 3})
    other = make.session(of=patient, ended_at=EVENING - 60 * MINUTE, side_effects={"anxiety": 1})

    correct(session, angle_deg=20, pain_after=9, side_effects={"nausea": 1, "headache": 0})

    fact = fact_of(session)
    assert (fact.angle_deg, fact.has_pain_risen, fact.told_at) == (20, True, EVENING + MINUTE)
    assert sorted(fact.stop_items) == ["headache", "nausea"]
    assert fact_of(other).stop_items == ["anxiety"]
    assert SafetyFact.objects.count() == 2


def test_after_pain_that_comes_later_is_told_with_the_symptoms_that_are_there():
    session = make.session(
        of=make.patient(), ended_at=EVENING, pain_after=None, side_effects={"dizzy": 1}
    )
    assert not fact_of(session).has_pain_risen

    actions.add_pain_after(
        patient=session.patient,
        session_id=session.id,
        by=session.patient.user,
        at=EVENING + MINUTE,
        submission=Submission(uuid.uuid4(), "", session.version),
        clean=lambda: 8,
    )

    assert fact_of(session).has_pain_risen
    assert fact_of(session).stop_items == ["dizzy"]


def test_deleted_session_withdraws_its_fact_and_undo_tells_it_again():
    session = make.session(of=make.patient(), ended_at=EVENING, side_effects={"dizzy": 1})

    change(actions.delete_session, session, at=EVENING + MINUTE)
    assert fact_of(session).withdrawn_at == EVENING + MINUTE
    assert fact_of(session).stop_items == ["dizzy"]

    change(actions.restore_session, session, at=EVENING + 2 * MINUTE)
    fact = fact_of(session)
    assert (fact.withdrawn_at, fact.stop_items) == (None, ["dizzy"])
    assert fact.told_at == EVENING + 2 * MINUTE


def test_write_that_fails_tells_nothing():
    patient = make.patient()
    for number in range(8):
        make.session(of=patient, ended_at=EVENING - number * MINUTE)

    with pytest.raises(actions.DayFull):
        make.session(of=patient, ended_at=EVENING)

    assert SafetyFact.objects.count() == 8
