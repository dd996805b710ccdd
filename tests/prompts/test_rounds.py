"""One round: what it sends, to whom, by which way, and what it leaves alone."""

import datetime as dt

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from invertrack.prompts import actions, queries
from invertrack.prompts.enums import Silence, Status
from invertrack.prompts.models import Delivery, PromptSettings
from invertrack.safety.enums import Reply
from invertrack.sessions import actions as session_actions
from invertrack.sessions.models import FollowUp
from tests import make
from tests.prompts.days import local, only, send, someone

pytestmark = pytest.mark.django_db

EVENING = local("2026-11-21 20:00")
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def patient():
    return someone(EVENING - 2 * HOUR)


def whys(patient):
    return set(Delivery.objects.for_patient(patient).values_list("why", flat=True))


# Sending ----------------------------------------------------------------------------------------


def test_a_prompt_is_mailed_at_its_time_and_once(patient):
    assert send(EVENING - MINUTE) == []
    (message,) = send(EVENING)
    assert send(EVENING) == send(EVENING + MINUTE) == []

    sent = only(patient)
    assert (sent.status, sent.sent_at, sent.channels) == (Status.SENT, EVENING, ["email"])
    assert message.to == [patient.user.email]


def test_a_mail_says_that_a_question_waits_and_nothing_else(patient, settings):
    settings.SITE_URL = "https://invertrack.example"
    (message,) = send(EVENING)

    link, stop = (line for line in message.body.splitlines() if line.startswith("https://"))
    assert message.subject == "InverTrack: a question is waiting"
    assert message.body.splitlines()[0] == "A question is waiting."
    assert link.startswith("https://invertrack.example/prompts/answer/")
    assert message.extra_headers == {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    told = f"{message.subject} {message.body.replace(link, '').replace(stop, '')}".lower()
    for word in ("pain", "back", "session", "inversion", "journal", str(patient).lower()):
        assert word not in told
    assert message.message().get_content_type() == "text/plain"


def test_a_crowd_without_settings_gets_them_round_by_round(monkeypatch):
    monkeypatch.setattr(queries, "MOST_NEW", 2)
    people = [make.patient() for _ in range(3)]

    for expected in (2, 3, 3):
        send(EVENING)
        assert PromptSettings.objects.filter(patient__in=people).count() == expected


def test_what_has_no_one_question_leads_to_the_start_page(patient):
    actions.keep_settings(
        patient=patient, values={"journal_at": dt.time(20), "asks_rating": False}, at=EVENING - HOUR
    )

    (message,) = send(EVENING)

    assert "/today/" in message.body
    assert "/prompts/answer/" not in message.body


def test_the_reminder_of_a_session_asks_nothing():
    patient = make.opened(of=someone(EVENING, asks_rating=False), at=EVENING - HOUR)
    values = {"session_at": dt.time(20), "session_days": [6]}  # a Saturday
    actions.keep_settings(patient=patient, values=values, at=EVENING - HOUR)

    (message,) = send(EVENING)

    assert message.subject == "InverTrack: a reminder is waiting"


def test_people_without_settings_are_asked_by_the_defaults():
    patient = make.patient()
    type(patient).objects.filter(pk=patient.pk).update(created_at=EVENING - DAY)

    send(EVENING - HOUR)

    kept = queries.settings_of(patient)
    assert (kept.next_at, kept.tz, kept.is_by_email) == (EVENING, "Europe/Berlin", True)
    assert len(send(EVENING)) == 1


def test_next_mornings_of_two_sessions_are_one_question(patient):
    actions.keep_settings(patient=patient, values={"asks_rating": False}, at=EVENING - 3 * HOUR)
    for hours in (3, 2):
        make.session(of=patient, ended_at=EVENING - hours * HOUR)
    morning = local("2026-11-22 07:30")
    assert FollowUp.objects.for_patient(patient).filter(due_at=morning).count() == 2

    assert len(send(morning)) == 1
    assert send(morning + MINUTE) == []


def test_a_question_of_a_deleted_session_is_not_asked(patient):
    session = make.session(of=patient, ended_at=EVENING - 30 * MINUTE)
    rows = FollowUp.objects.for_patient(patient).filter(session=session)
    rows.update(deleted_at=EVENING - MINUTE)

    assert len(send(EVENING)) == 1  # the rating


def test_a_question_that_moves_with_its_corrected_session_is_not_asked_again(patient):
    session = make.session(of=patient, ended_at=EVENING - 40 * MINUTE)
    assert len(send(EVENING - 10 * MINUTE)) == 1

    moved = make.session_values(tz=patient.tz, ended_at=EVENING - 35 * MINUTE)
    make.session_actions.correct_session(
        patient=patient,
        session_id=session.id,
        by=patient.user,
        at=EVENING - 8 * MINUTE,
        submission=make.seen(session),
        clean=lambda stored: moved,
    )

    due_at = FollowUp.objects.for_patient(patient).get(kind="30min").due_at
    assert due_at == EVENING - 5 * MINUTE
    assert send(due_at) == []


def test_an_answer_in_time_keeps_a_held_prompt_silent(patient):
    values = {"quiet_from": dt.time(20), "quiet_until": dt.time(21)}
    actions.keep_settings(patient=patient, values=values, at=EVENING - HOUR)

    assert send(EVENING) == []
    assert (only(patient).status, only(patient).send_at) == (Status.PLANNED, EVENING + HOUR)
    make.rating(of=patient, at=EVENING + HOUR / 2)

    assert send(EVENING + HOUR) == []
    assert (only(patient).status, only(patient).why) == (Status.SILENT, Silence.ANSWERED)


def test_a_server_that_slept_for_days_sends_only_what_still_counts(patient):
    values = {"journal_at": dt.time(12)}
    actions.keep_settings(patient=patient, values=values, at=EVENING - HOUR)
    days_later = EVENING + 3 * DAY + HOUR

    assert len(send(days_later)) == 2  # the rating of an hour ago, and this day's journal
    assert Delivery.objects.for_patient(patient).count() == 2
    assert queries.settings_of(patient).next_at > days_later


# Silence ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_read", [False, True])
def test_nothing_is_sent_while_an_alarm_stands_read_or_not(patient, is_read):
    make.red_flags(of=patient, at=EVENING - HOUR, saddle_numbness=Reply.YES)
    if is_read:  # then sessions stay suspended
        make.read_alarms(of=patient, at=EVENING - HOUR)

    assert send(EVENING) == []
    assert whys(patient) == {Silence.SAFETY}


def test_the_reminder_of_a_session_is_silent_where_sessions_are_not_open():
    patient = someone(EVENING, asks_rating=False)  # no screening yet
    values = {"session_at": dt.time(20), "session_days": [6]}
    actions.keep_settings(patient=patient, values=values, at=EVENING - HOUR)

    assert send(EVENING) == []
    assert whys(patient) == {Silence.SAFETY}


def test_the_reminder_of_a_session_is_silent_on_other_days_and_after_a_session():
    patient = make.opened(of=someone(EVENING, asks_rating=False), at=EVENING - DAY)
    values = {"session_at": dt.time(20), "session_days": [7]}
    actions.keep_settings(patient=patient, values=values, at=EVENING - HOUR)

    assert send(EVENING) == []
    assert not Delivery.objects.for_patient(patient).exists()
    make.session(of=patient, ended_at=EVENING + DAY - 5 * HOUR)
    Delivery.objects.for_patient(patient).delete()
    send(EVENING + DAY)
    assert Delivery.objects.for_patient(patient).get(kind="session").why == Silence.ANSWERED


def test_a_pause_is_silent_up_to_its_last_day(patient):
    actions.pause(patient=patient, until=dt.date(2026, 11, 21), at=EVENING - HOUR)

    assert send(EVENING) == []
    assert whys(patient) == {Silence.PAUSED}
    assert len(send(EVENING + DAY)) == 1


def test_a_pause_that_was_ended_asks_again(patient):
    actions.pause(patient=patient, until=dt.date(2026, 12, 24), at=EVENING - HOUR)
    actions.pause(patient=patient, until=None, at=EVENING - HOUR)

    assert len(send(EVENING)) == 1


def test_who_wrote_nothing_for_two_weeks_is_left_alone_until_they_come_back():
    patient = someone(EVENING)
    type(patient).objects.filter(pk=patient.pk).update(created_at=EVENING - 30 * DAY)
    make.rating(of=patient, at=EVENING - 14 * DAY - MINUTE)

    assert queries.is_resting(make.Patient.objects.get(pk=patient.pk), EVENING)
    assert send(EVENING) == []
    assert not Delivery.objects.for_patient(patient).exists()

    make.rating(of=patient, at=EVENING + 2 * HOUR)
    assert len(send(EVENING + DAY)) == 1


def test_what_a_clinician_writes_does_not_bring_a_person_back():
    patient, clinician = someone(EVENING), make.clinician()
    type(patient).objects.filter(pk=patient.pk).update(created_at=EVENING - 30 * DAY)
    patient.refresh_from_db()
    make.grant(of=patient, to=clinician.user)

    make.cap(of=patient, by=clinician, at=EVENING - HOUR, accepted=False)
    assert queries.is_resting(patient, EVENING)
    make.rating(of=patient, at=EVENING - HOUR)
    assert not queries.is_resting(patient, EVENING)


def test_questionnaires_are_announced_when_one_is_due_and_not_remarked_on_when_none_is():
    patient = someone(EVENING, asks_rating=False, questionnaires_at=dt.time(20))

    assert len(send(EVENING)) == 1  # due since the third day
    for name in make.Name:
        named = (("Stairs", 4),) if name == make.Name.PSFS else ()
        make.completion(of=patient, name=name, named=named, at=EVENING + HOUR)
    assert send(EVENING + DAY) == []
    assert Delivery.objects.for_patient(patient).count() == 1


def test_a_questionnaire_that_stays_due_is_spoken_of_once_a_week_and_a_new_one_at_once():
    patient = someone(EVENING, asks_rating=False, questionnaires_at=dt.time(20))
    make.session(of=patient, ended_at=EVENING - DAY)  # somebody who is there, and leaves them
    sent = [day for day in range(9) if send(EVENING + day * DAY)]
    assert sent == [0, 7]

    for name in (make.Name.RMDQ24, make.Name.PSFS, make.Name.PGIC):
        named = (("Stairs", 4),) if name == make.Name.PSFS else ()
        make.completion(of=patient, name=name, named=named, at=EVENING + 8 * DAY)
    make.completion(of=patient, name=make.Name.PEG, at=EVENING + 2 * DAY)
    assert len(send(EVENING + 9 * DAY)) == 1  # that one is due again


def test_a_session_that_another_one_followed_asks_no_more():
    patient = someone(EVENING, asks_rating=False)
    make.session(of=patient, ended_at=EVENING - 2 * HOUR + MINUTE)
    later = make.session(of=patient, ended_at=EVENING - HOUR / 2)

    assert len(send(EVENING)) == 1
    assert send(EVENING + MINUTE) == []  # two hours after the first one

    session_actions.delete_session(
        patient=patient,
        by=patient.user,
        session_id=later.id,
        at=EVENING + MINUTE,
        submission=make.seen(later),
    )
    assert len(send(EVENING + 2 * MINUTE)) == 1


def test_what_was_held_is_let_go_once_another_session_followed():
    morning = local("2026-11-22 07:30")
    patient = someone(EVENING, asks_rating=False, quiet_until=dt.time(8))
    make.session(of=patient, ended_at=EVENING - 5 * HOUR)
    assert send(morning) == []
    assert Delivery.objects.for_patient(patient).get(due_at=morning).status == Status.PLANNED

    make.session(of=patient, ended_at=morning + 10 * MINUTE)

    assert send(morning + HOUR / 2) == []
    held = Delivery.objects.for_patient(patient).get(due_at=morning)
    assert (held.status, held.why) == (Status.SILENT, Silence.ANSWERED)


def test_a_round_that_takes_too_long_leaves_the_rest_to_the_next():
    for _ in range(2):
        someone(EVENING - 2 * HOUR)

    assert actions.send_due(at=EVENING, is_over=lambda: True).sent == 1
    assert actions.send_due(at=EVENING + MINUTE).sent == 1
    assert not actions.send_due(at=EVENING + 2 * MINUTE)


def test_a_change_of_settings_in_the_minute_of_a_prompt_loses_nothing(patient):
    actions.keep_settings(patient=patient, values={"quiet_until": dt.time(6)}, at=EVENING)

    assert len(send(EVENING)) == 1
    assert send(EVENING + MINUTE) == []


def test_what_became_of_a_prompt_is_kept_for_ninety_days(patient):
    old, kept = (make.delivery(of=patient, at=EVENING - days * DAY) for days in (91, 89))

    send(EVENING)

    rows = Delivery.objects.for_patient(patient)
    assert list(rows.filter(id__in=[old.id, kept.id])) == [kept]


def test_what_was_sent_says_when_it_was_answered_on_the_pages():
    patient = someone(EVENING, asks_rating=False)
    session = make.session(of=patient, ended_at=EVENING - HOUR / 2)
    assert len(send(EVENING)) == 1
    assert queries.latest_deliveries(patient)[0].told_at is None

    make.answer(of=session, kind="30min", at=EVENING + MINUTE)

    assert queries.latest_deliveries(patient)[0].told_at == EVENING + MINUTE


def test_without_any_way_a_prompt_is_written_down_as_silent(patient):
    actions.keep_settings(patient=patient, values={"is_by_email": False}, at=EVENING - HOUR)

    assert send(EVENING) == []
    assert whys(patient) == {Silence.NO_WAY}


# The command ------------------------------------------------------------------------------------


def test_a_dry_run_counts_and_changes_nothing(patient, capsys, time_machine_at):
    with time_machine_at(EVENING):
        call_command("send_prompts", "--dry-run")

    assert capsys.readouterr().out == "Would send 1 prompts, held back 0, left 0 silent.\n"
    assert mail.outbox == []
    assert not Delivery.objects.for_patient(patient).exists()
    assert len(send(EVENING)) == 1


def test_a_round_says_what_it_did(patient, capsys, time_machine_at):
    with time_machine_at(EVENING):
        call_command("send_prompts")
        call_command("send_prompts", verbosity=0)  # as the chores do: nothing to say

    assert capsys.readouterr().out == (
        "Sent 1 prompts, held back 0, left 0 silent; 0 could not be sent, 0 people had an error.\n"
    )


def test_statements_of_a_round_grow_with_those_who_are_due_alone():
    def cost(at):
        with CaptureQueriesContext(connection) as captured:
            assert len(send(at)) == len(due)
        return len(captured)

    def sent_to(*people):
        due[:] = people

    due: list = []
    first = someone(EVENING - HOUR)
    idle = cost(EVENING - MINUTE)
    sent_to(first)
    one = cost(EVENING)
    more = [someone(EVENING + HOUR) for _ in range(3)]
    sent_to()
    assert cost(EVENING + DAY - MINUTE) == idle == 5  # one of them looks for watches
    sent_to(first, *more)
    assert cost(EVENING + DAY) - idle == 4 * (one - idle)
