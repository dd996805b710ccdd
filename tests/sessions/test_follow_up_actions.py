"""Later pain: planned with the session, answered once, corrected, taken back, deleted with it."""

import datetime as dt

import pytest

from invertrack.care.access import NoAccess, own_access
from invertrack.care.actions import RecordGone, StaleRecord, Submission, WriteReused
from invertrack.care.models import Revision, Write
from invertrack.sessions import actions, queries
from invertrack.sessions.enums import FollowUpKind
from invertrack.sessions.models import FollowUp, SessionDay, SessionSettings
from tests import make
from tests.sessions.changed import correct
from tests.sessions.filled import EVENING, MINUTE

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
MORNING = dt.datetime(2026, 5, 13, 5, 30, tzinfo=dt.UTC)  # 07:30 in Berlin
IN_30_MIN, IN_2_H, NEXT_MORNING = FollowUpKind


def planned(session):
    rows = FollowUp.objects.for_patient(session.patient).live().filter(session=session)
    return {row.kind: row for row in rows.order_by("due_at")}


def dues(session):
    return {kind: row.due_at for kind, row in planned(session).items()}


def said(session):
    return {kind: row.pain for kind, row in planned(session).items()}


def answer(row, *, pain=3, at=None, by="the person", submission=None):
    return actions.answer_follow_up(
        patient=row.patient,
        follow_up_id=row.id,
        by=row.patient.user if by == "the person" else by,
        at=at or row.due_at,
        submission=submission or Submission.new(),
        clean=lambda: pain,
    )


def change(row, *, pain, at=None, version=None):
    actions.correct_follow_up(
        patient=row.patient,
        follow_up_id=row.id,
        by=row.patient.user,
        at=at or row.due_at,
        submission=Submission.new(version=version or row.version),
        clean=lambda: pain,
    )


def take_back(row, *, at=None):
    actions.withdraw_follow_up(
        patient=row.patient,
        follow_up_id=row.id,
        by=row.patient.user,
        at=at or row.due_at,
        submission=make.seen(row),
    )


def line(session):
    day = SessionDay.objects.for_patient(session.patient).get(local_date=session.local_date)
    return day.pair_later


def test_saving_a_session_plans_three_questions():
    session = make.session(of=make.patient(), ended_at=EVENING)

    assert dues(session) == {
        IN_30_MIN: EVENING + 30 * MINUTE,
        IN_2_H: EVENING + 2 * HOUR,
        NEXT_MORNING: MORNING,
    }
    assert said(session) == {IN_30_MIN: None, IN_2_H: None, NEXT_MORNING: None}
    assert line(session) == []


def test_session_plans_what_its_person_chose_and_nobody_else_s_choice():
    patient = make.patient()
    actions.choose_follow_ups(patient=patient, kinds=[NEXT_MORNING], morning_at=dt.time(6, 15))
    actions.choose_follow_ups(patient=make.patient(), kinds=[], morning_at=dt.time(5))

    session = make.session(of=patient, ended_at=EVENING)

    assert dues(session) == {NEXT_MORNING: MORNING - 75 * MINUTE}


def test_choosing_again_takes_the_place_of_the_first_choice():
    patient = make.patient()
    for kinds in ([NEXT_MORNING], []):
        actions.choose_follow_ups(patient=patient, kinds=kinds, morning_at=dt.time(6, 15))

    assert SessionSettings.objects.for_patient(patient).get().kinds == []
    assert dues(make.session(of=patient, ended_at=EVENING)) == {}


@pytest.mark.parametrize(
    ("late", "kinds"),
    [
        (59 * MINUTE, [IN_30_MIN, IN_2_H, NEXT_MORNING]),
        (60 * MINUTE, [IN_2_H, NEXT_MORNING]),
        (3 * HOUR, [NEXT_MORNING]),
        (MORNING - EVENING + 4 * HOUR, []),
    ],
)
def test_session_that_is_logged_late_plans_only_what_can_still_count(late, kinds):
    session = make.session(of=make.patient(), ended_at=EVENING, at=EVENING + late)

    assert list(dues(session)) == kinds


def test_answer_is_kept_with_its_true_time_and_the_day_knows_it():
    session = make.session(of=make.patient(), ended_at=EVENING)
    at = EVENING + 2 * HOUR + 70 * MINUTE  # asked at 21:04, answered at 22:14

    answer(planned(session)[IN_2_H], at=at)

    row = planned(session)[IN_2_H]
    assert (row.pain, row.answered_at, row.due_at) == (3, at, EVENING + 2 * HOUR)
    assert line(session) == [[IN_2_H, 190, 3, False]]
    answer(planned(session)[NEXT_MORNING], pain=0)
    assert line(session) == [[IN_2_H, 190, 3, False], [NEXT_MORNING, 745, 0, True]]


