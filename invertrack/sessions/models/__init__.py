"""Inversion sessions: the session and its parts, the roll-ups that pages read, and the settings."""

from .parts import FollowUp, Hold, SessionText, SideEffect, Vitals
from .rollups import SessionDay, SessionTotals
from .session import (
    AFTER_RATING_LASTS,
    ANGLE_MAX_DEG,
    DURATION_MAX_S,
    DURATION_MIN_S,
    PAIN_MAX,
    Session,
)
from .settings import SessionSettings
from .trace import TRACE_MAX_BYTES, Trace

__all__ = [
    "AFTER_RATING_LASTS",
    "ANGLE_MAX_DEG",
    "DURATION_MAX_S",
    "DURATION_MIN_S",
    "PAIN_MAX",
    "TRACE_MAX_BYTES",
    "FollowUp",
    "Hold",
    "Session",
    "SessionDay",
    "SessionSettings",
    "SessionText",
    "SessionTotals",
    "SideEffect",
    "Trace",
    "Vitals",
]
