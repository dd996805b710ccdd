"""How pain goes on after sessions, in words and as rows: medians with n and interval, nothing more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from invertrack.analysis.gates import MEDIAN_ANSWERS
from invertrack.analysis.results import Median
from invertrack.core.templatetags.display import count

from .captions import paragraph
from .queries import Days, PainAround, Time
from .voice import Voice

ASKED: Final = {
    Time.BEFORE: "Before",
    Time.AFTER: "Right after",
    Time.MINUTES_30: "30 minutes after",
    Time.HOURS_2: "2 hours after",
    Time.NEXT_MORNING: "The next morning",
}
TOO_FEW = f"A median is shown from {MEDIAN_ANSWERS} answers on. Small samples mislead."
UNANSWERED = "Questions that were not answered are left out and never counted as 0."
APART = (
    "The answers at different times come from different sessions, so that a difference between two"
    " times may come from which of them were answered."
)
MEDIAN = "Median pain"
MEDIANS = f"{MEDIAN}, each with its 95% interval"
NOT_COMPUTABLE = "interval not computable"
LATE = "{n}: answered too late to count for a time."
LATEST = "Lines and dots are of the latest {n} sessions; medians are of all."
NOTHING_LATER = "No pain was entered 30 minutes, 2 hours or a morning after a session yet."


@dataclass(frozen=True, slots=True)
class TimeRow:
    """One time around sessions: its name, and what was answered then."""

    label: str
    found: Median


@dataclass(frozen=True, slots=True)
class Lasting:
    """Pain around sessions: the sentence, a row for each time, and what is always said beside it.

    Nothing is drawn, and there are no rows, until something was answered later on.
    """

    sentence: str
    rows: list[TimeRow]
    caution: str = ""
    apart: str = ""


def lasting(days: Days, found: PainAround, voice: Voice) -> Lasting:
    """Say how high pain was at each time around the sessions of a period."""
    n = count(len(found.sessions), "session,sessions")
    sessions = f"{n} with both ratings."
    if not found.has_later:
        return Lasting(paragraph(days.period, sessions, NOTHING_LATER), [])
    rows = [TimeRow(ASKED[time], median) for time, median in zip(Time, found.medians, strict=True)]
    head = MEDIANS if any(at.median for at in found.medians) else MEDIAN
    said = [sessions, f"{head}: {'; '.join(map(_said, rows))}."]
    if not all(at.gate.open for at in found.medians):
        said.append(TOO_FEW)
    said.append(UNANSWERED)
    if len(found.drawn) < len(found.sessions):
        said.append(LATEST.format(n=len(found.drawn)))
    if found.late:
        said.append(LATE.format(n=count(found.late, "hollow dot,hollow dots")))
    return Lasting(paragraph(days.period, *said), rows, caution=voice.caution, apart=APART)


def _said(row: TimeRow) -> str:
    label, found = row.label.lower(), row.found
    if found.median is None:
        return f"{label} n = {found.n:,}: too few"
    interval = found.median.interval
    within = f"{interval.low:.1f} to {interval.high:.1f}" if interval else NOT_COMPUTABLE
    return f"{label} {found.median.value:.1f} ({within}, n = {found.n:,})"
