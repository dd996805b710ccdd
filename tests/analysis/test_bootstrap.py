import numpy as np
import pytest

from invertrack.analysis.bootstrap import block_length, block_rows, draw_block_rows


def test_replicates_are_the_worked_rows(vector):
    case = vector("block_bootstrap_replicates")
    reliefs = np.array(case.inputs["relief"])
    n, block = reliefs.size, block_length(reliefs.size)

    rows = block_rows(np.array(case.inputs["block_starts"]), block, n)

    assert block == case.inputs["block_length"]
    assert rows.tolist() == [one["indices"] for one in case.expected["replicates"]]
    assert reliefs[rows].mean(axis=1) == case.approx(
        [one["mean_relief"] for one in case.expected["replicates"]]
    )


def test_the_interval_of_a_mean_is_that_of_another_source_of_chance(vector):
    reliefs = np.array(vector("block_bootstrap_replicates").inputs["relief"])

    rows = draw_block_rows(np.random.default_rng(7), 4000, reliefs.size)
    ends = np.percentile(reliefs[rows].mean(axis=1), [2.5, 97.5])

    assert ends == pytest.approx([1.15, 1.95], abs=0.06)


@pytest.mark.parametrize(("n", "length"), [(2, 2), (8, 2), (40, 3), (365, 7), (3650, 15)])
def test_blocks_grow_with_the_cube_root_and_never_below_two(n, length):
    assert block_length(n) == length


@pytest.mark.parametrize("n", [2, 7, 40])
def test_neighbours_stay_neighbours_within_a_block(n):
    rows = draw_block_rows(np.random.default_rng(1), 200, n)
    block = block_length(n)
    inner = np.arange(1, n) % block != 0

    assert rows.shape == (200, n)
    assert set(rows.ravel()) == set(range(n))
    assert (np.diff(rows, axis=1)[:, inner] == 1).all()
