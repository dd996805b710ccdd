"""By which way a prompt goes, and what becomes of one that could not be sent."""

import datetime as dt
import smtplib

import pytest
from allauth.account.models import EmailAddress

from invertrack.prompts import queries
from invertrack.prompts.actions import rounds
from invertrack.prompts.channels import Outcome, push
from invertrack.prompts.enums import Silence, Status
from invertrack.prompts.models import Delivery, PromptSettings, PushSubscription
from tests.prompts.days import local, only, send, someone

pytestmark = pytest.mark.django_db

EVENING = local("2026-11-21 20:00")
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def patient():
    return someone(EVENING - 2 * HOUR)


# Ways -------------------------------------------------------------------------------------------


@pytest.fixture
def browsers(patient, settings, monkeypatch):
    """Two browsers, of which each answers as `said` says; gives what they were sent."""
    settings.PUSH_KEY = push.new_key()
    for name in ("one", "two"):
        PushSubscription.objects.create(
            patient=patient,
            endpoint=f"https://push.example/{name}",
            digest=name,
            p256dh="x",
            auth="y",
            device=name,
            created_at=EVENING - DAY,
        )

    class Browsers:
        said = {"one": Outcome.TAKEN, "two": Outcome.TAKEN}
        sent: list = []

        def send(self, browser, message, away):
            self.sent.append((browser.device, message))
            return self.said[browser.device]

    made = Browsers()
    made.sent = []
    monkeypatch.setattr(push, "send", made.send)
    return made


def close(patient):
    type(patient.user).objects.filter(pk=patient.user_id).update(is_active=False)


def devices(patient):
    return [row.device for row in queries.subscriptions_of(patient)]


def test_a_notification_goes_to_every_browser_and_then_no_mail(patient, browsers):
    assert send(EVENING) == []

    assert [device for device, _ in browsers.sent] == ["one", "two"]
    assert only(patient).channels == ["push"]
    assert [row.worked_at for row in queries.subscriptions_of(patient)] == [EVENING, EVENING]
    (_, message) = browsers.sent[0]
    assert (message.text, message.lasts) == ("A question is waiting.", 90 * MINUTE)


@pytest.mark.parametrize("other", [Outcome.GONE, Outcome.REFUSED])
def test_mail_is_the_way_only_where_no_browser_took_it(patient, browsers, other):
    browsers.said = {"one": other, "two": Outcome.TAKEN}
    assert send(EVENING) == []

    browsers.said = {"one": other, "two": other}
    assert len(send(EVENING + DAY)) == 1
    assert Delivery.objects.for_patient(patient).latest("due_at").channels == ["email"]


def test_a_browser_that_is_gone_is_forgotten(patient, browsers):
    browsers.said = {"one": Outcome.GONE, "two": Outcome.TAKEN}

    send(EVENING)

    assert devices(patient) == ["two"]


def test_a_notification_that_may_have_gone_out_is_neither_sent_again_nor_mailed(patient, browsers):
    browsers.said = {"one": Outcome.UNKNOWN, "two": Outcome.REFUSED}

    assert send(EVENING) == send(EVENING + MINUTE) == send(EVENING + 5 * MINUTE) == []
    assert len(browsers.sent) == 2
    assert only(patient).status == Status.SENT


def test_without_a_key_of_ours_browsers_are_no_way(patient, browsers, settings):
    settings.PUSH_KEY = ""

    assert len(send(EVENING)) == 1
    assert browsers.sent == []


def test_an_address_that_was_never_proven_gets_nothing():
    patient = someone(EVENING - HOUR)
    EmailAddress.objects.filter(user=patient.user).update(verified=False)

    assert send(EVENING) == []
    assert only(patient).why == Silence.NO_WAY


def test_an_account_that_is_closed_gets_nothing():
    patient = someone(EVENING - HOUR)
    assert len(send(EVENING)) == 1
    close(patient)

    assert send(EVENING + DAY) == []


def test_a_browser_of_an_account_that_is_closed_gets_nothing(patient, browsers):
    close(patient)

    assert send(EVENING) == browsers.sent == []
    assert only(patient).why == Silence.NO_WAY


# Failing ----------------------------------------------------------------------------------------


@pytest.fixture
def broken_mail(monkeypatch):
    """A mail server that raises; gives how often it was asked."""
    asked = []

    def break_with(error, where="send_messages"):
        def fail(self, *messages):
            asked.append(where)
            raise error

        monkeypatch.setattr(f"django.core.mail.backends.locmem.EmailBackend.{where}", fail)
        return asked

    return break_with


def test_a_refused_mail_is_tried_three_times_in_all(patient, broken_mail):
    asked = broken_mail(smtplib.SMTPDataError(451, b"try again"))

    for minutes in range(12):
        send(EVENING + minutes * MINUTE)

    assert len(asked) == 3
    assert (only(patient).status, only(patient).attempts) == (Status.FAILED, 3)


def test_a_mail_server_that_is_back_gets_what_waited(patient, monkeypatch, broken_mail):
    with monkeypatch.context():
        broken_mail(ConnectionRefusedError(), where="open")
        assert send(EVENING) == []
        assert only(patient).status == Status.PLANNED
        monkeypatch.undo()

    assert send(EVENING + MINUTE) == []
    assert len(send(EVENING + 2 * MINUTE)) == 1
    assert only(patient).sent_at == EVENING + 2 * MINUTE


def test_a_mail_that_may_have_gone_out_is_not_sent_again(patient, broken_mail):
    asked = broken_mail(smtplib.SMTPServerDisconnected("in the middle"))

    send(EVENING)
    send(EVENING + 3 * MINUTE)

    assert len(asked) == 1
    assert only(patient).status == Status.SENT


def test_a_server_that_is_away_is_asked_once_a_round(broken_mail):
    people = [someone(EVENING - HOUR) for _ in range(3)]
    asked = broken_mail(ConnectionRefusedError(), where="open")

    send(EVENING)

    assert asked == ["open"]
    assert {only(patient).status for patient in people} == {Status.PLANNED}


def test_a_round_that_dies_between_claim_and_send_never_sends_that_prompt(patient, monkeypatch):
    class Killed(BaseException):
        """Nothing of ours catches it, as nothing catches a power cut."""

    def die(*_):
        raise Killed

    with monkeypatch.context() as context:
        context.setattr(rounds, "_send", die)
        with pytest.raises(Killed):
            send(EVENING)

    assert only(patient).status == Status.CLAIMED
    assert [send(EVENING + minutes * MINUTE) for minutes in (0, 1, 10)] == [[], [], []]
    assert len(send(EVENING + DAY)) == 1  # and the next day goes on


def test_a_prompt_that_was_put_off_since_it_was_read_is_left_to_its_new_time(patient, monkeypatch):
    """As in a long round of one worker, during which another sent it and the person put it off."""
    send(EVENING)
    row = only(patient)
    row.status = Status.PLANNED
    later = EVENING + HOUR
    rows = Delivery.objects.for_patient(patient)
    rows.update(status=Status.PLANNED, send_at=later)
    monkeypatch.setattr(queries, "_due_deliveries", lambda at: [row])

    assert send(EVENING + MINUTE) == []
    assert (only(patient).status, only(patient).send_at) == (Status.PLANNED, later)


def test_an_error_of_one_person_holds_up_nobody(patient, capsys, caplog):
    other = someone(EVENING - HOUR)
    PromptSettings.objects.for_patient(patient).update(extra_times=["no time"])

    assert [message.to for message in send(EVENING)] == [[other.user.email]]
    assert f"Prompts of {patient.id} failed." in caplog.text
