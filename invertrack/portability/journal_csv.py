"""``journal.csv``: rows of days and of single ratings, as many of one day as there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .columns import Column, day, instant, number, text
from .sessions_csv import PAIN, local_day
from .tables import Line, Refuse, read_lines

COLUMNS = (
    Column("patient", text),
    Column("local_date", day),
    Column("rated_at", instant),
    Column("pain_now", PAIN),
    Column("pain_avg_24h", number(0, 10, decimals=2)),
    Column("session_that_day", number(0, 1)),
)


@dataclass(frozen=True, slots=True)
class JournalRow:
    """What one row says of a day: pain right now, the average of 24 hours, or both; NRS 0-10."""

    patient: str
    day: dt.date
    rated_at: dt.datetime | None
    now: int | None
    average: float | None
    had_session: bool


def read_journal(path: Path, refuse: Refuse) -> Iterator[tuple[int, JournalRow]]:
    """Yield the rows of a file with their numbers. Raises BadFile."""
    return read_lines(path, COLUMNS, _journal, refuse)


def _journal(line: Line) -> JournalRow:
    return JournalRow(
        patient=line.patient,
        day=local_day(line, "rated_at"),
        rated_at=line["rated_at"],
        now=line["pain_now"],
        average=line["pain_avg_24h"],
        had_session=bool(line["session_that_day"]),
    )
