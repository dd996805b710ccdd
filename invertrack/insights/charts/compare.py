"""Two things of one's own choice, a dot for the days that have both."""

from __future__ import annotations

import math

from ..items import Item, asks_for_treatment, items_of, read_items
from ..queries import compare, read_treatments
from .payload import Asked, Axis, Chart, chart, points


def draw_compare(asked: Asked) -> Chart:
    """The days that have both; without a line, because two things side by side explain nothing."""
    access, period = asked.access, asked.period
    treatments = read_treatments(access, period) if asks_for_treatment(asked.params) else None
    items = items_of(access, treatments.names if treatments else ())
    if not items:
        nothing = {"title": "", "min": 0, "max": 10}
        return chart("compare", [], nothing | {"type": "number"}, nothing)
    x, y, _ = read_items(asked.params, items)
    found = compare(access, period, x, y, treatments)
    days = [
        {"x": point.x, "y": point.y, "n": point.days, "late": point.is_hollow}
        for point in found.points
    ]
    x_axis = _axis(x, [point.x for point in found.points]) | {"type": "number"}
    y_axis = _axis(y, [point.y for point in found.points])
    return chart("compare", [points("Days", "day", days)], x_axis, y_axis)


def _axis(item: Item, values: list[float]) -> Axis:
    words = {"words": list(item.words)} if item.words else {}
    top = max([item.high, *map(math.ceil, values)])
    return {"title": item.title, "min": item.low, "max": top, **words}
