"""Recomputing journal days from their rows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from invertrack.users.models import Patient

from .models import Entry, JournalDay, PainRating

ENTRY_FIELDS = ("day_kind", "pain_avg_24h", "pain_worst_24h", "leg_pain")
RATING_FIELDS = ("ratings", "rating_first", "rating_low", "rating_high", "rating_usual")


def recompute_days(patient: Patient, days: Collection[dt.date]) -> None:
    """Bring JournalDay of the given local dates in line with entries and ratings."""
    entries = {
        entry["local_date"]: entry
        for entry in Entry.objects.for_patient(patient)
        .live()
        .filter(local_date__in=days)
        .values("local_date", *ENTRY_FIELDS)
    }
    ratings = defaultdict(list)
    rows = PainRating.objects.for_patient(patient).live().filter(local_date__in=days)
    for day, score, is_usual in rows.order_by("at", "id").values_list(
        "local_date", "score", "is_at_usual_time"
    ):
        ratings[day].append((score, is_usual))
    fresh = [
        _day(patient, day, entries.get(day), ratings[day])
        for day in sorted({*entries, *(day for day in ratings if ratings[day])})
    ]
    kept = {row.local_date for row in fresh}
    gone = [day for day in days if day not in kept]
    JournalDay.objects.for_patient(patient).filter(local_date__in=gone).delete()
    JournalDay.objects.bulk_create(
        fresh,
        update_conflicts=True,
        unique_fields=["patient", "local_date"],
        update_fields=["has_entry", *ENTRY_FIELDS, *RATING_FIELDS],
    )


def _day(
    patient: Patient, day: dt.date, entry: dict | None, ratings: list[tuple[int, bool]]
) -> JournalDay:
    row = JournalDay(patient=patient, local_date=day, has_entry=entry is not None)
    if entry is not None:
        for field in ENTRY_FIELDS:
            setattr(row, field, entry[field])
    if ratings:
        scores = [score for score, _ in ratings]
        row.ratings = len(scores)
        row.rating_first, row.rating_low, row.rating_high = scores[0], min(scores), max(scores)
        # The first near the usual time is the day's same-time rating.
        row.rating_usual = next((score for score, is_usual in ratings if is_usual), None)
    return row
