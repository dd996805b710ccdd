"""Exactly once, in the open, one patient at a time."""

import dataclasses
import datetime as dt
import os
import uuid
from contextlib import nullcontext

import pytest
from django.utils import timezone

from invertrack.care.access import NoAccess, history, own_access
from invertrack.care.actions import (
    IdTaken,
    RecordGone,
    StaleRecord,
    Submission,
    WriteReused,
    find_live,
    writing,
)
from invertrack.care.enums import Scope
from invertrack.care.models import Revision, Tombstone, Write
from invertrack.operations.actions import purge_deleted
from invertrack.sessions import actions
from invertrack.sessions.models import Hold, Session, SessionDay, SessionText, SideEffect
from invertrack.users.models import Patient
from tests import make

pytestmark = pytest.mark.django_db


def log(patient, submission, **fields):
    values = make.session_values(**fields)
    return actions.log_session(
        patient=patient,
        by=patient.user,
        at=timezone.now(),
        submission=submission,
        clean=lambda: values,
    )


def correct(session, *, version, at=None, **fields):
    known = {
        name: getattr(session, name)
        for name in ("ended_at", "tz", "angle_deg", "duration_s", "pain_before", "pain_after")
    }
    values = actions.SessionValues(**{**known, **fields})
    return actions.correct_session(
        patient=session.patient,
        session_id=session.id,
        by=session.patient.user,
        at=at or timezone.now(),
        submission=Submission.of(fields, write_id=uuid.uuid4(), version=version),
        clean=lambda session: values,
    )


def delete(session, *, at):
    return actions.delete_session(
        patient=session.patient,
        session_id=session.id,
        by=session.patient.user,
        at=at,
        submission=make.seen(session),
    )


def test_write_sent_twice_is_done_once_and_answers_alike():
    patient = make.patient()
    submission = Submission.of({"pain": ["6"]}, write_id=uuid.uuid4())

    first = log(patient, submission)
    second = log(patient, submission, pain_before=9)

    assert second == first
    assert list(Session.objects.for_patient(patient).values_list("pain_before", flat=True)) == [6]
    assert Write.objects.for_patient(patient).count() == 1


def test_write_id_with_other_content_is_refused_and_changes_nothing():
    patient = make.patient()
    write_id = uuid.uuid4()
    log(patient, Submission.of({"pain": ["6"]}, write_id=write_id))

    with pytest.raises(WriteReused):
        log(patient, Submission.of({"pain": ["7"]}, write_id=write_id))

    assert Session.objects.for_patient(patient).count() == 1


def test_write_id_of_another_patient_is_free_for_this_one():
    one, other = make.patient(), make.patient()
    submission = Submission.of({"pain": ["6"]}, write_id=uuid.uuid4())

    assert log(one, submission) != log(other, submission)


def test_replay_is_answered_before_validation():
    patient = make.patient()
    submission = Submission.of({"pain": ["6"]}, write_id=uuid.uuid4())
    first = log(patient, submission)

    def refuse():
        raise AssertionError("a replay must not be validated again")

    again = actions.log_session(
        patient=patient, by=patient.user, at=timezone.now(), submission=submission, clean=refuse
    )

    assert again == first


@pytest.mark.parametrize("differing", ["csrfmiddlewaretoken", "write_id", "account", "device_now"])
def test_digest_leaves_out_what_differs_between_two_sendings(differing):
    write_id = uuid.uuid4()
    one = Submission.of({"pain": ["6"], differing: ["a"]}, write_id=write_id)
    two = Submission.of({"pain": ["6"], differing: ["b"]}, write_id=write_id)

    assert one.digest == two.digest


def test_failed_write_leaves_nothing_and_its_id_can_be_used_again():
    patient = make.patient()
    submission = Submission.of({"pain": ["6"]}, write_id=uuid.uuid4())

    with pytest.raises(ZeroDivisionError):
        actions.log_session(
            patient=patient,
            by=patient.user,
            at=timezone.now(),
            submission=submission,
            clean=lambda: 1 / 0,
        )

    assert not Write.objects.for_patient(patient).exists()
    assert log(patient, submission)


def test_correction_of_a_stale_version_is_refused_with_what_is_stored():
    session = make.session(of=make.patient())
    correct(session, version=1, pain_after=2)

    with pytest.raises(StaleRecord) as refusal:
        correct(session, version=1, pain_after=9)

    assert refusal.value.current.pain_after == 2
    assert Session.objects.for_patient(session.patient).get(id=session.id).pain_after == 2


def test_correction_keeps_each_old_value_with_its_scope_and_day():
    session = make.session(of=make.patient(), pain_after=8, side_effects={"dizzy": 1}, note="a")

    correct(session, version=1, pain_after=5, side_effects={"nausea": 2}, note="b")

    revisions = Revision.objects.for_patient(session.patient)
    kept = {(row.field, row.old, row.new, tuple(row.scopes)) for row in revisions}
    assert kept == {
        ("pain_after", 8, 5, ("sessions",)),
        ("dizzy", 1, None, ("sessions",)),
        ("nausea", None, 2, ("sessions",)),
        ("note", "a", "b", ("sessions", "text")),
    }
    assert {row.local_date for row in revisions} == {session.local_date}


