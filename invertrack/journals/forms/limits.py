"""How far back the journal can be filled in."""

from __future__ import annotations

import datetime as dt
import zoneinfo

BACKFILL = dt.timedelta(days=30)
TOO_OLD = (
    "This day is more than 30 days ago. What it holds can be corrected; nothing new can be added."
)


def date_in(zone: str, at: dt.datetime) -> dt.date:
    """Return the local date in a zone."""
    return at.astimezone(zoneinfo.ZoneInfo(zone)).date()
