"""How steadily the journal is kept, from its days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from invertrack.care.access import Access

from .. import habit
from ..enums import DayKind
from ..habit import DayMark
from ..models import JournalDay

# What is older moves the score by less than a hundredth of a point.
DAYS_READ = dt.timedelta(days=180)
PAIN = ("pain_avg_24h", "pain_worst_24h", "leg_pain", "rating_first")


@dataclass(frozen=True, slots=True)
class Habit:
    """The habit score of [first_day, today] and the days that it stands on."""

    score: int | None
    days_to_go: int
    first_day: dt.date
    days: int
    kept: int
    excused: int


def habit_of(access: Access, today: dt.date) -> Habit | None:
    """Return the habit of the last 180 days, None of a journal without a day: one statement."""
    rows = JournalDay.objects.visible_to(access).filter(
        local_date__gt=today - DAYS_READ, local_date__lte=today
    )
    marks = {
        day: habit.mark_of(
            is_scored=any(score is not None for score in scores),
            has_entry=has_entry,
            is_ordinary=kind == DayKind.ORDINARY,
        )
        for day, has_entry, kind, *scores in rows.values_list(
            "local_date", "has_entry", "day_kind", *PAIN
        )
    }
    if not marks:
        return None
    first_day, said = min(marks), list(marks.values())
    return Habit(
        score=habit.score(marks, first_day, today),
        days_to_go=habit.days_to_go(first_day, today),
        first_day=first_day,
        days=(today - first_day).days + 1,
        kept=said.count(DayMark.KEPT),
        excused=said.count(DayMark.EXCUSED),
    )
