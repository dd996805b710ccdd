"""The record read as a whole: what its parts cannot decide alone."""

from invertrack.analysis.analyse import analyse
from invertrack.analysis.gates import Reason
from invertrack.analysis.record import Pair, Record


def climbing(day):
    """A session of somebody who goes steeper by the week, and steeper yet when pain is high."""
    before = 4 + day * 7 % 5
    return Pair(day, angle_deg=10 + day // 3 + 2 * before, duration_s=120, before=before, after=3)


def test_an_angle_chosen_by_pain_is_told_though_it_climbs_with_the_weeks():
    found = analyse(Record(pairs=tuple(climbing(day) for day in range(120))))

    assert found.angle_with_before > 0.9


def test_an_angle_that_only_climbs_is_not_called_chosen_by_pain():
    pairs = tuple(Pair(day, 10 + day // 3, 120, 4 + day * 7 % 5, 3) for day in range(120))

    assert abs(analyse(Record(pairs=pairs)).angle_with_before) < 0.1


def test_days_that_are_worth_too_little_have_no_slope_and_say_so():
    wandering = [5, 5, 4, 3, 4, 3, 3, 4, 4, 4, 6, 7, 7, 6, 5, 4, 4, 2, 3, 4, 6, 7, 5, 6, 5, 6, 5, 6]

    found = analyse(Record(pain=tuple(enumerate(map(float, wandering)))))

    assert found.trend is None
    assert (found.trend_gate.open, found.trend_gate.reason) == (False, Reason.DAYS_TOO_ALIKE)


def test_relief_that_follows_the_settings_exactly_tells_no_link():
    pairs = tuple(
        Pair(2 * k, 20 + 10 * (k % 3), 60 * (1 + k // 3 % 4), 5 + k % 5, 5 + k % 5 - k % 3)
        for k in range(48)
    )

    found = analyse(Record(pairs=pairs))

    assert found.dose is None
    assert found.dose_gate.reason is Reason.NO_SCATTER
