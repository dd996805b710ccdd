import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from invertrack.analysis.multiplicity import benjamini_hochberg, holm

PS = st.lists(st.floats(0, 1), min_size=1, max_size=30)
METHODS = pytest.mark.parametrize("adjust", [holm, benjamini_hochberg])


def test_both_reproduce_the_worked_p_values(vector):
    case = vector("multiplicity")

    assert holm(case.inputs["p"]) == case.approx(case.expected["holm"])
    assert benjamini_hochberg(case.inputs["p"]) == case.approx(case.expected["bh"])


@given(PS)
def test_benjamini_hochberg_agrees_with_scipy(ps):
    assert benjamini_hochberg(ps) == pytest.approx(false_discovery_control(ps).tolist())


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_holm_claims_what_bonferroni_claims_of_every_set_that_holds_it(ps):
    places = range(len(ps))
    sets = [one for size in places for one in itertools.combinations(places, size + 1)]

    by_closure = [
        max(len(one) * min(ps[j] for j in one) for one in sets if i in one) for i in places
    ]

    assert holm(ps) == pytest.approx([min(1.0, p) for p in by_closure])


@METHODS
@given(ps=PS, random=st.randoms(use_true_random=False))
def test_each_p_value_keeps_its_place_in_any_order(adjust, ps, random):
    order = random.sample(range(len(ps)), len(ps))

    assert adjust([ps[place] for place in order]) == [adjust(ps)[place] for place in order]


@METHODS
def test_one_question_needs_no_adjustment_and_none_gives_none(adjust):
    assert adjust([0.03]) == [0.03]
    assert adjust([]) == []


@METHODS
@pytest.mark.parametrize("p", [-0.1, 1.1, math.nan])
def test_what_is_no_probability_is_refused(adjust, p):
    with pytest.raises(ValueError, match="probability"):
        adjust([0.5, p])
