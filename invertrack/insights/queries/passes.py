"""The questionnaires of a period, each with its passes and what changed between first and last."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from invertrack.care.access import Access
from invertrack.questionnaires.instruments import Instrument
from invertrack.questionnaires.models import Completion
from invertrack.questionnaires.queries import Compared, compare, passes_between

from ..periods import Period

AHEAD = dt.timedelta(days=2)  # no clock on earth is further


@dataclass(frozen=True, slots=True)
class Passes:
    """One questionnaire in a period: every time it was answered, the oldest first.

    ``change`` is from the first to the last, None if they lie too near each other, are of two
    versions, or it has no change to speak of.
    """

    asked: Instrument
    rows: list[Completion]
    change: Compared | None


def read_passes(access: Access, period: Period) -> list[Passes]:
    """Return the questionnaires that were answered in a period, cut by the grant: one statement."""
    last = period.last + AHEAD if period.ends_now else period.last
    return [
        Passes(rows[0].asked, rows, compare(rows[0], rows[-1]))
        for rows in passes_between(access, period.first, last)
    ]
