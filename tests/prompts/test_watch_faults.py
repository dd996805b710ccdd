"""What a watch comes to when a round dies, the mail server refuses, or the phone speaks meanwhile."""

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command

from invertrack.prompts import actions, queries
from invertrack.prompts.actions import telling
from invertrack.prompts.channels import Outcome
from invertrack.prompts.channels.mail import Outbox
from invertrack.prompts.enums import WatchState
from invertrack.prompts.models import Watch

from .watched import BACK, DUE, HOUR, MINUTE, NOT_BACK, begin, level, only, person, send, subjects

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient():
    return person()


def refuse(monkeypatch, outcome=Outcome.REFUSED):
    """Have the mail server refuse everything, or answer otherwise."""
    monkeypatch.setattr(Outbox, "post", lambda outbox, letter: outcome)


def test_a_round_that_dies_after_its_claim_tells_nobody_twice(patient, monkeypatch):
    session_id = begin(patient)
    with monkeypatch.context() as patched:
        patched.setattr(Outbox, "post", _killed)
        with pytest.raises(KeyboardInterrupt):
            actions.send_due(at=DUE)

    assert only(patient).state == WatchState.CLAIMED
    assert send(DUE + MINUTE) == send(DUE + HOUR) == []
    # It may have gone out, so that the person is back is worth telling.
    level(patient, session_id, DUE + HOUR)
    assert subjects(send(DUE + HOUR)) == [BACK]


def _killed(outbox, letter):
    raise KeyboardInterrupt


def test_what_the_mail_server_refuses_is_tried_again_for_an_hour(patient, monkeypatch):
    begin(patient)
    tried = []
    monkeypatch.setattr(Outbox, "post", lambda outbox, letter: tried.append(1) or Outcome.REFUSED)

    times = []
    for minute in range(90):
        before = len(tried)
        send(DUE + minute * MINUTE)
        times += [minute] * (len(tried) - before)

    assert times == [0, 1, 3, 7, 15, 31, 63]
    assert len(times) == telling.MOST_ATTEMPTS
    assert (only(patient).state, only(patient).look_at) == (WatchState.FAILED, None)


def test_a_mail_that_goes_at_the_second_try_tells_once(patient, monkeypatch):
    session_id = begin(patient)
    with monkeypatch.context() as patched:
        refuse(patched)
        assert send(DUE) == []
    assert only(patient).state == WatchState.OPEN

    assert subjects(send(DUE + MINUTE)) == [NOT_BACK]
    level(patient, session_id, DUE + 2 * MINUTE)
    with monkeypatch.context() as patched:
        refuse(patched)
        assert send(DUE + 2 * MINUTE) == []
    assert send(DUE + 3 * MINUTE) == []
    assert subjects(send(DUE + 7 * MINUTE)) == [BACK]


def test_level_while_the_mail_is_on_its_way_is_seen(patient, monkeypatch):
    for outcome, state in (
        (Outcome.TAKEN, WatchState.RETURNED),
        (Outcome.REFUSED, WatchState.LEVEL),
    ):
        session_id = begin(patient)

        def post(outbox, letter, outcome=outcome, session_id=session_id):
            level(patient, session_id, DUE)
            return outcome

        with monkeypatch.context() as patched:
            patched.setattr(Outbox, "post", post)
            actions.send_due(at=DUE)

        rows = Watch.objects.for_patient(patient)
        assert rows.get(session_id=session_id).state == state


def test_what_may_have_gone_is_not_sent_again(patient, monkeypatch):
    begin(patient)
    with monkeypatch.context() as patched:
        refuse(patched, Outcome.UNKNOWN)
        send(DUE)

    assert only(patient).state == WatchState.TOLD
    assert send(DUE + MINUTE) == []


def test_one_broken_watch_holds_up_nobody(patient, monkeypatch, caplog):
    begin(patient)
    other = person()
    begin(other)
    whole = queries.is_up

    def is_up(watch):
        if watch.patient_id == patient.id:
            raise ValueError("broken")
        return whole(watch)

    monkeypatch.setattr(queries, "is_up", is_up)
    done = actions.send_due(at=DUE)

    assert (done.told, done.broken) == (1, 1)
    assert "robin" not in caplog.text
    assert (only(patient).state, only(other).state) == (WatchState.OPEN, WatchState.TOLD)


def test_a_dry_run_counts_and_touches_nothing(patient, capsys):
    begin(patient)

    with time_machine.travel(DUE, tick=False):
        call_command("send_prompts", dry_run=True)

    assert (only(patient).state, mail.outbox) == (WatchState.OPEN, [])
    told = "Would send 1 e-mails to contacts, 0 prompts, held back 0, left 0 silent.\n"
    assert capsys.readouterr().out == told
