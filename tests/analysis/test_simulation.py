import itertools
import os
import subprocess
import sys
from collections import Counter
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invertrack.analysis.change import mean_change
from invertrack.analysis.life import Day, DayKind
from invertrack.analysis.simulation import (
    SIDE_EFFECTS,
    WORSE_BACK,
    pain_later,
    simulate,
    simulate_people,
)
from invertrack.analysis.truth import KINDS, Effect, bad_days_only, dose_response, no_effect

SCORES = [field.name for field in fields(Day) if field.type == int | None]
YEARS_2 = 730


def two_years(truth, seed):
    return simulate(truth, days=YEARS_2, seed=seed)


def changes(life):
    return [
        session.pain_after - session.pain_before
        for session in life.sessions
        if session.pain_after is not None
    ]


def relief_per_10_deg(life):
    pairs = [s for s in life.sessions if s.pain_after is not None]
    tens = np.array([s.angle_deg / 10 for s in pairs])
    reliefs = np.array([s.pain_before - s.pain_after for s in pairs])
    return float(np.polyfit(tens, reliefs, 1)[0])


@pytest.fixture(scope="module")
def people():
    return simulate_people(12, days=YEARS_2, seed=7)


def test_the_same_seed_gives_the_same_people_and_another_seed_others(people):
    assert simulate_people(12, days=YEARS_2, seed=7) == people
    assert simulate_people(12, days=YEARS_2, seed=8) != people


def test_a_person_is_the_same_in_a_smaller_and_in_a_larger_crowd(people):
    assert simulate_people(5, days=YEARS_2, seed=7) == people[:5]


def test_the_same_seed_gives_the_same_people_in_another_process():
    code = (
        "import hashlib\n"
        "from invertrack.analysis.simulation import simulate_people\n"
        "lives = simulate_people(3, days=60, seed=7)\n"
        "print(hashlib.sha256(repr(lives).encode()).hexdigest())"
    )
    digests = set()
    for hash_seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        run = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True
        )
        assert run.returncode == 0, run.stderr
        digests.add(run.stdout)

    assert len(digests) == 1


def test_people_come_in_three_kinds_of_truth_in_turn(people):
    assert [life.truth.name for life in people] == list(KINDS) * 4


@pytest.mark.parametrize("phi", [0.0, 0.6, 0.9])
def test_no_effect_leaves_no_mean_change_when_inverting_on_any_day(phi):
    pooled = [c for seed in range(6) for c in changes(two_years(no_effect(phi=phi), seed))]

    assert len(pooled) > 2000
    assert abs(np.mean(pooled)) < 0.1


@pytest.mark.parametrize("seed", range(4))
def test_bad_days_only_shows_a_clear_drop_though_nothing_eased(seed):
    life = two_years(bad_days_only(at_least=6), seed)

    naive = mean_change(changes(life)).shown

    assert {session.true_relief for session in life.sessions} == {0.0}
    assert min(session.pain_before for session in life.sessions) == 6
    assert naive.value < -0.7
    assert naive.interval.high < -0.3


def test_waiting_for_worse_days_makes_the_false_drop_larger():
    def drop(at_least):
        truth = bad_days_only(at_least=at_least)
        return np.mean([c for seed in range(4) for c in changes(two_years(truth, seed))])

    drops = [drop(at_least) for at_least in (4, 6, 8)]

    assert drops == sorted(drops, reverse=True)
    assert drops[0] - drops[-1] > 0.8


def test_dose_response_shows_the_true_slope_and_no_effect_shows_none():
    away_from_zero = {"usual": 6.0, "day_sd": 0.8}
    true = dose_response(points_per_10_deg=0.6)
    none = replace(true, effect=Effect())

    slopes = {}
    for truth in (true, none):
        truth = replace(truth, pain=replace(truth.pain, **away_from_zero))
        found = [relief_per_10_deg(two_years(truth, seed)) for seed in range(5)]
        slopes[truth.effect] = float(np.mean(found))

    assert slopes[true.effect] == pytest.approx(0.6, abs=0.1)
    assert slopes[none.effect] == pytest.approx(0.0, abs=0.1)


def test_steeper_on_worse_days_ties_angle_to_pain_and_otherwise_it_is_free():
    def angle_follows_pain(degrees_per_point):
        truth = no_effect()
        truth = replace(truth, habits=replace(truth.habits, steeper_per_point=degrees_per_point))
        sessions = [s for s in two_years(truth, 3).sessions if s.day > 200]
        pain = [s.pain_before for s in sessions]
        return np.corrcoef(pain, [s.angle_deg for s in sessions])[0, 1]

    assert angle_follows_pain(4.0) > 0.5
    assert abs(angle_follows_pain(0.0)) < 0.15


