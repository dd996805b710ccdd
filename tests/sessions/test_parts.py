"""What hangs on a session, read together and only as far as it is open."""

import pytest

from invertrack.care.access import Access, own_access
from invertrack.care.enums import Scope
from invertrack.sessions import actions
from invertrack.sessions.parts import parts_of
from tests import make
from tests.sessions.filled import correct

pytestmark = pytest.mark.django_db

VITALS = actions.VitalsValues(128, 82, 64, "sitting")


def shared(patient, *scopes):
    return Access(patient=patient, scopes=frozenset(scopes))


def test_parts_come_in_the_order_in_which_they_are_read():
    session = make.session(
        of=make.patient(),
        holds=[(30, 60), (20, 30), (45, 90)],
        side_effects={"dizzy": 0, "nausea": 3, "anxiety": 3, "headache": 1},
        courses={"nausea": actions.Course("after", 600)},
        vitals={"after": actions.VitalsValues(130, 85), "before": VITALS},
        note="mine",
    )

    found = parts_of(own_access(session.patient), session)

    assert [(hold.order, hold.angle_deg, hold.seconds) for hold in found.holds] == [
        (1, 30, 60),
        (2, 20, 30),
        (3, 45, 90),
    ]
    assert [effect.code for effect in found.effects] == ["anxiety", "nausea", "headache", "dizzy"]
    assert (found.effects[1].onset, found.effects[1].gone_after_s) == ("after", 600)
    assert (found.effects[0].onset, found.effects[0].gone_after_s) == ("", None)
    before, after = found.vitals
    assert (before.moment, *(getattr(before, name) for name in before.SAID)) == ("before", *VITALS)
    assert (after.systolic, after.diastolic, after.heart_rate, after.posture) == (130, 85, None, "")
    assert found.note == "mine"


def test_parts_are_of_this_session_alive_and_read_in_one_statement(django_assert_num_queries):
    patient = make.patient()
    session = make.session(of=patient, side_effects={"dizzy": 1, "nausea": 1})
    make.session(of=patient, side_effects={"headache": 1}, note="another's")
    correct(session, side_effects={"nausea": 1})

    with django_assert_num_queries(1):
        found = parts_of(own_access(patient), session)

    assert (found.codes, found.note, len(found.holds)) == (["nausea"], "", 1)


def test_note_is_read_only_where_words_are_open():
    session = make.session(of=make.patient(), note="mine alone", side_effects={"dizzy": 1})

    assert parts_of(own_access(session.patient), session).note == "mine alone"
    without_words = parts_of(shared(session.patient, Scope.SESSIONS), session)
    assert (without_words.note, without_words.codes) == ("", ["dizzy"])
    assert list(parts_of(shared(session.patient, Scope.JOURNAL), session).kinds()) == [[]] * 4
