"""What questionnaires came to in a period, in words and as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from invertrack.core.dates import span
from invertrack.core.templatetags.display import count
from invertrack.questionnaires import words
from invertrack.questionnaires.instruments import Instrument
from invertrack.questionnaires.models import Completion

from .captions import paragraph
from .periods import Period
from .queries import Passes

LISTED = 60  # a year of weeks, and some


@dataclass(frozen=True, slots=True)
class Said:
    """One questionnaire: its passes, the newest first, and its change in the published sentence.

    ``sentence`` is "" where no change is shown; ``basis`` is what that stands on.
    """

    asked: Instrument
    rows: list[Completion]
    sentence: str = ""
    basis: str = ""

    @property
    def listed(self) -> list[Completion]:
        """The passes that the table shows: all of a year, and of more the newest."""
        return self.rows[:LISTED]

    @property
    def first(self) -> Completion:
        """The earliest pass of the period."""
        return self.rows[-1]

    @property
    def last(self) -> Completion:
        """The latest pass of the period."""
        return self.rows[0]

    @property
    def times(self) -> int:
        """How often it was answered in the period."""
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Answered:
    """The questionnaires of a period: a sentence for all, and each of them."""

    sentence: str
    each: list[Said]

    @property
    def leaves_out(self) -> int:
        """How many of each the table shows, where it does not show all; else 0."""
        return LISTED if any(one.times > LISTED for one in self.each) else 0


def answered(period: Period, found: Sequence[Passes]) -> Answered | None:
    """Say how often each was answered, and what changed; None where there is none."""
    if not found:
        return None
    times = [f"{one.asked.name} {count(len(one.rows), 'time,times')}" for one in found]
    sentence = paragraph(period, f"Answered: {', '.join(times)}.")
    return Answered(sentence, [_said(one) for one in found])


def _said(passes: Passes) -> Said:
    asked, rows, found = passes.asked, passes.rows[::-1], passes.change
    if found is None or found.change is None:
        return Said(asked, rows)
    shared = found.activities
    dates = span(found.before.local_date, rows[0].local_date, short=True)
    basis = f"n = 2, {dates}, {count(found.days, 'day,days')} apart"
    if shared:
        basis += f", {count(shared, 'activity,activities')} rated both times"
    return Said(
        asked,
        rows,
        sentence=f"{words.sentence(asked, found.change)} {words.way(asked, found.change)}",
        basis=f"{basis}. This does not tell you what caused it.",
    )
