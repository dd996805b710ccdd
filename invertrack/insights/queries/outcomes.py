"""What a person's own records hold on the outcomes that articles make claims about, beside pain."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Sum

from invertrack.analysis.series import epoch_day
from invertrack.care.access import Access
from invertrack.journals.models import Entry
from invertrack.sessions.enums import Moment
from invertrack.sessions.models import SessionDay, SideEffect, Vitals

from ..periods import Period
from .days import within

SCORES: Final = ("spasm", "joint_pain", "balance", "circulation")
READINGS: Final = ("systolic", "diastolic", "heart_rate")
EYE_SYMPTOMS: Final = (
    "sudden_vision_loss",
    "vision_blurred_lasting",
    "eye_bleed_or_spots",
    "head_pressure",
)

type Scores = dict[str, list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class OutcomeRows:
    """Series of a period, each in day order, none of them filled in.

    ``scores`` are (epoch day, 0-10) by field of the journal; ``changes`` are after minus before of
    the first session of a day that has both readings, by field of the vitals.
    """

    scores: Scores = field(default_factory=dict)
    changes: dict[str, list[int]] = field(default_factory=dict)
    sessions: int = 0
    with_eye_symptom: int = 0


def read_outcomes(access: Access, period: Period) -> OutcomeRows:
    """Return the series of a period in four statements, whatever its length."""
    days = within(SessionDay.objects.visible_to(access), period)
    effects = _of_sessions(SideEffect.objects.visible_to(access), period)
    return OutcomeRows(
        scores=_scores(access, period),
        changes=_changes(access, period),
        sessions=days.aggregate(sum=Sum("sessions"))["sum"] or 0,
        with_eye_symptom=effects.filter(code__in=EYE_SYMPTOMS)
        .values("session_id")
        .distinct()
        .count(),
    )


def _scores(access: Access, period: Period) -> Scores:
    rows = within(Entry.objects.visible_to(access), period).order_by("local_date")
    scores: Scores = {name: [] for name in SCORES}
    for day, *said in rows.values_list("local_date", *SCORES):
        for name, score in zip(SCORES, said, strict=True):
            if score is not None:
                scores[name].append((epoch_day(day), score))
    return scores


def _changes(access: Access, period: Period) -> dict[str, list[int]]:
    rows = _of_sessions(Vitals.objects.visible_to(access), period)
    found = rows.order_by("session__ended_at", "session_id").values_list(
        "session_id", "session__local_date", "moment", *READINGS
    )
    at: dict[Moment, dict[uuid.UUID, tuple[int | None, ...]]] = {moment: {} for moment in Moment}
    day_of: dict[uuid.UUID, dt.date] = {}
    for session_id, day, moment, *readings in found:
        at[Moment(moment)][session_id] = tuple(readings)
        day_of[session_id] = day
    both = [
        (day_of[session_id], before, at[Moment.AFTER][session_id])
        for session_id, before in at[Moment.BEFORE].items()
        if session_id in at[Moment.AFTER]
    ]
    return {
        name: _first_of_each_day((day, before[place], after[place]) for day, before, after in both)
        for place, name in enumerate(READINGS)
    }


def _first_of_each_day(rows: Iterable[tuple[dt.date, int | None, int | None]]) -> list[int]:
    """Return the change of the first session of each day that has both, in day order."""
    changes: dict[dt.date, int] = {}
    for day, before, after in rows:
        if before is not None and after is not None:
            changes.setdefault(day, after - before)
    return [change for _, change in sorted(changes.items())]


def _of_sessions(rows, period: Period):
    rows = rows.filter(session__local_date__gte=period.first)
    return rows if period.ends_now else rows.filter(session__local_date__lte=period.last)
