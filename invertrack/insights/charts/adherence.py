"""Days with something written down, by week."""

from __future__ import annotations

from ..queries import read_presence
from .payload import WEEK, Asked, Chart, chart, column, day_axis, period_axis

DAYS_AXIS = {"title": "Days of the week", "min": 0, "max": 7}


def draw_adherence(asked: Asked) -> Chart:
    """On how many days of each week pain was rated, and on how many there was a session."""
    weeks = read_presence(asked.access, asked.period)
    datasets = []
    if asked.access.journal:
        label = "Days with pain rated"
        datasets.append(column(label, "rated", weeks.first, WEEK, weeks.rated_days, n=weeks.days))
    if asked.access.sessions:
        label = "Days with a session"
        datasets.append(
            column(label, "session-days", weeks.first, WEEK, weeks.session_days, n=weeks.days)
        )
    x_axis = day_axis(weeks.first, period_axis(weeks.period)["max"])
    return chart("adherence", datasets, x_axis, DAYS_AXIS, step=WEEK)
