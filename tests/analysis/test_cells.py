from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invertrack.analysis.bins import relief_by_angle
from invertrack.analysis.cells import cell_means, cell_of, relief_by_cell
from invertrack.analysis.record import Pair
from invertrack.analysis.results import Cell

SESSIONS = st.lists(
    st.tuples(st.integers(0, 90), st.integers(5, 1800), st.integers(-10, 10)), max_size=60
)


def columns(sessions):
    return [list(column) for column in zip(*sessions, strict=True)] or [[], [], []]


@pytest.mark.parametrize(
    ("angle", "seconds", "cell"),
    [
        (0, 30, Cell(0, 30)),
        (2, 44, Cell(0, 30)),
        (3, 45, Cell(5, 60)),
        (30, 120, Cell(30, 120)),
        (32, 134, Cell(30, 120)),
        (33, 135, Cell(35, 150)),
        (90, 1800, Cell(90, 1800)),
        (10, 5, Cell(10, 30)),
    ],
)
def test_a_setting_lies_in_the_nearest_cell(angle, seconds, cell):
    assert cell_of(angle, seconds) == cell


@pytest.mark.parametrize(("angle", "seconds"), [(-1, 60), (30, -1)])
def test_a_setting_below_nothing_is_refused(angle, seconds):
    with pytest.raises(ValueError, match="no cell"):
        cell_of(angle, seconds)


@given(st.integers(0, 90), st.integers(15, 1800))
def test_a_cell_is_never_further_than_half_a_step_and_holds_itself(angle, seconds):
    cell = cell_of(angle, seconds)

    assert abs(cell.angle_deg - angle) <= 2.5
    assert abs(cell.duration_s - seconds) <= 15
    assert cell_of(*cell) == cell


@given(SESSIONS)
def test_cells_hold_every_session_once_and_come_in_order(sessions):
    means = relief_by_cell(*columns(sessions))

    assert sum(mean.n for mean in means) == len(sessions)
    assert [mean.cell for mean in means] == sorted({cell_of(a, s) for a, s, _ in sessions})


@given(SESSIONS)
def test_a_cell_has_a_mean_from_five_sessions_on(sessions):
    for mean in relief_by_cell(*columns(sessions)):
        assert (mean.mean is not None) == mean.gate.open == (mean.n >= 5)
        assert mean.interval is None or mean.interval.low <= mean.mean <= mean.interval.high


@given(SESSIONS, st.randoms())
def test_cells_do_not_depend_on_the_order_of_sessions(sessions, random):
    shuffled = random.sample(sessions, len(sessions))

    def found(rows):
        return [
            (m.cell, m.n, pytest.approx(m.mean, abs=1e-9)) for m in relief_by_cell(*columns(rows))
        ]

    assert found(shuffled) == [(m.cell, m.n, m.mean) for m in relief_by_cell(*columns(sessions))]


def test_a_cell_agrees_with_the_bin_that_holds_the_same_sessions():
    reliefs = [1, 2, 1, 0, 2, 3]

    (cell,) = relief_by_cell([30] * 6, [120] * 6, reliefs)
    (found,) = [mean for mean in relief_by_angle([30] * 6, reliefs) if mean.n]

    assert (cell.n, cell.mean, cell.interval) == (found.n, found.mean, found.interval)


def test_columns_of_different_length_are_refused():
    with pytest.raises(ValueError, match=r"shorter|longer"):
        relief_by_cell([30, 30], [120], [1, 2])


@given(SESSIONS)
def test_pooled_cells_are_the_plain_ones_with_their_means_drawn_together(sessions):
    pairs = [Pair(day, angle, seconds, 6, 5) for day, (angle, seconds, _) in enumerate(sessions)]

    means = cell_means(pairs, [relief for *_, relief in sessions])

    assert tuple(replace(m, pooled=None) for m in means) == relief_by_cell(*columns(sessions))
    assert all(m.gate.open for m in means if m.pooled is not None)


def test_a_cell_with_few_sessions_is_drawn_further_than_one_with_many():
    angles = [10] * 40 + [30] * 5 + [45] * 20
    reliefs = [0, 1] * 20 + [4, 5, 4, 5, 4] + [2, 3] * 10
    pairs = [Pair(day, angle, 120, 6, 5) for day, angle in enumerate(angles)]

    many, few, _ = cell_means(pairs, reliefs)

    assert 0 < abs(many.pooled.value - many.mean) < abs(few.pooled.value - few.mean)
    assert few.pooled.n == 5


@pytest.mark.parametrize(
    ("angles", "reliefs"), [([30] * 9, [1, 2, 3] * 3), ([30] * 5 + [10] * 5, [1] * 10)]
)
def test_one_cell_and_cells_without_scatter_are_not_pooled(angles, reliefs):
    pairs = [Pair(day, angle, 120, 6, 5) for day, angle in enumerate(angles)]

    assert {mean.pooled for mean in cell_means(pairs, reliefs)} == {None}
