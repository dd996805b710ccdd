"""Countries and time zones, read from the time zone database that is installed with the app."""

from __future__ import annotations

import zoneinfo
from functools import cache
from importlib.resources import files


@cache
def countries() -> tuple[tuple[str, str], ...]:
    """Return (ISO 3166 code, English name) pairs by name."""
    return tuple(sorted(((code, name) for code, name in _rows("iso3166.tab")), key=lambda c: c[1]))


@cache
def zones() -> tuple[tuple[str, str], ...]:
    """Return (IANA name, name to show) pairs by name; UTC comes first."""
    names = sorted(row[2] for row in _rows("zone.tab"))
    return (("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names))


def known_zone(name: str | None, fallback: str) -> str:
    """Return the zone a browser named if it is one, else the fallback."""
    return name if name in _names() else fallback


@cache
def _names() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _rows(name: str) -> list[list[str]]:
    text = (files("tzdata.zoneinfo") / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
