"""The kinds of people that are simulated: in most of them nothing is so, and nothing may be said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from invertrack.analysis.truth import Effect, Habits, Pain, Truth, bad_days_only, no_effect

from .worlds import Rng, World, lived, plain

# Days: the least that a trend needs, some forty sessions, four months.
AGES: Final = (28, 63, 120)
OLDEST: Final = max(AGES)

# Angle and minutes vary freely around their usual, so that there is something to compare.
VARIED: Final = Habits(
    days_per_week=6.0,
    first_angle_deg=30.0,
    plateau_angle_deg=30.0,
    angle_rise_per_week_deg=0.0,
    angle_jitter_sd_deg=10.0,
    first_duration_s=150.0,
    plateau_duration_s=150.0,
    duration_rise_per_week_s=0.0,
    duration_jitter_sd_s=45.0,
)
RISING: Final = replace(
    VARIED,
    first_angle_deg=15.0,
    plateau_angle_deg=60.0,
    angle_rise_per_week_deg=1.5,
    angle_jitter_sd_deg=6.0,
)


class Kind(StrEnum):
    """What is asked of a row."""

    NULL = "null"  # nothing is so: at most 5 % of claims
    REPORTED = "reported"  # nothing is so, and no method can know that: no goal
    EFFECT = "effect"  # something is so: how often it is found
    DEMO = "demo"  # the three people of whom a visitor is shown one


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of people. ``at_session``: seen on the day of that session, at no other age."""

    key: str
    what: str
    kind: Kind
    world: World
    at_session: int | None = None


def _row(
    key: str,
    what: str,
    kind: Kind,
    *,
    habits: Habits = VARIED,
    effect: Effect | None = None,
    usual: tuple[float, float] = (3.5, 6.0),
    rates_on_skipped_days: bool = True,
    **pain: float,
) -> Row:
    """Return a row of people who differ in all but what makes the row."""

    def draw(rng: Rng) -> Truth:
        return Truth(
            name=key, pain=_pain(rng, usual, pain), effect=effect or Effect(), habits=habits
        )

    return Row(key, what, kind, lived(draw, rates_on_skipped_days=rates_on_skipped_days))


def _pain(rng: Rng, usual: tuple[float, float], said: dict[str, float]) -> Pain:
    drawn = {
        "usual": rng.uniform(*usual),
        "day_sd": rng.uniform(1.1, 1.8),
        "rating_sd": rng.uniform(0.7, 1.1),
        "flares_per_year": rng.uniform(1.0, 5.0),
    }
    return Pain(**{name: float(value) for name, value in (drawn | said).items()})


def _bad_days_only(rng: Rng) -> Truth:
    """Draw somebody who inverts from about their usual pain on, or only well above it."""
    pain = _pain(rng, (3.5, 6.0), {"phi": 0.6})
    at_least = round(pain.usual) + int(rng.integers(-1, 3))
    habits = replace(VARIED, only_when_pain_at_least=at_least, days_per_week=7.0)
    return Truth(name="bad_days_only", pain=pain, habits=habits)


def _copies(truth: Truth) -> Callable[[Rng], Truth]:
    return lambda rng: truth


SELDOM: Final = replace(VARIED, days_per_week=4.0)  # leaves days to know usual pain by
STEEPER: Final = replace(VARIED, steeper_per_point=3.0, angle_jitter_sd_deg=6.0)
SKIPS_WORSE: Final = replace(VARIED, missing_share=0.3, skips_when_worse=0.7)
SKIPS_MILDER: Final = replace(SKIPS_WORSE, skips_when_worse=-0.7)
EASING: Final = {"phi": 0.6, "drift_per_week": -0.1}

# fmt: off
ROWS: Final = (
    _row("independent", "Days are independent", Kind.NULL, phi=0.0),
    _row("ar1_3", "Each day resembles the one before, AR(1) .3", Kind.NULL, phi=0.3),
    _row("ar1_6", "Each day resembles the one before, AR(1) .6", Kind.NULL, phi=0.6),
    Row("bad_days_only", "Inverts on bad days only", Kind.NULL, lived(_bad_days_only)),
    _row("steeper_when_worse", "Goes steeper on worse days", Kind.NULL, habits=STEEPER, phi=0.6),
    _row("angle_rising", "Angle rises with the weeks", Kind.NULL, habits=RISING, phi=0.6),
    _row("angle_rising_easing", "Angle rises with the weeks while pain eases by itself", Kind.NULL, habits=RISING, usual=(5.0, 6.5), **EASING),
    _row("skips_worse", "30 % missing, the worse days", Kind.NULL, habits=SKIPS_WORSE, rates_on_skipped_days=False, phi=0.6),
    _row("skips_milder", "30 % missing, the milder days", Kind.NULL, habits=SKIPS_MILDER, rates_on_skipped_days=False, phi=0.6),
    Row("plain_0", "Plain generator, AR(1) 0", Kind.NULL, plain(0.0)),
    Row("plain_3", "Plain generator, AR(1) .3", Kind.NULL, plain(0.3)),
    Row("plain_6", "Plain generator, AR(1) .6", Kind.NULL, plain(0.6)),
    Row("plain_rising", "Plain generator, AR(1) .6, angle rises", Kind.NULL, plain(0.6, rise_per_week_deg=1.5)),
    _row("journal_skips_worse", "The worse 30 % of days missing in the journal alone", Kind.REPORTED, habits=SKIPS_WORSE, phi=0.6),
    _row("journal_skips_milder", "The milder 30 % of days missing in the journal alone", Kind.REPORTED, habits=SKIPS_MILDER, phi=0.6),
    _row("ar1_9", "Slow drift, AR(1) .9", Kind.REPORTED, phi=0.9),
    _row("random_walk", "Slow drift, a random walk", Kind.REPORTED, day_sd=0.8, phi=0.3, walk_sd=0.25),
    _row("two_points", "2 points of relief", Kind.EFFECT, effect=Effect(points=2.0), usual=(5.0, 6.5), phi=0.6),
    _row("one_point", "1 point of relief", Kind.EFFECT, effect=Effect(points=1.0), usual=(5.0, 6.5), phi=0.6),
    _row("by_angle", "0.5 points per 10 degrees", Kind.EFFECT, effect=Effect(points_per_10_deg=0.5), usual=(5.5, 6.5), phi=0.6),
    _row("by_minutes", "0.5 points per minute", Kind.EFFECT, effect=Effect(points_per_minute=0.5), usual=(5.5, 6.5), phi=0.6),
    _row("falling", "Pain falls by 0.03 points a day", Kind.EFFECT, usual=(6.0, 7.0), phi=0.6, drift_per_week=-0.21),
    Row("demo_no_effect", "No effect, AR(1) .6", Kind.DEMO, lived(_copies(no_effect(phi=0.6)))),
    Row("demo_two_points", "2 points of relief, at 20 sessions", Kind.DEMO, lived(_copies(Truth(name="two_points", pain=Pain(usual=5.5), effect=Effect(points=2.0), habits=SELDOM))), at_session=20),
    Row("demo_dose_by_pain", "No effect, angle and days chosen by pain", Kind.DEMO, lived(_copies(bad_days_only()))),
)
# fmt: on
