"""The laws of single cells: what a column may hold, and what is said where it holds something else.

An empty cell is a missing value, never a 0. A reader of a cell returns its value or raises
``BadCell`` with the end of a sentence that begins with file, row and column.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

SHOWN = 40  # characters of a cell that a message repeats


class BadCell(Exception):
    """A cell breaks the law of its column; the message says what it holds and what it may hold."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file: its name, how its cells are read, and whether a cell may be empty."""

    name: str
    read: Callable[[str], Any]
    is_required: bool = False

    def value(self, cell: str) -> Any:
        """Return what a cell holds, None for an empty one. Raises BadCell."""
        cell = unquoted(cell)
        if cell:
            return self.read(cell)
        if self.is_required:
            raise BadCell("is empty.")
        return None


def unquoted(cell: str) -> str:
    """Return a cell without the quote that keeps a spreadsheet from running it as a formula.

    >>> unquoted(" '-5 "), unquoted("it's")
    ('-5', "it's")
    """
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell


def text(cell: str) -> str:
    """Read words as they stand."""
    return cell


PLAIN_NUMBER = re.compile(
    r"[+-]?[0-9]{1,12}(\.[0-9]{0,12})?"
)  # no 1_000, no digits of other scripts


def number(low: float, high: float, *, decimals: int = 0) -> Callable[[str], float]:
    """Read a number from low to high, both included, with at most so many decimals.

    >>> number(0, 10)("7.0"), number(0, 10, decimals=2)("6.25")
    (7, 6.25)
    """
    what = "a whole number" if decimals == 0 else f"a number with at most {decimals} decimals"

    def read(cell: str) -> float:
        value = float(cell) if PLAIN_NUMBER.fullmatch(cell) else math.nan
        if not math.isfinite(value) or round(value, decimals) != value:
            raise BadCell(f"{shown(cell)} is not {what}.")
        if not low <= value <= high:
            raise BadCell(f"{shown(cell)} is not {low} to {high}.")
        return value if decimals else int(value)

    return read


def one_of(*words: str) -> Callable[[str], str]:
    """Read one of a few words."""

    def read(cell: str) -> str:
        if cell not in words:
            raise BadCell(f"{shown(cell)} is not one of {', '.join(words)}.")
        return cell

    return read


def day(cell: str) -> dt.date:
    """Read a local day."""
    try:
        return dt.date.fromisoformat(cell)
    except ValueError as error:
        raise BadCell(f"{shown(cell)} is not a day, such as 2026-03-01.") from error


def instant(cell: str) -> dt.datetime:
    """Read an instant with its offset from UTC, which is what tells the local clock."""
    try:
        value = dt.datetime.fromisoformat(cell)
    except ValueError:
        value = None
    if value is None or value.tzinfo is None:
        example = "2026-03-01T19:30:00+01:00"
        raise BadCell(f"{shown(cell)} is not a time with its offset, such as {example}.")
    return value


def shown(cell: str) -> str:
    """Return a cell as a message repeats it: on one line, and not whole if it is long."""
    words = " ".join(cell.split())
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}…"
