"""Rows of many people, laid by on disk and handed back person by person.

Memory holds one person's rows at a time, whatever the number of people and the order of the files.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from types import TracebackType
from typing import Self

import msgspec

from .journal_csv import JournalRow
from .sessions_csv import SessionRow

SET_UP = """
    PRAGMA journal_mode = OFF;
    PRAGMA cache_size = -4000;
    CREATE TABLE line (patient TEXT, kind INTEGER, day TEXT, at REAL, row INTEGER, body BLOB);
    CREATE TABLE named (
        patient TEXT, session_id TEXT, row INTEGER, PRIMARY KEY (patient, session_id)
    ) WITHOUT ROWID;
"""
ADD = "INSERT INTO line VALUES (?, ?, ?, ?, ?, ?)"
NAME = "INSERT OR IGNORE INTO named VALUES (?, ?, ?)"
NAMED = "SELECT row FROM named WHERE patient = ? AND session_id = ?"
IN_ORDER = "SELECT patient, kind, body FROM line ORDER BY patient, kind, day, at, row"
KINDS = (SessionRow, JournalRow)


@dataclass(frozen=True, slots=True)
class Person:
    """One person's rows, each kind by day, then time, then place in the file."""

    patient: str
    sessions: list[SessionRow] = field(default_factory=list)
    journal: list[JournalRow] = field(default_factory=list)


class People:
    """``with People() as people``: add rows as they come, then go through everybody once."""

    def __init__(self) -> None:
        # Without a name SQLite keeps the database in a file of its own that is gone with it.
        self._rows = sqlite3.connect("", autocommit=True)
        self._rows.executescript(SET_UP)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._rows.close()

    def add_session(self, row: int, session: SessionRow) -> int | None:
        """Lay a session by, unless its id came before: then return the row of that one."""
        if session.session_id:
            name = (session.patient, session.session_id)
            if not self._rows.execute(NAME, (*name, row)).rowcount:
                return self._rows.execute(NAMED, name).fetchone()[0]
        self._add(row, session, session.start_at and session.start_at.timestamp())
        return None

    def add_journal(self, row: int, line: JournalRow) -> None:
        """Lay a row of the journal by."""
        self._add(row, line, line.rated_at and line.rated_at.timestamp())

    def __iter__(self) -> Iterator[Person]:
        for patient, lines in groupby(self._rows.execute(IN_ORDER), key=itemgetter(0)):
            person = Person(patient)
            found = (person.sessions, person.journal)
            for _, kind, body in lines:
                found[kind].append(msgspec.json.decode(body, type=KINDS[kind]))
            yield person

    def _add(self, row: int, line: SessionRow | JournalRow, at: float | None) -> None:
        body = msgspec.json.encode(line)
        kind = KINDS.index(type(line))
        self._rows.execute(ADD, (line.patient, kind, line.day.isoformat(), at, row, body))
