"""Day rows and totals always equal what a slow reading of the sessions gives."""

import datetime as dt
import itertools
import uuid
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from invertrack.operations.actions import rebuild_rollups
from invertrack.sessions import actions, follow_ups
from invertrack.sessions.enums import FollowUpKind
from invertrack.sessions.models import FollowUp, Session, SessionDay, SessionTotals
from invertrack.sessions.rollups import recompute_days
from tests import make

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 5, 12, 12, tzinfo=dt.UTC)
HALF_AN_HOUR = dt.timedelta(minutes=30)
PAIN = st.none() | st.integers(0, 10)
# Few enough days that sessions share them, and ends so far apart that some starts coincide.
ENDS = st.integers(0, 3 * 48).map(lambda halves: NOON - halves * HALF_AN_HOUR)
VALUES = st.builds(
    actions.SessionValues,
    ended_at=ENDS,
    tz=st.sampled_from(["Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles"]),
    duration_s=st.sampled_from([5, 120, 1800]),
    angle_deg=st.integers(0, 90),
    pain_before=PAIN,
    pain_after=PAIN,
    side_effects=st.dictionaries(st.sampled_from(["dizzy", "nausea"]), st.integers(0, 3)),
)
LATER = st.sampled_from([dt.timedelta(0), HALF_AN_HOUR, dt.timedelta(hours=25)])
DERIVED = {"id", "patient"}
MORNING = dt.time(7, 30)  # of somebody who chose nothing


@dataclass(frozen=True)
class Kept:
    """What the test itself remembers of a session."""

    id: uuid.UUID
    values: actions.SessionValues
    entered_at: dt.datetime
    delay: dt.timedelta | None  # of the after-pain; None: not rated, or from memory
    answers: tuple[tuple[FollowUpKind, dt.datetime, int], ...] = ()

    @property
    def day(self):
        return self.values.started_at.astimezone(ZoneInfo(self.values.tz)).date()

    @property
    def is_pair(self):
        return self.values.pain_before is not None and self.delay is not None


def in_time(delay):
    return None if delay > HALF_AN_HOUR else max(delay, dt.timedelta(0))


def due_times(values):
    return follow_ups.due_times(
        values.ended_at, zone=ZoneInfo(values.tz), morning_at=MORNING, kinds=FollowUpKind
    )


def slow_line(pair, everything):
    """The later pain of a session up to the next one of all, whatever their days."""
    began, ended = pair.values.started_at, pair.values.ended_at
    later = [one.values.started_at for one in everything if one.values.started_at > began]
    due = due_times(pair.values)
    return [
        [
            kind,
            (at - ended) // dt.timedelta(minutes=1),
            pain,
            follow_ups.counts(kind, due[kind], at),
        ]
        for kind, at, pain in sorted(pair.answers, key=lambda answer: (answer[1], due[answer[0]]))
        if ended <= at and not any(start <= at for start in later)
    ]


def slow_day(day, kept, everything):
    """The day's row, by hand."""
    said = [session.values for session in kept]
    strengths = [strength for one in said for strength in one.side_effects.values()]
    pair = next((session for session in kept if session.is_pair), None)
    return {
        "local_date": day,
        "week": (day - dt.date(1970, 1, 5)).days // 7,
        "sessions": len(said),
        "seconds": sum(one.duration_s for one in said),
        "angle_max_deg": max(one.angle_deg for one in said),
        "side_effects": len(strengths),
        "worst_severity": max(strengths, default=None),
        "unpaired": len([one for one in said if None in (one.pain_before, one.pain_after)]),
        "pair_session_id": pair and pair.id,
        "pair_angle_deg": pair and pair.values.angle_deg,
        "pair_duration_s": pair and pair.values.duration_s,
        "pair_before": pair and pair.values.pain_before,
        "pair_after": pair and pair.values.pain_after,
        "is_pair_late": bool(
            pair and pair.entered_at - pair.values.ended_at > dt.timedelta(hours=24)
        ),
        "pair_later": slow_line(pair, everything) if pair else [],
    }


def slow_days(kept):
    in_order = sorted(kept, key=lambda one: (one.day, one.values.started_at, one.id))
    return [
        slow_day(day, list(some), kept)
        for day, some in itertools.groupby(in_order, lambda k: k.day)
    ]


