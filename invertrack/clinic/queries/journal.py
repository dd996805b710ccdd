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
from invertrack.journals.models import MAIN_SCORES, OPTIONAL_FIELDS, Entry, EntryText
from invertrack.journals.queries import Change, changes_of

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
    changes: list[Change]

    @property
    def label(self) -> str:
        """The day, kept on one line of a narrow table."""
        return on_one_line(date_format(self.day, "SHORT_DATE_FORMAT"))


@dataclass(frozen=True, slots=True)
class JournalTable:
    """The newest journal days of a period; a score that nobody kept has no column."""

    columns: list[str]
    rows: list[JournalRow]
    has_notes: bool

    @property
    def has_changes(self) -> bool:
        """Whether any of the days was corrected."""
        return any(row.changes for row in self.rows)


def journal_table(access: Access, days: Days) -> JournalTable:
    """Return the newest journal days of a period, with open notes and what they said before.

    Three statements, whatever the number of days.
    """
    newest = [facts for _, facts in sorted(days.journal.items(), reverse=True)]
    newest = newest[:JOURNAL_DAYS_SHOWN]
    dates = [facts.day for facts in newest]
    entries = {
        entry["local_date"]: entry
        for entry in Entry.objects.visible_to(access)
        .filter(local_date__in=dates)
        .values("local_date", "day_kind", *MAIN_SCORES, *OPTIONAL_FIELDS)
    }
    texts = EntryText.objects.visible_to(access).filter(entry__local_date__in=dates)
    notes = dict(texts.values_list("entry__local_date", "note"))
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
                note=notes.get(facts.day, ""),
                changes=changes.get(facts.day, []),
            )
            for facts in newest
        ],
        has_notes=bool(notes),
    )


def _heading(name: str) -> str:
    return HEADINGS.get(name) or Entry._meta.get_field(name).verbose_name


def _journal_row(
    facts: JournalFacts,
    entry: Mapping[str, Any],
    kept: list[str],
    *,
    note: str,
    changes: list[Change],
) -> JournalRow:
    kind = DayKind(entry.get("day_kind", DayKind.ORDINARY))
    return JournalRow(
        day=facts.day,
        kind="" if kind == DayKind.ORDINARY else kind.label,
        cells=[*(entry.get(name) for name in kept), facts.right_now],
        note=note,
        changes=changes,
    )
