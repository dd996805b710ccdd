"""A page of insights whole: the same for the person and for the clinician they let in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode

from invertrack.care.access import Access

from . import findings
from .findings import Change, Voice
from .periods import Period
from .queries import Days, Span, TrendDay, pain_trend, read_days

if TYPE_CHECKING:
    from invertrack.analysis.bins import BinMean

NO_BREAK = "\N{NO-BREAK SPACE}"
CHART_NAMES = ("pain-trend", "relief-by-angle", "relief-by-duration")


@dataclass(frozen=True, slots=True)
class Week:
    """The days of one week, Monday to Sunday, that lie in the period."""

    first: dt.date
    last: dt.date
    days: int
    rated: int
    average: Span | None
    right_now: Span | None
    worst: int | None
    sessions: int

    @property
    def label(self) -> str:
        """The days in words that a narrow table keeps on one line."""
        first = (
            f"{self.first:%-d}" if self.first.month == self.last.month else f"{self.first:%-d %b}"
        )
        start = f"{first} to " if self.days > 1 else ""
        return f"{start}{self.last:%-d %b %Y}".replace(" ", NO_BREAK)


@dataclass(frozen=True, slots=True)
class Bin:
    """One row of a table of relief: a fixed group of settings, with its mean once it may be shown."""

    label: str
    found: BinMean


@dataclass(frozen=True, slots=True)
class Relief:
    """Relief by one setting: what the chart stands on in a sentence, and its groups as rows."""

    sentence: str
    bins: list[Bin]


@dataclass(frozen=True, slots=True)
class Board:
    """Everything a page of insights shows beside its charts."""

    days: Days
    period: Period
    trend_sentence: str
    weeks: list[Week]
    rated_days: int
    sessions: int
    session_days: int
    change: Change
    by_angle: Relief
    by_duration: Relief
    caution: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing was recorded in the period."""
        return self.days.is_empty

    @property
    def access(self) -> Access:
        """What the reader may see."""
        return self.days.access


def make_board(access: Access, period: Period, voice: Voice) -> Board:
    """Read and sum up a period in two statements; numpy is loaded only where there are pairs."""
    days = read_days(access, period)
    trend = pain_trend(days)
    change = findings.change_over_sessions(days, voice)
    by_angle, by_duration = _reliefs(days)
    shows_mean = change.mean is not None or any(
        bin_.found.gate.open for relief in (by_angle, by_duration) for bin_ in relief.bins
    )
    return Board(
        days=days,
        period=days.period,
        trend_sentence=findings.trend_sentence(days, trend),
        weeks=weeks(trend),
        rated_days=sum(day.is_rated for day in trend),
        sessions=sum(day.sessions for day in trend),
        session_days=len(days.sessions),
        change=change,
        by_angle=by_angle,
        by_duration=by_duration,
        caution=voice.caution if shows_mean else "",
    )


def chart_urls(view_name: str, period: Period, *args: object, **query: object) -> dict[str, str]:
    """Return the address of each chart of the period, by its name as a template can say it."""
    return {
        name.replace("-", "_"): (
            f"{reverse(view_name, args=[*args, name])}?{urlencode(query)}{'&' * bool(query)}{period.query}"
        )
        for name in CHART_NAMES
    }


def weeks(trend: Sequence[TrendDay]) -> list[Week]:
    """Return the weeks of a trend, the newest first; the outer ones hold only days of the period."""
    found = [
        _week(list(days)) for _, days in groupby(trend, key=lambda row: row.day.isocalendar()[:2])
    ]
    return found[::-1]


def bins_by_angle(days: Days) -> tuple[BinMean, ...]:
    """Return the mean relief of each group of angles."""
    if not days.pairs:
        return ()
    from invertrack.analysis.bins import relief_by_angle  # numpy and scipy, when they are needed

    pairs = days.pairs
    return relief_by_angle([pair.angle_deg for pair in pairs], [pair.relief for pair in pairs])


def bins_by_duration(days: Days) -> tuple[BinMean, ...]:
    """Return the mean relief of each group of times at angle."""
    if not days.pairs:
        return ()
    from invertrack.analysis.bins import relief_by_duration  # as above

    pairs = days.pairs
    return relief_by_duration([pair.duration_s / 60 for pair in pairs], [p.relief for p in pairs])


def _reliefs(days: Days) -> tuple[Relief, Relief]:
    angles, durations = bins_by_angle(days), bins_by_duration(days)
    return (
        Relief(findings.angle_sentence(days, angles), _rows(angles, "{}°")),
        Relief(findings.duration_sentence(days, durations), _rows(durations, "{} min")),
    )


def _rows(bins: Sequence[BinMean], unit: str) -> list[Bin]:
    return [
        Bin(
            label=unit.format(found.bin.label.replace("-", " to ")).replace(" ", NO_BREAK),
            found=found,
        )
        for found in bins
        if found.n
    ]


def _week(days: list[TrendDay]) -> Week:
    worst = [day.worst for day in days if day.worst is not None]
    return Week(
        first=days[0].day,
        last=days[-1].day,
        days=len(days),
        rated=sum(day.is_rated for day in days),
        average=Span.of([day.pain for day in days]),
        right_now=Span.of([score for day in days for score in (day.rating_low, day.rating_high)]),
        worst=max(worst, default=None),
        sessions=sum(day.sessions for day in days),
    )
