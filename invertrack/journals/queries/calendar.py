"""A month of the journal at a glance, and its days to read."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from invertrack.care.access import Access

from ..enums import DayKind
from ..models import JournalDay

FIRST_YEAR = 1900
ONE_DAY = dt.timedelta(days=1)
# So far back a day can still be filled in, and so far back the calendar goes for everybody.
FILLED_IN_LATER = dt.timedelta(days=30)
SHORT = {DayKind.REST: "rest", DayKind.TRAVEL: "travel", DayKind.FLARE: "flare"}


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day of the calendar: its roll-up, if it holds anything."""

    day: dt.date
    row: JournalDay | None
    today: dt.date

    @property
    def has_come(self) -> bool:
        """Whether it can be opened: a traveller's tomorrow can, once it holds something."""
        return self.day <= self.today or self.row is not None

    @property
    def word(self) -> str:
        """What people call the day, "" for one that has only its date."""
        return {self.today: "Today", self.today - ONE_DAY: "Yesterday"}.get(self.day, "")

    @property
    def pain(self) -> int | None:
        """The day's average pain."""
        return self.row.pain_avg_24h if self.row else None

    @property
    def span(self) -> str:
        """Lowest to highest of the day's right-now ratings, "" without one."""
        if self.row is None or not self.row.ratings:
            return ""
        low, high = self.row.rating_low, self.row.rating_high
        return f"{low}" if low == high else f"{low}–{high}"

    @property
    def kind(self) -> str:
        """Rest, travel or flare; "" for an ordinary day."""
        return SHORT.get(self.row.day_kind, "") if self.row else ""


@dataclass(frozen=True, slots=True)
class Month:
    """A month as weeks from Monday on (None beside the month), with where one can turn to.

    ``years`` is the same month of each year, or the nearest there is; ``months`` those of this year.
    """

    first_day: dt.date
    weeks: list[list[CalendarDay | None]]
    earlier: dt.date | None
    later: dt.date | None
    is_latest: bool
    years: list[dt.date]
    months: list[dt.date]

    @property
    def listed(self) -> list[CalendarDay]:
        """The days to read, newest first: what holds anything, and the latest two anyway."""
        days = [day for week in self.weeks for day in week if day is not None]
        return [day for day in reversed(days) if day.row or (day.has_come and day.word)]


def month_page(access: Access, wanted: dt.date | None, today: dt.date) -> Month:
    """Return the month that holds a day, or the nearest one there is: two statements."""
    days_kept = JournalDay.objects.visible_to(access)
    oldest = days_kept.order_by("local_date").values_list("local_date", flat=True).first()
    first = _first_of(min(filter(None, (oldest, today - FILLED_IN_LATER))))
    newest = _first_of(today + ONE_DAY)
    shown = min(max(_first_of(wanted or today), first), newest)
    dates = [shown.replace(day=1 + n) for n in range(_length(shown))]
    by_day = {
        row.local_date: row for row in days_kept.filter(local_date__in=[*dates, today + ONE_DAY])
    }
    if today + ONE_DAY not in by_day:
        newest = _first_of(today)
    days = [CalendarDay(day, by_day.get(day), today) for day in dates]
    return Month(
        first_day=shown,
        weeks=_weeks(days),
        earlier=_first_of(shown - ONE_DAY) if shown > first else None,
        later=_first_of(dates[-1] + ONE_DAY) if shown < newest else None,
        is_latest=shown >= _first_of(today),
        years=[
            min(max(shown.replace(year=year), first), newest)
            for year in range(newest.year, first.year - 1, -1)
        ],
        months=[
            month
            for month in (shown.replace(month=number) for number in range(1, 13))
            if first <= month <= newest
        ],
    )


def read_day(text: str) -> dt.date | None:
    """Return the day that a link names as yyyy-mm-dd; None for none or for one that cannot be."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year >= FIRST_YEAR else None


def read_month(text: str) -> dt.date | None:
    """Return the first day of the month that a link names as yyyy-mm; None like ``read_day``."""
    return read_day(f"{text}-01")


def _weeks(days: list[CalendarDay]) -> list[list[CalendarDay | None]]:
    before = [None] * days[0].day.weekday()
    after = [None] * (6 - days[-1].day.weekday())
    cells = [*before, *days, *after]
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


def _first_of(day: dt.date) -> dt.date:
    return day.replace(day=1)


def _length(first_day: dt.date) -> int:
    return calendar.monthrange(first_day.year, first_day.month)[1]
