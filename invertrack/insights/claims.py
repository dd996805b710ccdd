"""What articles claim about inversion, in the words of data/claims.json, and what is known of each.

Of every claim: outside evidence with its size, and the person's own data on that outcome or the
place where they can begin to measure it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from pathlib import Path
from typing import Any

from django.urls import reverse

from invertrack.analysis.gates import Reason, share_gate
from invertrack.analysis.results import Method
from invertrack.core.templatetags.display import count
from invertrack.journals.models import Entry
from invertrack.safety.lists import stop_now

from . import sentences
from .captions import AS_ENTERED
from .evidence import Row, sources
from .findings import POINTS_A_WEEK, Finding, findings_of
from .outcomes import Outcomes, ReadingChange, ScoreTrend
from .queries.outcomes import EYE_SYMPTOMS, SCORES
from .shown import Shown, shown
from .voice import OWN

NOT_MEASURED = "Not measured."
EYES_ARE_NOT_MEASURED = "Pressure in the eyes cannot be measured here."
WITH_SYMPTOM = "In {k:,} of {n} one of these was noted: {listed}."
READING_CHANGE = "{What}, after minus before: on average {m} {unit} ({interval}), n = {n:,}."
LOWER_HIGHER = ("lower", "higher")
OF_SCORE, OF_READING = NOT_OF_PAIN = ("trend-", "change-")  # how ids of findings begin here
READINGS = {  # what each is called, and its unit
    "systolic": ("upper value of blood pressure", "mmHg"),
    "diastolic": ("lower value of blood pressure", "mmHg"),
    "heart_rate": ("heart rate", "beats a minute"),
}


class Outcome(StrEnum):
    """What a claim is about, as far as it can be recorded here."""

    CHANGE = "change"
    TREND = "trend"
    SETTING = "setting"
    SPASM = "spasm"
    JOINT_PAIN = "joint_pain"
    BALANCE = "balance"
    CIRCULATION = "circulation"
    EYES = "eyes"
    HEART_RATE = "heart_rate"
    PRESSURE = "pressure"


@dataclass(frozen=True, slots=True)
class Outside:
    """One study's answer in a line: how many people, what was seen, and the row that says more."""

    size: str
    says: str
    row: Row


@dataclass(frozen=True, slots=True)
class Claim:
    """What articles say, and what studies say to it; ``gap`` is what none of them has measured."""

    id: str
    title: str
    says: str
    outcome: Outcome
    outside: tuple[Outside, ...]
    gap: str


@dataclass(frozen=True, slots=True)
class Switch:
    """Where a person begins to measure something."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class OwnData:
    """A person's own data on one claim: findings and plain sentences, and how to begin."""

    findings: tuple[Finding, ...] = ()
    said: tuple[str, ...] = ()
    switch: Switch | None = None

    @property
    def shown(self) -> list[Shown]:
        """The findings with what is drawn of them."""
        return [
            shown(one, ends=LOWER_HIGHER if one.id.startswith(NOT_OF_PAIN) else None)
            for one in self.findings
        ]

    @property
    def cautions(self) -> list[str]:
        """What must be said next to the findings, each once."""
        return list(dict.fromkeys(one.caution for one in self.findings if one.caution))


@dataclass(frozen=True, slots=True)
class Line:
    """A claim with one's own data beside it; None for somebody who keeps no records here."""

    claim: Claim
    own: OwnData | None


@cache
def claims() -> tuple[Claim, ...]:
    """Return the claims, in the order they are shown."""
    path = Path(__file__).parent / "data" / "claims.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    return tuple(_claim(said) for said in raw["claims"])


def ledger(outcomes: Outcomes | None) -> list[Line]:
    """Return every claim with what a person's own records say to it."""
    if outcomes is None:
        return [Line(claim, None) for claim in claims()]
    found = findings_of(outcomes.found, voice=OWN)
    by_id = {finding.id: finding for finding in found}
    return [Line(claim, OWN_DATA[claim.outcome](outcomes, by_id)) for claim in claims()]


def _change(outcomes: Outcomes, found: Mapping[str, Finding]) -> OwnData:
    if not outcomes.found.analysis.pairs:
        return _not_measured("Log a session with pain before and after", "sessions:create")
    return OwnData((found["mean-change"], found["left"]))


def _trend(outcomes: Outcomes, found: Mapping[str, Finding]) -> OwnData:
    if not outcomes.found.analysis.trend_gate.have:
        return _not_measured("Rate the average of the day in the journal", "journals:index")
    return OwnData((found["pain-trend"],))


