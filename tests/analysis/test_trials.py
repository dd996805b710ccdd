import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import permutation_test

from invertrack.analysis.results import Method
from invertrack.analysis.trials import (
    change_point_test,
    least_p,
    pair_differences,
    paired_trial,
    posterior,
    sign_flip,
    subset_interval,
)

# Differences of the worked trial, and laws over others of its kind.
EIGHT = [-1.5, -0.5, -2.0, 0.5, -1.0, -2.5, -1.0, -0.5]
DIFFERENCES = st.lists(st.integers(-20, 20).map(lambda half: half / 2), min_size=6, max_size=10)
DAYS = st.lists(st.integers(0, 10), min_size=16, max_size=19)


def means_of_divisions(scores):
    """Return A minus B of every division by plain loops."""
    n = len(scores)
    for first, second, third in itertools.combinations(range(n + 1), 3):
        edges = [0, first, second, third, n]
        if min(b - a for a, b in itertools.pairwise(edges)) >= 4:
            a = scores[:first] + scores[second:third]
            b = scores[first:second] + scores[third:]
            yield np.mean(a) - np.mean(b)


def test_paired_trial_reproduces_the_worked_eight_pairs(vector):
    case = vector("nof1_signflip_8")
    expected = case.expected

    trial = paired_trial(case.inputs["diffs_treatment_minus_control"])
    prior = trial.posterior

    assert trial.pairs == trial.shown.n == expected["k"]
    assert trial.shown.value == case.approx(expected["mean_diff"])
    assert [trial.shown.interval.low, trial.shown.interval.high] == case.approx(expected["t_ci"])
    assert trial.sign_flip.p == case.approx(expected["p_two_sided"])
    assert trial.sign_flip.p_less == case.approx(expected["p_one_sided_less"])
    assert trial.sign_flip.p_min == case.approx(expected["p_min_two_sided"])
    interval = trial.subsets.estimate.interval
    assert [interval.low, interval.high] == case.approx(expected["subset_ci"])
    assert trial.subsets.rank == expected["subset_r"]
    assert trial.subsets.coverage == case.approx(expected["subset_ci_coverage"])
    assert (prior.prior_sd, prior.se) == case.approx(
        (case.inputs["prior_sd"], expected["se_widened"])
    )
    assert prior.estimate.value == case.approx(expected["post_mean"])
    assert prior.sd == case.approx(expected["post_sd"])
    assert [prior.estimate.interval.low, prior.estimate.interval.high] == case.approx(
        expected["post_ci"]
    )
    assert prior.below_zero == case.approx(expected["pr_below_0"])
    assert prior.one_point_less == case.approx(expected["pr_at_most_minus1"])
    assert prior.two_points_less == case.approx(expected["pr_at_most_minus2"])


def test_the_least_p_is_the_worked_one(vector):
    case = vector("nof1_pmin")

    assert [least_p(k) for k in case.inputs["k"]] == case.approx(case.expected["p_min"])


def test_each_estimate_names_its_method():
    trial = paired_trial(EIGHT)

    assert trial.shown.method is Method.T
    assert trial.subsets.estimate.method is Method.SUBSET_MEANS
    assert trial.posterior.estimate.method is Method.NORMAL_PRIOR


@settings(max_examples=40)
@given(DIFFERENCES)
def test_sign_flip_agrees_with_scipy(differences):
    exact = permutation_test(
        (np.array(differences),),
        np.mean,
        permutation_type="samples",
        n_resamples=np.inf,
        alternative="less",
        vectorized=True,
    )

    assert sign_flip(differences).p_less == pytest.approx(exact.pvalue)


@given(DIFFERENCES)
def test_sign_flip_mirrors_when_the_conditions_swap_names(differences):
    there, back = sign_flip(differences), sign_flip([-d for d in differences])

    assert back.p == there.p >= there.p_min
    assert back.p_less + there.p_less >= 1  # what is as low in both is counted twice


@given(DIFFERENCES, st.randoms(use_true_random=False))
def test_a_trial_does_not_mind_the_order_or_the_unit_of_its_pairs(differences, random):
    shuffled = random.sample(differences, len(differences))

    assert sign_flip([3 * d for d in shuffled]) == sign_flip(differences)


def test_the_sign_flip_test_claims_too_much_in_at_most_one_of_twenty_null_trials():
    rng = np.random.default_rng(1)
    days = rng.normal(size=(1500, 16)).cumsum(axis=1)  # pain wanders as it likes
    order = rng.choice([-1, 1], size=(1500, 8))
    differences = (days[:, ::2] - days[:, 1::2]) * order

    assert np.mean([sign_flip(row).p <= 0.05 for row in differences]) <= 0.06