def test_the_level_of_pain_is_as_correlated_from_day_to_day_as_its_truth_says():
    for phi in (0.0, 0.7):
        truth = no_effect(phi=phi)
        calm = replace(truth, pain=replace(truth.pain, flares_per_year=0, weekday_points=0))
        levels = np.array([day.latent_pain for day in simulate(calm, days=4000, seed=2).days])

        assert np.corrcoef(levels[:-1], levels[1:])[0, 1] == pytest.approx(phi, abs=0.06)
        assert levels.mean() == pytest.approx(truth.pain.usual, abs=0.25)
        assert levels.std() == pytest.approx(truth.pain.day_sd, abs=0.15)


def test_pain_drifts_by_as_much_a_week_as_its_truth_says():
    truth = no_effect()
    easing = replace(truth, pain=replace(truth.pain, usual=6.0, day_sd=0.5, drift_per_week=-0.03))
    levels = [day.latent_pain for day in two_years(easing, 4).days]

    slope = np.polyfit(np.arange(YEARS_2) / 7, levels, 1)[0]

    assert slope == pytest.approx(-0.03, abs=0.006)


def test_leg_pain_is_its_share_of_the_back_pain():
    def leg_mean(share):
        truth = no_effect()
        days = two_years(replace(truth, pain=replace(truth.pain, leg_share=share)), 4).days
        return np.mean([day.leg_pain for day in days if day.leg_pain is not None])

    assert leg_mean(0.8) == pytest.approx(0.8 * no_effect().pain.usual, abs=0.3)
    assert leg_mean(0.4) == pytest.approx(leg_mean(0.8) / 2, abs=0.3)


def test_adherence_thins_the_intended_days():
    def days_inverted(adherence):
        truth = no_effect()
        habits = replace(truth.habits, adherence=adherence)
        return len({s.day for s in two_years(replace(truth, habits=habits), 4).sessions})

    assert days_inverted(0.0) == 0
    assert days_inverted(0.5) == pytest.approx(days_inverted(1.0) / 2, rel=0.1)


def test_every_number_is_one_that_a_person_could_have_typed(people):
    assert len(SCORES) == 11
    for life in people:
        assert [day.index for day in life.days] == list(range(YEARS_2))
        for day in life.days:
            assert 0.0 <= day.latent_pain <= 10.0
            assert 0 <= day.morning_minute < day.evening_minute < 24 * 60
            for score in (getattr(day, name) for name in SCORES):
                assert score is None or (type(score) is int and 0 <= score <= 10)
        for session in life.sessions:
            assert type(session.angle_deg) is int
            assert 5 <= session.angle_deg <= 60
            assert session.angle_deg % 5 == 0
            assert 5 <= session.duration_s <= 1800
            assert 60 <= session.rest_at_zero_s <= 180
            assert 0 <= session.pain_before <= 10
            assert session.pain_after is None or 0 <= session.pain_after <= 10
            assert session.minute * 60 + session.duration_s + session.rest_at_zero_s < 86400


def test_the_worst_of_a_day_is_never_below_anything_felt_that_day(people):
    for life in people:
        felt = {session.day: session.pain_before for session in life.sessions}
        for day in life.days:
            scores = [day.pain_avg_24h, day.rating_morning, day.rating_evening]
            scores.append(felt.get(day.index))
            if day.pain_worst_24h is not None:
                assert day.pain_worst_24h >= max(s for s in [*scores, 0] if s is not None)


def test_a_day_without_an_entry_has_no_score_at_all(people):
    silent = [day for life in people for day in life.days if not day.has_entry]

    assert silent
    assert {getattr(day, name) for day in silent for name in SCORES} == {None}


@pytest.mark.parametrize("share", [0.0, 0.2, 1.0])
def test_entries_are_missing_as_often_as_the_truth_says(share):
    truth = no_effect()
    truth = replace(truth, habits=replace(truth.habits, missing_share=share))

    missing = [not day.has_entry for day in simulate(truth, days=4000, seed=4).days]

    assert np.mean(missing) == pytest.approx(share, abs=0.03 if 0 < share < 1 else 0)


def test_gaps_come_in_runs_as_when_a_habit_slips():
    missing = [not day.has_entry for day in simulate(no_effect(), days=4000, seed=4).days]
    after_a_gap = [later for earlier, later in itertools.pairwise(missing) if earlier]

    assert np.mean(after_a_gap) > 2 * np.mean(missing)


def test_the_default_person_inverts_four_to_six_times_a_week_mostly_in_the_evening():
    life = two_years(no_effect(), 6)

    assert 4.0 <= len(life.sessions) / (YEARS_2 / 7) <= 6.0
    evening = [s for s in life.sessions if s.minute >= 17 * 60]
    assert 0.8 < len(evening) / len(life.sessions) < 1.0
    assert max(Counter(s.day for s in life.sessions).values()) == 2


def test_sessions_are_in_order_and_never_on_a_trip(people):
    for life in people:
        when = [(session.day, session.minute) for session in life.sessions]
        assert when == sorted(set(when))
        away = {day.index for day in life.days if day.kind is DayKind.TRAVEL}
        assert away
        assert not away & {session.day for session in life.sessions}


