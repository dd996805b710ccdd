"""Relief against angle and time, and where sessions lie between the two."""

from __future__ import annotations

from collections.abc import Sequence

from invertrack.analysis.results import BinMean

from ..queries import (
    ReliefPoint,
    bins_by_angle,
    bins_by_duration,
    read_days,
    relief_points,
    setting_cells,
)
from .payload import (
    ANGLE_AXIS,
    RELIEF_AXIS,
    Asked,
    Chart,
    Dataset,
    Point,
    chart,
    minutes_axis,
    points,
)


def draw_relief_by_angle(asked: Asked) -> Chart:
    """Relief of each rated session against its angle, with the means of fixed groups."""
    days = read_days(asked.access, asked.period, journal=False)
    dots = [(point.angle_deg, point) for point in relief_points(days)]
    # Groups of whole degrees: 10 to 19 has its middle at 14.5, and level is a group of its own.
    means = [
        _mean(bin_, centre=(bin_.bin.low + (bin_.bin.high or 91) - 1) / 2, end=bin_.bin.high or 90)
        for bin_ in bins_by_angle(days)
        if bin_.gate.open
    ]
    return chart("relief-by-angle", _relief(asked, dots, means), ANGLE_AXIS, RELIEF_AXIS)


def draw_relief_by_duration(asked: Asked) -> Chart:
    """Relief of each rated session against its minutes at angle, with the means of fixed groups."""
    days = read_days(asked.access, asked.period, journal=False)
    dots = [(round(point.duration_s / 60, 2), point) for point in relief_points(days)]
    x_axis = minutes_axis(minutes for minutes, _ in dots)
    longest = x_axis["max"]
    means = [
        _mean(
            bin_,
            centre=(bin_.bin.low + (bin_.bin.high or longest)) / 2,
            end=bin_.bin.high or longest,
        )
        for bin_ in bins_by_duration(days)
        if bin_.gate.open
    ]
    return chart("relief-by-duration", _relief(asked, dots, means), x_axis, RELIEF_AXIS)


def draw_angle_duration(asked: Asked) -> Chart:
    """How often each setting was used, with its mean relief once it may be shown."""
    days = read_days(asked.access, asked.period, journal=False)
    cells: list[Point] = []
    for found in setting_cells(days):
        mean = found.found
        interval = mean and mean.interval
        cells.append(
            {
                "x": found.cell.duration_s / 60,
                "y": found.cell.angle_deg,
                "sessions": found.sessions,
                "n": mean.n if mean else 0,
                "mean": mean and mean.mean,
                "low": interval and interval.low,
                "high": interval and interval.high,
            }
        )
    datasets = [points("Sessions", "cell", cells)] if asked.access.sessions else []
    y_axis = {key: value for key, value in ANGLE_AXIS.items() if key != "type"}
    x_axis = minutes_axis(cell["x"] for cell in cells)
    return chart("angle-duration", datasets, x_axis, y_axis)


def _relief(
    asked: Asked, dots: Sequence[tuple[float, ReliefPoint]], means: list[Point]
) -> list[Dataset]:
    if not asked.access.sessions:
        return []
    sessions: list[Point] = [
        {"x": x, "y": point.relief, "before": point.before, "late": point.is_hollow}
        for x, point in sorted(dots, key=lambda found: found[0])
    ]
    return [
        points("One session", "relief", sessions),
        points("Mean of 5 or more sessions", "mean", means),
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