def test_answer_that_waited_for_a_log_in_has_the_time_of_its_tap():
    session = make.session(of=make.patient(), ended_at=EVENING)
    row = planned(session)[IN_30_MIN]

    actions.answer_follow_up(
        patient=session.patient,
        follow_up_id=row.id,
        by=session.patient.user,
        at=row.due_at + 50 * MINUTE,
        submission=Submission.new(),
        clean=lambda: 2,
        answered_at=row.due_at + MINUTE,
    )

    assert line(session) == [[IN_30_MIN, 31, 2, True]]


def test_answer_by_a_link_has_nobody_s_account():
    session = make.session(of=make.patient(), ended_at=EVENING)
    submission = Submission.new()

    answer(planned(session)[IN_2_H], by=None, submission=submission)

    written = Write.objects.for_patient(session.patient).get(write_id=submission.write_id)
    assert (written.by, said(session)[IN_2_H]) == (None, 3)


def test_second_answer_changes_nothing_and_the_same_one_again_is_the_first():
    session = make.session(of=make.patient(), ended_at=EVENING)
    row, first = planned(session)[IN_2_H], Submission.new()
    answer(row, submission=first)

    assert answer(row, submission=first) == row.id
    with pytest.raises(WriteReused):
        answer(row, pain=7, submission=Submission(first.write_id, "another number"))
    with pytest.raises(actions.AnsweredAlready):
        answer(row, pain=7)

    assert said(session)[IN_2_H] == 3
    assert planned(session)[IN_2_H].version == 2


@pytest.mark.parametrize(
    ("kind", "opens", "is_taken"),
    [
        (IN_30_MIN, -10 * MINUTE - MINUTE, False),
        (IN_30_MIN, -10 * MINUTE, True),
        (IN_2_H, 24 * HOUR, True),
        (IN_2_H, 24 * HOUR + MINUTE, False),
        (NEXT_MORNING, -2 * HOUR - MINUTE, False),
        (NEXT_MORNING, -2 * HOUR, True),
    ],
)
def test_question_is_answered_from_about_its_time_until_a_day_after(kind, opens, is_taken):
    session = make.session(of=make.patient(), ended_at=EVENING)
    row = planned(session)[kind]

    if is_taken:
        answer(row, at=row.due_at + opens)
    else:
        with pytest.raises(actions.QuestionClosed) as told:
            answer(row, at=row.due_at + opens)
        assert told.value.status == 410

    assert said(session)[kind] == (3 if is_taken else None)


def test_mornings_of_two_sessions_are_one_question():
    patient = make.patient()
    first = make.session(of=patient, ended_at=EVENING - HOUR)
    second = make.session(of=patient, ended_at=EVENING)
    others = make.session(of=make.patient(), ended_at=EVENING)

    answer(planned(first)[NEXT_MORNING], pain=4)
    answer(planned(second)[IN_2_H], pain=2)

    assert [said(one)[NEXT_MORNING] for one in (first, second, others)] == [4, 4, None]
    assert [said(one)[IN_2_H] for one in (first, second)] == [None, 2]

    change(planned(second)[NEXT_MORNING], pain=6)
    assert [said(one)[NEXT_MORNING] for one in (first, second)] == [6, 6]
    take_back(planned(first)[NEXT_MORNING])
    assert [said(one)[NEXT_MORNING] for one in (first, second, others)] == [None, None, None]


def test_line_of_a_session_ends_where_the_next_one_began():
    patient = make.patient()
    first = make.session(of=patient, ended_at=EVENING)
    answer(planned(first)[IN_30_MIN], pain=5)
    answer(planned(first)[NEXT_MORNING], pain=4)
    assert line(first) == [[IN_30_MIN, 30, 5, True], [NEXT_MORNING, 745, 4, True]]

    second = make.session(of=patient, ended_at=MORNING - HOUR, at=MORNING)
    assert line(first) == [[IN_30_MIN, 30, 5, True]]

    correct(second, ended_at=MORNING + HOUR)
    assert line(first) == [[IN_30_MIN, 30, 5, True], [NEXT_MORNING, 745, 4, True]]

    correct(second, ended_at=MORNING - HOUR)
    actions.delete_session(
        patient=patient,
        session_id=second.id,
        by=patient.user,
        at=MORNING,
        submission=make.seen(second),
    )
    assert line(first) == [[IN_30_MIN, 30, 5, True], [NEXT_MORNING, 745, 4, True]]


