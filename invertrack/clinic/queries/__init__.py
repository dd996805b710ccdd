"""What a clinician reads, each through the Access that one patient's grant makes."""

from .journal import JOURNAL_DAYS_SHOWN, journal_table
from .panel import RECENT_DAYS, panel, share_of
from .safety import checkable, clearable, limits_of, own_clearance, safety_board
from .sessions import SESSIONS_SHOWN, session_page, side_effect_rows, side_effect_sums
from .treatments import treatment_sums

__all__ = [
    "JOURNAL_DAYS_SHOWN",
    "RECENT_DAYS",
    "SESSIONS_SHOWN",
    "checkable",
    "clearable",
    "journal_table",
    "limits_of",
    "own_clearance",
    "panel",
    "safety_board",
    "session_page",
    "share_of",
    "side_effect_rows",
    "side_effect_sums",
    "treatment_sums",
]
