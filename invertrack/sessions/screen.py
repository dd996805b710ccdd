"""Cautions about a session that was logged: values that the page words, nothing is refused here."""

from __future__ import annotations

from dataclasses import dataclass

STEEP_DEG = 60
LONG_S = 300
MANY_A_DAY = 3
PAIN_JUMP = 6
LATE_RATING_S = 600
# Blood pressure in mmHg: makers' instructions, and the American Heart Association's words.
MAKERS_LIMIT = (140, 90)
CRISIS = (180, 120)
SLOW, FAST = 45, 120
MAKERS_TEXT = (
    "Makers' instructions say not to invert with readings of 140/90 or more without a doctor's "
    "agreement."
)
CRISIS_TEXT = (
    "Sit down, wait about five minutes, measure again. If it is still this high contact a health "
    "professional now. With chest pain, short breath, back pain, numbness or weakness, change in "
    "vision or trouble speaking call emergency services."
)


@dataclass(frozen=True, slots=True)
class Caution:
    """One thing to look at; ``code`` is stable, ``text`` fit to show."""

    code: str
    text: str


def cautions(
    *,
    angle_deg: int,
    duration_s: int,
    pain_before: int | None,
    pain_after_delay_s: int | None,
    last_pain: int | None,
    sessions_that_day: int,
    overlaps: bool,
) -> list[Caution]:
    """Return what stands out in a session, in the order a person would check it."""
    found = []
    if angle_deg > STEEP_DEG:
        text = "This is beyond the plan; eye and blood pressure rise most at steep angles."
        found.append(Caution("steep", text))
    if duration_s > LONG_S:
        found.append(Caution("long", "This is longer than 5 minutes at angle. Check the time."))
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
    if _reaches(CRISIS, systolic, diastolic):
        found.append(Caution("pressure_crisis", CRISIS_TEXT))
    elif is_before and _reaches(MAKERS_LIMIT, systolic, diastolic):
        found.append(Caution("pressure_makers", MAKERS_TEXT))
    if heart_rate is not None and not SLOW <= heart_rate <= FAST:
        text = f"Heart rate {'before' if is_before else 'after'} is {heart_rate}. Check the number."
        found.append(Caution("heart_rate", text))
    return found


def _reaches(limit: tuple[int, int], systolic: int | None, diastolic: int | None) -> bool:
    if systolic is None or diastolic is None:
        return False
    return systolic >= limit[0] or diastolic >= limit[1]