def test_correction_keeps_the_time_and_what_it_said_before():
    session = make.session(of=make.patient(), ended_at=EVENING)
    row = make.answer(of=session, pain=3)

    change(row, pain=8, at=row.due_at + 48 * HOUR)

    corrected = planned(session)[IN_2_H]
    assert (corrected.pain, corrected.answered_at) == (8, row.answered_at)
    assert line(session) == [[IN_2_H, 120, 8, True]]
    told = queries.changes_of(own_access(session.patient), [session])[session.id]
    assert [(one.label, one.old, one.new) for one in told] == [
        ("Pain 2 hours after", "3 / 10", "8 / 10")
    ]
    with pytest.raises(StaleRecord):
        change(row, pain=1)


def test_answer_that_is_taken_back_is_not_answered_and_can_be_answered_anew():
    session = make.session(of=make.patient(), ended_at=EVENING)
    row = make.answer(of=session, pain=3)
    take_back(row)

    open_again = planned(session)[IN_2_H]
    assert (open_again.pain, open_again.answered_at, line(session)) == (None, None, [])
    with pytest.raises(actions.NotAnswered):
        take_back(open_again)
    with pytest.raises(actions.NotAnswered):
        change(open_again, pain=4)

    answer(open_again, pain=5, at=open_again.due_at + 5 * MINUTE)
    told = queries.changes_of(own_access(session.patient), [session])[session.id]
    assert [(one.label, one.old, one.new) for one in told] == [
        ("Pain 2 hours after", "3 / 10", "–")
    ]


def test_first_answer_is_no_correction():
    session = make.session(of=make.patient(), ended_at=EVENING)
    make.answer(of=session)

    assert queries.changes_of(own_access(session.patient), [session]) == {}
    assert Revision.objects.for_patient(session.patient).get().new == 3


def test_corrected_end_moves_the_questions_and_what_an_answer_counts_for():
    session = make.session(of=make.patient(), ended_at=EVENING)
    make.answer(of=session, kind=IN_30_MIN, pain=5)

    moved = correct(session, ended_at=EVENING + 15 * MINUTE, at=EVENING + 45 * MINUTE)

    assert dues(moved) == {
        IN_30_MIN: EVENING + 45 * MINUTE,
        IN_2_H: EVENING + 135 * MINUTE,
        NEXT_MORNING: MORNING,
    }
    assert line(moved) == [[IN_30_MIN, 15, 5, False]]  # it was said 15 minutes after, not 30


def test_correction_that_leaves_the_end_leaves_the_questions():
    session = make.session(of=make.patient(), ended_at=EVENING)
    before = planned(session)

    correct(session, angle_deg=20)

    assert {kind: row.version for kind, row in planned(session).items()} == dict.fromkeys(before, 1)


def test_session_that_is_corrected_to_just_now_plans_what_can_count():
    session = make.session(of=make.patient(), ended_at=EVENING - 24 * HOUR, at=EVENING)
    assert dues(session) == {}

    moved = correct(session, ended_at=EVENING)

    assert list(dues(moved)) == [IN_30_MIN, IN_2_H, NEXT_MORNING]


def test_questions_go_and_come_back_with_their_session():
    patient = make.patient()
    session = make.session(of=patient, ended_at=EVENING)
    row = make.answer(of=session)
    for_session = {"patient": patient, "session_id": session.id, "by": patient.user}

    actions.delete_session(**for_session, at=row.due_at, submission=make.seen(session))
    assert planned(session) == {}
    with pytest.raises(RecordGone):
        answer(row)

    actions.restore_session(**for_session, at=row.due_at, submission=make.seen(session))
    assert said(session) == {IN_30_MIN: None, IN_2_H: 3, NEXT_MORNING: None}
    assert line(session) == [[IN_2_H, 120, 3, True]]


def test_nobody_answers_somebody_else_s_question():
    row = planned(make.session(of=make.patient(), ended_at=EVENING))[IN_2_H]
    stranger = make.patient()

    with pytest.raises(NoAccess):
        actions.answer_follow_up(
            patient=stranger,
            follow_up_id=row.id,
            by=stranger.user,
            at=row.due_at,
            submission=Submission.new(),
            clean=lambda: 9,
        )

    assert said(row.session)[IN_2_H] is None
