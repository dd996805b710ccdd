import pytest
from hypothesis import given
from hypothesis import strategies as st

from invertrack.analysis.bins import (
    ANGLE_BINS_DEG,
    DURATION_BINS_MIN,
    relief_by_angle,
    relief_by_duration,
)
from invertrack.analysis.results import Method

SESSIONS = st.lists(st.tuples(st.integers(0, 90), st.integers(-10, 10)), max_size=60)


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
