from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invertrack.analysis.bins import (
    ANGLE_BINS_DEG,
    DURATION_BINS_MIN,
    groups_by_angle,
    groups_by_minutes,
    relief_by_angle,
    relief_by_duration,
)
from invertrack.analysis.record import Pair
from invertrack.analysis.results import Method

SESSIONS = st.lists(st.tuples(st.integers(0, 90), st.integers(-10, 10)), max_size=60)


def pairs_at(angles, *, duration_s=120):
    return [Pair(day, angle, duration_s, 6, 5) for day, angle in enumerate(angles)]


def by_label(means):
    return {mean.bin.label: mean for mean in means}


def test_relief_by_angle_reproduces_the_worked_bins(vector):
    sessions, case = vector("dose_response_40").inputs, vector("binned_angle")
    reliefs = [b - a for b, a in zip(sessions["before"], sessions["after"], strict=True)]

    means = by_label(relief_by_angle(sessions["angle"], reliefs))

    assert reliefs == case.inputs["relief"]
    assert {label for label, mean in means.items() if mean.n} == set(case.expected["bins"])
    for label, expected in case.expected["bins"].items():
        mean = means[label]
        assert mean.n == expected["n"]
        assert mean.mean == case.approx(expected["mean"])
        assert [mean.interval.low, mean.interval.high] == case.approx(expected["ci"])
        assert mean.method is Method.T


@pytest.mark.parametrize(
    ("angle", "label"),
    [
        (0, "0"),
        (1, "1-9"),
        (9, "1-9"),
        (10, "10-19"),
        (49, "40-49"),
        (50, "50-60"),
        (60, "50-60"),
        (61, "over 60"),
        (90, "over 60"),
    ],
)
def test_an_angle_falls_into_the_bin_of_its_name(angle, label):
    assert [mean.bin.label for mean in relief_by_angle([angle], [1]) if mean.n] == [label]


@pytest.mark.parametrize(
    ("seconds", "label"),
    [
        (5, "under 1"),
        (59, "under 1"),
        (60, "1 to 2"),
        (119, "1 to 2"),
        (120, "2 to 3"),
        (180, "3 to 5"),
        (299, "3 to 5"),
        (300, "5 or more"),
        (1800, "5 or more"),
    ],
)
def test_a_duration_falls_into_the_bin_of_its_name(seconds, label):
    assert [m.bin.label for m in relief_by_duration([seconds / 60], [1]) if m.n] == [label]


@pytest.mark.parametrize("bins", [ANGLE_BINS_DEG, DURATION_BINS_MIN])
def test_bins_leave_no_gap_and_do_not_overlap(bins):
    assert bins[0].low == 0
    assert [bin_.high for bin_ in bins] == [bin_.low for bin_ in bins[1:]] + [None]


@pytest.mark.parametrize(("n", "shown"), [(4, False), (5, True)])
def test_a_bin_below_its_gate_gives_its_count_and_nothing_else(n, shown):
    mean = by_label(relief_by_angle([25] * n, [2, 1, 0, 2, 1][:n]))["20-29"]

    assert mean.n == mean.gate.have == n
    assert mean.gate.open == shown
    assert (mean.mean is not None) == shown
    assert (mean.interval is not None) == shown


def test_a_bin_of_equal_reliefs_has_a_mean_but_no_interval():
    mean = by_label(relief_by_angle([25] * 8, [1] * 8))["20-29"]

    assert (mean.mean, mean.interval) == (1.0, None)


def test_no_session_gives_every_bin_empty():
    assert [mean.n for mean in relief_by_angle([], [])] == [0] * len(ANGLE_BINS_DEG)
    assert [mean.n for mean in relief_by_duration([], [])] == [0] * len(DURATION_BINS_MIN)


@given(SESSIONS, st.randoms(use_true_random=False))
def test_bins_hold_each_session_once_in_any_order(sessions, random):
    shuffled = random.sample(sessions, len(sessions))
    means = relief_by_angle([a for a, _ in sessions], [r for _, r in sessions])
    others = relief_by_angle([a for a, _ in shuffled], [r for _, r in shuffled])

    assert sum(mean.n for mean in means) == len(sessions)
    assert [mean.n for mean in others] == [mean.n for mean in means]
    assert [m.mean for m in others if m.mean] == pytest.approx([m.mean for m in means if m.mean])