def _setting(outcomes: Outcomes, found: Mapping[str, Finding]) -> OwnData:
    if not outcomes.found.analysis.pairs:
        return _not_measured("Log a session with its angle and time", "sessions:create")
    leads = (
        one for id_, one in found.items() if id_.startswith("angle-") and id_.endswith("-lead")
    )
    return OwnData((found["angle-slope"], found["angle-groups"], *leads))


def _score(outcomes: Outcomes, _: Mapping[str, Finding], *, name: str) -> OwnData:
    score = outcomes.scores[name]
    if not score.n:
        return _not_measured("Let the journal ask for it", "journals:fields")
    return OwnData((score_finding(name, score),))


def _eyes(outcomes: Outcomes, _: Mapping[str, Finding]) -> OwnData:
    n = outcomes.sessions
    if not n:
        return OwnData(said=(EYES_ARE_NOT_MEASURED,))
    gate = share_gate(n)
    if not gate.open:
        wait = sentences.missing(gate, f"A count of symptoms needs {gate.needed} sessions")
        return OwnData(said=(EYES_ARE_NOT_MEASURED, wait))
    symptoms = [stop_now()[code].text for code in EYE_SYMPTOMS]
    listed = "; ".join(text[0].lower() + text[1:] for text in symptoms)
    counted = WITH_SYMPTOM.format(
        k=outcomes.with_eye_symptom, n=count(n, "session,sessions"), listed=listed
    )
    return OwnData(said=(EYES_ARE_NOT_MEASURED, counted))


def _readings(outcomes: Outcomes, _: Mapping[str, Finding], *, names: tuple[str, ...]) -> OwnData:
    readings = {name: outcomes.readings[name] for name in names}
    if not any(reading.n for reading in readings.values()):
        return _not_measured("Enter readings when you log a session", "sessions:create")
    return OwnData(tuple(reading_finding(name, reading) for name, reading in readings.items()))


def score_finding(name: str, found: ScoreTrend) -> Finding:
    """Return what one score of the journal says over time, as a finding of its own."""
    what = f"score for {Entry._meta.get_field(name).verbose_name}"
    id_, method = OF_SCORE + name.replace("_", "-"), Method.THEIL_SEN_SMOOTHED
    if found.trend is None:
        claim = sentences.no_trend_yet(found.gate, f"the {what}")
        return Finding(id_, POINTS_A_WEEK, found.n, method, found.gate, claim)
    week = found.trend.shown.times(7)
    return Finding(
        id_,
        POINTS_A_WEEK,
        found.n,
        method,
        found.gate,
        sentences.trend(found.trend, OWN, what),
        estimate=week.value,
        interval=week.interval,
        beside=f"n = {found.n:,} days with a score, 95% interval.",
    )


def reading_finding(name: str, found: ReadingChange) -> Finding:
    """Return how one reading differs after sessions from before them; what it means is not said."""
    what, unit = READINGS[name]
    id_, method = OF_READING + name.replace("_", "-"), Method.AR1_EFFECTIVE_N
    if found.mean is None:
        needs = f"An average of the {what} needs {found.gate.needed} sessions with readings before"
        claim = sentences.missing(found.gate, f"{needs} and after, one a day")
        return Finding(id_, unit, found.n, method, found.gate, claim, caution=AS_ENTERED)
    shown = found.mean.shown
    claim = READING_CHANGE.format(
        What=what[0].upper() + what[1:],
        m=sentences.signed(shown.value),
        unit=unit,
        interval=sentences.interval_words(shown.interval),
        n=found.n,
    )
    early = sentences.EARLY if found.gate.reason == Reason.EARLY else ""
    return Finding(
        id_,
        unit,
        found.n,
        method,
        found.gate,
        claim,
        estimate=shown.value,
        interval=shown.interval,
        beside=early,
        caution=AS_ENTERED,
    )


def _not_measured(label: str, url_name: str) -> OwnData:
    return OwnData(said=(NOT_MEASURED,), switch=Switch(label, reverse(url_name)))


OWN_DATA: Mapping[Outcome, Callable[[Outcomes, Mapping[str, Finding]], OwnData]] = {
    Outcome.CHANGE: _change,
    Outcome.TREND: _trend,
    Outcome.SETTING: _setting,
    **{Outcome(name): partial(_score, name=name) for name in SCORES},
    Outcome.EYES: _eyes,
    Outcome.HEART_RATE: partial(_readings, names=("heart_rate",)),
    Outcome.PRESSURE: partial(_readings, names=("systolic", "diastolic")),
}


def _claim(said: dict[str, Any]) -> Claim:
    outside = tuple(
        Outside(one["size"], one["says"], Row(one["row"], sources()[one["row"].partition("-")[2]]))
        for one in said["outside"]
    )
    return Claim(**{**said, "outcome": Outcome(said["outcome"]), "outside": outside})