def slow_totals(days):
    if not days:
        return []
    return [
        {
            "sessions": sum(day["sessions"] for day in days),
            "seconds": sum(day["seconds"] for day in days),
            "paired_days": sum(day["pair_session_id"] is not None for day in days),
            "first_date": days[0]["local_date"],
            "last_date": days[-1]["local_date"],
        }
    ]


def rows(model, patient, *order):
    names = [field.name for field in model._meta.fields if field.name not in DERIVED]
    return list(model.objects.for_patient(patient).order_by(*order).values(*names))


class Life(RuleBasedStateMachine):
    """Somebody logs, completes, corrects, moves, deletes and restores sessions, in any order."""

    def __init__(self):
        super().__init__()
        self.patient = make.patient()
        self.bystander = make.session(of=make.patient(), ended_at=NOON)
        self.kept: list[Kept] = []
        self.deleted: list[Kept] = []

    def do(self, action, *, at, **arguments):
        seen = Session(id=arguments.get("session_id"), patient=self.patient)
        return action(
            patient=self.patient,
            by=self.patient.user,
            at=at,
            submission=make.seen(seen),
            **arguments,
        )

    def is_full(self, day):
        return sum(session.day == day for session in self.kept) >= actions.MOST_PER_DAY

    def refuse_full(self, action, **arguments):
        with pytest.raises(actions.DayFull):
            self.do(action, **arguments)

    @rule(values=VALUES, later=LATER)
    def log(self, values, later):
        at = values.ended_at + later
        delay = None if values.pain_after is None else in_time(later)
        session = Kept(uuid.UUID(int=0), values, at, delay)
        if self.is_full(session.day):
            self.refuse_full(actions.log_session, at=at, clean=lambda: values)
        else:
            made = self.do(actions.log_session, at=at, clean=lambda: values)
            self.kept.append(replace(session, id=made))

    @precondition(lambda self: self.kept)
    @rule(data=st.data(), score=st.integers(0, 10), later=LATER)
    def complete(self, data, score, later):
        session = self.take(data, self.kept)
        at = session.values.ended_at + later
        self.do(actions.add_pain_after, at=at, session_id=session.id, clean=lambda: score)
        values = replace(session.values, pain_after=score)
        self.kept.append(replace(session, values=values, delay=in_time(later)))

    @precondition(lambda self: self.kept)
    @rule(data=st.data(), values=VALUES, moves=st.booleans())
    def correct(self, data, values, moves):
        session = self.take(data, self.kept)
        values = replace(values, tz=session.values.tz)
        if not moves:
            values = replace(values, ended_at=session.values.ended_at)
        corrected = replace(session, values=values, delay=self.delay_after(session, values))
        arguments = {"at": NOON, "session_id": session.id, "clean": lambda stored: values}
        if corrected.day != session.day and self.is_full(corrected.day):
            self.refuse_full(actions.correct_session, **arguments)
            corrected = session
        else:
            self.do(actions.correct_session, **arguments)
        self.kept.append(corrected)

    @precondition(lambda self: self.kept)
    @rule(data=st.data(), pain=st.integers(0, 10), again=st.booleans())
    def answer(self, data, pain, again):
        session = self.take(data, self.kept)
        planned = list(self.questions(session))
        if planned:
            row = data.draw(st.sampled_from(planned))
            opens = follow_ups.opens_at(row.kind, row.due_at)
            whole = follow_ups.closes_at(row.due_at) - opens
            at = opens + data.draw(st.sampled_from([0, 1, 2, 24])) / 24 * whole
            if row.answered_at is None:
                session = self.say(session, row, at, pain)
            elif again:
                session = self.say(session, row, row.answered_at, pain)
            else:
                session = self.say(session, row, None, None)
        self.kept.append(session)

    def questions(self, session):
        rows = FollowUp.objects.for_patient(self.patient).live()
        return rows.filter(session_id=session.id).order_by("kind")

    def say(self, session, row, at, pain):
        """Answer, correct (at the time it was answered) or take back (None) one moment's questions."""
        known = {"follow_up_id": row.id, "patient": self.patient, "by": self.patient.user}
        known |= {"at": at or NOON, "submission": make.seen(row)}
        if pain is None:
            actions.withdraw_follow_up(**known)
        elif row.answered_at is None:
            actions.answer_follow_up(**known, clean=lambda: pain)
        else:
            actions.correct_follow_up(**known, clean=lambda: pain)
        together = FollowUp.objects.for_patient(self.patient).live()
        together = together.filter(kind=row.kind, due_at=row.due_at, answered_at=at, pain=pain)
        asked = set(together.values_list("session_id", flat=True))
        assert session.id in asked
        self.kept = [self.told(one, row, at, pain) if one.id in asked else one for one in self.kept]
        return self.told(session, row, at, pain)

    def told(self, session, row, at, pain):
        others = tuple(answer for answer in session.answers if answer[0] != row.kind)
        return replace(session, answers=others if pain is None else (*others, (row.kind, at, pain)))

    def delay_after(self, session, values):
        """How long after the corrected end the pain was rated; from memory stays from memory."""
        if values.pain_after is None:
            return None
        if session.values.pain_after is None:
            return in_time(NOON - values.ended_at)
        if session.delay is None:
            return None
        return in_time(session.values.ended_at + session.delay - values.ended_at)

    @precondition(lambda self: self.kept)
    @rule(data=st.data())
    def delete(self, data):
        session = self.take(data, self.kept)
        self.do(actions.delete_session, at=NOON, session_id=session.id)
        self.deleted.append(session)

    @precondition(lambda self: self.deleted)
    @rule(data=st.data())
    def restore(self, data):
        session = self.take(data, self.deleted)
        if self.is_full(session.day):
            self.refuse_full(actions.restore_session, at=NOON, session_id=session.id)
            self.deleted.append(session)
        else:
            self.do(actions.restore_session, at=NOON, session_id=session.id)
            self.kept.append(session)

    def take(self, data, sessions):
        return sessions.pop(data.draw(st.integers(0, len(sessions) - 1)))

    @invariant()
    def rollups_equal_the_slow_reading(self):
        days = slow_days(self.kept)
        assert rows(SessionDay, self.patient, "local_date") == days
        assert rows(SessionTotals, self.patient) == slow_totals(days)

    def teardown(self):
        before = rows(SessionDay, self.patient, "local_date"), rows(SessionTotals, self.patient)
        rebuild_rollups(self.patient, at=NOON, dry_run=False)
        after = rows(SessionDay, self.patient, "local_date"), rows(SessionTotals, self.patient)
        assert after == before
        assert SessionTotals.objects.for_patient(self.bystander.patient).get().sessions == 1


