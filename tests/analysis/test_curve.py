import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.nonparametric.smoothers_lowess import lowess as oracle

from invertrack.analysis import curve as curves
from invertrack.analysis.bootstrap import draw_block_rows
from invertrack.analysis.curve import lowess, relief_curve

POINTS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(-10, 10)), min_size=6, max_size=60
).filter(lambda points: len({x for x, _ in points}) > 2)


def columns(points):
    return [float(x) for x, _ in points], [float(y) for _, y in points]


def by_oracle(xs, ys):
    """Return the height at each distinct x as statsmodels has it."""
    fitted = oracle(np.asarray(ys, float), np.asarray(xs, float), frac=2 / 3, it=3, delta=0)
    return [height for _, height in sorted(dict(fitted.tolist()).items())]


def scatter(seed, *, n, settings, evenness):
    """Draw settings, few of which may hold most sessions, and whole reliefs."""
    rng = np.random.default_rng(seed)
    used = np.sort(rng.choice(90, settings, replace=False)).astype(float)
    xs = rng.choice(used, n, p=rng.dirichlet(np.full(settings, evenness)))
    return xs.tolist(), rng.integers(-3, 6, n).astype(float).tolist()


def test_lowess_reproduces_the_worked_angles(vector):
    case = vector("lowess_angle")

    xs, heights = lowess(case.inputs["angle"], case.inputs["relief"])

    assert xs == [float(angle) for angle in case.expected]
    assert heights == case.approx(list(case.expected.values()))


@pytest.mark.parametrize("evenness", [5, 0.7])
@pytest.mark.parametrize("settings", [3, 6, 13, 60])
@pytest.mark.parametrize("seed", range(5))
def test_lowess_agrees_with_statsmodels_however_sessions_are_tied(seed, settings, evenness):
    xs, ys = scatter(seed, n=90, settings=settings, evenness=evenness)

    if np.unique(xs, return_counts=True)[1].max() < 60:  # see the next test for more
        assert lowess(xs, ys)[1] == pytest.approx(by_oracle(xs, ys), rel=1e-6, abs=1e-6)


def test_where_one_setting_holds_all_neighbours_the_height_is_their_mean():
    odd_days = [3.0, 1.0, 2.0, 2.0, 1.0, 3.0]
    xs = [30.0] * 60 + [10.0, 50.0]

    heights = dict(zip(*lowess(xs, odd_days * 10 + [0.0, 5.0]), strict=True))
    assert heights[30.0] == pytest.approx(2.0)


def test_lowess_without_ties_agrees_with_statsmodels():
    rng = np.random.default_rng(3)
    xs, ys = rng.normal(size=80).tolist(), rng.normal(size=80).tolist()

    assert lowess(xs, ys)[1] == pytest.approx(by_oracle(xs, ys), rel=1e-6, abs=1e-6)


def test_one_wild_session_does_not_bend_the_curve():
    xs = [10.0, 20.0, 30.0, 40.0, 50.0, 60.0] * 10
    ys = [1.0, 2.0, 3.0] * 20
    wild = [*ys[:-1], 60.0]

    assert lowess(xs, wild)[1] == pytest.approx(lowess(xs, ys)[1], abs=0.3)


def test_equal_reliefs_make_a_level_curve():
    assert lowess([10, 20, 20, 30, 40, 50], [0.1] * 6)[1] == pytest.approx([0.1] * 5)


@settings(max_examples=40)
@given(POINTS, st.integers(-4, 4), st.sampled_from([-2, 1, 3]))
def test_the_curve_moves_and_turns_over_with_relief(points, shift, factor):
    xs, ys = columns(points)
    heights = lowess(xs, ys)[1]

    moved = lowess([x + 7 for x in xs], [shift + factor * y for y in ys])

    assert moved[0] == [x + 7 for x in sorted(set(xs))]
    assert moved[1] == pytest.approx([shift + factor * y for y in heights], abs=1e-5)


@settings(max_examples=40)
@given(POINTS, st.randoms(use_true_random=False))
def test_the_curve_does_not_mind_the_order_of_sessions(points, random):
    shuffled = random.sample(points, len(points))

    assert lowess(*columns(shuffled)) == lowess(*columns(points))


def test_the_band_is_that_of_replicates_fitted_one_by_one(monkeypatch):
    monkeypatch.setattr(curves, "RESAMPLES", 150)
    xs, ys = scatter(8, n=40, settings=6, evenness=5)
    curve = relief_curve(xs, ys, seed=11)
    rng = np.random.default_rng(11)
    rows = np.concatenate([draw_block_rows(rng, 50, 40) for _ in range(3)])

    heights = []
    for row in rows:
        drawn = lowess(np.array(xs)[row], np.array(ys)[row])
        heights.append(np.interp(curve.x, *drawn, left=np.nan, right=np.nan))
    low, high = np.nanpercentile(heights, [2.5, 97.5], axis=0)

    assert curve.low == pytest.approx(low.tolist(), abs=1e-9)
    assert curve.high == pytest.approx(high.tolist(), abs=1e-9)


def test_a_curve_says_how_it_was_made_and_comes_out_the_same_again():
    xs, ys = scatter(2, n=60, settings=8, evenness=5)
    curve = relief_curve(xs, ys, seed=5)

    assert curve == relief_curve(xs, ys, seed=5) != relief_curve(xs, ys, seed=6)
    assert (curve.n, curve.block, curve.resamples, curve.seed) == (60, 4, 1000, 5)
    assert list(curve.y) == pytest.approx(lowess(xs, ys)[1])
    assert {type(value) for value in (*curve.x, *curve.y, *curve.low, *curve.high)} == {float}


def test_the_curve_ends_where_most_replicates_do_not_reach():
    xs = [5.0, *[10.0, 20.0, 30.0, 40.0, 50.0, 60.0] * 10]
    curve = relief_curve(xs, [float(place % 4) for place in range(61)], seed=1)

    assert curve.x == (10.0, 20.0, 30.0, 40.0, 50.0, 60.0)  # the one session at 5 came first


def test_the_band_widens_where_sessions_are_few():
    rng = np.random.default_rng(9)
    xs = rng.permutation([10.0] * 40 + [20.0] * 40 + [30.0] * 40 + [40.0] * 40 + [60.0] * 4)
    curve = relief_curve(xs.tolist(), rng.integers(-1, 5, xs.size).tolist(), seed=1)

    widths = [high - low for low, high in zip(curve.low, curve.high, strict=True)]
    assert widths[-1] > 1.4 * widths[2]


def test_minutes_from_a_stopwatch_are_rounded_to_a_hundredth_of_their_range(monkeypatch):
    monkeypatch.setattr(curves, "RESAMPLES", 50)
    minutes = [1 + 4 * place / 119 for place in range(120)]  # from one to five minutes
    curve = relief_curve(minutes, [float(place * 7 % 5) for place in range(120)], seed=1)

    steps = [(x - 1) / 0.04 for x in curve.x]
    assert 80 < len(steps) <= 101
    assert steps == pytest.approx(np.rint(steps).tolist(), abs=1e-9)


@pytest.mark.parametrize(
    ("xs", "ys", "match"),
    [
        ([1, 2], [1], "pair"),
        ([1, None], [1, 2], "gap"),
        ([], [], "at least"),
        ([3, 3], [1, 2], "one setting"),
    ],
)
def test_no_curve_is_drawn_through_what_is_none(xs, ys, match):
    with pytest.raises(ValueError, match=match):
        relief_curve(xs, ys, seed=1)
