"""One person's life with an inversion table, simulated from a known truth.

The diary that comes out looks like any diary: whole scores, missed days, flares, trips, an angle
that creeps up over weeks. What inverting really did is known, so an analysis can be checked
against it. Within a day the level of pain stands still; the ratings before and after a session are
two noisy readings of it, the second lowered by the true relief alone.
"""

import math
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .life import Day, DayKind, Life, Session, SideEffect
from .truth import KINDS, Habits, Pain, Truth, draw_truth

# Mild symptoms only, by how often they are named; nothing here asks for emergency help.
SIDE_EFFECTS: Final = {
    "dizzy": 0.30,
    "head_pressure": 0.27,
    "headache": 0.18,
    "ankle_pain": 0.15,
    "nausea": 0.10,
}
WORSE_BACK: Final = "back_pain_worse"

_WEEKDAY_SHAPE: Final = np.array([0.4, 0.1, 0.1, 0.4, 0.8, -0.8, -1.0])
_SATURDAY: Final = 5
_DAYS_A_YEAR: Final = 365.25
_GAP_PHI: Final = 0.6
_EARLY_MINUTE: Final = 7 * 60 + 15
_MORNING_ENDS: Final = 10 * 60
_LAST_MINUTE: Final = 23 * 60
_STEEP_DEG: Final = 30
# How often a field is left empty in an entry that was made.
_SKIPPED: Final = {
    "pain_avg_24h": 0.02,
    "pain_worst_24h": 0.06,
    "rating_morning": 0.35,
    "rating_evening": 0.12,
    "leg_pain": 0.05,
    "stiffness": 0.08,
    "sleep_h": 0.06,
    "sleep_quality": 0.06,
    "mood": 0.04,
    "stress": 0.05,
    "activity": 0.08,
}


def simulate(
    truth: Truth, *, days: int, seed: int | np.random.Generator, first_weekday: int = 0
) -> Life:
    """Live one person's days and write their diary; the same seed gives the same life anywhere.

    Args:
        truth: What pain does, what inverting does, and the person's habits.
        days: Length of the life in days, 0 or more.
        seed: A whole number, or a generator, which is advanced.
        first_weekday: Weekday of day 0; 0 is Monday.
    Returns: One ``Day`` per day, and the sessions in order of day and minute.
    Raises: ValueError: If the days are negative or the weekday is not 0-6.
    Source: house model: AR(1) level, independent reading noise, linear effect. O(days), some
        30 ms for two years.

    >>> from .truth import bad_days_only
    >>> life = simulate(bad_days_only(), days=730, seed=7)
    >>> pairs = [s for s in life.sessions if s.pain_after is not None]
    >>> drop = sum(s.pain_after - s.pain_before for s in pairs) / len(pairs)
    >>> drop < -0.5, sum(s.true_relief for s in pairs)  # it fell, and nothing made it fall
    (True, 0.0)
    """
    if days < 0 or first_weekday not in range(7):
        raise ValueError(f"cannot live {days} days from weekday {first_weekday}")
    rng = np.random.default_rng(seed)
    weekdays = (np.arange(days) + first_weekday) % 7
    levels, in_flare = _levels(truth.pain, weekdays, rng)
    kinds = _kinds(truth.habits, weekdays, in_flare, rng)
    sessions = _sessions(truth, levels, kinds, weekdays, rng)
    journal = _journal(truth, levels, kinds, weekdays, sessions, rng)
    return Life(truth=truth, days=journal, sessions=sessions)


def simulate_people(
    count: int, *, days: int, seed: int, first_weekday: int = 0
) -> tuple[Life, ...]:
    """Simulate different people, the three kinds of truth in turn.

    Person k is the same however many are asked for, because each has a stream of chance of their
    own.

    Args:
        count: Number of people, 0 or more.
        days: Length of each life in days.
        seed: A whole number, 0 or more.
        first_weekday: Weekday of day 0; 0 is Monday.
    Returns: One life per person; kinds go no effect, bad days only, dose-response, and again.
    Raises: ValueError: If a number is out of range.
    Source: house design. O(count x days); thirty people of two years take under a second.

    >>> first, _, third = simulate_people(3, days=30, seed=7)
    >>> first == simulate_people(1, days=30, seed=7)[0], third.truth.name
    (True, 'dose_response')
    """
    lives, kinds = [], list(KINDS)
    for number, stream in enumerate(np.random.SeedSequence(seed).spawn(count)):
        rng = np.random.default_rng(stream)
        truth = draw_truth(kinds[number % len(kinds)], rng)
        lives.append(simulate(truth, days=days, seed=rng, first_weekday=first_weekday))
    return tuple(lives)