def test_rollups_equal_a_slow_reading_after_any_life():
    run_state_machine_as_test(Life, settings=settings(max_examples=15, stateful_step_count=15))


def test_command_rebuilds_what_was_lost_and_changes_nothing_else(capsys):
    patient = make.patient()
    for hours in (0, 1, 24):
        make.session(of=patient, ended_at=NOON - dt.timedelta(hours=hours))
    whole = rows(SessionDay, patient, "local_date"), rows(SessionTotals, patient)

    call_command("rebuild_rollups")
    assert (rows(SessionDay, patient, "local_date"), rows(SessionTotals, patient)) == whole

    SessionDay.objects.for_patient(patient).filter(sessions=2).delete()
    SessionDay.objects.for_patient(patient).update(seconds=1)
    call_command("rebuild_rollups", "--dry-run")
    assert rows(SessionDay, patient, "local_date") != whole[0]

    call_command("rebuild_rollups")
    assert (rows(SessionDay, patient, "local_date"), rows(SessionTotals, patient)) == whole
    assert capsys.readouterr().out.count("Rebuilt 2 days") == 2


def test_recomputing_costs_the_same_for_one_day_and_for_many(django_assert_num_queries):
    patient = make.patient()
    days = [
        make.session(of=patient, ended_at=NOON - dt.timedelta(days=days)).local_date
        for days in range(5)
    ]

    for some in (days[:1], days):
        with django_assert_num_queries(3):  # with the later pain
            recompute_days(patient, some)


def test_day_that_lost_its_last_session_has_no_row():
    patient = make.patient()
    session = make.session(of=patient, ended_at=NOON)

    actions.delete_session(
        patient=patient,
        session_id=session.id,
        by=patient.user,
        at=NOON,
        submission=make.seen(session),
    )

    assert rows(SessionDay, patient) == rows(SessionTotals, patient) == []
