"""Pain around sessions: before, right after, and at the times when it is asked again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import orjson

from invertrack.analysis.results import Median
from invertrack.sessions.enums import FollowUpKind

from ..periods import MOST_BY_DAY
from .days import NONE_LISTED, Days


class Time(StrEnum):
    """When pain is told around a session; the later ones are named as their follow-ups are."""

    BEFORE = "before"
    AFTER = "after"
    MINUTES_30 = FollowUpKind.MINUTES_30.value
    HOURS_2 = FollowUpKind.HOURS_2.value
    NEXT_MORNING = FollowUpKind.NEXT_MORNING.value


@dataclass(frozen=True, slots=True)
class Later:
    """An answer ``minutes`` after a session had ended; one that came too late enters no median."""

    minutes: int
    pain: int


@dataclass(frozen=True, slots=True)
class Around:
    """One session of a day: its pain at each ``Time``, None where no answer counts for it."""

    day: dt.date
    scores: tuple[int | None, ...]
    late: tuple[Later, ...]


@dataclass(frozen=True, slots=True)
class PainAround:
    """Pain around the sessions of a period, in time order, and the median of each ``Time``."""

    sessions: list[Around]
    medians: tuple[Median, ...]

    @property
    def drawn(self) -> list[Around]:
        """The sessions that are drawn one by one: the latest, as many as a year has days."""
        return self.sessions[-MOST_BY_DAY:]

    @property
    def late(self) -> int:
        """Answers among them that came too late to count."""
        return sum(len(session.late) for session in self.drawn)

    @property
    def has_later(self) -> bool:
        """Whether anything was answered after the rating right after."""
        is_late = any(session.late for session in self.sessions)
        return is_late or any(found.n for found in self.medians[2:])


def pain_around(days: Days, medians: Sequence[Median]) -> PainAround:
    """Return pain around the sessions that enter analyses; what was not answered stays a gap."""
    sessions = [
        _around(facts.day, facts.pair.before, facts.pair.after, facts.pair.later)
        for facts in days.sessions.values()
        if facts.pair is not None
    ]
    return PainAround(sessions, tuple(medians))


def _around(day: dt.date, before: int, after: int, later: str) -> Around:
    found: dict[str, int] = {}
    late = []
    for kind, minutes, pain, counts in () if later == NONE_LISTED else orjson.loads(later):
        if counts:
            found[kind] = pain
        else:
            late.append(Later(minutes, pain))
    return Around(day, (before, after, *(found.get(kind) for kind in FollowUpKind)), tuple(late))
