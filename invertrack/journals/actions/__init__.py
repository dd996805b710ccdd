"""Writing the journal: the day's entry, its body map, ratings of right now, treatments, which fields."""

from .body import BodyValues, keep_body
from .days import EntryValues, delete_entry, keep_entry, restore_entry, show_fields
from .ratings import correct_rating, delete_rating, is_near, rate_pain, restore_rating
from .treatments import (
    TreatmentValues,
    correct_treatment,
    delete_treatment,
    log_treatment,
    restore_treatment,
)

__all__ = [
    "BodyValues",
    "EntryValues",
    "TreatmentValues",
    "correct_rating",
    "correct_treatment",
    "delete_entry",
    "delete_rating",
    "delete_treatment",
    "is_near",
    "keep_body",
    "keep_entry",
    "log_treatment",
    "rate_pain",
    "restore_entry",
    "restore_rating",
    "restore_treatment",
    "show_fields",
]
