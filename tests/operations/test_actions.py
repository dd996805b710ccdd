"""Upkeep: what was deleted goes for good, what is derived is made anew."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from invertrack.care.models import Tombstone
from invertrack.journals.models import Entry, JournalDay
from invertrack.operations import actions
from invertrack.prompts.models import Delivery
from invertrack.safety.models import SafetyFact
from invertrack.sessions.actions import delete_session
from invertrack.sessions.models import FollowUp, Hold, Session, SessionDay, SessionTotals
from tests import make

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 5, 12, 12, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def deleted(*, of, at=NOON):
    session = make.session(of=of, ended_at=NOON)
    delete_session(
        patient=of, session_id=session.id, by=of.user, at=at, submission=make.seen(session)
    )
    return session


def test_purge_takes_what_a_deleted_session_told_to_safety():
    patient = make.patient()
    gone, kept = deleted(of=patient), make.session(of=patient, ended_at=NOON)

    actions.purge_deleted(at=NOON + 11 * MINUTE, dry_run=False)

    facts = SafetyFact.objects.for_patient(patient).values_list("session_id", flat=True)
    assert list(facts) == [kept.id]
    assert gone.id != kept.id


def test_purge_takes_what_became_of_a_deleted_sessions_questions():
    patient = make.patient()
    earlier = make.session(of=patient, ended_at=NOON - 300 * MINUTE)
    asked = {}
    for session in (deleted(of=patient), earlier):
        asked[session.id] = FollowUp.objects.for_patient(patient).filter(session_id=session.id)[0]
        make.delivery(
            of=patient,
            kind=asked[session.id].kind,
            at=asked[session.id].due_at,
            follow_up_id=asked[session.id].id,
        )

    actions.purge_deleted(at=NOON + 11 * MINUTE, dry_run=False)

    left = Delivery.objects.for_patient(patient).values_list("follow_up_id", flat=True)
    assert list(left) == [asked[earlier.id].id]


def test_purge_takes_what_was_deleted_over_ten_minutes_ago_of_everybody():
    one, other = make.patient(), make.patient()
    old, theirs = deleted(of=one), deleted(of=other)
    lately = deleted(of=one, at=NOON + 5 * MINUTE)
    live = make.session(of=one, ended_at=NOON)

    purged = actions.purge_deleted(at=NOON + 11 * MINUTE, dry_run=False)

    assert purged == 10  # two sessions, each with its hold and three questions
    assert set(Session.objects.values_list("id", flat=True)) == {lately.id, live.id}
    graves = Tombstone.objects.for_patient(one).values_list("record_id", flat=True)
    assert old.id in graves
    assert lately.id not in graves
    assert Tombstone.objects.for_patient(other).filter(record_id=theirs.id).exists()


def test_purge_run_twice_finds_nothing_the_second_time():
    deleted(of=make.patient())

    assert actions.purge_deleted(at=NOON + 11 * MINUTE, dry_run=False) == 5
    assert actions.purge_deleted(at=NOON + 12 * MINUTE, dry_run=False) == 0


def test_purge_command_counts_on_a_dry_run_and_then_does_it(capsys):
    deleted(of=make.patient())

    with time_machine.travel(NOON + 11 * MINUTE, tick=False):
        call_command("purge_deleted", "--dry-run")
        assert Session.objects.count() == Hold.objects.count() == 1
        assert not Tombstone.objects.exists()

        call_command("purge_deleted")

    assert capsys.readouterr().out == "Would purge 5 rows.\nPurged 5 rows.\n"
    assert not Session.objects.exists()


def test_rebuild_of_one_patient_repairs_days_of_sessions_and_journal():
    patient, other = make.patient(), make.patient()
    for person in (patient, other):
        make.session(of=person, ended_at=NOON)
        make.entry(of=person, day=NOON.date() - dt.timedelta(days=1), pain_avg_24h=4)
    for model in (SessionDay, JournalDay, SessionTotals):
        model.objects.all().delete()

    assert actions.rebuild_rollups(patient, at=timezone.now(), dry_run=True) == 2
    assert not SessionDay.objects.exists()
    assert actions.rebuild_rollups(patient, at=timezone.now(), dry_run=False) == 2

    assert SessionDay.objects.get().patient_id == patient.pk
    assert JournalDay.objects.get().pain_avg_24h == 4
    assert SessionTotals.objects.get().sessions == 1


def test_rebuild_removes_days_that_have_no_rows_any_more():
    patient = make.patient()
    make.session(of=patient, ended_at=NOON)
    Session.objects.for_patient(patient).delete()

    actions.rebuild_rollups(patient, at=timezone.now(), dry_run=False)

    assert not SessionDay.objects.exists()
    assert not SessionTotals.objects.exists()


def test_every_model_that_people_fill_is_purged():
    names = {model.__name__ for model in actions.health_models()}

    assert {"Session", "Hold", "SideEffect", "SessionText", "Entry", "PainRating"} <= names
    assert Entry in actions.health_models()
    assert SessionDay not in actions.health_models()
