"""The slow start: its steps as published in data/plan.json, and where a person stands in it.

Nothing here takes a pain score, and ``PlanSession`` has no field for one: a plan that followed pain
would be treatment, which this is not (tests/safety/test_plan.py holds it).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, Final, Protocol

MOST_STEPS = 12
SHORTEST_S = 30
MOST_PER_DAY = 3
MOST_SESSIONS = 60  # at one step before the next


class Reason(StrEnum):
    """Why the plan went a step back by itself; nothing takes it forward."""

    MISSED_WEEK = "missed_week"
    STOP_SYMPTOM = "stop_symptom"


class Within(Protocol):
    """Whatever limits angle and time: a step, a cap."""

    @property
    def angle_deg(self) -> int | None: ...
    @property
    def duration_s(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """The steepest angle and the longest time that a plan or a cap may name."""

    angle_deg: int
    duration_s: int


# What a phone measures beyond a limit that was kept: its own error with that of a strap, and the
# first part of the way up, which begins when the time is over. A house decision.
SLACK: Final = Limits(angle_deg=2, duration_s=15)


def within(limits: Within, angle_deg: int, duration_s: int, *, is_measured: bool) -> bool:
    """Whether an angle and a time keep to limits of which each may be None, for none."""
    slack = SLACK if is_measured else Limits(0, 0)
    most, longest = limits.angle_deg, limits.duration_s
    is_steeper = most is not None and angle_deg > most + slack.angle_deg
    return not (is_steeper or (longest is not None and duration_s > longest + slack.duration_s))


@dataclass(frozen=True, slots=True)
class Step:
    """What one step allows, and how many sessions at it come before the next; 0 holds for good."""

    number: int
    angle_deg: int
    duration_s: int
    per_day: int
    sessions: int

    def holds(self, session: PlanSession) -> bool:
        """Whether a session lay within the step; lying flat is none of the plan."""
        return session.angle_deg > 0 and within(
            self, session.angle_deg, session.duration_s, is_measured=session.is_measured
        )


@dataclass(frozen=True, slots=True)
class PlanSession:
    """All that the plan learns of a session."""

    local_date: dt.date
    angle_deg: int
    duration_s: int
    has_stop_symptom: bool
    is_measured: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """The step that the person chose last, and the local day of the choice."""

    number: int
    local_date: dt.date


@dataclass(frozen=True, slots=True)
class Move:
    """One step back, the day it happened and why; at the first step the count starts again."""

    local_date: dt.date
    reason: Reason
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a person stands: the step now, what moved it since the choice, what the next one asks.

    ``done`` counts the sessions at this step, and ``next_on`` is the first day on which it has
    lasted long enough, None before its first session. ``previous`` and ``next`` are None at the ends.
    """

    step: Step
    since: dt.date
    done: int
    next_on: dt.date | None
    today: dt.date
    moves: tuple[Move, ...] = ()
    previous: Step | None = None
    next: Step | None = None

    @property
    def to_go(self) -> int:
        """How many sessions at this step are missing before the next can be chosen."""
        return max(0, self.step.sessions - self.done)

    @property
    def may_advance(self) -> bool:
        """Whether the next step can be chosen now; choosing it is the person's."""
        is_long_enough = self.next_on is not None and self.today >= self.next_on
        return self.next is not None and not self.to_go and is_long_enough


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a step of a plan; the message is fit to stand at its field."""

    number: int
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Guide:
    """The published slow start with its words."""

    version: str
    text: str
    rules: dict[str, str]
    texts: dict[str, str]
    reasons: dict[Reason, str]
    usual: Limits
    clinician: Limits
    above_step_deg: int
    days_per_step: int
    steps: tuple[Step, ...]
    starting_points: tuple[dict[str, Any], ...]


@cache
def guide() -> Guide:
    """Return the slow start as published."""
    path = Path(__file__).parent / "data" / "plan.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    limits = raw.pop("limits")
    return Guide(
        **raw
        | {name: Limits(**limits[name]) for name in ("usual", "clinician")}
        | {
            "steps": steps_of(raw["steps"]),
            "reasons": {Reason(key): text for key, text in raw["reasons"].items()},
            "starting_points": tuple(raw["starting_points"]),
        }
    )


def steps_of(stored: Iterable[dict[str, int]]) -> tuple[Step, ...]:
    """Number the steps of a stored plan, the gentlest first."""
    return tuple(Step(number=number, **step) for number, step in enumerate(stored, start=1))


def progress(
    steps: Sequence[Step],
    chosen: Chosen | None,
    sessions: Iterable[PlanSession],
    today: dt.date,
    *,
    days_per_step: int = 7,
) -> Progress | None:
    """Follow the days from the choice until today; None while no step of these is chosen.

    Going forward takes a choice. Seven whole local days without a session, and each session with a
    stop symptom, are one step back. Sessions of one day count alike in any order, at most as many
    as the step allows a day, and not at all on a day with a stop symptom.
    """
    if chosen is None or not 1 <= chosen.number <= len(steps):
        return None
    walk = _Walk(steps, chosen)
    counted = sorted(
        (row for row in sessions if row.local_date >= chosen.local_date),
        key=lambda row: row.local_date,
    )
    for day, of_day in groupby(counted, key=lambda row: row.local_date):
        walk.wait_until(day)
        walk.live(day, list(of_day))
    walk.wait_until(today)
    number = walk.number
    return Progress(
        step=steps[number - 1],
        since=walk.since,
        done=walk.done,
        next_on=walk.first + dt.timedelta(days=days_per_step) if walk.first else None,
        today=today,
        moves=tuple(walk.moves),
        previous=steps[number - 2] if number > 1 else None,
        next=steps[number] if number < len(steps) else None,
    )


class _Walk:
    """The days since a choice, lived one after the other."""

    def __init__(self, steps: Sequence[Step], chosen: Chosen) -> None:
        self.steps = steps
        self.number = chosen.number
        self.since = self.last = chosen.local_date  # the step began; the last session or choice
        self.missed = 0  # whole weeks since then
        self.first: dt.date | None = None  # the first session that counted at this step
        self.done = 0
        self.moves: list[Move] = []

    def wait_until(self, day: dt.date) -> None:
        """Go back a step for each seven whole days between the last session and this day."""
        while (noticed := self.last + dt.timedelta(days=7 * self.missed + 8)) <= day:
            self.missed += 1
            self._back(noticed, Reason.MISSED_WEEK)

    def live(self, day: dt.date, sessions: Sequence[PlanSession]) -> None:
        """Count the sessions of a day, or go back for its stop symptoms."""
        with_symptom = [row for row in sessions if row.has_stop_symptom]
        for _ in with_symptom:
            self._back(day, Reason.STOP_SYMPTOM)
        step = self.steps[self.number - 1]
        within = [row for row in sessions if step.holds(row)]
        if within and not with_symptom:
            self.done += min(len(within), step.per_day)
            self.first = self.first or day
        if any(row.angle_deg > 0 for row in sessions):
            self.last, self.missed = day, 0

    def _back(self, day: dt.date, reason: Reason) -> None:
        after = max(1, self.number - 1)
        if self.number > 1 or self.done or reason == Reason.STOP_SYMPTOM:
            self.moves.append(Move(day, reason, self.number, after))
            self.since = day
        self.number, self.done, self.first = after, 0, None


def allowed(step: Step, *, angle_deg: int | None = None, duration_s: int | None = None) -> Limits:
    """Return what a step allows under a cap, of which either half may be missing."""
    return Limits(
        angle_deg=step.angle_deg if angle_deg is None else min(step.angle_deg, angle_deg),
        duration_s=step.duration_s if duration_s is None else min(step.duration_s, duration_s),
    )


def problems(steps: Sequence[Step], limits: Limits) -> list[Problem]:
    """Return everything that keeps these steps from being a plan within the limits."""
    if not 1 <= len(steps) <= MOST_STEPS:
        return [Problem(0, "", f"A plan has 1 to {MOST_STEPS} steps.")]
    found = [problem for step in steps for problem in _beyond(step, limits)]
    for before, step in pairwise(steps):
        if step.angle_deg > before.angle_deg and step.duration_s > before.duration_s:
            message = "Angle and time both rise here. Let one of them rise, and the other in a step of its own."
            found.append(Problem(step.number, "angle_deg", message))
    for step in steps[:-1]:
        if not step.sessions:
            message = "Enter how many sessions come before the next step, 1 or more."
            found.append(Problem(step.number, "sessions", message))
    return found


def _beyond(step: Step, limits: Limits) -> Iterable[Problem]:
    minutes = limits.duration_s // 60
    ranges = {
        "angle_deg": (1, limits.angle_deg, f"Enter 1 to {limits.angle_deg} degrees."),
        "duration_s": (
            SHORTEST_S,
            limits.duration_s,
            f"Enter {SHORTEST_S} seconds to {minutes} minutes.",
        ),
        "per_day": (1, MOST_PER_DAY, f"Enter 1 to {MOST_PER_DAY} sessions a day."),
        "sessions": (0, MOST_SESSIONS, f"Enter at most {MOST_SESSIONS} sessions."),
    }
    for field, (least, most, message) in ranges.items():
        if not least <= getattr(step, field) <= most:
            yield Problem(step.number, field, message)
