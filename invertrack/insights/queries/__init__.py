"""Rows to series: what charts and sentences are made of, read only through an Access."""

from .compared import Compared, ComparedGroup, Treatments, compare, compared_groups, read_treatments
from .days import Days, JournalFacts, Pair, SessionFacts, Span, read_days
from .later import Later, PainAround, Time, pain_around
from .passes import Passes, read_passes
from .record import record_of
from .settings import (
    ReliefPoint,
    ScorePair,
    SettingCell,
    SettingScores,
    drawn_pairs,
    relief_points,
    score_pairs,
    setting_cells,
    setting_scores,
)
from .trend import (
    DayColumns,
    PresenceColumns,
    TrendDay,
    WeekColumns,
    pain_trend,
    read_presence,
    read_trend,
)
from .vitals import Measured, VitalsColumns, VitalsOfDay, read_vitals, vitals_columns

__all__ = [
    "Compared",
    "ComparedGroup",
    "DayColumns",
    "Days",
    "JournalFacts",
    "Later",
    "Measured",
    "PainAround",
    "Pair",
    "Passes",
    "PresenceColumns",
    "ReliefPoint",
    "ScorePair",
    "SessionFacts",
    "SettingCell",
    "SettingScores",
    "Span",
    "Time",
    "Treatments",
    "TrendDay",
    "VitalsColumns",
    "VitalsOfDay",
    "WeekColumns",
    "compare",
    "compared_groups",
    "drawn_pairs",
    "pain_around",
    "pain_trend",
    "read_days",
    "read_passes",
    "read_presence",
    "read_treatments",
    "read_trend",
    "read_vitals",
    "record_of",
    "relief_points",
    "score_pairs",
    "setting_cells",
    "setting_scores",
    "vitals_columns",
]
