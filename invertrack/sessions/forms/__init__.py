"""What is asked about a session: the check before it, the quick log, the correction, and the after-pain."""

from .correct import CorrectSessionForm
from .quick import PainAfterForm, QuickLogForm
from .session import MOST_HOLDS, SessionForm
from .start import StartForm

__all__ = [
    "MOST_HOLDS",
    "CorrectSessionForm",
    "PainAfterForm",
    "QuickLogForm",
    "SessionForm",
    "StartForm",
]
