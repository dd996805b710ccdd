"""``sessions.csv``: one row a session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .columns import Column, day, instant, number, one_of, text
from .tables import BadRow, Line, Refuse, read_lines

CHOSEN = "free"
PAIN = number(0, 10)
COLUMNS = (
    Column("patient", text),
    Column("session_id", text),
    Column("start_at", instant),
    Column("local_date", day),
    Column("angle_deg", number(0, 90), is_required=True),
    Column("duration_s", number(5, 1800), is_required=True),
    Column("pain_before", PAIN),
    Column("pain_after", PAIN),
    Column("pain_after_delay_min", number(0, 30, decimals=4)),
    Column("pain_30min", PAIN),
    Column("pain_2h", PAIN),
    Column("pain_next_morning", PAIN),
    Column("condition", one_of(CHOSEN, "A", "B")),
)


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session; pain on the NRS 0-10, None where nothing was said.

    ``is_in_time`` is False where pain after was given from memory. ``is_chosen`` is False where a
    trial assigned the session.
    """

    patient: str
    session_id: str
    day: dt.date
    start_at: dt.datetime | None
    angle_deg: int
    duration_s: int
    before: int | None
    after: int | None
    is_in_time: bool
    later: tuple[int | None, int | None, int | None]
    is_chosen: bool

    @property
    def is_pair(self) -> bool:
        """Whether it may enter analyses: both ratings given in time, settings of one's own choice."""
        rated = self.before is not None and self.after is not None
        return rated and self.is_in_time and self.is_chosen


def read_sessions(path: Path, refuse: Refuse) -> Iterator[tuple[int, SessionRow]]:
    """Yield the sessions of a file with their row numbers. Raises BadFile."""
    return read_lines(path, COLUMNS, _session, refuse)


def _session(line: Line) -> SessionRow:
    delay, after = line["pain_after_delay_min"], line["pain_after"]
    if delay is not None and after is None:
        raise BadRow("pain_after_delay_min", "there is no pain_after that it could be of.")
    return SessionRow(
        patient=line.patient,
        session_id=line["session_id"] or "",
        day=local_day(line, "start_at"),
        start_at=line["start_at"],
        angle_deg=line["angle_deg"],
        duration_s=line["duration_s"],
        before=line["pain_before"],
        after=after,
        # A file without the column does not tell, and is taken at its word.
        is_in_time=delay is not None or "pain_after_delay_min" in line.lacks,
        later=(line["pain_30min"], line["pain_2h"], line["pain_next_morning"]),
        is_chosen=line["condition"] in (None, CHOSEN),
    )


def local_day(line: Line, time: str) -> dt.date:
    """Return the day of a row: as it stands, else of its time, on whose clock it was. Raises BadRow."""
    stated, at = line["local_date"], line[time]
    if stated is None and at is None:
        raise BadRow("local_date", f"is empty, and so is {time}.")
    if stated is None:
        return at.date()
    if at is not None and abs((at.date() - stated).days) > 1:  # a time may be written in UTC
        raise BadRow("local_date", f"{stated} is not the day of {time}.")
    return stated
