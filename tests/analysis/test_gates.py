import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invertrack.analysis.gates import (
    Gate,
    Reason,
    bin_gate,
    mean_change_gate,
    median_gate,
    share_gate,
    trend_gate,
)


@pytest.mark.parametrize(
    ("gate", "least"),
    [(share_gate, 5), (mean_change_gate, 10), (bin_gate, 5), (median_gate, 10)],
)
def test_session_gate_opens_at_its_minimum_and_counts_what_is_missing_below(gate, least):
    assert gate(least).open
    assert gate(least).to_go == 0
    assert gate(least - 1) == Gate(
        open=False, needed=least, have=least - 1, reason=Reason.TOO_FEW_SESSIONS
    )
    assert gate(0).to_go == least


@pytest.mark.parametrize(
    ("sessions", "reason"),
    [
        (9, Reason.TOO_FEW_SESSIONS),
        (10, Reason.EARLY),
        (19, Reason.EARLY),
        (20, Reason.ENOUGH),
    ],
)
def test_mean_change_gate_is_early_until_twenty_sessions(sessions, reason):
    assert mean_change_gate(sessions).reason is reason


@pytest.mark.parametrize("gate", [share_gate, mean_change_gate, bin_gate, median_gate])
def test_session_gate_refuses_a_negative_count(gate):
    with pytest.raises(ValueError, match="-1"):
        gate(-1)


@pytest.mark.parametrize(
    ("span", "rated", "opened", "reason", "to_go"),
    [
        (0, 0, False, Reason.SPAN_TOO_SHORT, 28),
        (27, 27, False, Reason.SPAN_TOO_SHORT, 1),
        (28, 28, True, Reason.ENOUGH, 0),
        (28, 20, True, Reason.ENOUGH, 0),  # 71 %
        (28, 19, False, Reason.TOO_FEW_RATED_DAYS, 2),  # 68 %; one more day makes 20 of 29
        (30, 21, True, Reason.ENOUGH, 0),  # exactly 70 %
        (90, 62, False, Reason.TOO_FEW_RATED_DAYS, 4),
        (20, 2, False, Reason.TOO_FEW_RATED_DAYS, 40),  # the gaps bind, not the span
    ],
)
def test_trend_gate_needs_a_span_and_ratings_on_most_of_its_days(
    span, rated, opened, reason, to_go
):
    gate = trend_gate(span_days=span, rated_days=rated)

    assert (gate.open, gate.reason, gate.to_go) == (opened, reason, to_go)


def days_by_waiting(span, rated):
    """Days until both conditions hold, found by living them one at a time, each one rated."""
    waited = 0
    while span + waited < 28 or 10 * (rated + waited) < 7 * (span + waited):
        waited += 1
    return waited


@given(st.integers(0, 400).flatmap(lambda span: st.tuples(st.just(span), st.integers(0, span))))
def test_trend_gate_promises_exactly_the_days_that_waiting_takes(span_and_rated):
    span, rated = span_and_rated

    gate = trend_gate(span_days=span, rated_days=rated)

    assert gate.to_go == days_by_waiting(span, rated)
    assert gate.open == (gate.to_go == 0)


@pytest.mark.parametrize(("span", "rated"), [(3, 4), (3, -1), (-1, 0)])
def test_trend_gate_refuses_counts_that_cannot_be(span, rated):
    with pytest.raises(ValueError, match="do not fit"):
        trend_gate(span_days=span, rated_days=rated)


def test_gates_load_without_numpy_so_that_a_page_can_ask_first():
    code = "import sys, invertrack.analysis.gates; print('numpy' in sys.modules)"

    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert answer.stdout.strip() == "False", answer.stderr
