"""Writing about prompts: what a person wants, browsers, answers by link, watches, and the sending."""

from .answers import answer, snooze, stop_mail
from .browsers import Sent, send_test, subscribe, unsubscribe
from .contacts import Asked, agree, ask_contact, choose_contact, decline, remove_contact
from .rounds import Round, send_due
from .settings import close_feed, keep_settings, make_settings, pause, reckon, reset_feed
from .watches import LONGEST, go_on, level, watch

__all__ = [
    "LONGEST",
    "Asked",
    "Round",
    "Sent",
    "agree",
    "answer",
    "ask_contact",
    "choose_contact",
    "close_feed",
    "decline",
    "go_on",
    "keep_settings",
    "level",
    "make_settings",
    "pause",
    "reckon",
    "remove_contact",
    "reset_feed",
    "send_due",
    "send_test",
    "snooze",
    "stop_mail",
    "subscribe",
    "unsubscribe",
    "watch",
]
