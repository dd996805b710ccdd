"""Chart data as strict JSON: numbers, words and null, nothing else, and the same bytes each time."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
from chartjs.views.lines import BaseLineOptionsChartView
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from invertrack.analysis.series import epoch_day
from invertrack.care.access import Access, own_access

from .board import bins_by_angle, bins_by_duration
from .periods import Period, read_period
from .queries import ReliefPoint, TrendDay, pain_trend, read_days, relief_points

if TYPE_CHECKING:
    from invertrack.analysis.bins import BinMean

type Point = dict[str, int | float | bool | None]

PAIN_AXIS = {"title": "Pain, 0 to 10", "min": 0, "max": 10}
RELIEF_AXIS = {"title": "Relief, points", "min": -10, "max": 10}
SHORTEST_AXIS_MIN = 6


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart's datasets and axes, as static/js/charts reads them."""

    datasets: list[dict[str, Any]]
    options: dict[str, Any]


class ChartView(BaseLineOptionsChartView):
    """django-chartjs with a strict payload: data and options only.

    Left to itself it would answer the template context, with the view's address and the URL's
    arguments, write NaN, and turn any object into a string.
    """

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        now = timezone.now()
        draw = CHARTS.get(self.kwargs["name"])
        if draw is None:
            raise Http404("No such chart.")
        access = self.open_access(at=now)
        period, _ = read_period(
            request.GET, today=access.patient.today(now), data_from=access.data_from
        )
        self.chart = draw(access, period)
        return super().get(request)

    def open_access(self, *, at: dt.datetime) -> Access:
        """Return what this reader may see: here the person's own records."""
        if self.request.patient is None:
            raise Http404("No patient behind this account.")
        return own_access(self.request.patient)

    def get_labels(self) -> list[str]:
        return []

    def get_datasets(self) -> list[dict[str, Any]]:
        return self.chart.datasets

    def get_options(self) -> dict[str, Any]:
        return self.chart.options

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {name: context[name] for name in ("data", "options")}

    def convert_context_to_json(self, context: dict[str, Any]) -> bytes:
        refuse_nan(context)
        # What orjson would kindly convert is a mistake here: a date, a row, a numpy number.
        strict = (
            orjson.OPT_PASSTHROUGH_DATACLASS
            | orjson.OPT_PASSTHROUGH_DATETIME
            | orjson.OPT_PASSTHROUGH_SUBCLASS
        )
        return orjson.dumps(context, option=strict)

    def get_json_response(self, content: bytes, **kwargs: Any) -> HttpResponse:
        response = super().get_json_response(content, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response


def refuse_nan(value: Any) -> None:
    """Raise ValueError for NaN and infinity anywhere inside: a gap is None, and said so by us."""
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("NaN and infinity are not JSON; a gap is None")
    elif isinstance(value, dict):
        for part in value.values():
            refuse_nan(part)
    elif isinstance(value, list):
        for part in value:
            refuse_nan(part)


def draw_pain_trend(access: Access, period: Period) -> Chart:
    """Pain by local day, gaps as gaps, with the sessions marked."""
    days = read_days(access, period)
    trend = pain_trend(days)
    first, last = epoch_day(days.period.first), epoch_day(days.period.last)
    datasets = []
    if access.journal:
        datasets += [
            _dataset("Worst pain", "worst", _line(first, (day.worst for day in trend))),
            _dataset("Average pain of the day", "pain", _line(first, (day.pain for day in trend))),
            _dataset("Pain right now", "rating", _ratings(trend)),
        ]
    if access.sessions:
        marks = [
            {"x": epoch_day(day.day), "y": 0, "n": day.sessions} for day in trend if day.sessions
        ]
        datasets.append(_dataset("Sessions", "session", marks))
    x_axis = {"title": "Day", "type": "day", "min": first, "max": last}
    return _chart("pain-trend", datasets, x_axis, PAIN_AXIS)


def draw_relief_by_angle(access: Access, period: Period) -> Chart:
    """Relief of each rated session against its angle, with the means of fixed groups."""
    days = read_days(access, period, journal=False)
    points = [(point.angle_deg, point) for point in relief_points(days)]
    # Groups of whole degrees: 10 to 19 has its middle at 14.5, and level is a group of its own.
    means = [
        _mean(bin_, centre=(bin_.bin.low + (bin_.bin.high or 91) - 1) / 2, end=bin_.bin.high or 90)
        for bin_ in bins_by_angle(days)
        if bin_.gate.open
    ]
    x_axis = {"title": "Angle, degrees", "type": "number", "min": 0, "max": 90}
    return _chart("relief-by-angle", _relief(access, points, means), x_axis, RELIEF_AXIS)


def draw_relief_by_duration(access: Access, period: Period) -> Chart:
    """Relief of each rated session against its minutes at angle, with the means of fixed groups."""
    days = read_days(access, period, journal=False)
    points = [(round(point.duration_s / 60, 2), point) for point in relief_points(days)]
    longest = max([SHORTEST_AXIS_MIN, *(math.ceil(minutes) for minutes, _ in points)])
    means = [
        _mean(
            bin_,
            centre=(bin_.bin.low + (bin_.bin.high or longest)) / 2,
            end=bin_.bin.high or longest,
        )
        for bin_ in bins_by_duration(days)
        if bin_.gate.open
    ]
    x_axis = {"title": "Time at angle, minutes", "type": "number", "min": 0, "max": longest}
    return _chart("relief-by-duration", _relief(access, points, means), x_axis, RELIEF_AXIS)


CHARTS: dict[str, Callable[[Access, Period], Chart]] = {
    "pain-trend": draw_pain_trend,
    "relief-by-angle": draw_relief_by_angle,
    "relief-by-duration": draw_relief_by_duration,
}


def _chart(name: str, datasets: list[dict], x_axis: dict, y_axis: dict) -> Chart:
    return Chart(datasets, {"chart": name, "x": x_axis, "y": y_axis})


def _dataset(label: str, role: str, points: list[Point]) -> dict[str, Any]:
    return {"label": label, "role": role, "data": points}


def _line(first: int, scores: Iterable[int | None]) -> list[Point]:
    return [{"x": x, "y": score} for x, score in enumerate(scores, start=first)]


def _ratings(trend: Sequence[TrendDay]) -> list[Point]:
    return [
        {"x": epoch_day(day.day), "y": score}
        for day in trend
        for score in sorted({day.rating_low, day.rating_high} - {None})
    ]


def _relief(
    access: Access, points: Sequence[tuple[float, ReliefPoint]], means: list[Point]
) -> list[dict[str, Any]]:
    if not access.sessions:
        return []
    dots: list[Point] = [
        {"x": x, "y": point.relief, "before": point.before, "late": point.is_hollow}
        for x, point in sorted(points, key=lambda found: found[0])
    ]
    return [
        _dataset("One session", "relief", dots),
        _dataset("Mean of 5 or more sessions", "mean", means),
    ]


def _mean(found: BinMean, *, centre: float, end: float) -> Point:
    interval = found.interval
    return {
        "x": centre,
        "y": found.mean,
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
        "n": found.n,
        "from": found.bin.low,
        "to": end,
    }
