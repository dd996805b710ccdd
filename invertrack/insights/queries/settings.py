"""Sessions by what was set and how they were rated: relief, settings used, before and after."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from invertrack.analysis.cells import cell_of, relief_by_cell
from invertrack.analysis.results import BinMean, Cell, CellMean
from invertrack.sessions.models import Session

from .days import Days


@dataclass(frozen=True, slots=True)
class ReliefPoint:
    """One rated session; hollow ones enter no average, except those entered over a day late."""

    angle_deg: int
    duration_s: int
    before: int
    relief: int
    is_hollow: bool


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


def relief_points(days: Days) -> list[ReliefPoint]:
    """Return every session with both ratings, one statement, by angle, then time."""
    firsts = {pair.session_id for pair in days.pairs}
    rows = (
        _sessions(days)
        .rated()
        .order_by("angle_deg", "duration_s", "started_at", "id")
        .values_list(
            "id", "angle_deg", "duration_s", "pain_before", "pain_after", "is_entered_late"
        )
    )
    return [
        ReliefPoint(angle, duration, before, before - after, late or key not in firsts)
        for key, angle, duration, before, after, late in rows
    ]


def setting_cells(days: Days) -> list[SettingCell]:
    """Return each setting in use, by angle, then time: one statement, a row a setting.

    The grid is coarser than what can be logged, so the database counts and this adds up.
    """
    used: Counter[Cell] = Counter()
    settings = _sessions(days).values_list("angle_deg", "duration_s").order_by()
    for angle_deg, duration_s, sessions in settings.annotate(Count("id")):
        used[cell_of(angle_deg, duration_s)] += sessions
    pairs = days.pairs
    means = relief_by_cell(
        [pair.angle_deg for pair in pairs], [pair.duration_s for pair in pairs], _reliefs(days)
    )
    by_cell = {found.cell: found for found in means}
    return [SettingCell(cell, used[cell], by_cell.get(cell)) for cell in sorted(used)]


def score_pairs(days: Days) -> list[ScorePair]:
    """Return how sessions went from score to score: one statement, 121 rows at the most.

    Hollow are those from memory, entered over a day late, or not the first of their day.
    """
    rows = _sessions(days).rated().values_list("pain_before", "pain_after").order_by()
    filled = Counter((pair.before, pair.after) for pair in days.pairs if not pair.is_late)
    return sorted(
        (
            ScorePair(before, after, sessions, sessions - filled[before, after])
            for before, after, sessions in rows.annotate(Count("id"))
        ),
        key=lambda found: (found.before, found.after),
    )


def bins_by_angle(days: Days) -> tuple[BinMean, ...]:
    """Return the mean relief of each group of angles."""
    if not days.pairs:
        return ()
    from invertrack.analysis.bins import relief_by_angle  # numpy and scipy, when they are needed

    return relief_by_angle([pair.angle_deg for pair in days.pairs], _reliefs(days))


def bins_by_duration(days: Days) -> tuple[BinMean, ...]:
    """Return the mean relief of each group of times at angle."""
    if not days.pairs:
        return ()
    from invertrack.analysis.bins import relief_by_duration  # as above

    return relief_by_duration([pair.duration_s / 60 for pair in days.pairs], _reliefs(days))


def _reliefs(days: Days) -> list[int]:
    return [pair.relief for pair in days.pairs]


def _sessions(days: Days):
    rows = Session.objects.visible_to(days.access)
    return rows.between(days.period.first, days.period.last)
