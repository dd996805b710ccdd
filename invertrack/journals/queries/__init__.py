"""What the pages of the journal read, always through an Access."""

from .body import BodyScores, body_of, latest_body
from .calendar import CalendarDay, Month, month_page, read_day, read_month
from .changes import Change, changes_of
from .days import (
    Day,
    day_of_rating,
    deleted_day,
    deleted_rating,
    entry_of,
    has_come,
    one_day,
    shown_fields,
    with_words,
)
from .habit import Habit, habit_of
from .treatments import (
    deleted_treatment,
    own_names,
    read_place,
    recent_treatments,
    treatment_changes,
    treatment_page,
)
from .words import Facts, facts, label

__all__ = [
    "BodyScores",
    "CalendarDay",
    "Change",
    "Day",
    "Facts",
    "Habit",
    "Month",
    "body_of",
    "changes_of",
    "day_of_rating",
    "deleted_day",
    "deleted_rating",
    "deleted_treatment",
    "entry_of",
    "facts",
    "habit_of",
    "has_come",
    "label",
    "latest_body",
    "month_page",
    "one_day",
    "own_names",
    "read_day",
    "read_month",
    "read_place",
    "recent_treatments",
    "shown_fields",
    "treatment_changes",
    "treatment_page",
    "with_words",
]
