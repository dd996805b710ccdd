"""Relief against angle and time, and where sessions lie between the two."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from invertrack.analysis.results import Adjustment, BinMean, Groups
from invertrack.sessions.enums import AngleSource

from ..captions import read_at_label
from ..queries import ReliefPoint, relief_points, setting_cells, setting_scores
from ..stored import found_in
from .payload import (
    Asked,
    Axis,
    Chart,
    Dataset,
    Point,
    angle_axis,
    chart,
    ends_of,
    minutes_axis,
    points,
    relief_axis,
)

# How much of a dot is filled tells how well its angle is known.
FILLS = {AngleSource.GUESS: 0, AngleSource.MARK: 1, AngleSource.MEASURED: 2}


def draw_relief_by_angle(asked: Asked) -> Chart:
    """Relief of each rated session against its angle, with the means of fixed groups."""
    found = found_in(asked.access, asked.period)
    rows = relief_points(asked.access, found.period_of(asked.period))
    read_at = found.analysis.adjustment
    dots = [_dot(point.angle_deg, point, read_at) for point in rows]
    for dot, point in zip(dots, rows, strict=True):
        dot["fill"] = FILLS[AngleSource(point.source)]
    # Groups of whole degrees: 10 to 19 has its middle at 14.5, and level is a group of its own.
    means = _means(
        found.analysis.by_angle, end=90, centre=lambda low, high: (low + (high or 91) - 1) / 2
    )
    x_axis = angle_axis(dot["x"] for dot in dots)
    return _relief_chart("relief-by-angle", asked, dots, means, x_axis, read_at)


def draw_relief_by_duration(asked: Asked) -> Chart:
    """Relief of each rated session against its minutes at angle, with the means of fixed groups."""
    found = found_in(asked.access, asked.period)
    rows = relief_points(asked.access, found.period_of(asked.period))
    read_at = found.analysis.adjustment
    dots = [_dot(round(point.duration_s / 60, 2), point, read_at) for point in rows]
    x_axis = minutes_axis(dot["x"] for dot in dots)
    longest = x_axis["max"]
    means = _means(
        found.analysis.by_minutes,
        end=longest,
        centre=lambda low, high: (low + (high or longest)) / 2,
    )
    return _relief_chart("relief-by-duration", asked, dots, means, x_axis, read_at)


def draw_angle_duration(asked: Asked) -> Chart:
    """How often each setting was used, with its mean relief once it may be shown."""
    found = found_in(asked.access, asked.period)
    used = setting_scores(asked.access, found.period_of(asked.period))
    cells: list[Point] = []
    for row in setting_cells(used, found.analysis.cells):
        mean = row.found
        pooled = mean and mean.pooled
        cells.append(
            {
                "x": row.cell.duration_s / 60,
                "y": row.cell.angle_deg,
                "sessions": row.sessions,
                "n": mean.n if mean else 0,
                "mean": mean and mean.mean,
                **ends_of(mean and mean.interval),
                "pooled": pooled and pooled.value,
                **ends_of(pooled and pooled.interval, "pooled_"),
            }
        )
    datasets = [points("Sessions", "cell", cells)] if asked.access.sessions else []
    y_axis = angle_axis(cell["y"] for cell in cells)
    x_axis = minutes_axis(cell["x"] for cell in cells)
    return chart("angle-duration", datasets, x_axis, y_axis)


def _dot(x: float, point: ReliefPoint, read_at: Adjustment | None) -> Point:
    dot: Point = {
        "x": x,
        "y": point.relief,
        "before": point.before,
        "late": point.is_hollow,
    }
    if read_at is not None:
        dot["y"] = round(read_at.read(point.relief, point.before), 2)
        dot["rated"] = point.relief
    return dot


def _means(
    groups: Groups, *, end: float, centre: Callable[[float, float | None], float]
) -> list[Point]:
    return [
        _mean(bin_, centre=centre(bin_.bin.low, bin_.bin.high), end=bin_.bin.high or end)
        for bin_ in groups.bins
        if bin_.gate.open
    ]


def _mean(found: BinMean, *, centre: float, end: float) -> Point:
    pooled = found.pooled
    return {
        "x": centre,
        "y": found.mean,
        **ends_of(found.interval),
        "n": found.n,
        "from": found.bin.low,
        "to": end,
        "pooled": pooled and pooled.value,
        **ends_of(pooled and pooled.interval, "pooled_"),
    }


def _relief_chart(
    name: str,
    asked: Asked,
    dots: Sequence[Point],
    means: list[Point],
    x_axis: Axis,
    read_at: Adjustment | None,
) -> Chart:
    named = {} if read_at is None else {"title": read_at_label(read_at)}
    y_axis = relief_axis((dot["y"] for dot in dots), **named)
    datasets: list[Dataset] = []
    if asked.access.sessions:
        datasets = [
            points("One session", "relief", sorted(dots, key=lambda dot: dot["x"])),
            points("Mean of 5 or more sessions", "mean", means),
        ]
    return chart(name, datasets, x_axis, y_axis)