def pain_later(life: Life, session: Session, *, minutes: float, rng: np.random.Generator) -> int:
    """Return what the person would answer if asked for their pain some time after a session.

    The level is that of the day it is by then, in the morning as mornings are, lowered by what is
    left of the session's true relief. What made the person start is not: a high reading of a level
    says nothing of the next one, so scores return to the usual also where inverting does nothing.

    Args:
        life: The simulated life, whose last day's level holds on after its end.
        session: One of its sessions.
        minutes: Minutes after its end, 0 or more.
        rng: Source of chance; it is advanced.
    Returns: A whole score, 0-10 NRS.
    Source: house model, exponential fading. O(1).

    >>> from .truth import Effect
    >>> truth = Truth(name="all gone at once", pain=Pain(rating_sd=0), effect=Effect(points=4))
    >>> life = simulate(truth, days=40, seed=7)
    >>> session, rng = life.sessions[0], np.random.default_rng(7)
    >>> [pain_later(life, session, minutes=m, rng=rng) for m in (0, 60, 180)]  # of a level of 4.7
    [1, 3, 4]
    """
    days, at = divmod(session.minute + session.duration_s / 60 + minutes, 24 * 60)
    day = life.days[min(session.day + int(days), len(life.days) - 1)]
    pain, effect = life.truth.pain, life.truth.effect
    left = session.true_relief * 0.5 ** (minutes / effect.half_life_minutes)
    level = day.latent_pain - left + (pain.morning_points if at < _MORNING_ENDS else 0.0)
    return _score(level, pain.rating_sd, rng)


