"""What stands beneath each chart: which days, sessions and answers it shows, and what is drawn how.

What the numbers say is in ``findings.py``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from invertrack.analysis.gates import BIN_SESSIONS
from invertrack.analysis.results import Adjustment, Analysis, Groups, Trend
from invertrack.core.templatetags.display import change, count, degrees, duration
from invertrack.sessions.enums import Moment

from .findings import Finding
from .periods import Period
from .queries import Compared, Days, Measured, SettingCell, Span, TrendDay, VitalsOfDay
from .sentences import TOO_FEW, digits_of, signed
from .voice import Voice

READ_AT = (
    "All of it is read at pain before of {at}, because high pain falls further by itself: dots and"
    " means show relief as if each session had begun there."
)
ONE_A_DAY = "One session a day counts, the first with both ratings."
HOLLOW = "rated from memory, entered over a day late, or not the first of the day."
HOLLOW_SCORES = "{n}: entered over a day late."
BY_WEEK = "Drawn by week, from lowest to highest; choose up to a year to see each day."
CHANGED_HERE = "{your} {treatment} changed here"
SIDE_BY_SIDE = "Shown side by side; this does not say that one brings the other."
AS_ENTERED = "Readings are shown as they were entered; what they mean is not said here."
HOLLOW_DAYS = "{n}: something on it was entered over a day late."


@dataclass(frozen=True, slots=True)
class TreatmentLine:
    """A dashed line of the trend in words: the day, and what changed then."""

    day: dt.date
    sentence: str


@dataclass(frozen=True, slots=True)
class Change:
    """What the paired sessions of a period say together, and how many they are."""

    sentence: str
    n: int


def trend_sentence(days: Days, trend: Sequence[TrendDay]) -> str:
    """Say on how many days pain was rated, how far it went, and how many sessions there were."""
    said = []
    if days.access.journal:
        rated = sum(day.is_rated for day in trend)
        said.append(f"Pain was rated on {rated:,} of {count(len(trend), 'day,days')}.")
        scores = [day.pain for day in trend if day.pain is not None]
        if scores:
            said.append(_range("The average of the day", scores))
        hollow = sum(facts.hollow for facts in days.journal.values())
        if not days.period.is_by_day:
            said.append(BY_WEEK)
        elif hollow:
            said.append(HOLLOW_SCORES.format(n=count(hollow, "hollow score,hollow scores")))
    if days.access.sessions:
        sessions = sum(facts.sessions for facts in days.sessions.values())
        on = count(len(days.sessions), "day,days")
        said.append(f"{count(sessions, 'session,sessions')} on {on}.")
    return paragraph(days.period, *said)


def treatment_lines(days: Days, voice: Voice) -> list[TreatmentLine]:
    """Say of each dashed line which treatment was new or changed that day, the newest first."""
    lines = []
    for day, words in reversed(days.changed_treatments):
        treatment, _, dose = words.partition(", ")
        sentence = CHANGED_HERE.format(your=voice.your, treatment=treatment)
        lines.append(TreatmentLine(day, f"{sentence}: {dose}." if dose else f"{sentence}."))
    return lines


def slope_label(trend: Trend) -> str:
    """Say the slope of a trend in the few words that fit beside its line."""
    week = trend.shown.times(7)
    interval, n = week.interval, f"n = {week.n:,} days"
    if interval is None:
        return f"always the same score, {n}"
    digits = digits_of(interval)
    low, high = signed(interval.low, digits), signed(interval.high, digits)
    if not trend.is_clear:
        return f"no clear change ({low} to {high} points a week, {n})"
    return f"{signed(week.value, digits)} points a week ({low} to {high}, {n})"


def read_at_label(read_at: Adjustment) -> str:
    """Name the axis of relief that is read at one pain before."""
    return f"Relief at pain before of {read_at.at_before:.1f}, points"


def change_over_sessions(days: Days, findings: Mapping[str, Finding]) -> Change:
    """Say how pain after compares with pain before, as far as the gates allow."""
    share, mean = findings["share-lower"], findings["mean-change"]
    if mean.gate.open:
        said = [mean.claim, mean.beside]
    else:
        said = [share.claim, mean.claim] if share.gate.open else [share.claim]
    sentence = paragraph(days.period, *filter(None, said), *_left_out(days))
    return Change(sentence, len(days.pairs))


def angle_sentence(days: Days, analysis: Analysis) -> str:
    """Say which sessions the chart of relief by angle stands on."""
    settings = [(pair.angle_deg, degrees(pair.angle_deg)) for pair in days.pairs]
    return _relief(days, analysis.by_angle, analysis.adjustment, settings)


def duration_sentence(days: Days, analysis: Analysis) -> str:
    """Say which sessions the chart of relief by time at angle stands on."""
    settings = [(pair.duration_s, duration(pair.duration_s)) for pair in days.pairs]
    return _relief(days, analysis.by_minutes, analysis.adjustment, settings)


def before_after_sentence(days: Days, found: Change) -> str:
    """Say how pain went over the sessions of the chart, and what its rings are."""
    return " ".join([found.sentence, *_hollow(days, "session in rings,sessions in rings")])


def settings_sentence(days: Days, cells: Sequence[SettingCell]) -> str:
    """Say at which settings the sessions were, and how many of these have enough for a mean."""
    if not cells:
        return paragraph(days.period, "0 sessions.")
    angles = [(row.cell.angle_deg, degrees(row.cell.angle_deg)) for row in cells]
    times = [(row.cell.duration_s, duration(row.cell.duration_s)) for row in cells]
    sessions = sum(row.sessions for row in cells)
    said = [
        f"{count(sessions, 'session,sessions')} at {count(len(cells), 'setting,settings')}, to the"
        f" nearest 5° and half minute: {_from_to(angles)} and {_from_to(times)}."
    ]
    found = [row.found for row in cells if row.found]
    with_mean = sum(mean.gate.open for mean in found)
    if with_mean:
        have = count(with_mean, "setting has,settings have")
        said.append(f"{have} the {BIN_SESSIONS} rated sessions that a mean needs, one a day.")
    else:
        to_go = min((mean.gate.to_go for mean in found), default=BIN_SESSIONS)
        said.append(f"No setting has enough for an average. {TOO_FEW.format(k=to_go)}")
    return paragraph(days.period, *said)


def adherence_sentence(days: Days, rated_days: int) -> str:
    """Say on how many days there is something to go by."""
    said, of = [], f"of {count(days.period.days, 'day,days')}"
    if days.access.journal:
        said.append(f"Pain was rated on {rated_days:,} {of}.")
    if days.access.sessions:
        said.append(f"There was a session on {len(days.sessions):,} {of}.")
    return paragraph(days.period, *said)


def vitals_sentence(days: Days, found: Sequence[VitalsOfDay]) -> str:
    """Say what was measured before and after sessions: how often, and from where to where."""
    said = []
    for moment in Moment:
        measured = Measured.of(row.measured for row in found if row.moment == moment)
        words = [
            _measured(
                "blood pressure", measured.pressures, measured.systolic, "mmHg", measured.diastolic
            ),
            _measured("heart rate", measured.heart_rates, measured.heart_rate, "a minute"),
        ]
        if measured.readings:
            said.append(f"{moment.label} sessions: {', '.join(filter(None, words))}.")
    if not days.period.is_by_day:
        said.append(BY_WEEK)
    return paragraph(days.period, *said, AS_ENTERED)


def compare_sentence(found: Compared) -> str:
    """Say on how many days both were written down, and that this explains nothing."""
    said = [f"{count(found.days, 'day,days')} with both."]
    said += [
        f"A day without a session counts as 0 for {item.label}."
        for item in (found.x, found.y)
        if item.is_total
    ]
    if found.hollow:
        said.append(HOLLOW_DAYS.format(n=count(found.hollow, "day in rings,days in rings")))
    return paragraph(found.period, *said, SIDE_BY_SIDE)


def nothing_to_compare(found: Compared) -> str:
    """Say how many days each has, where none has both."""
    have = " and ".join(
        f"{item.label} on {count(days, 'day,days')}"
        for item, days in ((found.x, found.days_x), (found.y, found.days_y))
    )
    return f"{found.period.label}. Nothing to compare yet: no day has both. There is {have}."


def _relief(
    days: Days, groups: Groups, read_at: Adjustment | None, settings: list[tuple[int, str]]
) -> str:
    pairs = days.pairs
    if not pairs:
        return paragraph(days.period, "0 sessions with both ratings.", *_left_out(days))
    said = [
        f"{count(len(pairs), 'session,sessions')} with both ratings, at {_from_to(settings)}.",
        "Relief, pain before minus pain after:"
        f" {_from_to([(pair.relief, change(pair.relief)) for pair in pairs])} points.",
    ]
    if read_at is not None:
        said.append(READ_AT.format(at=f"{read_at.at_before:.1f}"))
    if not any(bin_.gate.open for bin_ in groups.bins):
        to_go = min(bin_.gate.to_go for bin_ in groups.bins)
        said.append(f"No group has enough for an average. {TOO_FEW.format(k=to_go)}")
    return paragraph(days.period, *said, *_hollow(days))


def _measured(what: str, n: int, span: Span | None, unit: str, lower: Span | None = None) -> str:
    if span is None:
        return ""
    over = f" over {lower}" if lower else ""
    return f"{what} {span}{over} {unit} ({count(n, 'reading,readings')})"


def _hollow(days: Days, drawn: str = "hollow dot,hollow dots") -> list[str]:
    hollow = days.hollow_sessions
    return [f"{count(hollow, drawn)}: {HOLLOW}"] if hollow else []


def _left_out(days: Days) -> list[str]:
    said = []
    sessions = days.sessions.values()
    unrated = sum(facts.unrated for facts in sessions)
    if sum(facts.sessions - facts.unrated for facts in sessions) > len(days.pairs):
        said.append(ONE_A_DAY)
    if unrated:
        said.append(f"{count(unrated, 'session,sessions')} without both ratings.")
    return said


def _range(what: str, scores: Sequence[int]) -> str:
    low, high = min(scores), max(scores)
    if low == high:
        return f"{what} was {low} of 10."
    return f"{what} lay between {low} and {high} of 10."


def _from_to(values: Sequence[tuple[int, str]]) -> str:
    (_, low), (_, high) = min(values), max(values)
    return low if low == high else f"{low} to {high}"


def paragraph(period: Period, *sentences: str) -> str:
    """Return sentences that begin with the period they are about."""
    return " ".join([f"{period.label}.", *sentences])
