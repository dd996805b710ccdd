"""Treatments and medicine: the list, what can be taken again, and what one said before."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q

from invertrack.care.access import Access

from ..models import JournalQuerySet, Treatment
from .changes import Change, by_record
from .days import just_deleted

PAGE_SIZE = 30
RECENT_ROWS, RECENT_NAMES = 60, 6
NAMES_FROM = 400  # rows; what was not taken for so long need not be offered while typing
type Place = tuple[dt.date, dt.datetime, uuid.UUID]


@dataclass(frozen=True, slots=True)
class TreatmentMonth:
    """A month of the list: the treatments that this page shows of it."""

    first_day: dt.date
    rows: list[Treatment]


@dataclass(frozen=True, slots=True)
class TreatmentPage:
    """One page of the list, and the place where the next one begins, "" at the end."""

    months: list[TreatmentMonth]
    older: str


def treatment_page(access: Access, before: Place | None) -> TreatmentPage:
    """Return a page of treatments, newest first: one statement."""
    rows = _newest_first(access)
    if before is not None:
        day, taken_at, row_id = before
        on_that_day = Q(taken_at__lt=taken_at) | Q(taken_at=taken_at, id__lt=row_id)
        rows = rows.filter(Q(local_date__lt=day) | (Q(local_date=day) & on_that_day))
    found = list(rows[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    months = [
        TreatmentMonth(first_day, list(group))
        for first_day, group in groupby(shown, key=lambda row: row.local_date.replace(day=1))
    ]
    return TreatmentPage(months, _write_place(shown[-1]) if len(found) > PAGE_SIZE else "")


def recent_treatments(access: Access) -> list[Treatment]:
    """Return the latest of each name and dose, for taking it again: one statement."""
    latest: dict[tuple[str, str], Treatment] = {}
    for row in _newest_first(access)[:RECENT_ROWS]:
        latest.setdefault((row.name, row.dose_text), row)
    return list(latest.values())[:RECENT_NAMES]


def own_names(access: Access) -> list[str]:
    """Return the names that a person used, the latest first: one statement."""
    names = _newest_first(access).values_list("name", flat=True)
    return list(dict.fromkeys(names[:NAMES_FROM]))


def treatment_changes(access: Access, treatment: Treatment) -> list[Change]:
    """Return what a treatment said before, the latest correction first: one statement."""
    return by_record(access, [treatment.id], zone=treatment.tz).get(treatment.id, [])


def deleted_treatment(access: Access, treatment_id: uuid.UUID, at: dt.datetime) -> Treatment | None:
    """Return a treatment that was deleted so lately that it can be restored."""
    return just_deleted(Treatment, access, treatment_id, at)


def read_place(text: str) -> Place | None:
    """Return the place in the list that a link names; None for none or for a damaged one."""
    try:
        day, stamp, key = text.split("_")
        taken_at = dt.datetime.fromtimestamp(float(stamp), tz=dt.UTC)
        return dt.date.fromisoformat(day), taken_at, uuid.UUID(key)
    except (ValueError, OverflowError, OSError):
        return None


def _write_place(row: Treatment) -> str:
    return f"{row.local_date}_{row.taken_at.timestamp():.6f}_{row.id}"


def _newest_first(access: Access) -> JournalQuerySet:
    return Treatment.objects.visible_to(access).order_by("-local_date", "-taken_at", "-id")
