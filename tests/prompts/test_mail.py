"""Prompts against a mail server on this machine: what it takes, and what is known when it does not."""

import datetime as dt
import email
import email.policy
import socket
import uuid

import pytest

from invertrack.prompts import links
from invertrack.prompts.channels import Message, Outcome, mail
from tests.prompts.mail_server import mail_server

MESSAGE = Message("A question is waiting.", "http://a.example/x/", tag="1", lasts=dt.timedelta(1))
PATIENT = uuid.uuid4()


def by_smtp(settings, port):
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5},
        }
    }


@pytest.fixture
def server(settings):
    with mail_server() as server:
        by_smtp(settings, server.port)
        yield server


def sent(times=1):
    with mail.Outbox() as outbox:
        return [outbox.send("a@example.org", PATIENT, MESSAGE) for _ in range(times)]


def test_a_round_uses_one_connection(server):
    assert sent(3) == [Outcome.TAKEN] * 3

    assert (len(server.mails), server.connections) == (3, 1)


def test_what_arrives_is_plain_text_with_a_link_and_a_stop(server):
    sent()

    (text,) = server.mails
    assert "\r\nList-Unsubscribe: <http://" in text  # as it is, neither cut up nor encoded
    assert f"/prompts/stop/{links.stop_url(PATIENT).split('/')[-2]}/>\r\n" in text
    found = email.message_from_string(text, policy=email.policy.default)
    assert found["Subject"] == "InverTrack: a question is waiting"
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert found["Auto-Submitted"] == "auto-generated"
    stop = found["List-Unsubscribe"].strip("<>")
    assert found.get_content_type() == "text/plain"
    assert found.get_content().replace("\r\n", "\n") == (
        f"A question is waiting.\n\nhttp://a.example/x/\n\nStop these e-mails:\n{stop}\n\nInverTrack\n"
    )


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("MAIL", "451 later"),
        ("RCPT", "550 nobody of that name"),
        ("DATA", "452 no room"),
        ("TEXT", "554 this looks like spam"),
    ],
)
def test_what_the_server_refuses_surely_went_nowhere(server, command, answer, caplog):
    server.after = {command: answer}

    assert sent() == [Outcome.REFUSED]
    assert "The mail server refused a prompt" in caplog.text
    assert "a@example.org" not in caplog.text


def test_a_server_that_breaks_off_after_the_text_may_have_taken_it(server):
    server.after = {"TEXT": ""}

    assert sent() == [Outcome.UNKNOWN]


def test_the_next_mail_after_a_break_goes_by_a_new_connection(server):
    server.after = {"TEXT": ""}
    with mail.Outbox() as outbox:
        first = outbox.send("a@example.org", PATIENT, MESSAGE)
        server.after = {}
        second = outbox.send("b@example.org", PATIENT, MESSAGE)

    assert (first, second, server.connections) == (Outcome.UNKNOWN, Outcome.TAKEN, 2)


def test_a_server_that_breaks_off_again_and_again_is_left_alone_for_the_round(server):
    server.after = {"TEXT": ""}

    assert sent(5) == [Outcome.UNKNOWN] * 3 + [Outcome.REFUSED] * 2
    assert server.connections == 3


def test_a_server_that_hangs_up_between_two_mails_gets_both(server):
    server.hangs_up_after_mail = True

    assert sent(3) == [Outcome.TAKEN] * 3
    assert (len(server.mails), server.connections) == (3, 3)


def test_where_nobody_listens_nothing_was_sent(settings):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        by_smtp(settings, probe.getsockname()[1])

    assert sent(2) == [Outcome.REFUSED] * 2
