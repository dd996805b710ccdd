import numpy as np
import pytest

from invertrack.analysis.truth import (
    BAD_DAYS_ONLY,
    DOSE_RESPONSE,
    KINDS,
    NO_EFFECT,
    Effect,
    Habits,
    Pain,
    bad_days_only,
    dose_response,
    draw_truth,
    no_effect,
)


def test_relief_adds_a_fixed_part_the_angle_and_the_minutes():
    effect = Effect(points=0.5, points_per_10_deg=0.4, points_per_minute=0.1)

    assert effect.relief(angle_deg=30, minutes=4) == pytest.approx(0.5 + 1.2 + 0.4)


def test_only_the_dose_response_kind_eases_anything():
    assert {name: kind().effect == Effect() for name, kind in KINDS.items()} == {
        NO_EFFECT: True,
        BAD_DAYS_ONLY: True,
        DOSE_RESPONSE: False,
    }


def test_who_waits_for_bad_days_also_goes_steeper_on_them():
    steeper = {name: kind().habits.steeper_per_point > 0 for name, kind in KINDS.items()}

    assert steeper == {NO_EFFECT: False, BAD_DAYS_ONLY: True, DOSE_RESPONSE: False}


def test_presets_take_their_parameter():
    assert no_effect(phi=0.3).pain.phi == 0.3
    assert bad_days_only(at_least=7).habits.only_when_pain_at_least == 7
    assert dose_response(points_per_10_deg=0.2).effect.points_per_10_deg == 0.2


@pytest.mark.parametrize("phi", [-0.1, 1.0])
def test_a_level_that_never_returns_is_refused(phi):
    with pytest.raises(ValueError, match="phi"):
        Pain(phi=phi)


@pytest.mark.parametrize("field", ["missing_share", "adherence", "after_missing_share"])
def test_a_share_above_one_is_refused_by_name(field):
    with pytest.raises(ValueError, match=field):
        Habits(**{field: 1.2})


@pytest.mark.parametrize("tie", [-1.1, 1.1])
def test_skipping_days_is_tied_to_pain_no_more_than_wholly(tie):
    with pytest.raises(ValueError, match="skips_when_worse"):
        Habits(skips_when_worse=tie)


@pytest.mark.parametrize("name", list(KINDS))
def test_drawn_people_of_a_kind_differ_but_keep_what_makes_the_kind(name):
    rng, kind = np.random.default_rng(5), KINDS[name]()
    people = [draw_truth(name, rng) for _ in range(20)]

    assert len({person.pain.usual for person in people}) > 5
    for person in people:
        assert person.name == name
        assert bool(person.effect.points_per_10_deg) == bool(kind.effect.points_per_10_deg)
        waits = person.habits.only_when_pain_at_least
        assert (waits is None) == (kind.habits.only_when_pain_at_least is None)
        assert waits is None or person.pain.usual < waits <= person.pain.usual + 2


def test_an_unknown_kind_is_refused():
    with pytest.raises(KeyError):
        draw_truth("miracle", np.random.default_rng(5))
