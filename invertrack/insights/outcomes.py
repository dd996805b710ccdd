"""A person's own data on every outcome that articles make claims about, made once and stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from invertrack.analysis.gates import Gate, mean_change_gate
from invertrack.analysis.results import MeanChange, Trend
from invertrack.care.access import Access

from .periods import Period
from .queries.outcomes import read_outcomes
from .stored import Found, found_in, stored


@dataclass(frozen=True, slots=True)
class ScoreTrend:
    """One score of the journal over time: days with it, and its trend where the gate is open."""

    n: int
    gate: Gate
    trend: Trend | None


@dataclass(frozen=True, slots=True)
class ReadingChange:
    """One reading before and after sessions: how many pairs, and their mean change."""

    n: int
    gate: Gate
    mean: MeanChange | None


@dataclass(frozen=True, slots=True)
class Outcomes:
    """All of them: pain by ``found``, scores and readings by the name of their field."""

    found: Found
    scores: dict[str, ScoreTrend]
    readings: dict[str, ReadingChange]
    sessions: int
    with_eye_symptom: int


def outcomes_of(access: Access, period: Period) -> Outcomes:
    """Return what the records of a period hold on each outcome, made at the first asking."""

    def make(access: Access) -> Outcomes:
        rows = read_outcomes(access, period)
        return Outcomes(
            found=found_in(access, period),
            scores={name: _score_trend(said) for name, said in rows.scores.items()},
            readings={name: _reading_change(rows.changes[name]) for name in rows.changes},
            sessions=rows.sessions,
            with_eye_symptom=rows.with_eye_symptom,
        )

    return stored("claims", access, period, make=make, kind=Outcomes)


def _score_trend(said: Sequence[tuple[int, int]]) -> ScoreTrend:
    days, scores = [day for day, _ in said], [score for _, score in said]
    from invertrack.analysis.trend import gated_trend  # numpy, when it is needed

    return ScoreTrend(len(days), *gated_trend(days, scores))


def _reading_change(changes: Sequence[int]) -> ReadingChange:
    gate = mean_change_gate(len(changes))
    if not gate.open:
        return ReadingChange(len(changes), gate, None)
    from invertrack.analysis.change import mean_change  # numpy, when it is needed

    return ReadingChange(len(changes), gate, mean_change(changes))
