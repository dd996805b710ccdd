"""What the numbers say, in fixed sentences: filled, never paraphrased, never a verdict.

Each names its n, unit and period. Below a gate a sentence says how much is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from invertrack.analysis.gates import MEAN_CHANGE_SESSIONS, Reason, mean_change_gate, share_gate
from invertrack.core.templatetags.display import change, count, degrees, duration

from .periods import Period
from .queries import Days, TrendDay

if TYPE_CHECKING:
    from invertrack.analysis.bins import BinMean
    from invertrack.analysis.change import MeanChange

TOO_FEW = "{k} more needed. Small samples mislead."
SHARE = (
    "On {lower:,} of {n:,} sessions {your} pain was lower after than before"
    " ({same:,} the same, {higher:,} higher)."
)
MEAN = "The average change was {m} points ({interval})."
INTERVAL = "95% interval {lo} to {hi}"
NO_INTERVAL = "95% interval not computable, every change was the same"
EARLY = "This is early: fewer than 20 sessions."
CAUTION = (
    "This does not tell you that inversion caused it. Pain often settles by itself, {you} may start"
    " sessions when pain is worse than usual, lying down can ease pain, and expecting relief can"
    " change a score."
)
ONE_A_DAY = "One session a day counts, the first with both ratings."


@dataclass(frozen=True, slots=True)
class Voice:
    """Whom a sentence speaks to: the person themselves, or their clinician about them."""

    you: str
    your: str

    @property
    def caution(self) -> str:
        """What is always said next to a mean."""
        return CAUTION.format(you=self.you)


OWN = Voice(you="you", your="your")
CLINICIAN = Voice(you="the patient", your="the patient's")


@dataclass(frozen=True, slots=True)
class Change:
    """What the paired sessions of a period say together; ``mean`` None is withheld by its gate."""

    sentence: str
    n: int
    mean: MeanChange | None


def trend_sentence(days: Days, trend: Sequence[TrendDay]) -> str:
    """Say on how many days pain was rated, how far it went, and how many sessions there were."""
    said = []
    if days.access.journal:
        rated = sum(day.is_rated for day in trend)
        said.append(f"Pain was rated on {rated:,} of {count(len(trend), 'day,days')}.")
        scores = [day.pain for day in trend if day.pain is not None]
        if scores:
            said.append(_range("The average of the day", scores))
    if days.access.sessions:
        sessions = sum(facts.sessions for facts in days.sessions.values())
        on = count(len(days.sessions), "day,days")
        said.append(f"{count(sessions, 'session,sessions')} on {on}.")
    return _paragraph(days.period, *said)


def change_over_sessions(days: Days, voice: Voice) -> Change:
    """Say how pain after compares with pain before, as far as the gates allow."""
    pairs, n = days.pairs, len(days.pairs)
    gate = mean_change_gate(n)
    if not share_gate(n).open:
        have = f"{count(n, 'session,sessions')} with both ratings."
        said = [have, TOO_FEW.format(k=share_gate(n).to_go)]
        return Change(_paragraph(days.period, *said, *_left_out(days)), n, None)
    from invertrack.analysis.change import count_directions, mean_change  # scipy, when it is needed

    changes = [pair.change for pair in pairs]
    directions = count_directions(changes)
    said = [
        SHARE.format(
            lower=directions.lower,
            n=n,
            same=directions.same,
            higher=directions.higher,
            your=voice.your,
        )
    ]
    mean = mean_change(changes) if gate.open else None
    if mean is None:
        said.append(f"An average is shown from {MEAN_CHANGE_SESSIONS} sessions on.")
        said.append(TOO_FEW.format(k=gate.to_go))
    else:
        said.append(_mean(mean))
    if gate.reason == Reason.EARLY:
        said.append(EARLY)
    return Change(_paragraph(days.period, *said, *_left_out(days)), n, mean)


def angle_sentence(days: Days, bins: Sequence[BinMean]) -> str:
    """Say which sessions the chart of relief by angle stands on."""
    return _relief(days, bins, [(pair.angle_deg, degrees(pair.angle_deg)) for pair in days.pairs])


def duration_sentence(days: Days, bins: Sequence[BinMean]) -> str:
    """Say which sessions the chart of relief by time at angle stands on."""
    return _relief(
        days, bins, [(pair.duration_s, duration(pair.duration_s)) for pair in days.pairs]
    )


def _relief(days: Days, bins: Sequence[BinMean], settings: list[tuple[int, str]]) -> str:
    pairs = days.pairs
    if not pairs:
        return _paragraph(days.period, "0 sessions with both ratings.", *_left_out(days))
    said = [
        f"{count(len(pairs), 'session,sessions')} with both ratings, at {_from_to(settings)}.",
        "Relief, pain before minus pain after:"
        f" {_from_to([(pair.relief, change(pair.relief)) for pair in pairs])} points.",
    ]
    if not any(bin_.gate.open for bin_ in bins):
        to_go = min(bin_.gate.to_go for bin_ in bins)
        said.append(f"No group has enough for an average. {TOO_FEW.format(k=to_go)}")
    hollow = sum(facts.hollow for facts in days.sessions.values())
    if hollow:
        said.append(
            f"{count(hollow, 'hollow dot,hollow dots')}: rated from memory, entered over a day"
            " late, or not the first of the day."
        )
    return _paragraph(days.period, *said)


def _mean(mean: MeanChange) -> str:
    found = mean.shown.interval
    interval = NO_INTERVAL
    if found is not None:
        interval = INTERVAL.format(lo=change(found.low), hi=change(found.high))
    return MEAN.format(m=change(mean.shown.value), interval=interval)


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


def _paragraph(period: Period, *sentences: str) -> str:
    return " ".join([f"{period.label}.", *sentences])
