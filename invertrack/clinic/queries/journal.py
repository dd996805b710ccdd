"""One patient's journal as their clinician reads it: the newest days, and what was taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format

from invertrack.care.access import Access
from invertrack.core.dates import on_one_line
from invertrack.insights.queries import Days, JournalFacts
from invertrack.journals.enums import DayKind
from invertrack.journals.models import MAIN_SCORES, OPTIONAL_FIELDS, Entry
from invertrack.journals.queries import BodyScores, Change, changes_of, latest_body, with_words

JOURNAL_DAYS_SHOWN = 20
HEADINGS = {
    "pain_avg_24h": "average, 24 h",
    "pain_worst_24h": "worst, 24 h",
    "sleep_h": "sleep, hours",
}


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One journal day: a cell for each column of the table, and the person's own words."""

    day: dt.date
    kind: str
    cells: list[Any]
    note: str
    managed: str
    changes: list[Change]

    @property
    def label(self) -> str:
        """The day, kept on one line of a narrow table."""
        return on_one_line(date_format(self.day, "SHORT_DATE_FORMAT"))


@dataclass(frozen=True, slots=True)
class JournalTable:
    """The newest journal days of a period; a score that nobody kept has no column.

    ``body`` is the period's latest body map with its day.
    """

    columns: list[str]
    rows: list[JournalRow]
    body: tuple[dt.date, BodyScores] | None

    @property
    def has_notes(self) -> bool:
        """Whether any of the days has an open note."""
        return any(row.note for row in self.rows)

    @property
    def has_managed(self) -> bool:
        """Whether the person said of any of the days what they managed, in open words."""
        return any(row.managed for row in self.rows)

    @property
    def has_changes(self) -> bool:
        """Whether any of the days was corrected."""
        return any(row.changes for row in self.rows)


def journal_table(access: Access, days: Days) -> JournalTable:
    """Return the newest journal days of a period, with open words and what they said before.

    Three statements, whatever the number of days.
    """
    newest = [facts for _, facts in sorted(days.journal.items(), reverse=True)]
    newest = newest[:JOURNAL_DAYS_SHOWN]
    dates = [facts.day for facts in newest]
    rows = with_words(Entry.objects.visible_to(access).filter(local_date__in=dates), access)
    entries = {
        entry["local_date"]: entry
        for entry in rows.values(
            "local_date", "day_kind", *MAIN_SCORES, *OPTIONAL_FIELDS, "note", "managed"
        )
    }
    kept = [
        name
        for name in (*MAIN_SCORES, *OPTIONAL_FIELDS)
        if name in MAIN_SCORES or any(entry[name] is not None for entry in entries.values())
    ]
    changes = changes_of(access, dates[-1], dates[0]) if dates else {}
    return JournalTable(
        columns=[*map(_heading, kept), "right now"],
        rows=[
            _journal_row(
                facts,
                entries.get(facts.day, {}),
                kept,
                changes.get(facts.day, []),
            )
            for facts in newest
        ],
        body=latest_body(access, min(days.journal), dates[0]) if dates else None,
    )


def _heading(name: str) -> str:
    return HEADINGS.get(name) or Entry._meta.get_field(name).verbose_name


def _journal_row(
    facts: JournalFacts,
    entry: Mapping[str, Any],
    kept: list[str],
    changes: list[Change],
) -> JournalRow:
    kind = DayKind(entry.get("day_kind", DayKind.ORDINARY))
    return JournalRow(
        day=facts.day,
        kind="" if kind == DayKind.ORDINARY else kind.label,
        cells=[*(entry.get(name) for name in kept), facts.right_now],
        note=entry.get("note") or "",
        managed=entry.get("managed") or "",
        changes=changes,
    )
