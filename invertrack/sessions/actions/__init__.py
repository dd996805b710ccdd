"""Writes of sessions: what a person says of one becomes rows, once."""

from .rows import LATE_AFTER, holds_of, rows_of
from .sessions import (
    MOST_PER_DAY,
    DayFull,
    add_pain_after,
    correct_session,
    delete_session,
    log_session,
    restore_session,
)
from .values import Course, HoldValues, SessionValues, VitalsValues

__all__ = [
    "LATE_AFTER",
    "MOST_PER_DAY",
    "Course",
    "DayFull",
    "HoldValues",
    "SessionValues",
    "VitalsValues",
    "add_pain_after",
    "correct_session",
    "delete_session",
    "holds_of",
    "log_session",
    "restore_session",
    "rows_of",
]
