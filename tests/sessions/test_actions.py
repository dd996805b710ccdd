"""What logging, completing, correcting, deleting and restoring do to a session and around it."""

import datetime as dt
import uuid

import pytest

from invertrack.care.access import NoAccess
from invertrack.care.actions import RecordGone, StaleRecord, Submission
from invertrack.care.models import Revision
from invertrack.sessions import actions
from invertrack.sessions.models import (
    Hold,
    Session,
    SessionDay,
    SessionTotals,
)
from tests import make
from tests.sessions.changed import EVENING, MINUTE, correct, day_of, reload

pytestmark = pytest.mark.django_db


def add_after(session, score, *, at, version=None):
    actions.add_pain_after(
        patient=session.patient,
        session_id=session.id,
        by=session.patient.user,
        at=at,
        submission=Submission(uuid.uuid4(), "", version or session.version),
        clean=lambda: score,
    )
    return reload(session)


def change(action, session, *, at, submission=None):
    return action(
        patient=session.patient,
        session_id=session.id,
        by=session.patient.user,
        at=at,
        submission=submission or make.seen(session),
    )


def test_session_is_stored_with_its_hold_start_and_day():
    session = make.session(of=make.patient(), ended_at=EVENING, duration_s=150, angle_deg=35)

    assert session.started_at == EVENING - dt.timedelta(seconds=150)
    assert session.local_date == dt.date(2026, 5, 12)
    assert (session.angle_deg, session.angle_max_deg) == (35, 35)
    hold = Hold.objects.for_patient(session.patient).get()
    assert (hold.order, hold.angle_deg, hold.seconds) == (1, 35, 150)


@pytest.mark.parametrize(
    ("later", "delay"),
    [
        (dt.timedelta(minutes=-4), 0),
        (dt.timedelta(0), 0),
        (dt.timedelta(minutes=30), 1800),
        (dt.timedelta(minutes=30, seconds=1), None),
    ],
)
def test_pain_after_logged_with_the_session_has_its_delay_up_to_half_an_hour(later, delay):
    session = make.session(of=make.patient(), ended_at=EVENING, at=EVENING + later)

    assert session.pain_after_delay_s == delay
    assert session.is_from_memory is (delay is None)


def test_pain_after_within_half_an_hour_completes_the_days_pair():
    session = make.session(of=make.patient(), ended_at=EVENING, pain_after=None)
    assert day_of(session).pair_session_id is None
    assert day_of(session).unpaired == 1

    completed = add_after(session, 3, at=EVENING + 12 * MINUTE)

    assert (completed.pain_after, completed.pain_after_delay_s) == (3, 720)
    assert completed.version == session.version + 1
    day = day_of(session)
    assert (day.pair_session_id, day.pair_before, day.pair_after) == (session.id, 6, 3)
    assert day.unpaired == 0


def test_pain_after_from_memory_is_kept_but_enters_no_analysis():
    session = make.session(of=make.patient(), ended_at=EVENING, pain_after=None)

    completed = add_after(session, 3, at=EVENING + 31 * MINUTE)

    assert completed.is_from_memory
    assert (completed.pain_after, completed.pain_after_delay_s) == (3, None)
    assert day_of(session).pair_session_id is None
    assert day_of(session).unpaired == 0


def test_pain_after_of_a_changed_session_is_refused():
    session = make.session(of=make.patient(), ended_at=EVENING, pain_after=None)
    correct(session, angle_deg=20)

    with pytest.raises(StaleRecord):
        add_after(session, 3, at=EVENING + MINUTE)


def test_session_belongs_to_the_day_on_which_it_began():
    around_midnight = dt.datetime(2026, 5, 12, 22, 1, tzinfo=dt.UTC)  # 00:01 in Berlin

    session = make.session(of=make.patient(), ended_at=around_midnight, duration_s=120)

    assert session.local_date == dt.date(2026, 5, 12)
    assert session.ended_local.date() == dt.date(2026, 5, 13)


def test_day_is_the_one_where_the_person_was_on_both_sides_of_the_date_line():
    patient = make.patient(tz="Pacific/Auckland")
    auckland = dt.datetime(2026, 5, 12, 11, 50, tzinfo=dt.UTC)  # 23:50 on the 12th
    los_angeles = dt.datetime(2026, 5, 12, 7, 10, tzinfo=dt.UTC)  # 00:10 on the 12th

    first = make.session(of=patient, ended_at=auckland, duration_s=60)
    second = make.session(of=patient, ended_at=los_angeles, tz="America/Los_Angeles", duration_s=60)
    landed = auckland + dt.timedelta(hours=19, minutes=20)  # 00:10 on the 13th, over there
    third = make.session(of=patient, ended_at=landed, tz="America/Los_Angeles", duration_s=60)

    days = [session.local_date.day for session in (first, second, third)]
    assert days == [12, 12, 13]
    counted = SessionDay.objects.for_patient(patient).order_by("local_date")
    assert list(counted.values_list("local_date__day", "sessions")) == [(12, 2), (13, 1)]


