"""Writing about prompts: what a person wants, their browsers, answers by link, and the sending."""

from .answers import answer, snooze, stop_mail
from .browsers import Sent, send_test, subscribe, unsubscribe
from .rounds import Round, send_due
from .settings import close_feed, keep_settings, make_settings, pause, reckon, reset_feed

__all__ = [
    "Round",
    "Sent",
    "answer",
    "close_feed",
    "keep_settings",
    "make_settings",
    "pause",
    "reckon",
    "reset_feed",
    "send_due",
    "send_test",
    "snooze",
    "stop_mail",
    "subscribe",
    "unsubscribe",
]
