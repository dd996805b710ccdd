"""What is sent, by whichever way: that something waits and where, and nothing about anybody's health."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from typing import Final

from ..enums import PromptKind

NAME: Final = "InverTrack"
QUESTION: Final = "A question is waiting."
REMINDER: Final = "A reminder is waiting."
TEST: Final = "This is the test that you asked for."
# The session reminder asks nothing; all else does.
REMINDERS: Final = frozenset({PromptKind.SESSION})


class Outcome(Enum):
    """What became of a message.

    ``REFUSED`` surely went nowhere and may be tried again, ``GONE`` never will arrive there;
    ``UNKNOWN`` may have gone out and is not sent again.
    """

    TAKEN = "taken"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    GONE = "gone"

    @property
    def may_have_come(self) -> bool:
        """Whether the person may see it."""
        return self in {Outcome.TAKEN, Outcome.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence, the address that it leads to, and until when it is worth showing.

    ``tag`` names it: a browser shows one message for a tag, the last.
    """

    text: str
    url: str
    tag: str
    lasts: dt.timedelta


def text_of(kind: PromptKind) -> str:
    """Return the sentence of a prompt."""
    return REMINDER if kind in REMINDERS else QUESTION
