"""Simulated people of whom the truth is known, as the analysis meets them.

Most are lived by the simulator of the demo: whole scores, flares, weekdays, trips, missed days. A
few come from a plain generator that shares no code with it, and in which relief itself resembles
that of the session before; a method that holds in one world only was fitted to it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from invertrack.analysis.life import Life
from invertrack.analysis.record import Pair, Record
from invertrack.analysis.simulated import first_days, paired_sessions, record_of_life
from invertrack.analysis.simulation import simulate
from invertrack.analysis.truth import Truth

type Rng = np.random.Generator
type World = Callable[[int, Rng], Person]

RATED = 0.9
SESSIONS = 0.7
LEVEL_SD = 1.5
READING_SD = 0.8
RELIEF_SD = 0.9
ANGLES = (20, 25, 30, 35, 40)
DURATIONS_S = (60, 90, 120, 150, 180)


@dataclass(frozen=True, slots=True)
class Person:
    """What one person wrote down, and what is so: points a day, points per 10 degrees, a minute.

    ``reliefs`` are the true reliefs of the record's pairs, points.
    """

    record: Record
    reliefs: tuple[float, ...]
    trend: float = 0.0
    angle: float = 0.0
    minutes: float = 0.0

    @property
    def left(self) -> float:
        """The mean change that inverting truly made, after minus before."""
        return -float(np.mean(self.reliefs)) if self.reliefs else 0.0

    def at_age(self, days: int) -> Person:
        """The same person when they had written for so many days."""
        record = first_days(self.record, days)
        return replace(self, record=record, reliefs=self.reliefs[: len(record.pairs)])

    def at_session(self, number: int) -> Person:
        """The same person on the day of that session that counts, or at the end if it never came."""
        pairs = self.record.pairs
        return self.at_age(pairs[number - 1].day + 1) if len(pairs) >= number else self


def lived(draw: Callable[[Rng], Truth], *, rates_on_skipped_days: bool = True) -> World:
    """Return people of the simulator, each with a truth of their own.

    Args:
        draw: Draws the truth of one.
        rates_on_skipped_days: Whether sessions are rated also where the journal is left out.
    """

    def live(days: int, rng: Rng) -> Person:
        truth = draw(rng)
        life = simulate(truth, days=days, seed=rng)
        if not rates_on_skipped_days:
            life = _without_ratings_on_skipped_days(life)
        return Person(
            record_of_life(life),
            tuple(session.true_relief for session in paired_sessions(life)),
            trend=truth.pain.drift_per_week / 7,
            angle=truth.effect.points_per_10_deg,
            minutes=truth.effect.points_per_minute,
        )

    return live


def plain(phi: float, *, rise_per_week_deg: float = 0.0) -> World:
    """Return people of the plain generator, whom inverting does nothing for.

    Args:
        phi: Correlation of one day with the next, of the level of pain and of relief alike.
        rise_per_week_deg: Degrees by which the angle creeps up.
    """

    def live(days: int, rng: Rng) -> Person:
        usual = rng.uniform(3.5, 6.5)
        level = usual + LEVEL_SD * _correlated(days, phi, rng)
        relief = RELIEF_SD * _correlated(days, phi, rng)
        risen = rise_per_week_deg * np.arange(days) / 7
        angle = rng.choice(ANGLES, days) + 5 * np.rint(risen / 5).astype(int)
        before, later = _read(level, rng), _read(level - relief, rng)
        pain, usually = _read(level, rng), _read(level, rng)
        duration = rng.choice(DURATIONS_S, days)
        rated, inverted = rng.random(days) < RATED, rng.random(days) < SESSIONS
        pairs = tuple(
            Pair(day, int(angle[day]), int(duration[day]), before[day], later[day])
            for day in np.flatnonzero(inverted).tolist()
        )
        written = np.flatnonzero(rated).tolist()
        record = Record(
            pain=tuple((day, float(pain[day])) for day in written),
            usual=tuple((day, float(usually[day])) for day in written),
            pairs=pairs,
            session_days=frozenset(pair.day for pair in pairs),
        )
        return Person(record, (0.0,) * len(pairs))

    return live


def _without_ratings_on_skipped_days(life: Life) -> Life:
    return replace(
        life,
        sessions=tuple(
            session if life.days[session.day].has_entry else replace(session, pain_after=None)
            for session in life.sessions
        ),
    )


def _correlated(days: int, phi: float, rng: Rng) -> np.ndarray:
    """Return a stationary AR(1) series of SD 1, from shocks that fade."""
    warm_up = 200
    shocks = rng.standard_normal(days + warm_up) * np.sqrt(1 - phi**2)
    fading = phi ** np.arange(warm_up)
    return np.convolve(shocks, fading)[warm_up : warm_up + days]


def _read(level: np.ndarray, rng: Rng) -> list[int]:
    noise = READING_SD * rng.standard_normal(level.size)
    return [int(score) for score in np.clip(np.rint(level + noise), 0, 10)]
