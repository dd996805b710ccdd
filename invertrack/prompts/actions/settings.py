"""Writing what a person wants to be asked: settings, a pause, the calendar's address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from invertrack.users.models import Patient

from .. import links
from ..models import PromptSettings
from ..queries import settings_of, times_of
from ..schedule import next_due

# What follows from the rest: reckoned anew with every change.
RECKONED = ("next_at", "tz", "rating_at")


def keep_settings(
    *, patient: Patient, values: Mapping[str, Any], at: dt.datetime
) -> PromptSettings:
    """Keep some of the settings; the others stay. Nothing that was due before is asked for it."""
    kept = settings_of(patient)
    for name, value in values.items():
        setattr(kept, name, value)
    waits_since = kept.next_at if kept.next_at is not None and kept.next_at <= at else None
    reckon(kept, patient, at)
    kept.next_at = waits_since or kept.next_at  # what is due this minute is not lost by a change
    _store([kept], fields=[*values, *RECKONED])
    return kept


def pause(*, patient: Patient, until: dt.date | None, at: dt.datetime) -> PromptSettings:
    """Ask nothing up to and including a local day; None ends the pause."""
    return keep_settings(patient=patient, values={"paused_until": until}, at=at)


def reset_feed(*, patient: Patient, at: dt.datetime) -> PromptSettings:
    """Give the calendar a new address; the one before opens nothing any more."""
    return keep_settings(patient=patient, values={"feed_key": links.new_feed_key()}, at=at)


def close_feed(*, patient: Patient, at: dt.datetime) -> PromptSettings:
    """Have no calendar any more."""
    return keep_settings(patient=patient, values={"feed_key": ""}, at=at)


def make_settings(*, patients: Collection[Patient], at: dt.datetime) -> int:
    """Give those who have none a row with the defaults, so that their times are looked at."""
    made = [PromptSettings(patient=patient) for patient in patients]
    for kept, patient in zip(made, patients, strict=True):
        reckon(kept, patient, at)
    PromptSettings.objects.bulk_create(made, ignore_conflicts=True, batch_size=500)
    return len(made)


def reckon(kept: PromptSettings, patient: Patient, at: dt.datetime) -> None:
    """Work out when the times are looked at next, by the zone and rating time that hold now."""
    kept.tz, kept.rating_at = patient.tz, patient.usual_rating_time
    kept.next_at = next_due(times_of(kept, patient), at)


def _store(rows: list[PromptSettings], *, fields: Collection[str]) -> None:
    PromptSettings.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["patient"], update_fields=list(fields)
    )
