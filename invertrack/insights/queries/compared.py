"""Two things side by side: the days on which both were written down."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import TextField, Value
from django.db.models.functions import Cast

from invertrack.care.access import Access
from invertrack.journals.models import Entry, JournalDay, Treatment
from invertrack.sessions.models import SessionDay

from ..items import Item, Source
from ..periods import Period
from .days import as_text, late_in, within

MOST_GROUPS = 12

type Said = tuple[float, bool]  # a value, and whether it was entered over a day late
type Found = dict[Item, dict[dt.date, Said]]


@dataclass(frozen=True, slots=True)
class Treatments:
    """The treatments noted in a period: how each is spelled, and on which journal days.

    Names that differ only in capitals are one; the newest spelling holds.
    """

    names: list[str]
    noted: Mapping[str, set[dt.date]]
    days: set[dt.date]


@dataclass(frozen=True, slots=True)
class ComparedPoint:
    """How many days share two values; hollow where one of them was entered over a day late."""

    x: float
    y: float
    days: int
    is_hollow: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """Two items over the days that have both, and how many days have each."""

    x: Item
    y: Item
    period: Period
    points: list[ComparedPoint]
    days_x: int
    days_y: int

    @property
    def days(self) -> int:
        """Days with both."""
        return sum(point.days for point in self.points)

    @property
    def hollow(self) -> int:
        """Days that are drawn hollow."""
        return sum(point.days for point in self.points if point.is_hollow)


@dataclass(frozen=True, slots=True)
class ComparedGroup:
    """One row of the table: days whose x lies together, and how far y goes on them."""

    label: str
    days: int
    low: float
    high: float

    @property
    def range(self) -> str:
        """From lowest to highest in words."""
        low, high = (f"{round(value, 1):g}" for value in (self.low, self.high))
        return low if low == high else f"{low} to {high}"


def read_treatments(access: Access, period: Period) -> Treatments:
    """Return the treatments of a period and the days of its journal: one statement."""
    noted = within(Treatment.objects.visible_to(access), period)
    journal = within(JournalDay.objects.visible_to(access), period)
    no_name = Cast(Value(""), TextField())
    rows = journal.values_list("local_date", no_name).union(
        noted.values_list("local_date", Cast("name", TextField())), all=True
    )
    days_of, spelled = defaultdict(set), {}
    for day, name in sorted(rows):
        days_of[name.casefold()].add(day)
        spelled[name.casefold()] = name
    days = days_of.pop("", set())
    names = [spelled[key] for key in sorted(days_of)]
    return Treatments(names, days_of, days)


def compare(
    access: Access, period: Period, x: Item, y: Item, treatments: Treatments | None = None
) -> Compared:
    """Return two items over the days that have both: a statement for each source of theirs.

    ``treatments`` is needed for the items among them.
    """
    found: Found = {}
    for source in {x.source, y.source}:
        items = [item for item in (x, y) if item.source == source]
        found |= READERS[source](access, period, items, treatments)
    of_x, of_y = found[x], found[y]
    period = period.holding({*of_x, *of_y})
    days = [day for day in _shared(x, of_x, y, of_y) if day >= period.first]
    nothing = (0, False)
    counted = Counter((of_x.get(day, nothing), of_y.get(day, nothing)) for day in days)
    spots: Counter[tuple[float, float, bool]] = Counter()
    for ((at_x, late_x), (at_y, late_y)), times in counted.items():
        spots[at_x, at_y, late_x or late_y] += times
    points = [ComparedPoint(*spot[:2], spots[spot], spot[2]) for spot in sorted(spots)]
    return Compared(x, y, period, points, days_x=len(of_x), days_y=len(of_y))


def compared_groups(compared: Compared) -> list[ComparedGroup]:
    """Return the points by x, each value apart or in groups of one width, twelve at the most."""
    item = compared.x
    widths = (item.step * size * 10**power for power in range(6) for size in (1, 2, 5))
    for width in widths:
        groups: dict[int, list[ComparedPoint]] = defaultdict(list)
        for point in compared.points:
            groups[int(point.x // width)].append(point)
        if len(groups) <= MOST_GROUPS:
            break
    return [
        ComparedGroup(
            label=_label(item, number * width, width),
            days=sum(point.days for point in points),
            low=min(point.y for point in points),
            high=max(point.y for point in points),
        )
        for number, points in sorted(groups.items())
    ]


def _shared(
    x: Item, of_x: Mapping[dt.date, Said], y: Item, of_y: Mapping[dt.date, Said]
) -> Iterable[dt.date]:
    """Days with both; a total is 0 on a day that has only the other."""
    if x.is_total and y.is_total:
        return {*of_x, *of_y}
    if y.is_total:
        return of_x
    return of_y if x.is_total else of_x.keys() & of_y.keys()


def _label(item: Item, start: float, width: float) -> str:
    if item.words:
        return item.words[int(start)]
    if not item.is_whole:
        return f"{start:g} to under {start + width:g}"
    return f"{start:g}" if width == 1 else f"{start:g} to {start + width - 1:g}"


def _entries(access: Access, period: Period, items: list[Item], _: object) -> Found:
    columns = {column for item in items for column in item.columns}
    rows = within(Entry.objects.visible_to(access), period)
    entries = list(rows.only("patient_id", "local_date", "tz", "created_at", *columns))
    return {
        item: _known(
            (entry.local_date, item.make(*map(entry.__getattribute__, item.columns)), entry.is_late)
            for entry in entries
        )
        for item in items
    }


def _ratings(access: Access, period: Period, items: list[Item], _: object) -> Found:
    rows = within(JournalDay.objects.visible_to(access), period).filter(ratings__gt=0)
    (item,) = items
    found = rows.values_list("local_date", as_text("rating_points"), *item.columns)
    return {item: _known((day, item.make(*row), late_in(text) > 0) for day, text, *row in found)}


def _sessions(access: Access, period: Period, items: list[Item], _: object) -> Found:
    columns = {column for item in items for column in item.columns}
    rows = within(SessionDay.objects.visible_to(access), period)
    days = list(rows.values("local_date", "is_pair_late", *columns))
    return {
        item: _known(
            (
                row["local_date"],
                item.make(*(row[column] for column in item.columns)),
                item.is_of_pair and row["is_pair_late"],
            )
            for row in days
        )
        for item in items
    }


def _noted(_: Access, __: Period, items: list[Item], treatments: Treatments | None) -> Found:
    if treatments is None:
        raise ValueError("read_treatments first: a treatment is among the two")
    return {
        item: _known(
            (day, int(day in treatments.noted[name]), False)
            for day in treatments.days
            for name in item.columns
        )
        for item in items
    }


def _known(rows: Iterable[tuple[dt.date, float | None, bool]]) -> dict[dt.date, Said]:
    return {day: (value, is_late) for day, value, is_late in rows if value is not None}


READERS: Mapping[Source, Callable[..., Found]] = {
    Source.ENTRY: _entries,
    Source.RATING: _ratings,
    Source.SESSION: _sessions,
    Source.TREATMENT: _noted,
}
