"""What a simulated life looks like from outside: days, sessions, and the truth behind them."""

from dataclasses import dataclass
from enum import StrEnum

from .truth import Truth


class DayKind(StrEnum):
    """What kind of day the person called it."""

    ORDINARY = "ordinary"
    REST = "rest"
    TRAVEL = "travel"
    FLARE = "flare"


@dataclass(frozen=True, slots=True)
class Day:
    """One day as it was (``latent_pain``) and as it was written down.

    Scores are whole points 0-10 and None where nothing was written; a day without an entry has
    None everywhere. Mood and sleep quality are better when higher. Minutes count from midnight.
    """

    index: int
    latent_pain: float
    kind: DayKind
    has_entry: bool
    pain_avg_24h: int | None
    pain_worst_24h: int | None
    rating_morning: int | None
    rating_evening: int | None
    morning_minute: int
    evening_minute: int
    leg_pain: int | None
    stiffness: int | None
    sleep_h: int | None
    sleep_quality: int | None
    mood: int | None
    stress: int | None
    activity: int | None


@dataclass(frozen=True, slots=True)
class SideEffect:
    """A mild symptom of a session; severity 1 mild, 2 moderate, 3 severe."""

    code: str
    severity: int


@dataclass(frozen=True, slots=True)
class Session:
    """One stay on the table. ``true_relief`` is what it did, in points, before rounding."""

    day: int
    minute: int
    angle_deg: int
    duration_s: int
    rest_at_zero_s: int
    pain_before: int
    pain_after: int | None
    stopped_early: bool
    side_effects: tuple[SideEffect, ...]
    true_relief: float


@dataclass(frozen=True, slots=True)
class Life:
    """A simulated person: the truth, every day in order, every session in order."""

    truth: Truth
    days: tuple[Day, ...]
    sessions: tuple[Session, ...]
