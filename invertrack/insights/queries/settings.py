"""Sessions by what was set and how they were rated: relief, settings used, before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from invertrack.analysis.cells import cell_of
from invertrack.analysis.results import Cell, CellMean
from invertrack.care.access import Access
from invertrack.sessions.enums import AngleSource
from invertrack.sessions.models import Session
from invertrack.sessions.models.session import SessionQuerySet

from ..periods import Period
from .days import Pair, within


@dataclass(frozen=True, slots=True)
class ReliefPoint:
    """One rated session; hollow ones enter no average, except those entered over a day late."""

    angle_deg: int
    duration_s: int
    before: int
    after: int
    source: AngleSource
    is_hollow: bool

    @property
    def relief(self) -> int:
        """Before minus after, points: positive is better."""
        return self.before - self.after


@dataclass(frozen=True, slots=True)
class SettingScores:
    """How many sessions there were at a setting with these two scores, None where not rated."""

    angle_deg: int
    duration_s: int
    before: int | None
    after: int | None
    sessions: int

    @property
    def is_rated(self) -> bool:
        """Whether pain was rated before and after."""
        return self.before is not None and self.after is not None


@dataclass(frozen=True, slots=True)
class SettingCell:
    """One place between angle and time: how often it was used, and its mean once it may be shown.

    ``found`` None: none of its sessions enters analyses.
    """

    cell: Cell
    sessions: int
    found: CellMean | None


@dataclass(frozen=True, slots=True)
class ScorePair:
    """How many sessions went from one pain score to another, NRS 0-10; ``hollow`` stand apart."""

    before: int
    after: int
    sessions: int
    hollow: int


def relief_points(access: Access, period: Period) -> list[ReliefPoint]:
    """Return every session with both ratings, one statement, in time order.

    The first of a day whose pain after is not from memory enters analyses, as in the day's roll-up.
    """
    rows = _sessions(access, period).rated().order_by("local_date", "started_at", "id")
    entered, found = None, []
    for day, *setting, before, after, source, is_late, delay_s in rows.values_list(
        "local_date",
        "angle_deg",
        "duration_s",
        "pain_before",
        "pain_after",
        "angle_source",
        "is_entered_late",
        "pain_after_delay_s",
    ):
        is_outside = delay_s is None or day == entered
        entered = entered if is_outside else day
        found.append(ReliefPoint(*setting, before, after, source, is_outside or is_late))
    return found


def setting_scores(access: Access, period: Period) -> list[SettingScores]:
    """Return how often each setting was used and how it was rated: one statement, no row twice."""
    columns = ("angle_deg", "duration_s", "pain_before", "pain_after")
    rows = _sessions(access, period).values_list(*columns).order_by()
    return [SettingScores(*row) for row in rows.annotate(Count("id"))]


def setting_cells(used: Iterable[SettingScores], means: Iterable[CellMean]) -> list[SettingCell]:
    """Return each setting in use with its mean, by angle, then time.

    The grid is coarser than what can be logged, so the database counts and this adds up.
    """
    sessions: Counter[Cell] = Counter()
    for row in used:
        sessions[cell_of(row.angle_deg, row.duration_s)] += row.sessions
    by_cell = {found.cell: found for found in means}
    return [SettingCell(cell, sessions[cell], by_cell.get(cell)) for cell in sorted(sessions)]


def score_pairs(used: Iterable[SettingScores], pairs: Iterable[Pair]) -> list[ScorePair]:
    """Return how sessions went from score to score, 121 rows at the most.

    Hollow are those from memory, entered over a day late, or not the first of their day.
    """
    sessions: Counter[tuple[int, int]] = Counter()
    for row in used:
        if row.is_rated:
            sessions[row.before, row.after] += row.sessions
    filled = Counter((pair.before, pair.after) for pair in pairs if not pair.is_late)
    return _score_pairs(sessions, filled)


def drawn_pairs(points: Sequence[ReliefPoint]) -> list[ScorePair]:
    """Return the same of every single session."""
    return _score_pairs(
        Counter((point.before, point.after) for point in points),
        Counter((point.before, point.after) for point in points if not point.is_hollow),
    )


def _score_pairs(
    sessions: Counter[tuple[int, int]], filled: Counter[tuple[int, int]]
) -> list[ScorePair]:
    return [
        ScorePair(*scores, sessions[scores], sessions[scores] - filled[scores])
        for scores in sorted(sessions)
    ]


def _sessions(access: Access, period: Period) -> SessionQuerySet:
    return within(Session.objects.visible_to(access), period)
