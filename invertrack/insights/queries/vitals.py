"""Blood pressure and heart rate before and after sessions: as they were entered, never judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Max, Min, QuerySet

from invertrack.analysis.series import epoch_day
from invertrack.care.access import Access
from invertrack.core.weeks import monday_of, week_of
from invertrack.sessions.enums import Moment
from invertrack.sessions.models import Vitals

from ..periods import Period
from .days import Span, as_text
from .trend import as_recorded, prepared_by_period

DAY, WEEK = 1, 7


@dataclass(frozen=True, slots=True)
class Measured:
    """Readings from lowest to highest, and how many: pressure in mmHg, heart rate a minute."""

    readings: int = 0
    pressures: int = 0
    systolic: Span | None = None
    diastolic: Span | None = None
    heart_rates: int = 0
    heart_rate: Span | None = None

    @classmethod
    def of(cls, found: Iterable[Measured]) -> Measured:
        """Return all of them as one."""
        found = list(found)
        return cls(
            readings=sum(one.readings for one in found),
            pressures=sum(one.pressures for one in found),
            systolic=_around(one.systolic for one in found),
            diastolic=_around(one.diastolic for one in found),
            heart_rates=sum(one.heart_rates for one in found),
            heart_rate=_around(one.heart_rate for one in found),
        )


@dataclass(frozen=True, slots=True)
class VitalsOfDay:
    """What was measured on one local day, before or after its sessions."""

    day: dt.date
    moment: Moment
    measured: Measured


@dataclass(frozen=True, slots=True)
class VitalsColumns:
    """Every day or week of a period, by moment: value i stands at day ``first`` + i * ``step``."""

    period: Period
    first: int
    step: int
    columns: dict[Moment, list[Measured | None]]


def read_vitals(access: Access, period: Period) -> list[VitalsOfDay]:
    """Return what was measured in a period, one statement, in day order; before comes first."""
    return [_of_day(*row) for row in VITALS_ROWS(access, period)]


def vitals_columns(access: Access, period: Period) -> VitalsColumns:
    """Return a period by day if it is short enough, else by week; "all" takes a statement more."""
    period = as_recorded(access, period)
    found = read_vitals(access, period)
    if found:  # a traveller's newest day may lie ahead of the profile's clock
        period = period.reaching(found[-1].day)
    step = DAY if period.is_by_day else WEEK
    first = period.first if step == DAY else monday_of(week_of(period.first))
    length = (period.last - first).days // step + 1
    columns: dict[Moment, list[list[Measured]]] = {
        moment: [[] for _ in range(length)] for moment in Moment
    }
    for row in found:
        if row.day >= period.first:
            columns[row.moment][(row.day - first).days // step].append(row.measured)
    return VitalsColumns(
        period=period,
        first=epoch_day(first),
        step=step,
        columns={
            moment: [Measured.of(parts) if parts else None for parts in places]
            for moment, places in columns.items()
        },
    )


def _rows(access: Access, period: Period) -> QuerySet:
    rows = Vitals.objects.visible_to(access).filter(session__local_date__gte=period.first)
    if not period.ends_now:
        rows = rows.filter(session__local_date__lte=period.last)
    systolic, diastolic, heart_rate = (
        (Min(field), Max(field)) for field in ("systolic", "diastolic", "heart_rate")
    )
    return (
        rows.values(day=as_text("session__local_date"), at=F("moment"))
        .order_by("day", "-at")  # before, then after
        .values_list(
            "day",
            "at",
            Count("id"),
            Count("systolic"),
            *systolic,
            *diastolic,
            Count("heart_rate"),
            *heart_rate,
        )
    )


def _of_day(day: str, moment: str, readings: int, *row: int | None) -> VitalsOfDay:
    pressures, *pressure, heart_rates, low, high = row
    measured = Measured(
        readings,
        pressures,
        _span(*pressure[:2]),
        _span(*pressure[2:]),
        heart_rates,
        _span(low, high),
    )
    return VitalsOfDay(dt.date.fromisoformat(day), Moment(moment), measured)


def _span(low: int | None, high: int | None) -> Span | None:
    return None if low is None or high is None else Span(low, high)


def _around(spans: Iterable[Span | None]) -> Span | None:
    return Span.of(end for span in spans if span for end in (span.low, span.high))


VITALS_ROWS = prepared_by_period(_rows)
