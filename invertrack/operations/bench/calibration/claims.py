"""What is claimed about one person, by the page, by the published method and by common ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from invertrack.analysis.record import Record
from invertrack.analysis.results import Analysis, Baseline, Dose, Groups, Interval, Term, Trend

from . import naive
from .worlds import Person


class Claim(StrEnum):
    """A thing that the analysis may say is so."""

    TREND = "trend"
    LEFT = "left"
    ANGLE = "angle"
    MINUTES = "minutes"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Saying:
    """What one method says: the direction it claims, 0 for none, and its interval."""

    direction: int
    interval: Interval | None = None

    def claims(self, truth: float) -> bool:
        """Whether it claims what is so, or, where nothing is, anything."""
        return self.direction != 0 and self.direction * truth >= 0

    def covers(self, truth: float) -> bool:
        """Whether the truth lies within its interval."""
        return self.interval is not None and self.interval.low <= truth <= self.interval.high


SILENT: Final = Saying(0)


@dataclass(frozen=True, slots=True)
class Said:
    """One claim about one person. ``common``: what each naive method says, None where nothing."""

    is_open: bool
    truth: float
    shown: Saying
    published: Saying
    common: tuple[bool | None, ...]


type Common = Callable[[Record], bool | None]

COMMON: Final[dict[Claim, dict[str, Common]]] = {
    Claim.TREND: {
        "least squares": naive.trend_by_least_squares,
        "Mann-Kendall": naive.trend_by_mann_kendall,
    },
    Claim.LEFT: {"paired t test": naive.change_by_paired_t},
    Claim.ANGLE: {"a line on angle alone": naive.slope_on_angle},
    Claim.MINUTES: {"a line on minutes alone": naive.slope_on_minutes},
    Claim.GROUP: {
        "t test of the fullest": naive.fullest_bin_by_t,
        "of the highest": naive.top_bin_by_t,
    },
}


def said_of(person: Person, found: Analysis) -> dict[Claim, Said]:
    """Return all that is claimed about a person of known truth."""
    dose_opens = found.dose_gate.open
    groups = (found.by_angle, found.by_minutes)
    compared = any(each.gate.open for each in groups)
    differs = float(bool(person.angle or person.minutes))
    sayings = {
        Claim.TREND: (found.trend_gate.open, person.trend, *_of_trend(found.trend)),
        Claim.LEFT: (found.baseline_gate.open, person.left, *_of_baseline(found.baseline)),
        Claim.ANGLE: (dose_opens, person.angle, *_of_term(found.dose, "angle")),
        Claim.MINUTES: (dose_opens, person.minutes, *_of_term(found.dose, "minutes")),
        Claim.GROUP: (compared, differs, *_of_groups(groups)),
    }
    return {
        claim: Said(*saying, tuple(ask(person.record) for ask in COMMON[claim].values()))
        for claim, saying in sayings.items()
    }


def _of_trend(trend: Trend | None) -> tuple[Saying, Saying]:
    if trend is None:
        return SILENT, SILENT
    shown, published = _direction(trend.shown.interval), _direction(trend.published.interval)
    return (
        Saying(shown if trend.is_clear else 0, trend.shown.interval),
        Saying(published if trend.p < naive.LEVEL else 0, trend.published.interval),
    )


def _of_baseline(baseline: Baseline | None) -> tuple[Saying, Saying]:
    if baseline is None:
        return SILENT, SILENT
    return _of_interval(baseline.left.interval), _of_interval(baseline.published.interval)


def _of_term(dose: Dose | None, name: str) -> tuple[Saying, Saying]:
    if dose is None:
        return SILENT, SILENT
    term: Term = getattr(dose, name)
    direction = _direction(term.shown.interval) if dose.is_clear(term) else 0
    return Saying(direction, term.shown.interval), _of_interval(term.published.interval)


def _of_groups(groups: tuple[Groups, ...]) -> tuple[Saying, Saying]:
    """A group is named or not; the rule is the published one."""
    saying = Saying(int(any(each.stands_out for each in groups)))
    return saying, saying


def _of_interval(interval: Interval | None) -> Saying:
    return Saying(_direction(interval), interval)


def _direction(interval: Interval | None) -> int:
    if interval is None or not interval.excludes_zero:
        return 0
    return 1 if interval.low > 0 else -1
