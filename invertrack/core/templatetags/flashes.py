"""What a message on a page offers besides its words."""

from __future__ import annotations

from django import template
from django.contrib.messages.storage.base import Message

from ..flashes import Undo, undo_of

register = template.Library()


@register.filter
def undo(message: Message) -> Undo | None:
    """Return the undo that a message offers, None for one that only says something."""
    return undo_of(message)
