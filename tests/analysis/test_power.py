import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t

from invertrack.analysis.power import precision_n


def test_precision_n_reproduces_the_worked_table(vector):
    case = vector("precision_n")
    table = {
        f"sd{sd}_h{half}": precision_n(sd, half)
        for sd in case.inputs["sd"]
        for half in case.inputs["h"]
    }

    assert table == case.expected


@given(st.floats(0.1, 5), st.floats(0.1, 5))
def test_precision_n_is_the_first_n_that_is_narrow_enough(sd, half_width):
    n = precision_n(sd, half_width)

    def reach(size):
        return t.ppf(0.975, size - 1) * sd / math.sqrt(size)

    assert reach(n) <= half_width * (1 + 1e-9)
    assert n == 2 or reach(n - 1) > half_width * (1 - 1e-9)


@pytest.mark.parametrize(("sd", "half_width"), [(0, 1), (1, 0), (-1, 1), (math.nan, 1)])
def test_precision_n_refuses_what_has_no_width(sd, half_width):
    with pytest.raises(ValueError, match="above 0"):
        precision_n(sd, half_width)