@pytest.mark.parametrize(("later", "late"), [(24, False), (25, True)])
def test_session_entered_over_a_day_later_is_marked(later, late):
    entered = EVENING + dt.timedelta(hours=later)

    session = make.session(of=make.patient(), ended_at=EVENING, at=entered)

    assert session.is_entered_late is late
    assert correct(session, pain_before=1, at=entered + MINUTE).is_entered_late is late


def test_ninth_session_of_a_day_is_refused_with_its_sentence():
    patient, other = make.patient(), make.patient()
    for number in range(8):
        make.session(of=patient, ended_at=EVENING - number * 10 * MINUTE)
        make.session(of=other, ended_at=EVENING - number * 10 * MINUTE)

    with pytest.raises(actions.DayFull) as refusal:
        make.session(of=patient, ended_at=EVENING)

    assert str(refusal.value) == (
        "12 May already has 8 sessions, the most a day can hold. "
        "Check the time, or correct one of them."
    )
    assert Session.objects.for_patient(patient).count() == 8
    assert make.session(of=patient, ended_at=EVENING - dt.timedelta(days=1))


def test_session_cannot_be_moved_to_a_full_day_but_can_be_corrected_within_it():
    patient = make.patient()
    full = [make.session(of=patient, ended_at=EVENING - n * 10 * MINUTE) for n in range(8)]
    yesterday = make.session(of=patient, ended_at=EVENING - dt.timedelta(days=1))

    assert correct(full[0], ended_at=EVENING - MINUTE).local_date == full[0].local_date
    with pytest.raises(actions.DayFull):
        correct(yesterday, ended_at=EVENING)


def test_correction_of_anything_but_the_time_leaves_start_and_day():
    # Written when Samoa's clock still said the 29th: the day that was stored stands.
    session = make.session(of=make.patient(), ended_at=EVENING)
    Session.objects.filter(id=session.id).update(local_date=dt.date(2026, 5, 13))

    corrected = correct(session, pain_after=1, angle_deg=45)

    assert corrected.local_date == dt.date(2026, 5, 13)
    assert corrected.started_at == session.started_at
    assert (corrected.angle_deg, corrected.angle_max_deg) == (45, 45)


def test_correction_of_the_start_moves_the_session_and_both_days():
    patient = make.patient()
    session = make.session(of=patient, ended_at=EVENING)
    stays = make.session(of=patient, ended_at=EVENING - 60 * MINUTE)

    moved = correct(session, ended_at=EVENING - dt.timedelta(days=1))

    assert moved.local_date == dt.date(2026, 5, 11)
    counted = SessionDay.objects.for_patient(patient).order_by("local_date")
    assert list(counted.values_list("local_date__day", "sessions")) == [(11, 1), (12, 1)]
    assert day_of(stays).pair_session_id == stays.id
    assert SessionTotals.objects.for_patient(patient).get().first_date == moved.local_date


def test_longer_time_at_angle_moves_the_start_over_midnight():
    just_after = dt.datetime(2026, 5, 12, 22, 1, tzinfo=dt.UTC)  # 00:01 in Berlin
    session = make.session(of=make.patient(), ended_at=just_after, duration_s=30)
    assert session.local_date == dt.date(2026, 5, 13)

    assert correct(session, duration_s=90).local_date == dt.date(2026, 5, 12)


def test_correction_keeps_what_its_form_does_not_ask():
    session = make.session(of=make.patient(), ended_at=EVENING, duration_s=120, angle_deg=30)
    started_at = EVENING - dt.timedelta(seconds=120 + 90)  # a minute and a half level in between
    Session.objects.filter(id=session.id).update(
        rest_at_zero_s=90, angle_max_deg=45, started_at=started_at
    )

    corrected = correct(session, pain_before=2)
    assert corrected.started_at == started_at
    assert (corrected.rest_at_zero_s, corrected.angle_max_deg) == (90, 45)

    longer = correct(session, duration_s=150)
    assert longer.started_at == started_at - dt.timedelta(seconds=30)
    assert longer.ended_at == EVENING


