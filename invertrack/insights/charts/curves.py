"""The smooth curve of relief over a setting, computed only when somebody asks to see it."""

from __future__ import annotations

from ..curves import Setting, curve_in
from .payload import (
    Asked,
    Chart,
    Dataset,
    angle_axis,
    chart,
    minutes_axis,
    points,
    relief_axis,
)


def draw_curve_by_angle(asked: Asked) -> Chart:
    """Relief over the angle as a curve with its band."""
    return _curve(asked, Setting.ANGLE)


def draw_curve_by_minutes(asked: Asked) -> Chart:
    """Relief over the minutes at angle as a curve with its band."""
    return _curve(asked, Setting.MINUTES)


def _curve(asked: Asked, setting: Setting) -> Chart:
    found = curve_in(asked.access, asked.period, setting)
    curve, datasets = found.curve, list[Dataset]()
    if curve is not None:
        rows = zip(curve.x, curve.y, curve.low, curve.high, strict=True)
        line = [
            {
                "x": x,
                **{
                    key: round(value, 3)
                    for key, value in zip(("y", "low", "high"), row, strict=True)
                },
            }
            for x, *row in rows
        ]
        label = f"Smooth curve of {curve.n:,} sessions with its 95% band, descriptive only"
        datasets = [points(label, "curve", line)]
    x_axis = (angle_axis if setting == Setting.ANGLE else minutes_axis)(curve.x if curve else ())
    y_axis = relief_axis((*curve.low, *curve.high) if curve else ())
    return chart(f"relief-curve-{setting}", datasets, x_axis, y_axis)
