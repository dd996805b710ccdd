"""What a session said before a correction, and what two texts of one session differ in."""

import datetime as dt

import pytest

from invertrack.care.access import Access, own_access
from invertrack.care.enums import Scope
from invertrack.sessions import actions, queries
from invertrack.sessions.models import Session
from invertrack.sessions.parts import parts_of
from invertrack.sessions.words import differences
from tests import make
from tests.sessions.filled import correct

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 5, 12, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
VITALS = actions.VitalsValues(128, 82, 64, "sitting")


def shared(patient, *scopes, data_from=None):
    return Access(patient=patient, scopes=frozenset(scopes), data_from=data_from)


def told(session, access=None):
    return queries.changes_of(access or own_access(session.patient), [session]).get(session.id, [])


def words(changes):
    return {(change.label, change.old, change.new) for change in changes}


def test_changes_say_what_was_there_before_in_the_persons_words():
    session = make.session(
        of=make.patient(), ended_at=NOON, side_effects={"dizzy": 1}, note="before"
    )
    correct(
        session,
        at=NOON + HOUR,
        ended_at=NOON - HOUR,
        pain_before=5,
        angle_deg=35,
        duration_s=90,
        angle_source="mark",
        has_stopped_early=True,
        side_effects={"nausea": 2},
        note="after",
    )

    said = told(session)

    assert {(change.label, change.old, change.new) for change in said} == {
        ("Ended", "12 May 2026, 14:00", "12 May 2026, 13:00"),
        ("Pain before", "6 / 10", "5 / 10"),
        ("Angle", "30°", "35°"),
        ("Time at angle", "2 min", "1 min 30 s"),
        ("The angle is", "A guess", "Mark on the table"),
        ("Stopped early", "no", "yes"),
        ("Dizzy or light-headed (often a sign of coming up too fast)", "Mild", "–"),
        ("Feeling sick: come up as soon as it starts", "–", "Moderate"),
        ("Note", "before", "after"),
    }
    assert {change.at for change in said} == {NOON + HOUR}


def test_changes_come_latest_first_and_only_of_this_session():
    patient = make.patient()
    session, other = (make.session(of=patient, ended_at=NOON - n * HOUR) for n in range(2))
    correct(session, pain_before=5, at=NOON + HOUR)
    correct(other, pain_before=1, at=NOON + HOUR)
    correct(session, pain_before=4, at=NOON + 2 * HOUR)

    said = told(session)

    assert [(change.old, change.new) for change in said] == [
        ("5 / 10", "4 / 10"),
        ("6 / 10", "5 / 10"),
    ]


def test_rating_that_was_still_to_come_is_no_change():
    session = make.session(of=make.patient(), ended_at=NOON, pain_after=None)
    actions.add_pain_after(
        patient=session.patient,
        session_id=session.id,
        by=session.patient.user,
        at=NOON,
        submission=make.seen(session),
        clean=lambda: 4,
    )

    assert told(session) == []


def test_changes_of_a_note_are_closed_where_words_are():
    session = make.session(of=make.patient(), ended_at=NOON, note="before")
    correct(session, pain_before=5, note="after")

    said = told(session, shared(session.patient, Scope.SESSIONS))

    assert [change.label for change in said] == ["Pain before"]


def test_changes_of_holds_name_the_hold_beside_what_follows_from_them():
    session = make.session(of=make.patient(), ended_at=NOON, holds=[(30, 60), (20, 60)])
    correct(session, at=NOON + HOUR, holds=[(30, 60), (30, 90), (45, 30)])

    assert words(told(session)) == {
        ("Angle", "25°", "33°"),
        ("Time at angle", "2 min", "3 min"),
        ("Hold 2, angle", "20°", "30°"),
        ("Hold 2, time", "1 min", "1 min 30 s"),
        ("Hold 3, angle", "–", "45°"),
        ("Hold 3, time", "–", "30 s"),
    }


def test_changes_of_vitals_courses_and_equipment_are_told_field_by_field():
    session = make.session(
        of=make.patient(),
        ended_at=NOON,
        vitals={"before": VITALS},
        side_effects={"nausea": 1},
        courses={"nausea": actions.Course("during", 600)},
        equipment={"tether": "3", "height": "178"},
    )
    correct(
        session,
        vitals={
            "before": VITALS._replace(systolic=130),
            "after": actions.VitalsValues(None, None, 70),
        },
        side_effects={"nausea": 0},
        courses={"nausea": actions.Course("", actions.Course().gone_after_s)},
        equipment={"tether": "4", "table": "Blue one"},
    )

    nausea = "Feeling sick: come up as soon as it starts"
    assert words(told(session)) == {
        ("Systolic pressure before", "128 mmHg", "130 mmHg"),
        ("Heart rate after", "–", "70 a minute"),
        (nausea, "Mild", "Barely noticed"),
        (f"{nausea}, began", "While inverted", "–"),
        (f"{nausea}, went", "Within 10 minutes", "–"),
        ("Tether mark", "3", "4"),
        ("Height", "178", "–"),
        ("Table", "–", "Blue one"),
    }


def test_changes_of_many_sessions_cost_one_statement_and_are_cut_by_date(
    django_assert_num_queries,
):
    patient = make.patient()
    days = [make.session(of=patient, ended_at=NOON - n * 24 * HOUR) for n in range(4)]
    for session in days[:3]:
        correct(session, pain_before=5)
    access = shared(patient, Scope.SESSIONS, data_from=days[1].local_date)

    with django_assert_num_queries(1):
        found = queries.changes_of(access, days)
    with django_assert_num_queries(0):
        assert queries.changes_of(access, []) == {}

    assert set(found) == {days[0].id, days[1].id}
    assert queries.changes_of(shared(patient, Scope.JOURNAL), days) == {}


def test_differences_name_only_what_differs_in_every_part():
    session = make.session(
        of=make.patient(),
        ended_at=NOON,
        vitals={"before": VITALS},
        equipment={"pin": "2"},
        note="mine",
    )
    session = Session.objects.for_patient(session.patient).get(id=session.id)
    typed = make.session_values(
        ended_at=NOON,
        holds=[(30, 120), (45, 60)],
        vitals={"before": VITALS._replace(heart_rate=None)},
        side_effects={"dizzy": 2},
        note="mine",
    )

    found = differences(
        (session, parts_of(own_access(session.patient), session)),
        actions.rows_of(typed, at=NOON),
    )

    assert [(one.label, one.stored, one.typed) for one in found] == [
        ("Angle", "30°", "35°"),
        ("Time at angle", "2 min", "3 min"),
        ("Heart rate before", "64 a minute", "–"),
        ("Angle pin", "2", "–"),
        ("Hold 1, angle", "–", "30°"),
        ("Hold 1, time", "–", "2 min"),
        ("Hold 2, angle", "–", "45°"),
        ("Hold 2, time", "–", "1 min"),
        ("Dizzy or light-headed (often a sign of coming up too fast)", "–", "Moderate"),
    ]
