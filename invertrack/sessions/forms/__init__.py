"""What is asked about a session: the check before it, the quick log, the correction, and pain after it."""

from .correct import CorrectSessionForm
from .follow_ups import FollowUpForm, FollowUpSettingsForm
from .live import LiveForm
from .quick import PainAfterForm, QuickLogForm
from .session import MOST_HOLDS, SessionForm
from .start import StartForm

__all__ = [
    "MOST_HOLDS",
    "CorrectSessionForm",
    "FollowUpForm",
    "FollowUpSettingsForm",
    "LiveForm",
    "PainAfterForm",
    "QuickLogForm",
    "SessionForm",
    "StartForm",
]