def test_flares_come_raise_pain_and_go():
    truth = no_effect()
    flares = replace(truth, pain=replace(truth.pain, flares_per_year=6.0))
    days = simulate(flares, days=YEARS_2, seed=5).days
    level = {
        kind: np.mean([day.latent_pain for day in days if day.kind is kind])
        for kind in (DayKind.FLARE, DayKind.ORDINARY)
    }

    assert level[DayKind.FLARE] > level[DayKind.ORDINARY] + 0.8


def test_the_week_is_harder_on_a_friday_than_on_a_sunday_whatever_day_it_starts():
    truth = no_effect(phi=0.0)
    weekly = replace(truth, pain=replace(truth.pain, weekday_points=1.0))
    for first_weekday in (0, 4):
        days = simulate(weekly, days=4000, seed=5, first_weekday=first_weekday).days
        level = [
            np.mean([d.latent_pain for d in days if (d.index + first_weekday) % 7 == weekday])
            for weekday in range(7)
        ]

        assert int(np.argmax(level)) == 4
        assert int(np.argmin(level)) == 6


def test_the_angle_climbs_over_weeks_to_its_plateau():
    life = two_years(no_effect(), 1)
    angles = {
        name: np.mean([s.angle_deg for s in life.sessions if days[0] <= s.day < days[1]])
        for name, days in {"first": (0, 14), "later": (42, 56), "last": (500, 730)}.items()
    }

    assert 12 <= angles["first"] <= 22
    assert angles["first"] + 8 < angles["later"] < angles["last"] - 5
    assert angles["last"] == pytest.approx(life.truth.habits.plateau_angle_deg, abs=1.5)


def test_symptoms_are_mild_ones_and_a_worse_back_is_never_denied_by_the_scores(people):
    sessions = [session for life in people for session in life.sessions]
    codes = Counter(effect.code for session in sessions for effect in session.side_effects)

    assert set(codes) == {*SIDE_EFFECTS, WORSE_BACK}
    assert {e.severity for s in sessions for e in s.side_effects} == {1, 2, 3}
    for session in sessions:
        names = [effect.code for effect in session.side_effects]
        assert len(set(names)) == len(names)
        if WORSE_BACK in names and session.pain_after is not None:
            assert session.pain_after > session.pain_before


def test_some_after_ratings_are_missing_and_some_sessions_stop_early(people):
    for life in people:
        assert any(session.pain_after is None for session in life.sessions)
        stopped = [s.duration_s for s in life.sessions if s.stopped_early]
        finished = [s.duration_s for s in life.sessions if not s.stopped_early]
        assert 0 < np.mean(stopped) < np.mean(finished)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32 - 1), st.integers(0, 40), st.integers(0, 6))
def test_a_life_of_any_length_from_any_weekday_can_be_lived(seed, days, first_weekday):
    life = simulate(dose_response(), days=days, seed=seed, first_weekday=first_weekday)

    assert len(life.days) == days
    assert all(session.day < days for session in life.sessions)


def test_a_generator_may_be_passed_and_is_advanced():
    rng = np.random.default_rng(3)
    first, second = (simulate(no_effect(), days=30, seed=rng) for _ in range(2))

    assert first == simulate(no_effect(), days=30, seed=3)
    assert first != second


@pytest.mark.parametrize(("days", "first_weekday"), [(-1, 0), (5, 7)])
def test_an_impossible_life_is_refused(days, first_weekday):
    with pytest.raises(ValueError, match="cannot live"):
        simulate(no_effect(), days=days, seed=1, first_weekday=first_weekday)


# Pain later on ----------------------------------------------------------------------------------


def asked_later(truth, minutes, *, days=900):
    """Mean drop from before, over the sessions of a life, some minutes after each."""
    life, rng = simulate(truth, days=days, seed=11), np.random.default_rng(3)
    return np.mean(
        [s.pain_before - pain_later(life, s, minutes=minutes, rng=rng) for s in life.sessions]
    )


def test_true_relief_fades_to_nothing_by_the_next_morning():
    truth = dose_response()

    drops = [asked_later(truth, minutes) for minutes in (0, 30, 120, 12 * 60)]

    assert drops == sorted(drops, reverse=True)
    assert drops[0] > 1.2
    assert drops[-1] < 0.3


def test_where_inverting_does_nothing_bad_days_still_look_like_lasting_relief():
    drops = [asked_later(bad_days_only(), minutes) for minutes in (0, 120)]

    assert min(drops) > 0.5  # regression to the mean, at every time alike
    assert abs(drops[0] - drops[1]) < 0.3
    assert abs(asked_later(no_effect(), 30)) < 0.2


def test_a_morning_after_the_last_day_has_its_level():
    life = simulate(no_effect(), days=5, seed=7)
    last = life.sessions[-1]

    assert pain_later(life, last, minutes=40 * 60, rng=np.random.default_rng(1)) in range(11)
