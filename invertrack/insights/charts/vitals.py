"""Blood pressure and heart rate over time, before and after sessions apart."""

from __future__ import annotations

from collections.abc import Callable

from invertrack.sessions.enums import Moment

from ..queries import Measured, Span, VitalsColumns, vitals_columns
from .payload import Asked, Chart, Dataset, chart, column, day_axis, period_axis

type Read = Callable[[Measured], Span | None]

TENS = 10  # an axis begins and ends at one of them: room, and not a value to reach


def draw_vitals(asked: Asked) -> Chart:
    """What was measured before and after, from lowest to highest of each day or week."""
    found = vitals_columns(asked.access, asked.period)
    pressure = [
        _row(found, moment, "pressure", lambda one: one.systolic, lambda one: one.diastolic)
        for moment in Moment
    ]
    heart = [_row(found, moment, "heart", lambda one: one.heart_rate) for moment in Moment]
    rows = [*_on_one_scale(pressure), *_on_one_scale(heart)]
    x_axis = day_axis(found.first, period_axis(found.period)["max"])
    nothing = {"title": "", "min": 0, "max": TENS}
    return chart("vitals", rows, x_axis, nothing, step=found.step)


def _row(found: VitalsColumns, moment: Moment, what: str, *reads: Read) -> Dataset:
    label = {"pressure": "Blood pressure {}, mmHg", "heart": "Heart rate {}, a minute"}[what]
    values = found.columns[moment]
    upper, *lower = ([_ends(read(one)) if one else None for one in values] for read in reads)
    counts = {"pressure": "pressures", "heart": "heart_rates"}[what]
    return column(
        label.format(moment.value),
        f"{what}-{moment.value}",
        found.first,
        found.step,
        upper,
        n=[getattr(one, counts) if one else 0 for one in values],
        **({"lower": lower[0]} if lower else {}),
    )


def _on_one_scale(rows: list[Dataset]) -> list[Dataset]:
    """Return the rows that hold anything, with the ends of one axis for all of them."""
    held = [row for row in rows if any(row["data"])]
    ends = [
        end
        for row in held
        for name in ("data", "lower")
        for span in row.get(name, ())
        if span
        for end in span
    ]
    if not ends:
        return []
    axis = [min(ends) // TENS * TENS, -(-max(ends) // TENS) * TENS]
    return [{**row, "axis": axis} for row in held]


def _ends(span: Span | None) -> list[int] | None:
    return [span.low, span.high] if span else None
