"""What a chart's answer is made of: columns and points with a role, and two axes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import orjson

from invertrack.analysis.results import Interval
from invertrack.analysis.series import epoch_day
from invertrack.care.access import Access

from ..periods import Period

type Point = dict[str, int | float | bool | str | None]
type Axis = dict[str, Any]
type Dataset = dict[str, Any]

DAY, WEEK = 1, 7
PAIN_AXIS: Axis = {"title": "Pain, 0 to 10", "min": 0, "max": 10}
SHORTEST_AXIS_MIN = 6
# What orjson would kindly convert is a mistake here: a date, a row, a numpy number.
STRICT = (
    orjson.OPT_PASSTHROUGH_DATACLASS
    | orjson.OPT_PASSTHROUGH_DATETIME
    | orjson.OPT_PASSTHROUGH_SUBCLASS
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose chart, of which days, and what else stood in the address."""

    access: Access
    period: Period
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart's datasets and axes, as static/js/charts reads them."""

    datasets: list[Dataset]
    options: dict[str, Any]


def chart(name: str, datasets: list[Dataset], x: Axis, y: Axis, *, step: int = 0) -> Chart:
    """Put a chart together; ``step`` is the days between two values of its columns."""
    steps = {"step": step} if step else {}
    return Chart(datasets, {"chart": name, **steps, "x": x, "y": y})


def points(label: str, role: str, data: list[Point]) -> Dataset:
    """Return a dataset of points that each say where they stand."""
    return {"label": label, "role": role, "data": data}


def column(
    label: str, role: str, first: int, step: int, data: Sequence[Any], **beside: Sequence[Any]
) -> Dataset:
    """Return a dataset whose value i stands at day ``first`` + i * ``step``; a gap is None.

    ``beside`` are columns of the same length, or places of values, such as ``late``.
    """
    return {"label": label, "role": role, "x0": first, "step": step, "data": data, **beside}


def ends_of(interval: Interval | None, prefix: str = "") -> dict[str, float | None]:
    """Return the ends of an interval as fields of a point."""
    low, high = (interval.low, interval.high) if interval else (None, None)
    return {f"{prefix}low": low, f"{prefix}high": high}


def day_axis(first: int, last: int) -> Axis:
    """Return the axis of days; both ends are epoch days."""
    return {"title": "Day", "type": "day", "min": first, "max": last}


def period_axis(period: Period) -> Axis:
    """Return the axis of a period's days."""
    return day_axis(epoch_day(period.first), epoch_day(period.last))


def relief_axis(reliefs: Iterable[float], title: str = "Relief, points") -> Axis:
    """Return the axis of relief, as far down as up: to 10 points, or to 5 if all lie within."""
    furthest = max(map(abs, reliefs), default=0)
    end = 5 if furthest <= 5 else 10
    return {"title": title, "min": -end, "max": end}


def angle_axis(angles_deg: Iterable[float]) -> Axis:
    """Return the axis of degrees: to 90, or to 60 if none is steeper."""
    end = 60 if max(angles_deg, default=0) <= 60 else 90
    return {"title": "Angle, degrees", "type": "number", "min": 0, "max": end}


def minutes_axis(minutes: Iterable[float]) -> Axis:
    """Return the axis of minutes at angle, as long as the longest of them."""
    longest = max([SHORTEST_AXIS_MIN, *map(math.ceil, minutes)])
    return {"title": "Time at angle, minutes", "type": "number", "min": 0, "max": longest}


def refuse_nan(payload: Any) -> None:
    """Raise ValueError for NaN and infinity anywhere inside: a gap is None, and said so by us.

    Goes down level by level, so that a column of thousands of numbers is one step and each of them
    is looked at by the interpreter's own loops.
    """
    level = [payload]
    while level:
        kinds = set(map(type, level))
        if float in kinds and not all(math.isfinite(v) for v in level if type(v) is float):
            raise ValueError("NaN and infinity are not JSON; a gap is None")
        inside: list[Iterable[Any]] = []
        if dict in kinds:
            inside += [value.values() for value in level if type(value) is dict]
        if list in kinds:
            inside += [value for value in level if type(value) is list]
        level = list(chain.from_iterable(inside))
