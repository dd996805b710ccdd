"""A sentence on the next page that offers to undo what was just saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

from .ids import uuid7

MARK = "undo"


@dataclass(frozen=True, slots=True)
class Undo:
    """Where to post the undo, and what that form carries."""

    url: str
    version: int
    write_id: UUID = field(default_factory=uuid7)


def say_undoable(request: HttpRequest, text: str, *, url: str, version: int) -> None:
    """Say on the next page what was saved; its undo posts to ``url`` the version it saw."""
    messages.info(request, text, extra_tags=f"{MARK} {version} {url}")


def undo_of(message: Message) -> Undo | None:
    """Return the undo that a message offers, None for one that only says something."""
    mark, _, rest = (message.extra_tags or "").partition(" ")
    version, _, url = rest.partition(" ")
    return Undo(url, int(version)) if mark == MARK else None
