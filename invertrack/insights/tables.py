"""The numbers of the charts as rows, for those who read rather than look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.formats import date_format

from invertrack.core.dates import on_one_line, span
from invertrack.core.templatetags.display import degrees, duration

from .periods import Period
from .queries import ScorePair, SettingCell, Span, TrendDay

if TYPE_CHECKING:
    from invertrack.analysis.bins import BinMean
    from invertrack.analysis.cells import CellMean


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days of one week, Monday to Sunday, or of one month, that lie in the period."""

    label: str
    days: int
    rated: int
    average: Span | None
    right_now: Span | None
    worst: int | None
    sessions: int
    session_days: int


@dataclass(frozen=True, slots=True)
class Stretches:
    """A period by week, or beyond a year by month, the newest first."""

    unit: str
    rows: list[Stretch]


@dataclass(frozen=True, slots=True)
class Bin:
    """One row of a table of relief: a fixed group of settings, with its mean once it may be shown."""

    label: str
    found: BinMean


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table of settings: how often it was used, and its mean once it may be shown."""

    angle: str
    time: str
    sessions: int
    n: int
    found: CellMean | None


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """The sessions that began with one score: how many ended with each score of the table's head."""

    before: int
    sessions: int
    cells: list[ScorePair | None]


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """Pain before by pain after, only scores that were given; ``afters`` are the columns."""

    afters: list[int]
    rows: list[ScoreRow]


def stretches(trend: Sequence[TrendDay], period: Period) -> Stretches:
    """Return a trend by week or by month; the outer ones hold only days of the period."""
    if period.is_by_day:
        grouped = groupby(trend, key=lambda row: row.day.isocalendar()[:2])
        rows = [_stretch(_week_label(found), found) for found in _lists(grouped)]
        return Stretches("Week", rows[::-1])
    grouped = groupby(trend, key=lambda row: (row.day.year, row.day.month))
    rows = [
        _stretch(on_one_line(date_format(found[0].day, "SHORT_YEAR_MONTH_FORMAT")), found)
        for found in _lists(grouped)
    ]
    return Stretches("Month", rows[::-1])


def bin_rows(bins: Sequence[BinMean], unit: str) -> list[Bin]:
    """Return the groups that hold sessions; ``unit`` stands around their limits."""
    return [
        Bin(
            label=on_one_line(unit.format(found.bin.label.replace("-", " to "))),
            found=found,
        )
        for found in bins
        if found.n
    ]


def setting_rows(cells: Sequence[SettingCell]) -> list[Setting]:
    """Return the settings in words, each with the sessions behind it."""
    return [
        Setting(
            angle=degrees(row.cell.angle_deg),
            time=on_one_line(duration(row.cell.duration_s)),
            sessions=row.sessions,
            n=row.found.n if row.found else 0,
            found=row.found,
        )
        for row in cells
    ]


def score_table(pairs: Sequence[ScorePair]) -> ScoreTable:
    """Return how sessions went from score to score, as a table with a row for each score before."""
    afters = sorted({pair.after for pair in pairs})
    rows = []
    for before, found in groupby(pairs, key=lambda pair: pair.before):
        by_after = {pair.after: pair for pair in found}
        sessions = sum(pair.sessions for pair in by_after.values())
        rows.append(ScoreRow(before, sessions, [by_after.get(after) for after in afters]))
    return ScoreTable(afters, rows)


def _lists(grouped) -> list[list[TrendDay]]:
    return [list(days) for _, days in grouped]


def _week_label(days: list[TrendDay]) -> str:
    """The days in words that a narrow table keeps on one line."""
    return on_one_line(span(days[0].day, days[-1].day, short=True))


def _stretch(label: str, days: list[TrendDay]) -> Stretch:
    worst = [day.worst for day in days if day.worst is not None]
    return Stretch(
        label=label,
        days=len(days),
        rated=sum(day.is_rated for day in days),
        average=Span.of([day.pain for day in days]),
        right_now=Span.of([score for day in days for score in (day.rating_low, day.rating_high)]),
        worst=max(worst, default=None),
        sessions=sum(day.sessions for day in days),
        session_days=sum(day.sessions > 0 for day in days),
    )
