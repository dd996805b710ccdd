"""A CSV file as rows that keep the laws of their columns; the others are refused one by one.

Row numbers are those of a spreadsheet: the header is row 1.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .columns import BadCell, Column

type Refuse = Callable[["Refused"], None]


class BadFile(Exception):
    """A file that cannot be read as a table at all; the message says why."""


@dataclass(frozen=True, slots=True)
class Refused:
    """One row that was left out, and why; ``column`` is "" where it is about the whole row."""

    file: str
    row: int
    column: str
    why: str

    def __str__(self) -> str:
        where = f"{self.file}, row {self.row}"
        return f"{where}, {self.column}: {self.why}" if self.column else f"{where}: {self.why}"


class BadRow(Exception):
    """A row whose cells do not fit together."""

    def __init__(self, column: str, why: str) -> None:
        super().__init__(why)
        self.column = column


@dataclass(frozen=True, slots=True)
class Line:
    """The cells of one row by column, None where empty; ``lacks`` names what the file lacks."""

    row: int
    cells: dict[str, Any]
    lacks: frozenset[str]

    def __getitem__(self, column: str) -> Any:
        return self.cells.get(column)

    @property
    def patient(self) -> str:
        """Whose row it is, "" in a file of one person. Raises BadRow."""
        if self["patient"] is None and "patient" not in self.lacks:
            raise BadRow("patient", "is empty.")
        return self["patient"] or ""


def header_of(path: Path) -> list[str]:
    """Return the names of a file's columns. Raises BadFile."""
    with _reading(path) as rows:
        return _header(path, rows)


def read_lines[Row](
    path: Path,
    columns: Sequence[Column],
    make: Callable[[Line], Row],
    refuse: Refuse,
) -> Iterator[tuple[int, Row]]:
    """Yield the number and the content of each row that holds; the others go to ``refuse``.

    Columns that are not known are left alone, rows without any cell filled are skipped.

    Args:
        make: Makes a row of its cells; may raise BadRow.
    Raises: BadFile: If the file cannot be read, or a required column is not in it.
    """
    with _reading(path) as rows:
        header = _header(path, rows)
        missing = [one.name for one in columns if one.is_required and one.name not in header]
        if missing:
            raise BadFile(f"{path.name} has no column {', '.join(missing)}.")
        known = [(header.index(one.name), one) for one in columns if one.name in header]
        lacks = frozenset(one.name for one in columns) - frozenset(header)
        for row, cells in enumerate(rows, start=2):
            if not any(cell.strip() for cell in cells):
                continue
            try:
                if len(cells) != len(header):
                    raise BadRow("", f"{len(cells)} cells, where the header has {len(header)}.")
                yield row, make(Line(row, _values(cells, known), lacks))
            except BadRow as bad:
                refuse(Refused(path.name, row, bad.column, str(bad)))


def _values(cells: list[str], known: list[tuple[int, Column]]) -> dict[str, Any]:
    values = {}
    for place, column in known:
        try:
            values[column.name] = column.value(cells[place])
        except BadCell as bad:
            raise BadRow(column.name, str(bad)) from bad
    return values


def _header(path: Path, rows: Iterator[list[str]]) -> list[str]:
    header = [cell.strip() for cell in next(rows, [])]
    if not any(header):
        raise BadFile(f"{path.name} is empty: its first row names the columns.")
    if len(header) == 1 and ";" in header[0]:
        raise BadFile(f"{path.name} separates its columns by semicolons; commas are read.")
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise BadFile(f"{path.name} has the column {', '.join(twice)} twice.")
    return header


@contextmanager
def _reading(path: Path) -> Iterator[Iterator[list[str]]]:
    """Open the rows of a CSV file in UTF-8; what fails is said in words."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield csv.reader(file, strict=True)
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadFile(f"{path.name} is not written in UTF-8.") from error
    except csv.Error as error:
        raise BadFile(f"{path.name} is not a CSV file: {error}.") from error
