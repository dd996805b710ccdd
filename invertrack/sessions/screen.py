"""What is pointed out about a session that was logged; nothing is refused here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from invertrack.safety.actions import PAIN_RISE
from invertrack.safety.models import Cap
from invertrack.safety.plan import guide, within

from .enums import Moment

STEEP_DEG = 60
LONG_S = 300
MANY_A_DAY = 3
PAIN_JUMP = 6
LATE_RATING_S = 600
SLOW, FAST = 45, 120
LONG_TEXT = "This is longer than 5 minutes at angle. Check the time."


type Rated = tuple[int | None, int | None]  # pain before and after, 0 to 10


@dataclass(frozen=True, slots=True)
class Caution:
    """One thing to look at; ``code`` is stable, ``text`` fit to show, quoted from ``sources``."""

    code: str
    text: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pressure:
    """Published words on a blood pressure in mmHg, from either number on, at some moments."""

    code: str
    systolic: int
    diastolic: int
    moments: tuple[str, ...]
    text: str
    sources: tuple[str, ...]


@cache
def pressures() -> tuple[Pressure, ...]:
    """Return the published words on blood pressure, the gravest first."""
    path = Path(__file__).parent / "data" / "readings.json"
    said = json.loads(path.read_text(encoding="utf-8"))["pressure"]
    lists = ("moments", "sources")
    return tuple(Pressure(**one | {name: tuple(one[name]) for name in lists}) for one in said)


def exceeds(cap: Cap | None, *, angle_deg: int, duration_s: int, is_measured: bool = False) -> bool:
    """Whether a session went beyond what was agreed, by its steepest angle or its time.

    What a phone measured is beyond it by more than the phone may be off.
    """
    return cap is not None and not within(cap, angle_deg, duration_s, is_measured=is_measured)


def newly_risen(was: Rated, now: Rated) -> bool:
    """Whether pain is now rated 2 or more higher after than before, and was not until now."""
    return has_risen(*now) and not has_risen(*was)


def has_risen(before: int | None, after: int | None) -> bool:
    """Whether pain was rated 2 or more higher after than before."""
    return None not in (before, after) and after - before >= PAIN_RISE


def above_step(step_deg: int) -> int:
    """Return the angle above which a session stands out against a step of the plan."""
    return step_deg + guide().above_step_deg


def cautions(
    *,
    angle_deg: int,
    duration_s: int,
    pain_before: int | None,
    pain_after_delay_s: int | None,
    last_pain: int | None,
    sessions_that_day: int,
    overlaps: bool,
    step_deg: int | None = None,
) -> list[Caution]:
    """Return what stands out in a session, in the order a person would check it."""
    found = []
    if angle_deg > STEEP_DEG:
        found.append(Caution("steep", guide().texts["beyond"]))
    elif step_deg is not None and angle_deg > above_step(step_deg):
        found.append(Caution("above_step", guide().texts["above_step"]))
    if duration_s > LONG_S:
        found.append(Caution("long", LONG_TEXT))
    if sessions_that_day > MANY_A_DAY:
        text = f"This day has {sessions_that_day} sessions. Check that none is logged twice."
        found.append(Caution("many", text))
    if overlaps:
        text = "It shares time with another session. Check the times of both."
        found.append(Caution("overlap", text))
    if None not in (pain_before, last_pain) and abs(pain_before - last_pain) >= PAIN_JUMP:
        text = f"Pain before is {pain_before}; the rating before it was {last_pain}. Check both."
        found.append(Caution("jump", text))
    if pain_after_delay_s is not None and pain_after_delay_s > LATE_RATING_S:
        text = "Pain after was rated more than 10 minutes after coming up."
        found.append(Caution("late", text))
    return found


def vitals_cautions(
    *, is_before: bool, systolic: int | None, diastolic: int | None, heart_rate: int | None
) -> list[Caution]:
    """Return the published words on one reading, where there are any; no reading is judged."""
    found = []
    moment = Moment.BEFORE if is_before else Moment.AFTER
    said = next((one for one in pressures() if _reaches(one, moment, systolic, diastolic)), None)
    if said is not None:
        found.append(Caution(said.code, said.text, said.sources))
    if heart_rate is not None and not SLOW <= heart_rate <= FAST:
        text = f"Heart rate {moment.label.lower()} is {heart_rate}. Check the number."
        found.append(Caution("heart_rate", text))
    return found


def _reaches(one: Pressure, moment: Moment, systolic: int | None, diastolic: int | None) -> bool:
    if systolic is None or diastolic is None or moment not in one.moments:
        return False
    return systolic >= one.systolic or diastolic >= one.diastolic
