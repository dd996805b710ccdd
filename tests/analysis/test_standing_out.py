import numpy as np
import pytest

from invertrack.analysis.bins import ANGLE_BINS_DEG, groups_by_angle, groups_by_minutes
from invertrack.analysis.record import Pair


def sessions(seed, *, angles=(15, 25, 35, 45), each=20, lead_at=None, lead=0.0, phi=0.0):
    """Draw sessions at angles in any order, with more relief at one of them; relief wanders."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(np.repeat(angles, each))
    before = rng.integers(3, 9, order.size)
    reliefs, level = [], 0.0
    for angle in order:
        level = phi * level + rng.normal(0, 1.5 * (1 - phi**2) ** 0.5)
        reliefs.append(float(round(1 + level + lead * (angle == lead_at))))
    pairs = [
        Pair(day, int(angle), 120, int(score), int(score))
        for day, (angle, score) in enumerate(zip(order, before, strict=True))
    ]
    return pairs, reliefs


def named(groups):
    return [ANGLE_BINS_DEG[one.index].label for one in groups.stands_out]


def test_a_setting_with_far_more_relief_is_named_with_its_lead():
    groups = groups_by_angle(*sessions(1, lead_at=25, lead=3.0))
    (one,) = groups.stands_out

    assert named(groups) == ["20-29"]
    assert one.p < 0.01
    assert 1 <= one.lead.interval.low < one.lead.value < one.lead.interval.high < 4
    pooled = groups.bins[one.index].pooled
    assert pooled.value == pytest.approx(groups.pooling.mean.value + one.lead.value)


def test_a_setting_with_less_relief_is_never_named():
    assert named(groups_by_angle(*sessions(1, lead_at=25, lead=-3.0))) == []


def test_a_clear_lead_of_less_than_a_point_is_not_named():
    pairs, reliefs = sessions(2, each=150, lead_at=25, lead=1.2)
    groups = groups_by_angle(pairs, reliefs)
    low = groups.bins[3].interval.low

    assert groups.pooling.between_var > 0
    assert all(low > mean.interval.high for mean in groups.bins[4:6])
    assert named(groups) == []


def test_nothing_is_named_while_the_comparison_is_closed():
    pairs, reliefs = sessions(1, angles=(15, 25), each=30, lead_at=25, lead=4.0)
    groups = groups_by_angle(pairs, reliefs)

    assert not groups.gate.open
    assert groups.pooling.between_var > 0
    assert named(groups) == []


def test_a_group_of_fewer_than_eight_sessions_is_not_named():
    pairs, reliefs = sessions(3, angles=(15, 35, 45), each=20)
    pairs += [Pair(60 + day, 25, 120, 5, 5) for day in range(7)]
    groups = groups_by_angle(pairs, [*reliefs, 6.0, 7.0, 6.0, 7.0, 6.0, 7.0, 6.0])

    assert groups.gate.open
    assert groups.bins[3].pooled.value > groups.pooling.mean.value + 2
    assert named(groups) == []


def test_what_came_with_the_weeks_is_not_named_as_a_setting():
    angles = [15] * 14 + [25] * 14 + [35] * 14
    pairs = [Pair(day, angle, 120, 4 + day % 3, 4) for day, angle in enumerate(angles)]
    settling = [day / 7 + (day % 4 - 1.5) / 2 for day in range(42)]
    groups = groups_by_angle(pairs, settling)

    assert groups.bins[4].pooled.value > groups.pooling.mean.value + 1
    assert named(groups) == []


def test_what_came_with_pain_before_is_not_named_as_a_setting():
    rng = np.random.default_rng(4)
    befores = rng.integers(2, 10, 90)
    angles = np.select([befores > 6, befores > 4], [35, 25], 15)
    pairs = [
        Pair(day, int(angle), 120, int(before), 3)
        for day, (angle, before) in enumerate(zip(angles, befores, strict=True))
    ]
    groups = groups_by_angle(pairs, (befores - 3 + rng.normal(0, 1, 90)).tolist())

    assert groups.bins[4].pooled.value > groups.pooling.mean.value + 1
    assert named(groups) == []


@pytest.mark.parametrize("phi", [0.0, 0.6])
def test_where_no_setting_differs_one_is_named_in_few_people(phi):
    people = [groups_by_angle(*sessions(seed, each=10, phi=phi)) for seed in range(100)]

    assert sum(bool(groups.stands_out) for groups in people) <= 3


def test_a_setting_that_pain_before_gives_away_is_told_apart_from_neither():
    pairs = [Pair(day, 15 + 10 * (day % 3), 120, 5 + (day % 3 == 1), 4) for day in range(60)]
    groups = groups_by_angle(pairs, [1.0 + 4 * (day % 3 == 1) + day // 3 % 2 for day in range(60)])

    assert groups.bins[3].pooled.value > groups.pooling.mean.value + 2
    assert named(groups) == []


def test_one_pain_before_all_sessions_needs_no_holding():
    pairs = [Pair(day, 15 + 10 * (day % 3), 120, 6, 4) for day in range(60)]
    groups = groups_by_angle(pairs, [1.0 + 4 * (day % 3 == 1) + day // 3 % 2 for day in range(60)])

    assert named(groups) == ["20-29"]


def test_minutes_are_grouped_by_the_same_rule():
    pairs = [Pair(day, 30, 60 * (1 + day % 3), 4 + day % 4, 4) for day in range(60)]
    groups = groups_by_minutes(
        pairs, [1.0 + 4 * (day % 3 == 0) + day // 3 % 2 for day in range(60)]
    )

    assert [groups.bins[one.index].bin.label for one in groups.stands_out] == ["1 to 2"]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("shift", [-3, 2])
def test_relief_that_is_higher_everywhere_names_the_same(seed, shift):
    pairs, reliefs = sessions(seed, lead_at=45, lead=2.0)

    assert named(groups_by_angle(pairs, [relief + shift for relief in reliefs])) == named(
        groups_by_angle(pairs, reliefs)
    )
