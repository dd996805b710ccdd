"""Which questions about later pain wait for their answer."""

import datetime as dt
import uuid

import pytest

from invertrack.care.access import Access, own_access
from invertrack.care.enums import Scope
from invertrack.sessions import actions, queries
from invertrack.sessions.enums import FollowUpKind
from tests import make
from tests.sessions.filled import EVENING, MINUTE

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
MORNING = dt.datetime(2026, 5, 13, 5, 30, tzinfo=dt.UTC)
IN_30_MIN, IN_2_H, NEXT_MORNING = FollowUpKind


def open_kinds(patient, at):
    return [asked.kind for asked in queries.open_follow_ups(own_access(patient), at)]


@pytest.mark.parametrize(
    ("at", "kinds"),
    [
        (EVENING + 19 * MINUTE, []),
        (EVENING + 20 * MINUTE, [IN_30_MIN]),
        (EVENING + 90 * MINUTE, [IN_30_MIN, IN_2_H]),
        (MORNING - 2 * HOUR, [IN_30_MIN, IN_2_H, NEXT_MORNING]),
        (EVENING + 25 * HOUR, [IN_2_H, NEXT_MORNING]),
        (MORNING + 24 * HOUR, [NEXT_MORNING]),
        (MORNING + 24 * HOUR + MINUTE, []),
    ],
)
def test_question_is_open_from_about_its_time_until_a_day_after(at, kinds):
    patient = make.patient()
    make.session(of=patient, ended_at=EVENING)
    make.session(of=make.patient(), ended_at=EVENING - 10 * MINUTE)

    assert open_kinds(patient, at) == kinds


def test_question_says_what_a_page_needs():
    patient = make.patient()
    session = make.session(of=patient, ended_at=EVENING)

    [asked] = queries.open_follow_ups(own_access(patient), EVENING + 30 * MINUTE)

    found = queries.find_follow_up(own_access(patient), asked.id)
    assert (found.session, found.version) == (session, asked.version)
    assert (asked.session_id, asked.ended_at, asked.tz) == (session.id, EVENING, "Europe/Berlin")
    assert (asked.due_at, asked.after) == (EVENING + 30 * MINUTE, "30 minutes after")
    assert f"{asked.ended_local:%H:%M} {asked.due_local:%H:%M}" == "19:04 19:34"
    assert asked.counts_until == EVENING + HOUR


def test_answered_and_switched_off_questions_are_not_open():
    patient = make.patient()
    session = make.session(of=patient, ended_at=EVENING)
    make.answer(of=session, kind=IN_30_MIN)
    assert open_kinds(patient, MORNING) == [IN_2_H, NEXT_MORNING]

    actions.choose_follow_ups(patient=patient, kinds=[NEXT_MORNING], morning_at=dt.time(7, 30))
    actions.choose_follow_ups(patient=make.patient(), kinds=[], morning_at=dt.time(7, 30))
    assert open_kinds(patient, MORNING) == [NEXT_MORNING]


def test_mornings_of_one_moment_are_one_question_the_latest_session_s():
    patient = make.patient()
    make.session(of=patient, ended_at=EVENING - 3 * HOUR)
    latest = make.session(of=patient, ended_at=EVENING)
    make.session(of=patient, ended_at=EVENING - HOUR)

    mornings = [
        asked
        for asked in queries.open_follow_ups(own_access(patient), MORNING)
        if asked.kind == NEXT_MORNING
    ]

    assert [asked.session_id for asked in mornings] == [latest.id]


def test_what_a_later_session_cut_short_is_not_asked():
    patient = make.patient()
    make.session(of=patient, ended_at=EVENING)
    second = make.session(of=patient, ended_at=EVENING + HOUR)
    make.session(of=make.patient(), ended_at=EVENING + 3 * HOUR)

    asked = queries.open_follow_ups(own_access(patient), EVENING + 2 * HOUR)
    assert {one.session_id for one in asked} == {second.id}

    actions.delete_session(
        patient=patient,
        by=patient.user,
        session_id=second.id,
        at=EVENING + 2 * HOUR,
        submission=make.seen(second),
    )
    assert open_kinds(patient, EVENING + 2 * HOUR) == [IN_30_MIN, IN_2_H]


def test_open_questions_cost_one_statement_however_many(django_assert_num_queries):
    patient = make.patient()
    make.session(of=patient, ended_at=EVENING)
    for _ in range(2):
        with django_assert_num_queries(1):
            queries.open_follow_ups(own_access(patient), MORNING)
        make.session(of=patient, ended_at=EVENING - HOUR)


def test_nothing_is_found_without_the_scope_or_of_somebody_else():
    patient = make.patient()
    session = make.session(of=patient, ended_at=EVENING)
    row = make.answer(of=session, kind=IN_30_MIN)
    journal = Access(patient=patient, scopes=frozenset({Scope.JOURNAL}))

    assert queries.open_follow_ups(journal, MORNING) == []
    assert queries.find_follow_up(journal, row.id) is None
    assert queries.find_follow_up(own_access(make.patient()), row.id) is None
    assert queries.find_follow_up(own_access(patient), uuid.uuid4()) is None
    assert queries.find_follow_up(own_access(patient), row.id).pain == 3


def test_later_of_a_session_says_how_each_question_stands():
    patient = make.patient()
    session = make.session(of=patient, ended_at=EVENING)
    make.answer(of=session, kind=IN_30_MIN, at=EVENING + 70 * MINUTE)

    first, second, third = queries.later_of(own_access(patient), session, EVENING + 2 * HOUR)

    assert (first.pain, first.is_late, first.is_open, first.is_ahead) == (3, True, False, False)
    assert (second.pain, second.is_late, second.is_open, second.is_ahead) == (
        None,
        False,
        True,
        False,
    )
    assert (third.is_open, third.is_ahead) == (False, True)
    [*_, missed] = queries.later_of(own_access(patient), session, MORNING + 25 * HOUR)
    assert (missed.is_open, missed.is_ahead, missed.answered_local) == (False, False, None)


def test_settings_are_the_defaults_until_something_is_chosen():
    patient = make.patient()
    assert queries.settings_of(patient).kinds == list(FollowUpKind)

    actions.choose_follow_ups(patient=patient, kinds=[IN_2_H], morning_at=dt.time(9))

    chosen = queries.settings_of(patient)
    assert (chosen.kinds, chosen.morning_at) == ([IN_2_H], dt.time(9))
