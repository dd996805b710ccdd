"""Writes of sessions: what a person says of one becomes rows, once."""

from .follow_ups import (
    AnsweredAlready,
    NotAnswered,
    QuestionClosed,
    answer_follow_up,
    choose_follow_ups,
    correct_follow_up,
    withdraw_follow_up,
)
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
    "AnsweredAlready",
    "Course",
    "DayFull",
    "HoldValues",
    "NotAnswered",
    "QuestionClosed",
    "SessionValues",
    "VitalsValues",
    "add_pain_after",
    "answer_follow_up",
    "choose_follow_ups",
    "correct_follow_up",
    "correct_session",
    "delete_session",
    "holds_of",
    "log_session",
    "restore_session",
    "rows_of",
    "withdraw_follow_up",
]
