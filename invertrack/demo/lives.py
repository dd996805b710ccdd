"""The simulated life behind each demo person, from the truth that is named for them."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from invertrack.analysis.bins import relief_by_angle, relief_by_duration
from invertrack.analysis.life import DayKind, Life, Session
from invertrack.analysis.results import BinMean
from invertrack.analysis.simulation import simulate
from invertrack.analysis.truth import Truth, draw_truth

from .people import Person

DAYS_A_YEAR: Final = 365.25
ATTEMPTS: Final = 40
# What the lead's charts show of the last three months: groups with room above the gate of 5.
RECENT_DAYS: Final = 85
FULL_BINS: Final = 3
FULL_BIN: Final = 8


def live(
    person: Person, *, seed: int, years: float, first_weekday: int
) -> tuple[Life, np.random.Generator]:
    """Return a life as it was written down, and the stream of chance to tell the rest with.

    Person and seed decide, whoever else is simulated. A person who shows something takes the first
    of a few lives that has it; the truth behind each is drawn alike.
    """
    days = days_written(person, years)
    for attempt in range(ATTEMPTS):
        rng = np.random.default_rng([seed, zlib.crc32(person.email.encode()), attempt])
        life = simulate(_truth(person, rng), days=days, seed=rng, first_weekday=first_weekday)
        if _shows_what_it_should(person, life):
            break
    return replace(life, sessions=life.sessions[: person.most_sessions]), rng


def days_since_start(person: Person, years: float) -> int:
    """Return how many local days ago the person started, that day and today included."""
    whole = round(years * DAYS_A_YEAR)
    return min(whole, person.days) if person.days is not None else round(whole * person.part)


def days_written(person: Person, years: float) -> int:
    """Return the days from the start to the last one with records."""
    return max(0, days_since_start(person, years) - person.quit_days)


def _truth(person: Person, rng: np.random.Generator) -> Truth:
    truth = draw_truth(person.truth, rng)
    if not person.is_lead:
        return truth
    # The lead tries much and skips little, so that every chart has something to show.
    habits = replace(
        truth.habits,
        days_per_week=6.5,
        plateau_angle_deg=40.0,
        angle_jitter_sd_deg=9.0,
        plateau_duration_s=170.0,
        duration_jitter_sd_s=55.0,
        second_session_share=0.1,
        missing_share=0.08,
        after_missing_share=0.05,
    )
    return replace(truth, pain=replace(truth.pain, usual=5.6), habits=habits)


def _shows_what_it_should(person: Person, life: Life) -> bool:
    """Whether the life has what its person is there for; today does not count, it may be young."""
    yesterday = len(life.days) - 2
    done = [session for session in life.sessions if session.day <= yesterday]
    if not person.is_lead:
        return len(done) >= (person.most_sessions or 0)
    if yesterday < 7:
        return True
    last_days = life.days[yesterday - 7 :]
    recent = [session for session in done if session.day > yesterday - RECENT_DAYS]
    return (
        life.days[yesterday].pain_avg_24h is not None
        and sum(session.day > yesterday - 3 for session in done) >= 2
        and all(day.kind is not DayKind.TRAVEL for day in last_days)
        and _is_varied(recent)
    )


def _is_varied(sessions: Sequence[Session]) -> bool:
    rated = [session for session in sessions if session.pain_after is not None]
    reliefs = [session.pain_before - session.pain_after for session in rated]
    by_angle = relief_by_angle([session.angle_deg for session in rated], reliefs)
    by_duration = relief_by_duration([session.duration_s / 60 for session in rated], reliefs)
    return _full(by_angle) >= FULL_BINS and _full(by_duration) >= FULL_BINS


def _full(bins: Sequence[BinMean]) -> int:
    return sum(bin_.n >= FULL_BIN for bin_ in bins)
