"""Pain by local day; beyond a year by week, from lowest to highest."""

from __future__ import annotations

from collections.abc import Iterable

from ..queries import DayColumns, WeekColumns, read_trend
from .payload import (
    DAY,
    PAIN_AXIS,
    WEEK,
    Asked,
    Chart,
    Dataset,
    chart,
    column,
    day_axis,
    period_axis,
    points,
)


def draw_pain_trend(asked: Asked) -> Chart:
    """Pain with gaps as gaps, sessions, and where a treatment changed; ``step=1``: every day."""
    every_day = asked.params.get("step") == str(DAY)
    found = read_trend(asked.access, asked.period, every_day=every_day)
    build = _by_day if isinstance(found, DayColumns) else _by_week
    return build(asked, found)


def _by_day(asked: Asked, days: DayColumns) -> Chart:
    datasets = []
    if asked.access.journal:
        late = {"late": days.late}
        ratings = [{"x": x, "y": score, "late": late} for x, score, late in days.ratings]
        datasets += [
            column("Worst pain", "worst", days.first, DAY, days.worst, **late),
            column("Average pain of the day", "pain", days.first, DAY, days.pain, **late),
            points("Pain right now", "rating", ratings),
            _treatments(days.treatments),
        ]
    if asked.access.sessions:
        datasets.append(column("Sessions", "session", days.first, DAY, days.sessions))
    return chart("pain-trend", datasets, period_axis(days.period), PAIN_AXIS, step=DAY)


def _by_week(asked: Asked, weeks: WeekColumns) -> Chart:
    datasets = []
    if asked.access.journal:
        average = "Average pain of the day, lowest to highest of the week"
        right_now = "Pain right now, lowest to highest of the week"
        datasets += [
            column("Worst pain of the week", "worst", weeks.first, WEEK, weeks.worst),
            column(average, "pain", weeks.first, WEEK, weeks.pain, n=weeks.pain_days),
            column(right_now, "rating", weeks.first, WEEK, weeks.ratings),
            _treatments(weeks.treatments),
        ]
    if asked.access.sessions:
        datasets.append(column("Sessions", "session", weeks.first, WEEK, weeks.sessions))
    x_axis = day_axis(weeks.first, period_axis(weeks.period)["max"])
    return chart("pain-trend", datasets, x_axis, PAIN_AXIS, step=WEEK)


def _treatments(changes: Iterable[tuple[int, str]]) -> Dataset:
    lines = [{"x": day, "label": words} for day, words in changes]
    return points("Treatment changed", "treatment", lines)
