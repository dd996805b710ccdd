"""The numbers of the charts as rows, for those who read rather than look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.formats import date_format

from invertrack.analysis.results import BinMean, CellMean
from invertrack.core.dates import on_one_line, span
from invertrack.core.templatetags.display import degrees, duration
from invertrack.core.weeks import monday_of, week_of
from invertrack.sessions.enums import Moment

from .periods import Period
from .queries import Measured, ScorePair, SettingCell, Span, TrendDay, VitalsOfDay

SIX_DAYS = dt.timedelta(days=6)


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
class SettingRow:
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


@dataclass(frozen=True, slots=True)
class VitalsRow:
    """What was measured in one week or month before sessions, or after them."""

    label: str
    moment: str
    measured: Measured


@dataclass(frozen=True, slots=True)
class VitalsTable:
    """Readings by week, or beyond a year by month, the newest first, before above after."""

    unit: str
    rows: list[VitalsRow]


def stretches(trend: Sequence[TrendDay], period: Period) -> Stretches:
    """Return a trend by week or by month; the outer ones hold only days of the period."""
    grouped = groupby(trend, key=lambda row: _stretch_of(row.day, period))
    rows = [
        _stretch(_label(found[0].day, found[-1].day, period), found) for found in _lists(grouped)
    ]
    return Stretches(_unit(period), rows[::-1])


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


def setting_rows(cells: Sequence[SettingCell]) -> list[SettingRow]:
    """Return the settings in words, each with the sessions behind it."""
    return [
        SettingRow(
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


def vitals_table(found: Sequence[VitalsOfDay], period: Period) -> VitalsTable:
    """Return readings by week or by month, each moment in a row of its own; none, no row."""
    rows = []
    for _, in_stretch in groupby(found, key=lambda row: _stretch_of(row.day, period)):
        days = list(in_stretch)
        label = _label(*_days_around(days[0].day, period), period)
        for moment in reversed(Moment):  # the whole is turned over below
            measured = [row.measured for row in days if row.moment == moment]
            if measured:
                rows.append(VitalsRow(label, moment.label, Measured.of(measured)))
    return VitalsTable(_unit(period), rows[::-1])


def _unit(period: Period) -> str:
    return "Week" if period.is_by_day else "Month"


def _stretch_of(day: dt.date, period: Period) -> tuple[int, int]:
    return day.isocalendar()[:2] if period.is_by_day else (day.year, day.month)


def _days_around(day: dt.date, period: Period) -> tuple[dt.date, dt.date]:
    """Return first and last day of the week that lie in the period; a month is named by any day."""
    if not period.is_by_day:
        return day, day
    monday = monday_of(week_of(day))
    return max(monday, period.first), min(monday + SIX_DAYS, period.last)


def _label(first: dt.date, last: dt.date, period: Period) -> str:
    """The days of a week in words that a narrow table keeps on one line, or the name of a month."""
    if period.is_by_day:
        return on_one_line(span(first, last, short=True))
    return on_one_line(date_format(last, "SHORT_YEAR_MONTH_FORMAT"))


def _lists(grouped) -> list[list[TrendDay]]:
    return [list(days) for _, days in grouped]


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
