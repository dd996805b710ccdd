"""What a person may put against each other: everything they record that is one number a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from invertrack.care.access import Access
from invertrack.journals.models import MAIN_SCORES, OPTIONAL_SCORES, Entry

DEFAULT_PAIRS = (("sleep_h", "pain_avg_24h"), ("pair_angle", "pair_relief"))
TREATMENT_PREFIX = "treatment:"


class Source(StrEnum):
    """Which rows an item is read from: one statement each."""

    ENTRY = "entry"
    RATING = "rating"
    SESSION = "session"
    TREATMENT = "treatment"


def _first_known(*scores: int | None) -> int | None:
    return next((score for score in scores if score is not None), None)


def _minutes(seconds: int | None) -> float | None:
    return None if seconds is None else round(seconds / 60, 2)


def _hours(hours: Decimal | None) -> float | None:
    return None if hours is None else float(hours)


def _relief(before: int | None, after: int | None) -> int | None:
    return None if before is None or after is None else before - after


@dataclass(frozen=True, slots=True)
class Item:
    """One number a day: its words, its axis, and how it is made from the columns of a row.

    ``high`` is the axis unless the data go higher. ``step`` is how finely a table tells values
    apart, ``words`` are its values where they are not numbers. ``is_total``: a day without one
    counts as 0.
    """

    key: str
    group: str
    label: str
    source: Source
    columns: tuple[str, ...]
    make: Callable[..., float | None] = _first_known
    low: int = 0
    high: int = 10
    step: int = 1
    unit: str = "0 to 10"
    words: tuple[str, ...] = ()
    is_whole: bool = True
    is_total: bool = False

    @property
    def name(self) -> str:
        """Its words where a line begins with them."""
        return f"{self.label[:1].upper()}{self.label[1:]}"

    @property
    def title(self) -> str:
        """What its axis says: words speak for themselves, numbers need their unit."""
        return self.name if self.words else f"{self.name}, {self.unit}"

    @property
    def is_of_pair(self) -> bool:
        """Whether it speaks of the one session of the day that enters analyses."""
        return self.columns[0].startswith("pair_")


def _score(name: str) -> Item:
    label = str(Entry._meta.get_field(name).verbose_name)
    return Item(name, "Journal", label, Source.ENTRY, (name,))


def _of_day(key: str, label: str, column: str, **more: Any) -> Item:
    return Item(key, "Sessions of the day", label, Source.SESSION, (column,), **more)


def _of_pair(key: str, label: str, *columns: str, **more: Any) -> Item:
    group = "The session of the day that averages count"
    return Item(key, group, label, Source.SESSION, columns, **more)


ANGLE = {"high": 90, "step": 5, "unit": "degrees"}
MINUTES = {"make": _minutes, "high": 6, "unit": "minutes", "is_whole": False}
SLEEP = Item(
    "sleep_h", "Journal", "sleep", Source.ENTRY, ("sleep_h",), make=_hours, high=12, unit="hours",
    is_whole=False,
)  # fmt: skip
RATING = ("rating_usual", "rating_first")  # near the usual time, else the day's first
JOURNAL_ITEMS = (
    *map(_score, MAIN_SCORES),
    Item("rating", "Journal", "pain right now", Source.RATING, RATING),
    SLEEP,
    *map(_score, OPTIONAL_SCORES),
)
SESSION_ITEMS = (
    _of_day("sessions", "sessions", "sessions", high=3, unit="number", is_total=True),
    _of_day("minutes", "time at angle in all", "seconds", is_total=True, **MINUTES),
    _of_day("angle_max", "steepest angle", "angle_max_deg", **ANGLE),
    _of_pair("pair_angle", "angle", "pair_angle_deg", **ANGLE),
    _of_pair("pair_minutes", "time at angle", "pair_duration_s", **MINUTES),
    _of_pair("pair_before", "pain before", "pair_before"),
    _of_pair("pair_after", "pain after", "pair_after"),
    _of_pair(
        "pair_relief", "relief", "pair_before", "pair_after", make=_relief, low=-10, unit="points"
    ),
)


def treatment_item(name: str) -> Item:
    """Return the item of a treatment: 1 on the days it was noted, 0 on other journal days."""
    return Item(
        key=f"{TREATMENT_PREFIX}{name.casefold()}",
        group="Treatments",
        label=name,
        source=Source.TREATMENT,
        columns=(name.casefold(),),
        high=1,
        words=("not noted", "noted"),
    )


def items_of(access: Access, treatments: Iterable[str] = ()) -> list[Item]:
    """Return what this access may compare, in the order of the choices."""
    return [
        *(JOURNAL_ITEMS if access.journal else ()),
        *(SESSION_ITEMS if access.sessions else ()),
        *(map(treatment_item, treatments) if access.journal else ()),
    ]


def choices(items: Iterable[Item]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the items as a select groups them."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for item in items:
        groups.setdefault(item.group, []).append((item.key, item.name))
    return list(groups.items())


def asks_for_treatment(params: Mapping[str, str]) -> bool:
    """Whether an address names a treatment, so that their names are worth reading."""
    return any(params.get(axis, "").startswith(TREATMENT_PREFIX) for axis in "xy")


def read_items(params: Mapping[str, str], items: list[Item]) -> tuple[Item, Item, str]:
    """Return the two items that an address asks for, and what is wrong with it ("" if nothing).

    Anything that cannot be read gives the first pair that is open; ``items`` holds one.
    """
    by_key = {item.key: item for item in items}
    default = next(pair for pair in DEFAULT_PAIRS if pair[0] in by_key)
    asked_x, asked_y = params.get("x", ""), params.get("y", "")
    x = asked_x or default[asked_y == default[0]]
    y = asked_y or default[asked_x != default[1]]
    problem = ""
    if x not in by_key or y not in by_key:
        problem = "One of the two is not among the choices in these days."
    elif x == y:
        problem = "Choose two different things."
    if problem:
        x, y = default
        problem = f"{problem} Showing {by_key[x].label} and {by_key[y].label}."
    return by_key[x], by_key[y], problem
