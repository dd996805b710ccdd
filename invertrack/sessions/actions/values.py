"""What a person says of a session, cleaned, and what follows from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ..enums import AngleSource
from ..trace import TraceValues


class HoldValues(NamedTuple):
    """One stretch of time at one angle."""

    angle_deg: int
    seconds: int


class VitalsValues(NamedTuple):
    """Blood pressure in mmHg (both or neither), heart rate a minute, and how it was taken."""

    systolic: int | None = None
    diastolic: int | None = None
    heart_rate: int | None = None
    posture: str = ""


class Course(NamedTuple):
    """When a side effect began and when it went, as far as that was said."""

    onset: str = ""
    gone_after_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionValues:
    """What a person says of a session, cleaned: degrees, seconds, NRS 0-10, an end with its zone.

    Angle and time follow from ``holds``. Given without them, they are the one hold there was.
    """

    ended_at: dt.datetime
    tz: str
    pain_before: int | None
    pain_after: int | None
    angle_deg: int = 0
    duration_s: int = 0
    holds: tuple[HoldValues, ...] = ()
    angle_source: str = AngleSource.GUESS
    has_stopped_early: bool = False
    side_effects: Mapping[str, int] = field(default_factory=dict)  # code: severity
    courses: Mapping[str, Course] = field(default_factory=dict)  # code: of those among them
    vitals: Mapping[str, VitalsValues] = field(default_factory=dict)  # by moment
    equipment: Mapping[str, str] = field(default_factory=dict)  # by setting
    note: str = ""
    rated_at: dt.datetime | None = None  # when after-pain was given; None: as this is written
    began_at: dt.datetime | None = None  # as a phone timed it; None: reckoned from time at angle
    rest_at_zero_s: int | None = None
    samples: Mapping[str, float] | None = None  # summary of what a phone measured
    trace: TraceValues | None = None

    def __post_init__(self) -> None:
        """Make the holds and what follows from them agree."""
        holds = self.holds or (HoldValues(self.angle_deg, self.duration_s),)
        object.__setattr__(self, "holds", holds)
        object.__setattr__(self, "duration_s", total_s(holds))
        object.__setattr__(self, "angle_deg", mean_angle_deg(holds))

    @property
    def started_at(self) -> dt.datetime:
        """When it began: as it was timed, or as far as a duration tells."""
        return self.began_at or self.ended_at - dt.timedelta(seconds=self.duration_s)

    @property
    def angle_max_deg(self) -> int:
        """The steepest that was measured, or else of the holds."""
        measured = round(self.samples["max_deg"]) if self.samples else 0
        return max(measured, *(hold.angle_deg for hold in self.holds))


def total_s(holds: tuple[HoldValues, ...]) -> int:
    """Return the time at angle, all holds together."""
    return sum(hold.seconds for hold in holds)


def mean_angle_deg(holds: tuple[HoldValues, ...]) -> int:
    """Return the angle weighted by time, to the whole degree; a half goes up.

    >>> mean_angle_deg((HoldValues(20, 60), HoldValues(45, 60)))
    33
    """
    total = total_s(holds)
    if not total:
        return holds[0].angle_deg
    return (2 * sum(hold.angle_deg * hold.seconds for hold in holds) + total) // (2 * total)