def test_subset_means_are_those_of_all_subsets():
    subsets = [
        np.mean(chosen) for size in range(1, 9) for chosen in itertools.combinations(EIGHT, size)
    ]
    found = subset_interval(EIGHT)

    assert found.estimate.interval.low == pytest.approx(sorted(subsets)[found.rank - 1])
    assert found.estimate.interval.high == pytest.approx(sorted(subsets)[-found.rank])


def test_five_pairs_have_a_mean_and_a_p_that_cannot_be_clear():
    trial = paired_trial(EIGHT[:5])

    assert trial.subsets is None
    assert trial.sign_flip.p_min > 0.05
    assert trial.shown.interval is not None


def test_pairs_that_do_not_scatter_have_no_interval():
    trial = paired_trial([-1.0] * 8)

    assert (trial.shown.value, trial.shown.interval) == (-1.0, None)
    assert (trial.subsets, trial.posterior) == (None, None)
    assert trial.sign_flip.p == trial.sign_flip.p_min


def test_twenty_pairs_are_the_most_and_are_counted_whole():
    assert sign_flip([-1.0] * 20).p == 2 / 2**20
    assert sign_flip([1.0, -1.0] * 10).p == 1.0
    with pytest.raises(ValueError, match="20 pairs"):
        sign_flip([-1.0] * 21)


@given(DIFFERENCES.filter(lambda d: len(set(d)) > 1))
def test_a_prior_draws_the_mean_towards_no_difference(differences):
    found, mean = posterior(differences), np.mean(differences)

    assert abs(found.estimate.value) <= abs(mean) + 1e-12
    assert found.estimate.value * mean >= 0
    assert found.below_zero >= found.one_point_less >= found.two_points_less
    assert posterior(differences, prior_sd=1e6).estimate.value == pytest.approx(mean)


def test_a_pair_without_a_rating_in_one_period_is_dropped():
    pairs = [([4, None], [6, 6]), ([None, None], [5, 5]), ([3, 4], [None, 3.5]), ([], [1])]

    assert pair_differences(pairs) == [-2.0, 0.0]


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: sign_flip([1.0]), "pairs"),
        (lambda: sign_flip([1.0, math.nan]), "gap"),
        (lambda: least_p(0), "no pair"),
        (lambda: posterior(EIGHT, prior_sd=0), "above 0"),
    ],
)
def test_what_is_no_trial_is_refused(call, match):
    with pytest.raises(ValueError, match=match):
        call()


def test_four_weeks_could_have_been_divided_in_455_ways():
    scores = [6, 7, 6, 5, 7, 6, 6, 4, 4, 5, 4, 3, 4, 5, 6, 6, 5, 7, 6, 6, 6, 4, 5, 4, 4, 3, 4, 5]

    found = change_point_test(scores, (7, 14, 21))

    assert found.divisions == 455
    assert found.p == pytest.approx(
        np.mean([other >= found.difference - 1e-9 for other in means_of_divisions(scores)])
    )
    assert found.p < 0.01


@settings(max_examples=40)
@given(DAYS, st.randoms(use_true_random=False))
def test_change_points_count_every_division_once(scores, random):
    spare = [random.randint(0, len(scores) - 16) for _ in range(3)]
    first, second, third = (4 * (k + 1) + cut for k, cut in enumerate(sorted(spare)))
    observed = change_point_test(scores, (first, second, third))
    others = list(means_of_divisions(scores))

    assert observed.divisions == len(others) == math.comb(len(scores) - 13, 3)
    assert observed.p == pytest.approx(np.mean([o >= observed.difference - 1e-9 for o in others]))
    assert observed.p >= 1 / observed.divisions


def test_a_missing_day_is_neither_filled_in_nor_closed_up():
    scores = [6, None, 6, 6, 4, 4, 4, None, 6, 6, 6, 6, None, 4, 4, 4]

    found = change_point_test(scores, (4, 8, 12))

    assert (found.difference, found.divisions, found.p) == (2.0, 1, 1.0)


@pytest.mark.parametrize(
    ("scores", "changes", "match"),
    [
        ([5] * 15, (4, 8, 12), "15 days"),
        ([5] * 20, (3, 8, 12), "could not"),
        ([5] * 20, (4, 12, 8), "could not"),
        ([math.nan] * 20, (4, 8, 12), "missing day"),
        ([None] * 4 + [5] * 4 + [None] * 4 + [5] * 8, (4, 8, 12), "no rating"),
    ],
)
def test_what_the_lot_could_not_have_drawn_is_refused(scores, changes, match):
    with pytest.raises(ValueError, match=match):
        change_point_test(scores, changes)
