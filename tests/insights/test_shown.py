import pytest

from invertrack.analysis.gates import Gate, Reason
from invertrack.analysis.results import Interval, Method
from invertrack.insights.findings import POINTS, RELIEF, Finding
from invertrack.insights.shown import WIDE, progress_of, shown

OPEN = Gate(True, 10, 12, Reason.ENOUGH)


def finding(estimate=-1.0, low=-2.0, high=1.0, *, unit=POINTS, gate=OPEN):
    interval = None if low is None else Interval(low, high)
    return Finding(
        "left", unit, 12, Method.MEE_CHUA, gate, "Said.", estimate=estimate, interval=interval
    )


def test_an_interval_lies_across_the_middle_where_it_holds_no_difference():
    bar = shown(finding()).bar

    assert bar.low < bar.at < WIDE / 2 < bar.high
    assert (bar.low_words, bar.high_words, bar.left) == ("-2.0", "+1.0", "less pain")


def test_an_interval_that_excludes_no_difference_lies_on_one_side():
    bar = shown(finding(0.6, 0.3, 0.9, unit=RELIEF)).bar

    assert WIDE / 2 < bar.low < bar.high <= WIDE
    assert bar.right == "more relief"


@pytest.mark.parametrize("scale", [0.001, 0.3, 4, 37])
def test_whatever_its_size_an_interval_stays_within_its_drawing(scale):
    bar = shown(finding(-scale / 2, -scale, scale)).bar

    assert 0 < bar.low < bar.high < WIDE
    assert bar.low + bar.high == pytest.approx(WIDE)


def test_words_of_ends_that_lie_close_stand_apart():
    assert shown(finding(-1.8, -1.9, -1.7)).bar.is_narrow
    assert not shown(finding()).bar.is_narrow


def test_an_estimate_without_an_interval_is_not_drawn():
    assert shown(finding(low=None)).bar is None


def test_a_closed_gate_shows_how_much_of_it_is_there():
    gate = Gate(False, 10, 6, Reason.TOO_FEW_SESSIONS)
    found = shown(finding(None, None, gate=gate))

    assert (found.progress.have, found.progress.needed) == (6, 10)
    assert found.progress.words == "Not enough yet: 6 of 10 sessions"


@pytest.mark.parametrize(
    "gate",
    [
        OPEN,
        Gate(False, 20, 40, Reason.ONLY_WHEN_WORSE),
        Gate(False, 3, 5, Reason.ANGLE_WITH_TIME),
        Gate(False, 3, 3, Reason.NO_SPREAD),
    ],
)
def test_there_is_no_progress_where_no_number_more_would_open_the_gate(gate):
    assert progress_of(gate) is None


@pytest.mark.parametrize(
    "reason",
    [reason for reason in Reason if reason.startswith("too_few") and "pairs" not in reason],
)
def test_every_count_that_is_too_low_has_its_unit(reason):
    assert progress_of(Gate(False, 10, 6, reason)).words.startswith("Not enough yet: 6 of 10 ")
