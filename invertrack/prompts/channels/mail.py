"""Prompts by e-mail: plain text, a link, and a stop that takes one press."""

from __future__ import annotations

import contextlib
import logging
import smtplib
import uuid
from email.policy import Policy
from email.policy import default as default_policy
from types import TracebackType
from typing import Any, Final, Self

from django.core.mail import EmailMessage, mailers
from django.template.loader import render_to_string

from .. import links
from .messages import NAME, Message, Outcome

OK: Final = 250  # of SMTP
LONGEST_LINE: Final = 998  # RFC 5322
MOST_BREAKS: Final = 3  # a server that hangs takes its time with each

logger = logging.getLogger(__name__)


class Outbox:
    """One connection to the mail server for a round of prompts, opened when it is first needed.

    A server that could not be reached, or broke off again and again, is not asked again in the same
    round.
    """

    def __init__(self) -> None:
        self.backend: Any = None
        self.is_down = False
        self.breaks = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._hang_up()

    def send(self, to: str, patient_id: uuid.UUID, message: Message) -> Outcome:
        """Send one prompt, and tell what became of it."""
        return self.post(_mail(to, patient_id, message))

    def post(self, mail: EmailMessage) -> Outcome:
        """Send one e-mail, and tell what became of it."""
        if not self._is_open():
            return Outcome.REFUSED
        try:
            self.backend.send_messages([mail])
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as refusal:
            # Without its words, which repeat the address.
            logger.warning("The mail server refused a prompt: %s.", type(refusal).__name__)
            return Outcome.REFUSED
        except OSError:  # it broke off in the middle; the next needs a connection of its own
            logger.warning("The mail server broke off; the prompt may have gone.", exc_info=True)
            self._hang_up()
            self.breaks += 1
            self.is_down = self.breaks >= MOST_BREAKS
            return Outcome.UNKNOWN
        return Outcome.TAKEN

    def _hang_up(self) -> None:
        if self.backend is not None:
            with contextlib.suppress(OSError):  # what was sent was sent; a rude end changes nothing
                self.backend.close()
        self.backend = None

    def _is_open(self) -> bool:
        if self.backend is not None and not _listens(self.backend):
            self._hang_up()  # some servers do after a while, or after so many messages
        if self.backend is None and not self.is_down:
            backend = mailers["default"]
            try:
                backend.open()
            except OSError:  # smtplib's errors are of this kind too
                logger.exception("The mail server could not be reached.")
                self.is_down = True
            else:
                self.backend = backend
        return self.backend is not None


def _listens(backend: Any) -> bool:
    """Whether the server is still there: asked before, since a failure later may mean anything."""
    connection = getattr(backend, "connection", None)
    if connection is None:  # files, in local mode
        return True
    try:
        return connection.noop()[0] == OK
    except OSError:
        return False


class LongLines(EmailMessage):
    """Headers as they are given: Python would cut a long address up and encode the pieces.

    No mail program finds a stop in those.
    """

    def message(self, *, policy: Policy = default_policy) -> Any:
        """Return the message, whose lines may be as long as lines of mail may be."""
        return super().message(policy=policy.clone(max_line_length=LONGEST_LINE))


def letter(to: str, *, subject: str, body: str, stop_url: str) -> EmailMessage:
    """Return an e-mail in plain text that one press stops, in the mail program too (RFC 8058)."""
    return LongLines(
        subject=f"{NAME}: {subject}",
        body=body,
        to=[to],
        headers={
            "List-Unsubscribe": f"<{stop_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )


def _mail(to: str, patient_id: uuid.UUID, message: Message) -> EmailMessage:
    stop_url = links.stop_url(patient_id)
    context = {"text": message.text, "url": message.url, "stop_url": stop_url}
    return letter(
        to,
        subject=f"{message.text[0].lower()}{message.text[1:].rstrip('.')}",
        body=render_to_string("prompts/email/prompt.txt", context),
        stop_url=stop_url,
    )