@given(SESSIONS, st.lists(st.integers(-10, 10), min_size=1, max_size=20))
def test_sessions_in_one_bin_leave_the_other_bins_alone(sessions, reliefs):
    angles, values = [a for a, _ in sessions], [r for _, r in sessions]
    alone = by_label(relief_by_angle(angles, values))

    together = by_label(relief_by_angle([*angles, *[45] * len(reliefs)], [*values, *reliefs]))

    assert together.pop("40-49").n == alone.pop("40-49").n + len(reliefs)
    assert together == alone


@pytest.mark.parametrize(
    ("angles", "reliefs", "match"),
    [([10], [], "pair"), ([-1], [1], "no bin"), ([10], [None], "gap"), ([None], [1], "gap")],
)
def test_bins_refuse_what_is_not_a_session(angles, reliefs, match):
    with pytest.raises(ValueError, match=match):
        relief_by_angle(angles, reliefs)


def test_groups_reproduce_the_worked_bins_and_their_pooling(vector):
    sessions, case = vector("dose_response_40").inputs, vector("binned_angle")
    rows = zip(sessions["angle"], sessions["before"], sessions["after"], strict=True)
    pairs = [Pair(day, angle, 120, b, a) for day, (angle, b, a) in enumerate(rows)]

    groups = groups_by_angle(pairs, case.inputs["relief"])
    means = by_label(groups.bins)

    assert groups.pooling.q == case.approx(case.expected["Q"])
    assert groups.gate.open
    assert groups.stands_out == ()
    for label, expected in case.expected["bins"].items():
        pooled = means[label].pooled
        assert means[label].mean == case.approx(expected["mean"])
        assert pooled.value == case.approx(expected["shrunk"])
        assert [pooled.interval.low, pooled.interval.high] == case.approx(expected["shrunk_ci"])


@given(SESSIONS)
def test_groups_hold_the_same_bins_and_pool_those_with_a_mean(sessions):
    angles, reliefs = [a for a, _ in sessions], [r for _, r in sessions]
    plain = relief_by_angle(angles, reliefs)

    groups = groups_by_angle(pairs_at(angles), reliefs)

    assert [replace(mean, pooled=None) for mean in groups.bins] == list(plain)
    pooled = [mean for mean in groups.bins if mean.pooled is not None]
    shown = [mean for mean in groups.bins if mean.gate.open]
    assert pooled == (shown if groups.pooling else [])
    assert all(mean.pooled.n == mean.n for mean in pooled)


@pytest.mark.parametrize(
    ("angles", "reliefs"),
    [
        ([], []),
        ([25] * 12, [1, 2] * 6),
        ([25] * 12 + [35] * 4, [1, 2] * 8),
        ([15, 25] * 9, [1] * 18),
    ],
    ids=["no session", "one bin", "one bin with a mean", "no scatter"],
)
def test_groups_are_not_pooled_where_nothing_tells_a_difference_from_chance(angles, reliefs):
    groups = groups_by_angle(pairs_at(angles), reliefs)

    assert (groups.pooling, groups.stands_out) == (None, ())
    assert {mean.pooled for mean in groups.bins} == {None}


@pytest.mark.parametrize(("eighth", "opens"), [(7, False), (8, True)])
def test_bins_may_be_compared_once_three_hold_eight_sessions(eighth, opens):
    angles = [15] * 9 + [25] * 9 + [35] * eighth

    assert (
        groups_by_angle(pairs_at(angles), [day % 3 for day in range(len(angles))]).gate.open
        == opens
    )


def test_minutes_are_grouped_as_durations_are():
    pairs = [Pair(day, 30, seconds, 6, 5) for day, seconds in enumerate([59, 60, 119, 120] * 6)]
    reliefs = [day % 5 for day in range(24)]

    groups = groups_by_minutes(pairs, reliefs)

    plain = relief_by_duration([pair.minutes for pair in pairs], reliefs)
    assert [replace(mean, pooled=None) for mean in groups.bins] == list(plain)
    assert [mean.n for mean in groups.bins] == [6, 12, 6, 0, 0]


@pytest.mark.parametrize(("reliefs", "match"), [([1], "pair"), ([1, None], "gap")])
def test_groups_refuse_what_is_not_a_session(reliefs, match):
    with pytest.raises(ValueError, match=match):
        groups_by_angle(pairs_at([10, 20]), reliefs)
