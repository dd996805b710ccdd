"""Scores and changes: the published vectors, and laws that hold for all answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invertrack.questionnaires.enums import Name
from invertrack.questionnaires.instruments import Important, instrument
from invertrack.questionnaires.scoring import change, peg, pgic, psfs, rated_twice, rmdq24, score

SCORES = st.integers(0, 10)
RMDQ = instrument(Name.RMDQ24)
PEG = instrument(Name.PEG)
ALL = [str(number) for number in range(1, 25)]


@pytest.mark.parametrize(
    ("scores", "expected", "shown"),
    [
        ([6, 7, 5], 6.0, "6.0"),
        ([0, 0, 0], 0.0, "0.0"),
        ([10, 10, 10], 10.0, "10.0"),
        ([4, 5, 5], pytest.approx(4.666666667, rel=1e-8), "4.7"),
        ([4, None, 5], None, "–"),
    ],
)
def test_peg_is_the_mean_of_three_and_needs_all(scores, expected, shown):  # vector score_peg
    assert peg(scores) == expected
    assert PEG.number(peg(scores)) == shown


@pytest.mark.parametrize(
    ("ticked", "expected"),
    [([1, 3, 5, 9, 12, 17, 21, 24], 8), ([], 0), (range(1, 25), 24)],
)
def test_rmdq_counts_the_ticks(ticked, expected):  # vector score_rmdq
    ticked = [str(number) for number in ticked]

    assert rmdq24(ticked) == expected
    assert score(RMDQ, {key: int(key in ticked) for key in ALL}) == expected


@pytest.mark.parametrize(
    ("scores", "expected"), [([3, 5, 4], 4.0), ([0], 0.0), ([2, 2, 7, 9], 5.0), ([None], None)]
)
def test_psfs_is_the_mean_of_the_rated(scores, expected):  # vector score_psfs
    assert psfs(scores) == expected


def test_peg_with_too_few_or_too_many_items_is_no_score():
    assert [peg([]), peg([5, 5]), peg([5, 5, 5, 5])] == [None] * 3


def test_pgic_numbers_the_label_and_an_unknown_one_is_refused():
    asked = instrument(Name.PGIC)

    assert pgic("very_much_improved", asked) == 1
    assert pgic(None, asked) is None
    assert score(asked, {"status": "very_much_worse"}) == 7.0
    with pytest.raises(KeyError):
        pgic("1", asked)


@given(st.lists(SCORES, min_size=3, max_size=3))
def test_peg_lies_between_its_items_and_turns_with_the_scale(scores):
    assert min(scores) - 1e-9 <= peg(scores) <= max(scores) + 1e-9
    assert peg([10 - item for item in scores]) == pytest.approx(10 - peg(scores))


@given(st.sets(st.sampled_from(ALL)))
def test_rmdq_and_what_is_not_ticked_make_24(ticked):
    assert rmdq24(ticked) + rmdq24(set(ALL) - ticked) == 24


@given(st.lists(st.none() | SCORES, max_size=5), st.integers(0, 5))
def test_psfs_ignores_what_was_not_rated(scores, gaps):
    assert psfs(scores + [None] * gaps) == psfs(scores)


def test_change_of_the_worked_example_reaches_both_tests():
    found = change(12, 7, RMDQ.important)

    assert (found.points, round(found.percent)) == (-5, -42)
    assert (found.by_points, found.by_percent, found.disagree) == (True, True, False)


@pytest.mark.parametrize(
    ("before", "after", "by_points", "by_percent", "disagree"),
    [
        (20, 15, True, False, True),
        (6, 3, False, True, True),
        (12, 11, False, False, False),
        (10, 7, False, True, True),  # exactly 30%
        (7, 12, True, True, False),  # a worsening is one, too
        (0, 6, True, None, False),  # no percentage of nothing
        (9, 9, False, False, False),
    ],
)
def test_both_tests_and_whether_they_disagree(before, after, by_points, by_percent, disagree):
    found = change(before, after, RMDQ.important)

    assert (found.by_points, found.by_percent, found.disagree) == (by_points, by_percent, disagree)
    assert (found.percent is None) == (before == 0)


@pytest.mark.parametrize(
    ("after", "by_points"),
    [(4.25, True), (13 / 3, None), (5.0, None), (16 / 3, False), (6.0, False)],
)
def test_peg_between_the_estimates_is_neither(after, by_points):
    assert change(6.0, after, PEG.important).by_points is by_points


def test_a_third_of_a_point_does_not_fail_a_threshold_that_it_meets():
    assert change(14 / 3, 11 / 3, Important((1, 1), None, "", "")).by_points is True


@given(st.integers(1, 24), st.integers(0, 24))
def test_change_back_undoes_the_points(before, after):
    there, back = (change(*pair, RMDQ.important) for pair in ((before, after), (after, before)))

    assert there.points == -back.points
    assert there.by_points == back.by_points


def test_only_activities_rated_both_times_are_compared():
    before, after = {"a": 3, "b": None, "c": 4}, {"c": 6, "b": 2, "a": None, "d": 9}

    assert rated_twice(before, after) == ["c"]
    assert rated_twice({}, after) == []
