"""A finding as a page shows it: its sentence, a drawing of its interval, or how much is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from invertrack.analysis.gates import Gate, Reason
from invertrack.analysis.results import Interval

from .findings import Finding, Role
from .sentences import digits_of, signed

WIDE: Final = 240  # of the drawing, in its own units
MARGIN: Final = 22
NARROW: Final = 34
SCALES: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)  # of half the axis, in its unit
COUNTED: Final = {
    Reason.TOO_FEW_SESSIONS: "sessions",
    Reason.SPAN_TOO_SHORT: "days",
    Reason.TOO_FEW_RATED_DAYS: "rated days",
    Reason.TOO_FEW_USUAL_RATINGS: "ratings",
    Reason.TOO_FEW_DAYS_WITHOUT_SESSION: "ratings",
    Reason.TOO_FEW_GROUPS: "groups",
    Reason.TOO_FEW_SETTINGS: "angles",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """An interval across the line of no difference, in units of a drawing that is ``WIDE``."""

    low: float
    high: float
    at: float
    low_words: str
    high_words: str
    left: str
    right: str

    @property
    def width(self) -> float:
        """From the lower end to the upper."""
        return round(self.high - self.low, 1)

    @property
    def is_narrow(self) -> bool:
        """Whether the words of its ends have no room beneath them."""
        return self.width < NARROW


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of what a gate needs is there."""

    have: int
    needed: int
    words: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding with its drawing: a bar where it has an interval, progress where it waits."""

    finding: Finding
    bar: Bar | None
    progress: Progress | None

    @property
    def is_primary(self) -> bool:
        """Whether it answers the question that was fixed beforehand."""
        return self.finding.role == Role.PRIMARY


def shown(finding: Finding, *, ends: tuple[str, str] | None = None) -> Shown:
    """Return a finding with what is drawn of it; ``ends`` name its two sides, if it is not pain."""
    bar = None
    if finding.estimate is not None and finding.interval is not None:
        what = "relief" if "relief" in finding.unit else "pain"
        ends = ends or (f"less {what}", f"more {what}")
        bar = _bar(finding.estimate, finding.interval, ends)
    return Shown(finding, bar, progress_of(finding.gate))


def progress_of(gate: Gate) -> Progress | None:
    """Return how far a gate is from opening; None if it is open, or no number more would open it."""
    if gate.open or not gate.to_go or gate.reason not in COUNTED:
        return None
    words = f"Not enough yet: {gate.have:,} of {gate.needed:,} {COUNTED[gate.reason]}"
    return Progress(gate.have, gate.needed, words)


def _bar(value: float, interval: Interval, ends: tuple[str, str]) -> Bar:
    furthest = max(abs(interval.low), abs(interval.high), abs(value))
    half = next((scale for scale in SCALES if scale >= furthest), furthest)

    def place(number: float) -> float:
        return round(WIDE / 2 + number / half * (WIDE / 2 - MARGIN), 1)

    digits = digits_of(interval)
    return Bar(
        low=place(interval.low),
        high=place(interval.high),
        at=place(value),
        low_words=signed(interval.low, digits),
        high_words=signed(interval.high, digits),
        left=ends[0],
        right=ends[1],
    )
