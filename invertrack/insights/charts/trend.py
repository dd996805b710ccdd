"""Pain by local day; beyond a year by week, from lowest to highest; and its line over the weeks."""

from __future__ import annotations

from collections.abc import Iterable

from invertrack.analysis.results import Trend

from ..captions import slope_label
from ..queries import DayColumns, WeekColumns, read_trend
from ..stored import found_in
from .payload import (
    DAY,
    PAIN_AXIS,
    WEEK,
    Asked,
    Chart,
    Dataset,
    Point,
    chart,
    column,
    day_axis,
    period_axis,
    points,
)


def draw_pain_trend(asked: Asked) -> Chart:
    """Pain with gaps as gaps, its line, sessions, and where a treatment changed.

    ``step=1`` asks for every day; ``part=1`` for some days of a period that was drawn before, which
    keeps its line.
    """
    every_day = asked.params.get("step") == str(DAY)
    if "part" in asked.params:
        found, line = read_trend(asked.access, asked.period, every_day=every_day), []
    else:
        stored = found_in(asked.access, asked.period)
        period = stored.period_of(asked.period)
        found = read_trend(asked.access, period, every_day=every_day, is_recorded=True)
        line = _line(stored.analysis.trend)
    build = _by_day if isinstance(found, DayColumns) else _by_week
    return build(asked, found, line)


def _by_day(asked: Asked, days: DayColumns, line: list[Dataset]) -> Chart:
    datasets = []
    if asked.access.journal:
        late = {"late": days.late}
        ratings = [{"x": x, "y": score, "late": late} for x, score, late in days.ratings]
        datasets += [
            column("Worst pain", "worst", days.first, DAY, days.worst, **late),
            column("Average pain of the day", "pain", days.first, DAY, days.pain, **late),
            points("Pain right now", "rating", ratings),
            _treatments(days.treatments),
            *line,
        ]
    if asked.access.sessions:
        datasets.append(column("Sessions", "session", days.first, DAY, days.sessions))
    return chart("pain-trend", datasets, period_axis(days.period), PAIN_AXIS, step=DAY)


def _by_week(asked: Asked, weeks: WeekColumns, line: list[Dataset]) -> Chart:
    datasets = []
    if asked.access.journal:
        average = "Average pain of the day, lowest to highest of the week"
        right_now = "Pain right now, lowest to highest of the week"
        datasets += [
            column("Worst pain of the week", "worst", weeks.first, WEEK, weeks.worst),
            column(average, "pain", weeks.first, WEEK, weeks.pain, n=weeks.pain_days),
            column(right_now, "rating", weeks.first, WEEK, weeks.ratings),
            _treatments(weeks.treatments),
            *line,
        ]
    if asked.access.sessions:
        datasets.append(column("Sessions", "session", weeks.first, WEEK, weeks.sessions))
    x_axis = day_axis(weeks.first, period_axis(weeks.period)["max"])
    return chart("pain-trend", datasets, x_axis, PAIN_AXIS, step=WEEK)


def _treatments(changes: Iterable[tuple[int, str]]) -> Dataset:
    lines = [{"x": day, "label": words} for day, words in changes]
    return points("Treatment changed", "treatment", lines)


def _line(trend: Trend | None) -> list[Dataset]:
    """Return the line of a trend: its two ends, each with those of the interval of its slope.

    All slopes turn about the middle of the line.
    """
    if trend is None:
        return []
    middle = (trend.first_day + trend.last_day) / 2
    height, slope = trend.value_at(middle), trend.shown
    interval = slope.interval

    def end(day: int) -> Point:
        found = {"x": day, "y": round(trend.value_at(day), 3), "low": None, "high": None}
        if interval is not None:
            turned = sorted(height + of * (day - middle) for of in (interval.low, interval.high))
            found["low"], found["high"] = (round(value, 3) for value in turned)
        return found

    ends = [end(trend.first_day), end(trend.last_day)]
    return [points(slope_label(trend), "line", ends)]
