"""Later pain of the demo people: planned as logging plans it, answered in part, true to the life."""

import datetime as dt
from collections import Counter
from statistics import fmean

import pytest

from invertrack.care.actions import Submission
from invertrack.care.models import Write
from invertrack.demo.people import CAST
from invertrack.demo.story import Demo, tell
from invertrack.sessions.actions import SessionValues, log_session
from invertrack.sessions.enums import FollowUpKind
from invertrack.sessions.follow_ups import closes_at, counts, opens_at
from invertrack.sessions.models import FollowUp, Session, SessionSettings
from tests import make

NOW = dt.datetime(2026, 11, 22, 3, 15, tzinfo=dt.UTC)


def told(person, **asked):
    return tell(person, Demo(**({"now": NOW, "years": 0.6} | asked)), clinician=None).rows


@pytest.fixture(scope="module")
def lead():
    return told(CAST[0])


def test_every_kind_is_answered_by_half_or_so_and_some_come_too_late(lead):
    asked = Counter(row.kind for row in lead[FollowUp])
    answered = [row for row in lead[FollowUp] if row.answered_at]
    in_time = Counter(row.kind for row in answered if counts(row.kind, row.due_at, row.answered_at))

    for kind in FollowUpKind:
        assert 0.35 < in_time[kind] / asked[kind] < 0.7
    assert 0.02 < 1 - in_time.total() / len(answered) < 0.2


def test_answers_lie_where_the_pages_take_them_and_never_after_now(lead):
    sessions = {row.id: row for row in lead[Session]}

    for row in lead[FollowUp]:
        assert row.created_at == sessions[row.session_id].created_at
        if row.answered_at is None:
            assert (row.pain, row.version) == (None, 1)
            continue
        assert opens_at(row.kind, row.due_at) <= row.answered_at <= closes_at(row.due_at)
        assert row.created_at < row.answered_at <= NOW
        assert row.version == 2


def test_one_morning_is_one_question_for_all_sessions_of_the_day(lead):
    mornings = {}
    for row in lead[FollowUp]:
        if row.kind == FollowUpKind.NEXT_MORNING:
            mornings.setdefault(row.due_at, set()).add((row.answered_at, row.pain))
    days = Counter(row.due_at for row in lead[FollowUp] if row.kind == FollowUpKind.NEXT_MORNING)

    assert max(days.values()) == 2
    assert all(len(answers) == 1 for due_at, answers in mornings.items() if days[due_at] > 1)


def test_answers_of_the_last_month_are_writes_so_that_nobody_seems_away(lead):
    since = NOW - dt.timedelta(days=29)
    late = {str(row.id) for row in lead[FollowUp] if row.answered_at and row.answered_at > since}

    assert late <= {row.outcome for row in lead[Write]}
    assert len(late) > 20


@pytest.mark.django_db
def test_questions_are_what_logging_the_session_plans(lead):
    (settings,) = lead[SessionSettings]
    patient = make.patient(tz=CAST[0].tz)
    SessionSettings.objects.create(patient=patient, morning_at=settings.morning_at)
    rows = lead[Session]
    for row in [*rows[:6], *(row for row in rows if row.is_from_memory or row.is_entered_late)][
        :20
    ]:
        said = SessionValues(
            ended_at=row.ended_at,
            tz=row.tz,
            pain_before=5,
            pain_after=None,
            angle_deg=20,
            duration_s=60,
        )
        logged = log_session(
            patient=patient,
            by=patient.user,
            at=row.created_at,
            submission=Submission.new(),
            clean=lambda said=said: said,
        )
        planned = FollowUp.objects.for_patient(patient).filter(session_id=logged)
        expected = {(f.kind, f.due_at) for f in lead[FollowUp] if f.session_id == row.id}
        assert {(f.kind, f.due_at) for f in planned} == expected


def test_relief_is_gone_by_the_next_morning():
    rows = told(CAST[0], years=2.0)
    sessions = {row.id: row for row in rows[Session] if row.pain_after is not None}
    relief = {
        kind: fmean(
            sessions[row.session_id].pain_before - row.pain
            for row in rows[FollowUp]
            if row.kind == kind and row.pain is not None and row.session_id in sessions
        )
        for kind in FollowUpKind
    }
    right_after = fmean(row.pain_before - row.pain_after for row in sessions.values())

    assert right_after > relief["30min"] > relief["2h"] > relief["next_morning"]
    assert abs(relief["next_morning"]) < 0.75


def test_nobody_is_asked_what_they_switched_off():
    for person in CAST[:12]:
        rows = told(person, years=0.2)
        if rows[SessionSettings]:
            (settings,) = rows[SessionSettings]
            assert {row.kind for row in rows[FollowUp]} <= set(settings.kinds)
