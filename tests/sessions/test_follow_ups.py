"""When later pain is asked and until when an answer counts, in any zone and on any night."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invertrack.sessions.enums import FollowUpKind
from invertrack.sessions.follow_ups import (
    closes_at,
    counts,
    counts_until,
    due_times,
    next_morning,
    opens_at,
)

BERLIN = ZoneInfo("Europe/Berlin")
HALF_PAST_SEVEN = dt.time(7, 30)
MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
DUE = dt.datetime(2026, 5, 12, 19, tzinfo=dt.UTC)


def in_berlin(*when):
    return dt.datetime(*when, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("ended", "morning"),
    [
        ((2026, 5, 12, 19, 4), (2026, 5, 13, 7, 30)),
        ((2026, 5, 13, 3, 29), (2026, 5, 13, 7, 30)),
        ((2026, 5, 13, 3, 31), (2026, 5, 14, 7, 30)),  # less than four hours are no night
        ((2026, 5, 13, 7, 30), (2026, 5, 14, 7, 30)),
        ((2026, 3, 28, 19, 0), (2026, 3, 29, 7, 30)),  # the clocks go forward
        ((2026, 10, 24, 19, 0), (2026, 10, 25, 7, 30)),  # the clocks go back
    ],
)
def test_next_morning_is_the_first_one_a_night_away_by_the_clock(ended, morning):
    found = next_morning(in_berlin(*ended), zone=BERLIN, morning_at=HALF_PAST_SEVEN)

    assert found.astimezone(BERLIN) == in_berlin(*morning)


def test_morning_that_the_clocks_jump_over_is_that_much_later():
    found = next_morning(in_berlin(2026, 3, 28, 19), zone=BERLIN, morning_at=dt.time(2, 30))

    assert found == dt.datetime(2026, 3, 29, 1, 30, tzinfo=dt.UTC)  # 03:30 by the new time


def test_morning_that_the_clocks_show_twice_is_the_first():
    found = next_morning(in_berlin(2026, 10, 24, 19), zone=BERLIN, morning_at=dt.time(2, 30))

    assert found == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)


def test_only_kinds_that_are_wanted_are_due():
    ended = in_berlin(2026, 5, 12, 19, 4)
    wanted = [FollowUpKind.HOURS_2]

    found = due_times(ended, zone=BERLIN, morning_at=HALF_PAST_SEVEN, kinds=wanted)

    assert found == {FollowUpKind.HOURS_2: ended + 2 * HOUR}


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        (FollowUpKind.MINUTES_30, 10 * MINUTE, 30 * MINUTE),
        (FollowUpKind.HOURS_2, 30 * MINUTE, 60 * MINUTE),
        (FollowUpKind.NEXT_MORNING, 2 * HOUR, 4 * HOUR),
    ],
)
def test_answer_counts_within_its_window_and_not_a_minute_outside(kind, before, after):
    assert (opens_at(kind, DUE), counts_until(kind, DUE)) == (DUE - before, DUE + after)
    for at, is_in_time in [
        (DUE - before - MINUTE, False),
        (DUE - before, True),
        (DUE, True),
        (DUE + after, True),
        (DUE + after + MINUTE, False),
    ]:
        assert counts(kind, DUE, at) == is_in_time
    assert closes_at(DUE) == DUE + 24 * HOUR


@given(
    ended=st.integers(0, 10 * 365 * 24 * 60).map(lambda minutes: DUE - minutes * MINUTE),
    zone=st.sampled_from(["Europe/Berlin", "Asia/Kathmandu", "Pacific/Auckland", "America/Denver"]),
    morning=st.times().map(lambda time: time.replace(second=0, microsecond=0)),
)
def test_questions_come_in_order_and_the_morning_within_29_hours(ended, zone, morning):
    due = due_times(ended, zone=ZoneInfo(zone), morning_at=morning, kinds=FollowUpKind)

    assert list(due.values()) == sorted(due.values())
    assert 4 * HOUR <= due[FollowUpKind.NEXT_MORNING] - ended <= 29 * HOUR
