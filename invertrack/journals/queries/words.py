"""What the journal's fields are called, and their values in words."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst

from invertrack.core.templatetags.display import GAP, score

from ..body import label_of
from ..enums import DayKind
from ..models import MAIN_SCORES, OPTIONAL_FIELDS, Entry

ENTRY_FIELDS = (*MAIN_SCORES, "day_kind", *OPTIONAL_FIELDS)
LABELS = {
    "day_kind": "Kind of day",
    "note": "Note",
    "managed": "What I managed",
    "score": "Pain right now",
    "name": "What",
    "dose_text": "How much",
    "taken_at": "When",
    "has_changed": "New or changed from this day on",
}
type Facts = list[tuple[str, str]]


def facts(entry: Entry, fields: Iterable[str]) -> Facts:
    """Return the given fields of an entry in words; what was not rated is left out."""
    said = [(name, getattr(entry, name)) for name in fields]
    return [(label(name), in_words(name, value)) for name, value in said if value is not None]


def label(name: str) -> str:
    """Return what a field of the journal, or a site of the body map, is called."""
    if "-" in name:  # no field's name has a hyphen, every site's key has
        return label_of(name)
    return LABELS.get(name) or capfirst(Entry._meta.get_field(name).verbose_name)


def in_words(name: str, value: Any, *, zone: str = "UTC") -> str:
    """Return a stored value as a person says it; instants by the clocks of ``zone``."""
    if value is None:
        return GAP
    if name in {"note", "managed", "name", "dose_text"}:
        return value or GAP
    if name == "day_kind":
        return str(DayKind(value).label)
    if name == "sleep_h":
        return f"{value} h"
    if name == "has_changed":
        return "yes" if value else "no"
    if name == "taken_at":
        local = dt.datetime.fromisoformat(value).astimezone(zoneinfo.ZoneInfo(zone))
        return date_format(local, "DATETIME_FORMAT")
    return score(int(value))
