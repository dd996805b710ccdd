"""What one patient took beside the table, as their clinician reads it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from invertrack.care.access import Access
from invertrack.insights.periods import Period
from invertrack.journals.models import Treatment


@dataclass(frozen=True, slots=True)
class TreatmentSum:
    """One medicine or other treatment of a period: how often it was noted, and what changed when."""

    name: str
    times: int
    days: int
    last: dt.date
    last_dose: str
    changes: list[Treatment]


def treatment_sums(access: Access, period: Period) -> list[TreatmentSum]:
    """Return the treatments of a period, those that changed last first, then the most frequent.

    One statement; names that differ only in capitals are one treatment.
    """
    rows = (
        Treatment.objects.visible_to(access)
        .between(period.first, period.last)
        .order_by("-taken_at", "-id")
    )
    by_name: dict[str, list[Treatment]] = defaultdict(list)
    for row in rows:
        by_name[row.name.casefold()].append(row)
    sums = [
        TreatmentSum(
            name=taken[0].name,
            times=len(taken),
            days=len({row.local_date for row in taken}),
            last=taken[0].local_date,
            last_dose=taken[0].dose_text,
            changes=[row for row in taken if row.has_changed],
        )
        for taken in by_name.values()
    ]
    return sorted(sums, key=_order)


def _order(found: TreatmentSum) -> tuple[int, int, str]:
    changed = max((row.local_date.toordinal() for row in found.changes), default=0)
    return -changed, -found.times, found.name
