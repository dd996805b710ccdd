"""Scores of questionnaires over time, each on a scale of its own with its direction named."""

from __future__ import annotations

from typing import Any

from invertrack.analysis.series import epoch_day
from invertrack.questionnaires.instruments import Instrument

from ..queries import Passes, read_passes
from .payload import Asked, Chart, Dataset, chart, period_axis, points


def draw_questionnaires(asked: Asked) -> Chart:
    """A row for each questionnaire that was answered; nothing is drawn where it was not."""
    found = read_passes(asked.access, asked.period)
    days = [row.local_date for passes in found for row in (passes.rows[0], passes.rows[-1])]
    drawn = chart(
        "questionnaires",
        [_scores(passes) for passes in found],
        period_axis(asked.period.holding(days)),
        {},
    )
    drawn.options["rows"] = {passes.asked.id.value: _row(passes.asked) for passes in found}
    return drawn


def _scores(passes: Passes) -> Dataset:
    scored = [
        {"x": epoch_day(row.local_date), "y": row.score}
        for row in passes.rows
        if row.score is not None
    ]
    return points(passes.asked.name, passes.asked.id.value, scored)


def _row(asked: Instrument) -> dict[str, Any]:
    """What the axis of a row is made of; ``every`` is after how many days it is asked again."""
    words = [option.text for option in sorted(asked.options, key=lambda option: option.number)]
    return {
        "low": asked.lowest,
        "high": asked.highest,
        "decimals": asked.decimals,
        "every": asked.every_days,
        "direction": asked.direction.label,
        **({"words": words} if words else {}),
    }