def test_correction_of_pain_after_keeps_when_it_was_rated():
    session = make.session(of=make.patient(), ended_at=EVENING, at=EVENING + 10 * MINUTE)

    corrected = correct(session, pain_after=1, at=EVENING + dt.timedelta(days=2))

    assert (corrected.pain_after, corrected.pain_after_delay_s) == (1, 600)


def test_correction_of_the_end_moves_the_delay_with_it():
    session = make.session(of=make.patient(), ended_at=EVENING, at=EVENING + 10 * MINUTE)

    assert correct(session, ended_at=EVENING - 5 * MINUTE).pain_after_delay_s == 900
    assert correct(session, ended_at=EVENING - 25 * MINUTE).is_from_memory


@pytest.mark.parametrize(("later", "delay"), [(20 * MINUTE, 1200), (40 * MINUTE, None)])
def test_pain_after_that_a_correction_adds_is_timed_like_any_other(later, delay):
    session = make.session(of=make.patient(), ended_at=EVENING, pain_after=None)

    assert correct(session, pain_after=3, at=EVENING + later).pain_after_delay_s == delay


def test_pain_after_from_memory_stays_so_and_can_be_taken_away():
    session = make.session(of=make.patient(), ended_at=EVENING, at=EVENING + 60 * MINUTE)

    assert correct(session, pain_after=1).is_from_memory
    emptied = correct(session, pain_after=None)
    assert (emptied.pain_after, emptied.pain_after_delay_s) == (None, None)


def test_correction_that_moves_the_day_is_told_under_the_older_one_whatever_it_changed():
    session = make.session(
        of=make.patient(),
        ended_at=EVENING - dt.timedelta(days=3),
        note="a",
        side_effects={"dizzy": 1},
    )

    correct(session, ended_at=EVENING, note="b", side_effects={"dizzy": 2}, angle_deg=20)

    told = Revision.objects.for_patient(session.patient).values_list("local_date", flat=True)
    assert set(told) == {dt.date(2026, 5, 9)}


def test_delete_sent_twice_is_done_once():
    session = make.session(of=make.patient(), ended_at=EVENING)
    submission = Submission(uuid.uuid4(), "", session.version)

    for _ in range(2):
        done = change(actions.delete_session, session, at=EVENING, submission=submission)
        assert done == session.id


def test_delete_of_a_changed_session_is_refused():
    session = make.session(of=make.patient(), ended_at=EVENING)
    correct(session, pain_after=0)

    with pytest.raises(StaleRecord):
        change(
            actions.delete_session,
            session,
            at=EVENING,
            submission=Submission(uuid.uuid4(), "", session.version),
        )
    assert reload(session).deleted_at is None


def test_restore_is_refused_while_its_day_is_full_and_works_after():
    patient = make.patient()
    first, *others = [make.session(of=patient, ended_at=EVENING - n * MINUTE) for n in range(8)]
    change(actions.delete_session, first, at=EVENING)
    make.session(of=patient, ended_at=EVENING - dt.timedelta(hours=1))

    with pytest.raises(actions.DayFull):
        change(actions.restore_session, first, at=EVENING + MINUTE)
    assert reload(first).deleted_at == EVENING

    change(actions.delete_session, others[0], at=EVENING + MINUTE)
    assert change(actions.restore_session, first, at=EVENING + MINUTE) == first.id


def test_restore_says_what_there_is_to_say_about_each_kind_of_nothing():
    live = make.session(of=make.patient(), ended_at=EVENING)
    theirs = make.session(of=make.patient(), ended_at=EVENING)
    change(actions.delete_session, theirs, at=EVENING)
    stranger = live.patient

    with pytest.raises(RecordGone):
        change(actions.restore_session, live, at=EVENING)
    for session_id in (theirs.id, uuid.uuid4()):
        with pytest.raises(NoAccess):
            actions.restore_session(
                patient=stranger,
                session_id=session_id,
                by=stranger.user,
                at=EVENING,
                submission=Submission.new(),
            )
    assert reload(theirs).deleted_at == EVENING


def test_correction_of_a_deleted_session_hears_that_it_is_gone():
    session = make.session(of=make.patient(), ended_at=EVENING)
    change(actions.delete_session, session, at=EVENING)

    with pytest.raises(RecordGone):
        correct(session, pain_after=0)


def test_form_that_was_open_through_delete_and_undo_is_stale():
    session = make.session(of=make.patient(), ended_at=EVENING)
    change(actions.delete_session, session, at=EVENING)
    change(actions.restore_session, session, at=EVENING + MINUTE)

    with pytest.raises(StaleRecord):
        correct(session, version=session.version, pain_after=0)
    assert reload(session).pain_after == 4
