"""Which days a page is about: read from its address, never guessed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.dateparse import parse_date
from django.utils.formats import date_format

from invertrack.core.dates import span

ALL = "all"
DEFAULT = "90"
PRESETS = {"30": 30, "90": 90, "365": 365}
MOST_DAYS = 7305  # twenty years: what a page may be asked to draw
MOST_BY_DAY = 366  # over it charts go by week and tables by month
SHOWING_DEFAULT = f"Showing the last {DEFAULT} days."


@dataclass(frozen=True, slots=True)
class Period:
    """A run of local days, both ends included.

    ``key`` names the preset it was chosen by, "" for dates of the person's own choice. A preset
    ends with the newest day there is: a traveller's records may be dated a day ahead of the
    profile's clock.
    """

    first: dt.date
    last: dt.date
    key: str = ""

    @property
    def days(self) -> int:
        """Local days in the period."""
        return (self.last - self.first).days + 1

    @property
    def is_by_day(self) -> bool:
        """Whether it is short enough to be drawn day by day."""
        return self.days <= MOST_BY_DAY

    @property
    def ends_now(self) -> bool:
        """Whether it reaches up to the newest day."""
        return bool(self.key)

    @property
    def dates(self) -> str:
        """First and last day in words."""
        return span(self.first, self.last)

    @property
    def label(self) -> str:
        """The period as a sentence begins with it."""
        if self.key == ALL:
            return "All 1 day" if self.days == 1 else f"All {self.days:,} days"
        if PRESETS.get(self.key) == self.days:
            return f"Last {self.days} days"
        return self.dates

    @property
    def params(self) -> dict[str, str]:
        """What an address says to ask for the same period again."""
        if self.key:
            return {"period": self.key}
        return {"from": self.first.isoformat(), "to": self.last.isoformat()}

    @property
    def query(self) -> str:
        """``params`` as they stand behind the question mark."""
        return urlencode(self.params)

    def reaching(self, newest: dt.date) -> Period:
        """The period with its end at ``newest``, where that lies past it; a preset keeps its length."""
        ahead = newest - self.last
        if not self.ends_now or ahead <= dt.timedelta(0):
            return self
        is_whole = self.days == PRESETS.get(self.key)
        return replace(self, first=self.first + ahead if is_whole else self.first, last=newest)

    def starting(self, first: dt.date) -> Period:
        """The part from ``first`` on."""
        if first <= self.first:
            return self
        return replace(self, first=first, last=max(first, self.last))

    def holding(self, recorded: Iterable[dt.date]) -> Period:
        """The period as its rows make it, given their days, of which the outermost are enough.

        "All" starts with the first of them, and a day that is dated ahead of the profile's clock
        moves the end.
        """
        days = sorted(recorded)
        period = self.reaching(days[-1]) if days else self
        if period.key != ALL:
            return period
        return period.starting(days[0] if days else period.last)


@dataclass(frozen=True, slots=True)
class Tab:
    """A preset as a link."""

    label: str
    query: str
    is_current: bool


def tabs(period: Period, **kept: str) -> list[Tab]:
    """Return the presets, the chosen one marked; ``kept`` stays in the address beside them."""
    labels = {key: f"{days} days" for key, days in PRESETS.items()} | {ALL: "All"}
    return [
        Tab(label, urlencode({**kept, "period": key}), is_current=key == period.key)
        for key, label in labels.items()
    ]


def read_period(
    params: Mapping[str, str], *, today: dt.date, data_from: dt.date | None = None
) -> tuple[Period, str]:
    """Return the period that an address asks for, and what is wrong with it ("" if nothing).

    Anything that cannot be read gives the default. ``data_from`` cuts what is before it.

    >>> period, problem = read_period({"period": "30"}, today=dt.date(2026, 3, 30))
    >>> period.first.isoformat(), period.last.isoformat(), problem
    ('2026-03-01', '2026-03-30', '')
    """
    period, problem = _asked(params, today)
    if problem:
        period, problem = _preset(DEFAULT, today), f"{problem} {SHOWING_DEFAULT}"
    if data_from is None:
        return period, problem
    if period.last < data_from <= today:
        problem = f"Records are shared from {date_format(data_from)}. {SHOWING_DEFAULT}"
        period = _preset(DEFAULT, today)
    return period.starting(data_from), problem


def _asked(params: Mapping[str, str], today: dt.date) -> tuple[Period | None, str]:
    start, end = params.get("from", ""), params.get("to", "")
    if start or end:
        return _own_dates(start, end, today)
    key = params.get("period", DEFAULT)
    if key not in PRESETS and key != ALL:
        return None, "This period is not one of 30, 90, 365 or all."
    return _preset(key, today), ""


def _preset(key: str, today: dt.date) -> Period:
    days = PRESETS.get(key, MOST_DAYS)
    return Period(first=today - dt.timedelta(days=days - 1), last=today, key=key)


def _own_dates(start: str, end: str, today: dt.date) -> tuple[Period | None, str]:
    try:
        last = parse_date(end) if end else today
        first = parse_date(start) if start else last and last - dt.timedelta(PRESETS[DEFAULT] - 1)
    except (ValueError, OverflowError):
        first = last = None
    if first is None or last is None:
        return None, "A date is written year, month, day: 2026-03-01."
    if first > last:
        return None, "The first day is after the last one."
    if (last - first).days >= MOST_DAYS:
        return None, "A period is at most twenty years."
    tomorrow = today + dt.timedelta(days=1)  # somewhere it is tomorrow already
    if first > tomorrow:
        return None, "These days are still to come."
    return Period(first=first, last=min(last, tomorrow)), ""
