"""Rows to series: what charts and sentences are made of, read only through an Access."""

from .compared import Compared, ComparedGroup, Treatments, compare, compared_groups, read_treatments
from .days import Days, JournalFacts, Pair, SessionFacts, Span, read_days
from .later import AtTime, Later, PainAround, Time, pain_around
from .passes import Passes, read_passes
from .settings import (
    ReliefPoint,
    ScorePair,
    SettingCell,
    bins_by_angle,
    bins_by_duration,
    relief_points,
    score_pairs,
    setting_cells,
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
    "AtTime",
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
    "Span",
    "Time",
    "Treatments",
    "TrendDay",
    "VitalsColumns",
    "VitalsOfDay",
    "WeekColumns",
    "bins_by_angle",
    "bins_by_duration",
    "compare",
    "compared_groups",
    "pain_around",
    "pain_trend",
    "read_days",
    "read_passes",
    "read_presence",
    "read_treatments",
    "read_trend",
    "read_vitals",
    "relief_points",
    "score_pairs",
    "setting_cells",
    "vitals_columns",
]