def _levels(
    pain: Pain, weekdays: NDArray[np.int64], rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the level of pain of each day, 0 to 10, and which days belong to a flare."""
    days = weekdays.size
    flare = np.zeros(days)
    for start, length in _runs(days, pain.flares_per_year, pain.flare_days, rng):
        fading = pain.flare_points * (1 - np.arange(length) / (length + 1))
        flare[start : start + length] = np.maximum(
            flare[start : start + length], fading[: days - start]
        )
    drift = pain.drift_per_week * np.arange(days) / 7
    weekly = pain.weekday_points * _WEEKDAY_SHAPE[weekdays]
    levels = pain.usual + drift + weekly + pain.day_sd * _ar1(days, pain.phi, rng) + flare
    if pain.walk_sd:
        levels += pain.walk_sd * np.cumsum(rng.standard_normal(days))
    return np.clip(levels, 0.0, 10.0), flare > 0


def _ar1(days: int, phi: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return a stationary AR(1) series of mean 0 and SD 1."""
    shocks = rng.standard_normal(days)
    values, fresh = shocks.tolist(), math.sqrt(1 - phi * phi)
    for day in range(1, days):
        values[day] = phi * values[day - 1] + fresh * values[day]
    return np.array(values, dtype=np.float64)


def _runs(
    days: int, per_year: float, mean_length: float, rng: np.random.Generator
) -> list[tuple[int, int]]:
    """Return (first day, length) of spells that start by chance and last two days or more."""
    starts = np.flatnonzero(rng.random(days) < per_year / _DAYS_A_YEAR)
    lengths = 2 + rng.poisson(max(0.0, mean_length - 2), starts.size)
    return list(zip(starts.tolist(), lengths.tolist(), strict=True))


def _kinds(
    habits: Habits,
    weekdays: NDArray[np.int64],
    in_flare: NDArray[np.bool_],
    rng: np.random.Generator,
) -> list[DayKind]:
    days = weekdays.size
    away = np.zeros(days, dtype=np.bool_)
    for start, length in _runs(days, habits.trips_per_year, habits.trip_days, rng):
        away[start : start + length] = True
    restful = rng.random(days) < habits.rest_share * np.where(weekdays == 6, 3.0, 0.7)
    kinds = []
    for day in range(days):
        kind = DayKind.REST if restful[day] else DayKind.ORDINARY
        kind = DayKind.FLARE if in_flare[day] else kind
        kinds.append(DayKind.TRAVEL if away[day] else kind)
    return kinds


def _sessions(
    truth: Truth,
    levels: NDArray[np.float64],
    kinds: list[DayKind],
    weekdays: NDArray[np.int64],
    rng: np.random.Generator,
) -> tuple[Session, ...]:
    """Return the sessions of a life; the table stays at home when its owner travels."""
    habits, days = truth.habits, levels.size
    weekend = weekdays >= _SATURDAY
    intended = habits.days_per_week / 7 * np.where(weekend, 0.9, 1.04)
    inverts = rng.random(days) < np.minimum(1.0, intended) * habits.adherence
    twice = rng.random(days) < habits.second_session_share
    usual = habits.usual_minute + np.where(weekend, -45, 0)
    evening = np.rint(usual + habits.minute_sd * rng.standard_normal(days)).astype(int)
    morning = np.rint(_EARLY_MINUTE + 20 * rng.standard_normal(days)).astype(int)
    sessions = []
    for day in range(days):
        if not inverts[day] or kinds[day] is DayKind.TRAVEL:
            continue
        late = int(min(_LAST_MINUTE, max(12 * 60, evening[day])))
        early = int(min(10 * 60, max(5 * 60, morning[day])))
        for minute in (early, late) if twice[day] else (late,):
            session = _session(truth, day, minute, float(levels[day]), rng)
            if session is not None:
                sessions.append(session)
    return tuple(sessions)


def _session(
    truth: Truth, day: int, minute: int, level: float, rng: np.random.Generator
) -> Session | None:
    """Return one session, or None when the pain just before is too low to bother."""
    habits, noise = truth.habits, truth.pain.rating_sd
    before = _score(level, noise, rng)
    threshold = habits.only_when_pain_at_least
    if threshold is not None and before < threshold:
        return None
    angle = _angle(habits, day, before - truth.pain.usual, rng)
    ill = rng.random() < habits.side_effect_share * (0.5 + angle / 60)
    stopped = rng.random() < (0.4 if ill else habits.stopped_early_share)
    duration = _duration(habits, day, rng)
    if stopped:
        duration = max(10, round(duration * rng.uniform(0.2, 0.8) / 5) * 5)
    relief = truth.effect.relief(angle_deg=angle, minutes=duration / 60)
    after = _score(level - relief, noise, rng)
    forgot = rng.random() < habits.after_missing_share
    return Session(
        day=day,
        minute=minute,
        angle_deg=angle,
        duration_s=duration,
        rest_at_zero_s=(120 if angle >= _STEEP_DEG else 60) + 30 * int(rng.integers(0, 3)),
        pain_before=before,
        pain_after=None if forgot else after,
        stopped_early=bool(stopped),
        side_effects=_side_effects(rng, worse=after > before) if ill else (),
        true_relief=relief,
    )


def _score(level: float, noise: float, rng: np.random.Generator) -> int:
    """Return a reading of a level as people give it: a whole number from 0 to 10."""
    return min(10, max(0, round(level + noise * rng.standard_normal())))


def _angle(habits: Habits, day: int, excess: float, rng: np.random.Generator) -> int:
    """Return the angle set today, in the steps of the table's marks."""
    risen = habits.first_angle_deg + habits.angle_rise_per_week_deg * day / 7
    target = min(habits.plateau_angle_deg, risen) + habits.steeper_per_point * excess
    wanted = target + habits.angle_jitter_sd_deg * rng.standard_normal()
    step = habits.angle_step_deg
    return min(habits.steepest_deg, max(step, round(wanted / step) * step))


def _duration(habits: Habits, day: int, rng: np.random.Generator) -> int:
    """Return the seconds at angle, in half minutes as a person counts them."""
    risen = habits.first_duration_s + habits.duration_rise_per_week_s * day / 7
    target = min(habits.plateau_duration_s, risen)
    wanted = target + habits.duration_jitter_sd_s * rng.standard_normal()
    return min(900, max(30, round(wanted / 30) * 30))


def _side_effects(rng: np.random.Generator, *, worse: bool) -> tuple[SideEffect, ...]:
    """Return one symptom, seldom two; a worse back only where the scores do not deny it."""
    codes = list(SIDE_EFFECTS)
    count = 2 if rng.random() < 0.15 else 1
    drawn = rng.choice(len(codes), size=count, replace=False, p=list(SIDE_EFFECTS.values()))
    names = [codes[index] for index in drawn]
    if worse and rng.random() < 0.5:
        names[0] = WORSE_BACK
    severities = 1 + rng.choice(3, size=count, p=[0.72, 0.23, 0.05])
    return tuple(SideEffect(name, int(s)) for name, s in zip(names, severities, strict=True))


def _journal(
    truth: Truth,
    levels: NDArray[np.float64],
    kinds: list[DayKind],
    weekdays: NDArray[np.int64],
    sessions: tuple[Session, ...],
    rng: np.random.Generator,
) -> tuple[Day, ...]:
    """Return every day; entries go missing in runs, as they do when a habit slips."""
    days = levels.size
    kept = _kept(truth, levels, rng)
    scores = _pain_scores(truth.pain, levels, sessions, rng) | _wellbeing_scores(
        levels - truth.pain.usual, weekdays >= _SATURDAY, rng
    )
    written = {
        name: _unless(values, ~kept | (rng.random(days) < _SKIPPED[name]))
        for name, values in scores.items()
    }
    mornings = (_EARLY_MINUTE + rng.integers(-25, 60, days)).tolist()
    evenings = (truth.habits.rating_minute + rng.integers(-20, 21, days)).tolist()
    return tuple(
        Day(
            index=day,
            latent_pain=float(levels[day]),
            kind=kinds[day],
            has_entry=bool(kept[day]),
            morning_minute=mornings[day],
            evening_minute=evenings[day],
            **{name: values[day] for name, values in written.items()},
        )
        for day in range(days)
    )


def _kept(truth: Truth, levels: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.bool_]:
    """Return the days with an entry, by a latent will to write: low in runs, or on bad days."""
    share, tie = truth.habits.missing_share, truth.habits.skips_when_worse
    limit = NormalDist().inv_cdf(share) if 0 < share < 1 else math.inf * (share - 0.5)
    will = _ar1(levels.size, _GAP_PHI, rng)
    if tie:
        worse = (levels - truth.pain.usual) / (truth.pain.day_sd or 1.0)
        will = math.sqrt(1 - tie * tie) * will - tie * worse
    return will >= limit


def _pain_scores(
    pain: Pain,
    levels: NDArray[np.float64],
    sessions: tuple[Session, ...],
    rng: np.random.Generator,
) -> dict[str, NDArray[np.float64]]:
    """Return the pain scores of every day; the worst is never below anything felt that day."""
    felt = np.zeros(levels.size)
    for session in sessions:
        felt[session.day] = max(felt[session.day], session.pain_before, session.pain_after or 0)
    average = _scores(levels, 0.5 * pain.rating_sd, rng)
    morning = _scores(levels + pain.morning_points, pain.rating_sd, rng)
    evening = _scores(levels, pain.rating_sd, rng)
    peak = _scores(levels + 1.0, pain.rating_sd, rng)
    return {
        "pain_avg_24h": average,
        "pain_worst_24h": np.maximum.reduce([felt, average, morning, evening, peak]),
        "rating_morning": morning,
        "rating_evening": evening,
        "leg_pain": _scores(pain.leg_share * levels, 0.7, rng),
        "stiffness": _scores(levels + 0.5, 1.0, rng),
    }


def _wellbeing_scores(
    excess: NDArray[np.float64], weekend: NDArray[np.bool_], rng: np.random.Generator
) -> dict[str, NDArray[np.float64]]:
    """Return sleep, mood and the like; all suffer a little from pain above the usual level."""
    return {
        "sleep_h": _scores(7.1 + 0.6 * weekend - 0.2 * excess, 0.9, rng),
        "sleep_quality": _scores(6.2 - 0.5 * excess, 1.2, rng),
        "mood": _scores(6.4 + 0.4 * weekend - 0.4 * excess, 1.1, rng),
        "stress": _scores(4.3 - 1.2 * weekend + 0.3 * excess, 1.3, rng),
        "activity": _scores(5.2 + 0.5 * weekend - 0.5 * excess, 1.5, rng),
    }


def _scores(means: NDArray[np.float64], sd: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return one whole score from 0 to 10 per day."""
    return np.clip(np.rint(means + sd * rng.standard_normal(means.size)), 0.0, 10.0)


def _unless(values: NDArray[np.float64], absent: NDArray[np.bool_]) -> list[int | None]:
    pairs = zip(values.tolist(), absent.tolist(), strict=True)
    return [None if gone else int(value) for value, gone in pairs]
