"""Stretches of days in words, in the ways of `core/formats`."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.utils.formats import date_format, time_format

NO_BREAK = "\u00a0"
LONG = ("DATE_FORMAT", "MONTH_DAY_FORMAT")
SHORT = ("SHORT_DATE_FORMAT", "SHORT_MONTH_DAY_FORMAT")


def span(first: dt.date, last: dt.date, *, short: bool = False) -> str:
    """Write first and last day; month and year are said once where they are the same.

    >>> span(dt.date(2026, 5, 4), dt.date(2026, 5, 10))
    '4 to 10 May 2026'
    >>> span(dt.date(2025, 12, 29), dt.date(2026, 1, 4), short=True)
    '29 Dec 2025 to 4 Jan 2026'
    """
    whole, without_year = SHORT if short else LONG
    if first == last:
        return date_format(last, whole)
    start = whole
    if first.year == last.year:
        start = "j" if first.month == last.month else without_year
    return f"{date_format(first, start)} to {date_format(last, whole)}"


def weekday_and_time(local: dt.datetime, language: str | None) -> str:
    """Write a moment of a long list, quickly: day and time of the day come back again and again.

    The language is asked for once a list, because Django takes long to tell it.

    >>> weekday_and_time(dt.datetime(2026, 5, 12, 19, 4), "en")
    'Tue 12 May, 19:04'
    """
    return f"{_weekday(local.date(), language)}, {_time(local.hour, local.minute, language)}"


@lru_cache(maxsize=4096)
def _weekday(day: dt.date, language: str | None) -> str:
    return date_format(day, "SHORT_WEEKDAY_FORMAT")


@lru_cache(maxsize=1440)
def _time(hour: int, minute: int, language: str | None) -> str:
    return time_format(dt.time(hour, minute), "TIME_FORMAT")


def on_one_line(words: str) -> str:
    """Keep words together in the cell of a narrow table."""
    return words.replace(" ", NO_BREAK)
