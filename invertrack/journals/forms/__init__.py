"""What the journal asks: a day as a whole, where it hurts, pain at one moment, a treatment, and which fields are kept."""

from .body import BodyForm
from .days import ENDS, EntryForm, FieldsForm, MarkForm
from .limits import BACKFILL
from .ratings import CorrectRatingForm, NowForm, RateForm
from .treatments import OWN_NAMES, AddTreatmentForm, CorrectTreatmentForm, RepeatForm

__all__ = [
    "BACKFILL",
    "ENDS",
    "OWN_NAMES",
    "AddTreatmentForm",
    "BodyForm",
    "CorrectRatingForm",
    "CorrectTreatmentForm",
    "EntryForm",
    "FieldsForm",
    "MarkForm",
    "NowForm",
    "RateForm",
    "RepeatForm",
]
