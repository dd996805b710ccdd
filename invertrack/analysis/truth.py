"""What is really so in a simulated person: the known truth that an analysis ought to recover.

Three truths matter, because a diary shows a falling line under each of them: inverting does
nothing, it does nothing but is only done on bad days, and it truly eases pain by the angle.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np


@dataclass(frozen=True, slots=True, kw_only=True)
class Pain:
    """The course of pain when nobody inverts; levels and SDs in points of the 0-10 NRS.

    The level of a day is ``usual`` plus a stationary AR(1) process of SD ``day_sd`` and lag-1
    correlation ``phi``, plus drift, weekday and flare. A reading is that level plus independent
    noise of SD ``rating_sd``, rounded and cut to 0-10. ``leg_share`` is leg pain per back pain.
    With ``walk_sd`` the level also wanders, by a random step of that SD a day, and never returns.
    """

    usual: float = 4.5
    day_sd: float = 1.4
    phi: float = 0.6
    walk_sd: float = 0.0
    rating_sd: float = 0.9
    drift_per_week: float = 0.0
    weekday_points: float = 0.3
    morning_points: float = 0.4
    flares_per_year: float = 3.0
    flare_days: float = 6.0
    flare_points: float = 2.5
    leg_share: float = 0.45

    def __post_init__(self) -> None:
        if not 0 <= self.phi < 1:
            raise ValueError(f"phi is at least 0 and below 1, not {self.phi}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """The true relief of one session in points, positive is better.

    It fades by half in each ``half_life_minutes``; scores of the journal are as if it had gone.
    """

    points: float = 0.0
    points_per_10_deg: float = 0.0
    points_per_minute: float = 0.0
    half_life_minutes: float = 60.0

    def relief(self, *, angle_deg: float, minutes: float) -> float:
        """Return the true relief in points of a session of this angle and length.

        Args:
            angle_deg: Degrees below horizontal, 0 lying flat.
            minutes: Time at that angle.
        Source: the linear model that a dose-response regression assumes. O(1).

        >>> Effect(points_per_10_deg=0.5).relief(angle_deg=30, minutes=2)
        1.5
        """
        by_angle = self.points_per_10_deg * angle_deg / 10
        return self.points + by_angle + self.points_per_minute * minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """When, how steeply and how long a person inverts, and what they write down.

    Sessions are near ``usual_minute`` of the day, between noon and 23:00, a second one before work;
    the evening rating is near ``rating_minute``.
    ``only_when_pain_at_least`` compares with the reading just before, which is what makes bad
    days look as if inverting helped. ``steeper_per_point`` adds degrees per point that reading
    lies above the usual pain. Shares are probabilities; ``adherence`` thins the intended days.
    ``skips_when_worse``, -1 to 1, ties the missing days of the journal to the level of pain: at 1
    exactly the worst are missing, at -1 the mildest.
    """

    days_per_week: float = 5.5
    adherence: float = 0.9
    second_session_share: float = 0.08
    only_when_pain_at_least: int | None = None
    usual_minute: int = 19 * 60 + 30
    rating_minute: int = 19 * 60
    minute_sd: float = 35.0
    first_angle_deg: float = 15.0
    plateau_angle_deg: float = 45.0
    angle_rise_per_week_deg: float = 2.5
    angle_jitter_sd_deg: float = 4.0
    angle_step_deg: int = 5
    steepest_deg: int = 60
    steeper_per_point: float = 0.0
    first_duration_s: float = 60.0
    plateau_duration_s: float = 180.0
    duration_rise_per_week_s: float = 10.0
    duration_jitter_sd_s: float = 25.0
    stopped_early_share: float = 0.03
    side_effect_share: float = 0.05
    after_missing_share: float = 0.06
    missing_share: float = 0.12
    skips_when_worse: float = 0.0
    trips_per_year: float = 5.0
    trip_days: float = 5.0
    rest_share: float = 0.06

    def __post_init__(self) -> None:
        names = [name for name in self.__slots__ if name.endswith("_share")] + ["adherence"]
        for name in names:
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} is a probability, not {getattr(self, name)}")
        if not -1 <= self.skips_when_worse <= 1:
            raise ValueError(f"skips_when_worse is from -1 to 1, not {self.skips_when_worse}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """One person as they really are: how pain goes, what inverting does, what they do."""

    name: str
    pain: Pain = field(default_factory=Pain)
    effect: Effect = field(default_factory=Effect)
    habits: Habits = field(default_factory=Habits)


NO_EFFECT: Final = "no_effect"
BAD_DAYS_ONLY: Final = "bad_days_only"
DOSE_RESPONSE: Final = "dose_response"


def no_effect(*, phi: float = 0.6) -> Truth:
    """Return a person whom inverting does nothing for and who inverts whatever the pain.

    Args:
        phi: Correlation of one day's level of pain with the next, 0 to below 1.
    Raises: ValueError: If phi is outside that range.
    Source: house design of a null case. O(1).

    >>> no_effect().effect.relief(angle_deg=60, minutes=5)
    0.0
    """
    return Truth(name=NO_EFFECT, pain=Pain(phi=phi))


def bad_days_only(*, at_least: int = 6) -> Truth:
    """Return a person whom inverting does nothing for, and who inverts only when pain is high.

    The reading that made them start is high partly by chance, so the next one is lower: the mean
    change falls well below zero though the truth is zero (regression to the mean).

    Args:
        at_least: The lowest reading, 0-10 NRS, at which they invert.
    Source: Galton (1886), J. Anthropol. Inst. 15, 246-263. O(1).

    >>> truth = bad_days_only()  # an apparent drop awaits, and none of it is real
    >>> truth.effect.relief(angle_deg=45, minutes=3), truth.habits.only_when_pain_at_least
    (0.0, 6)
    """
    habits = Habits(only_when_pain_at_least=at_least, days_per_week=7.0, steeper_per_point=2.0)
    return Truth(name=BAD_DAYS_ONLY, pain=Pain(rating_sd=1.5), habits=habits)


def dose_response(*, points_per_10_deg: float = 0.5) -> Truth:
    """Return a person whom inverting truly eases, the steeper the more, and who varies the angle.

    Args:
        points_per_10_deg: True relief per 10 degrees, points, positive is better.
    Source: house design of a case with an answer. O(1).

    >>> dose_response().effect.relief(angle_deg=40, minutes=3)
    2.0
    """
    return Truth(
        name=DOSE_RESPONSE,
        pain=Pain(usual=5.5),
        effect=Effect(points_per_10_deg=points_per_10_deg),
        habits=Habits(angle_jitter_sd_deg=8.0),
    )


KINDS: Final[Mapping[str, Callable[[], Truth]]] = {
    NO_EFFECT: no_effect,
    BAD_DAYS_ONLY: bad_days_only,
    DOSE_RESPONSE: dose_response,
}


def draw_truth(name: str, rng: np.random.Generator) -> Truth:
    """Draw one person of a kind of truth: no two have the same pain, hours or patience.

    Args:
        name: A key of ``KINDS``.
        rng: Source of chance; it is advanced.
    Raises: KeyError: If no kind has this name.
    Source: ranges are a house choice, wide enough to look like different people. O(1).

    >>> rng = np.random.default_rng(7)
    >>> one, other = draw_truth(NO_EFFECT, rng), draw_truth(NO_EFFECT, rng)
    >>> one.pain == other.pain, one.effect == other.effect
    (False, True)
    """
    kind = KINDS[name]()
    pain = replace(
        kind.pain,
        usual=round(float(rng.uniform(3.2, 6.0)), 1),
        day_sd=float(rng.uniform(1.1, 1.8)),
        phi=float(rng.uniform(0.35, 0.8)),
        rating_sd=kind.pain.rating_sd * float(rng.uniform(0.85, 1.2)),
        flares_per_year=float(rng.uniform(1.0, 5.0)),
        leg_share=float(rng.uniform(0.1, 0.8)),
    )
    habits = _draw_habits(kind.habits, pain, rng)
    steepness = float(rng.uniform(0.7, 1.2))
    slope = kind.effect.points_per_10_deg * steepness
    return Truth(
        name=name, pain=pain, effect=replace(kind.effect, points_per_10_deg=slope), habits=habits
    )


def _draw_habits(kind: Habits, pain: Pain, rng: np.random.Generator) -> Habits:
    """Vary the habits of a kind; who waits for bad days waits for 1 or 2 points above usual."""
    usual_minute = int(rng.integers(36, 43)) * 30
    margin = int(rng.integers(1, 3))
    waits = kind.only_when_pain_at_least is not None
    return replace(
        kind,
        days_per_week=kind.days_per_week * float(rng.uniform(0.85, 1.0)),
        second_session_share=float(rng.uniform(0.0, 0.15)),
        only_when_pain_at_least=int(pain.usual) + margin if waits else None,
        usual_minute=usual_minute,
        rating_minute=usual_minute - 30,
        plateau_angle_deg=float(rng.choice([30, 35, 40, 45, 50])),
        angle_rise_per_week_deg=float(rng.uniform(0.6, 3.0)),
        plateau_duration_s=float(rng.choice([120, 180, 240, 300])),
        duration_rise_per_week_s=float(rng.uniform(4.0, 15.0)),
        side_effect_share=float(rng.uniform(0.02, 0.08)),
        after_missing_share=float(rng.uniform(0.02, 0.12)),
        missing_share=float(rng.uniform(0.05, 0.25)),
    )
