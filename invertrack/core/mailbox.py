"""The local mailbox: what a try-out on one machine would have sent, read from its files."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

MOST_SHOWN = 100
URL = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True, slots=True)
class Mail:
    """One message; ``name`` addresses it, ``parts`` is the text cut into words and links."""

    name: str
    to: str
    subject: str
    sent_at: dt.datetime
    parts: tuple[tuple[bool, str], ...]


def newest_mails() -> list[Mail]:
    """Return the latest messages, newest first."""
    files = sorted(_folder().glob("*.log"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    return [mail for file in files[:MOST_SHOWN] for mail in reversed(_read(file))]


def find_mail(name: str) -> Mail | None:
    """Return the message with this name, None if there is none."""
    return next((mail for mail in newest_mails() if mail.name == name), None)


def _folder() -> Path:
    return Path(settings.MAILBOX_DIR)


def _read(file: Path) -> list[Mail]:
    # Django's backend writes messages one behind the other, a line of dashes after each.
    texts = file.read_bytes().split(b"\n" + b"-" * 79 + b"\n")
    return [
        _mail(f"{file.stem}-{number}", text, file)
        for number, text in enumerate(texts)
        if text.strip()
    ]


def _mail(name: str, text: bytes, file: Path) -> Mail:
    message = email.message_from_bytes(text, EmailMessage, policy=email.policy.default)
    body = message.get_body(preferencelist=("plain",))
    return Mail(
        name=name,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        sent_at=dt.datetime.fromtimestamp(file.stat().st_mtime, tz=dt.UTC),
        parts=tuple(_parts(body.get_content() if body else "")),
    )


def _parts(text: str) -> list[tuple[bool, str]]:
    parts, end = [], 0
    for found in URL.finditer(text):
        parts += [(False, text[end : found.start()]), (True, found.group())]
        end = found.end()
    return [*parts, (False, text[end:])]
