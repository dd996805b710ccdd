"""Inversion sessions: the session and its parts, and the roll-ups that pages read."""

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

__all__ = [
    "AFTER_RATING_LASTS",
    "ANGLE_MAX_DEG",
    "DURATION_MAX_S",
    "DURATION_MIN_S",
    "PAIN_MAX",
    "FollowUp",
    "Hold",
    "Session",
    "SessionDay",
    "SessionText",
    "SessionTotals",
    "SideEffect",
    "Vitals",
]
