"""Answers are kept once, corrected in the open, deleted and restored."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction

from invertrack.care.access import NoAccess
from invertrack.care.actions import RecordGone, StaleRecord, Submission
from invertrack.care.models import Revision
from invertrack.questionnaires import actions
from invertrack.questionnaires.enums import Name
from invertrack.questionnaires.models import Activity, Completion
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 5, 12, 10, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def clock(standing_clock):
    return standing_clock


def only(patient):
    return Completion.objects.for_patient(patient).live().get()


def correct(row, answers, *, submission=None):
    said = actions.Said(answers=answers, at=NOW, tz="UTC")
    return actions.correct_completion(
        patient=row.patient,
        completion_id=row.id,
        by=row.patient.user,
        at=NOW,
        submission=submission or make.seen(row),
        clean=lambda: said,
    )


def change(action, row, *, at=NOW, submission=None):
    return action(
        patient=row.patient,
        completion_id=row.id,
        by=row.patient.user,
        at=at,
        submission=submission or make.seen(row),
    )


def test_answers_are_kept_with_version_day_and_score(patient):
    late = dt.datetime(2026, 5, 11, 22, 30, tzinfo=dt.UTC)  # half past midnight in Berlin

    row = make.completion(of=patient, at=late)

    assert (row.instrument, row.instrument_version) == ("peg", "2009")
    assert row.local_date == dt.date(2026, 5, 12)
    assert row.answers == {"pain": 6, "enjoyment": 7, "activity": 5}
    assert (row.score, row.version) == (6.0, 1)


def test_label_is_kept_by_its_code(patient):
    row = make.completion(of=patient, name=Name.PGIC)

    assert (row.answers, row.score) == ({"status": "much_improved"}, 2.0)


def test_same_form_sent_twice_counts_once(patient):
    submission = Submission.new()
    said = actions.Said(answers={"pain": 1, "enjoyment": 1, "activity": 1}, at=NOW, tz="UTC")

    ids = {
        actions.complete(
            patient=patient,
            name=Name.PEG,
            by=patient.user,
            at=NOW,
            submission=submission,
            clean=lambda: said,
        )
        for _ in range(2)
    }

    assert ids == {only(patient).id}


def test_named_activities_are_rated_in_the_same_write(patient):
    row = make.completion(of=patient, name=Name.PSFS, named=(("Socks", 3), ("Stairs", None)))

    names = {str(one.id): one.name for one in Activity.objects.for_patient(patient)}
    assert {names[key]: value for key, value in row.answers.items()} == {"Socks": 3, "Stairs": None}
    assert row.score == 3.0


def test_activity_that_another_tab_named_is_the_same_one(patient):
    make.completion(of=patient, name=Name.PSFS, named=(("Socks", 3),))
    again = make.completion(of=patient, name=Name.PSFS, named=(("socks", 5),))

    assert list(again.answers) == [str(Activity.objects.for_patient(patient).get().id)]


def test_activity_left_out_keeps_what_was_rated(patient):
    first = make.completion(of=patient, name=Name.PSFS, named=(("Socks", 3), ("Stairs", 5)))
    socks = uuid.UUID(next(iter(first.answers)))
    said = actions.Said(answers=first.answers, at=NOW, tz="UTC", retired=(socks,))

    actions.complete(
        patient=patient,
        name=Name.PSFS,
        by=patient.user,
        at=NOW,
        submission=Submission.new(),
        clean=lambda: said,
    )

    rows = Activity.objects.for_patient(patient)
    assert [row.name for row in rows.filter(retired_at=None)] == ["Stairs"]
    assert rows.get(id=socks).retired_at == NOW
    assert {row.score for row in Completion.objects.for_patient(patient)} == {4.0}


def test_correction_notes_what_it_said_and_scores_anew(patient):
    row = make.completion(of=patient)

    correct(row, {"pain": 6, "enjoyment": 1, "activity": 5})

    stored = only(patient)
    assert (stored.score, stored.version, stored.at) == (4.0, 2, row.at)
    noted = {one.field: (one.old, one.new) for one in Revision.objects.for_patient(patient)}
    assert noted["score"] == (6.0, 4.0)
    assert noted["answers"][0] == row.answers


def test_correction_of_another_version_is_stale(patient):
    row = make.completion(of=patient)
    seen = make.seen(row)
    correct(row, {"pain": 1, "enjoyment": 1, "activity": 1})

    with pytest.raises(StaleRecord):
        correct(row, row.answers, submission=Submission.new(version=seen.version))
    assert only(patient).score == 1.0


def test_delete_and_undo(patient):
    row = make.completion(of=patient)

    change(actions.delete_completion, row)
    assert not Completion.objects.for_patient(patient).live().exists()
    with pytest.raises(RecordGone):
        correct(row, row.answers)
    change(actions.restore_completion, row)

    assert only(patient).answers == row.answers


def test_undo_ends_after_ten_minutes(patient):
    row = make.completion(of=patient)
    change(actions.delete_completion, row)

    with pytest.raises(RecordGone):
        change(actions.restore_completion, row, at=NOW + dt.timedelta(minutes=11))


@pytest.mark.parametrize("action", [actions.delete_completion, actions.restore_completion])
def test_what_is_somebody_else_s_is_not_there(patient, action):
    theirs = make.completion(of=make.patient())

    with pytest.raises(NoAccess):
        action(
            patient=patient,
            completion_id=theirs.id,
            by=patient.user,
            at=NOW,
            submission=Submission.new(version=1),
        )


@pytest.mark.parametrize(
    ("name", "score"),
    [("peg", 10.5), ("psfs", -1), ("rmdq24", 25), ("pgic", 0), ("pgic", 8)],
)
def test_score_beyond_its_scale_is_refused_by_the_database(patient, name, score):
    with pytest.raises(IntegrityError), transaction.atomic():
        Completion.objects.create(
            patient=patient,
            created_at=NOW,
            instrument=name,
            instrument_version="1",
            at=NOW,
            tz="UTC",
            local_date=NOW.date(),
            answers={},
            score=score,
        )