def test_every_write_moves_the_data_version():
    patient = make.patient()
    before = Patient.objects.get(pk=patient.pk).data_version

    session = make.session(of=patient)
    correct(session, version=1, pain_after=1)

    assert Patient.objects.get(pk=patient.pk).data_version == before + 2


def test_deleting_takes_the_parts_and_undo_restores_just_these():
    patient = make.patient()
    session = make.session(of=patient, side_effects={"dizzy": 1, "nausea": 1}, note="mine")
    correct(session, version=1, side_effects={"dizzy": 1}, note="mine")
    at = timezone.now()

    delete(session, at=at)
    assert not Session.objects.for_patient(patient).live().exists()
    assert not Hold.objects.for_patient(patient).live().exists()
    assert not SessionDay.objects.for_patient(patient).exists()

    actions.restore_session(
        patient=patient,
        session_id=session.id,
        by=patient.user,
        at=at + dt.timedelta(minutes=9),
        submission=Submission.new(),
    )
    effects = SideEffect.objects.for_patient(patient).live()
    assert list(effects.values_list("code", flat=True)) == ["dizzy"]
    assert SessionText.objects.for_patient(patient).live().get().note == "mine"
    assert SessionDay.objects.for_patient(patient).get().sessions == 1


def test_undo_ends_after_ten_minutes():
    session = make.session(of=make.patient())
    at = timezone.now()
    delete(session, at=at)

    with pytest.raises(RecordGone):
        actions.restore_session(
            patient=session.patient,
            session_id=session.id,
            by=session.patient.user,
            at=at + dt.timedelta(minutes=11),
            submission=Submission.new(),
        )


def test_purged_row_leaves_a_tombstone_that_answers_gone():
    patient = make.patient()
    session = make.session(of=patient, side_effects={"dizzy": 1})
    at = timezone.now()
    delete(session, at=at)

    assert purge_deleted(at=at + dt.timedelta(minutes=9), dry_run=False) == 0
    # The session, its hold, its side effect, and the three questions that it planned.
    assert purge_deleted(at=at + dt.timedelta(minutes=11), dry_run=True) == 6
    assert Session.objects.for_patient(patient).exists()
    assert purge_deleted(at=at + dt.timedelta(minutes=11), dry_run=False) == 6

    assert not Session.objects.for_patient(patient).exists()
    assert Tombstone.objects.for_patient(patient).count() == 6
    with pytest.raises(RecordGone):
        find_live(Session, patient, session.id)


def test_write_that_names_no_version_has_seen_none():
    session = make.session(of=make.patient(), pain_after=3)

    with pytest.raises(StaleRecord):
        correct(session, version=None, pain_after=9)

    assert Session.objects.for_patient(session.patient).get(id=session.id).pain_after == 3


def test_history_outlives_the_part_it_is_about_and_ends_with_the_record():
    patient = make.patient()
    session = make.session(of=patient, side_effects={"chest_pain": 2}, note="mine")
    at = timezone.now()
    correct(session, version=1, at=at, side_effects={}, note="")
    purge_deleted(at=at + dt.timedelta(minutes=11), dry_run=False)

    kept = {(row.field, row.old) for row in history(own_access(patient), [session.id])}
    assert kept == {("chest_pain", 2), ("note", "mine")}

    delete(session, at=at)
    purge_deleted(at=at + dt.timedelta(minutes=11), dry_run=False)
    assert not Revision.objects.for_patient(patient).exists()


def test_history_is_cut_by_scope_and_date():
    session = make.session(of=make.patient(), note="a")
    correct(session, version=1, pain_after=1, note="b")
    whole = own_access(session.patient)

    without_words = dataclasses.replace(whole, scopes=frozenset({Scope.SESSIONS}))
    too_late = dataclasses.replace(whole, data_from=session.local_date + dt.timedelta(days=1))

    assert {row.field for row in history(whole, [session.id])} == {"pain_after", "note"}
    assert {row.field for row in history(without_words, [session.id])} == {"pain_after"}
    assert history(too_late, [session.id]) == []


def test_foreign_and_missing_id_are_the_same_nothing():
    mine, theirs = make.patient(), make.session(of=make.patient())

    for row_id in (theirs.id, uuid.uuid4()):
        with pytest.raises(NoAccess):
            find_live(Session, mine, row_id)


def test_id_that_belongs_to_somebody_else_takes_nothing_from_them():
    # One key over all patients refuses it; where tables lie apart it is the writer's own.
    is_kept = bool(os.environ.get("PARTITIONED"))
    theirs = make.session(of=make.patient(), pain_before=7)
    mine = make.patient()

    copy = Session.objects.for_patient(theirs.patient).get(id=theirs.id)
    copy.pain_before = 1

    def steal():
        with writing(mine, by=mine.user, at=timezone.now(), submission=Submission.new()) as record:
            record.create(copy)

    with nullcontext() if is_kept else pytest.raises(IdTaken):
        steal()

    stored = Session.objects.for_patient(theirs.patient).get(id=theirs.id)
    assert (stored.patient_id, stored.pain_before) == (theirs.patient_id, 7)
    assert list(Session.objects.for_patient(mine).values_list("pain_before", flat=True)) == (
        [1] if is_kept else []
    )
