import datetime as dt
import itertools
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invertrack.prompts.enums import PromptKind
from invertrack.prompts.schedule import DAY, Planned, Times, next_due, planned

BERLIN, KATHMANDU, APIA = map(ZoneInfo, ("Europe/Berlin", "Asia/Kathmandu", "Pacific/Apia"))
EVENING = dt.time(20)
MONDAY_NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)

times = st.builds(
    Times,
    zone=st.sampled_from([BERLIN, KATHMANDU, APIA, ZoneInfo("America/New_York"), ZoneInfo("UTC")]),
    rating_at=st.none() | st.times(),
    extra_times=st.lists(st.times(), max_size=4).map(tuple),
    journal_at=st.none() | st.times(),
    questionnaires_at=st.none() | st.times(),
    session_at=st.none() | st.times(),
    session_days=st.frozensets(st.integers(1, 7)),
)
FIRST = dt.datetime(2011, 12, 1, tzinfo=dt.UTC)
instants = st.integers(0, 16 * 365 * 24 * 60).map(lambda minutes: FIRST + minutes * DAY / 1440)


def utc(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def dues(times, after, until):
    return [one.due_at for one in planned(times, after, until)]


def test_a_day_asks_each_thing_at_its_local_time():
    times = Times(
        zone=KATHMANDU,  # 5:45 ahead
        rating_at=EVENING,
        extra_times=(dt.time(8),),
        journal_at=dt.time(21, 30),
        questionnaires_at=dt.time(18),
        session_at=dt.time(7, 15),
        session_days=frozenset({2}),
    )

    found = planned(times, MONDAY_NOON, MONDAY_NOON + DAY)

    monday, tuesday = dt.date(2026, 11, 23), dt.date(2026, 11, 24)
    assert found == [
        Planned(utc("2026-11-23 12:15"), PromptKind.QUESTIONNAIRES, monday),
        Planned(utc("2026-11-23 14:15"), PromptKind.RATING, monday),
        Planned(utc("2026-11-23 15:45"), PromptKind.JOURNAL, monday),
        Planned(utc("2026-11-24 01:30"), PromptKind.SESSION, tuesday),
        Planned(utc("2026-11-24 02:15"), PromptKind.RATING, tuesday),
    ]


def test_what_is_off_is_not_asked():
    assert planned(Times(zone=BERLIN), MONDAY_NOON, MONDAY_NOON + 7 * DAY) == []
    assert next_due(Times(zone=BERLIN), MONDAY_NOON) is None
    without_days = Times(zone=BERLIN, session_at=EVENING)
    assert next_due(without_days, MONDAY_NOON) is None


def test_a_stretch_leaves_out_its_first_instant_and_holds_its_last():
    times = Times(zone=BERLIN, rating_at=EVENING)
    due_at = utc("2026-11-23 19:00")

    assert dues(times, due_at - DAY, due_at) == [due_at]
    assert dues(times, due_at, due_at + DAY / 2) == []


def test_a_time_given_twice_is_asked_once():
    times = Times(zone=BERLIN, rating_at=EVENING, extra_times=(EVENING,), journal_at=EVENING)

    found = planned(times, MONDAY_NOON, MONDAY_NOON + DAY)

    assert [one.kind for one in found] == [PromptKind.JOURNAL, PromptKind.RATING]


def test_a_time_that_the_clocks_jump_over_comes_later_by_the_jump():
    times = Times(zone=BERLIN, rating_at=dt.time(2, 30), extra_times=(dt.time(3, 30),))

    # Both are half past three in summer time.
    assert dues(times, utc("2026-03-28 12:00"), utc("2026-03-29 12:00")) == [
        utc("2026-03-29 01:30")
    ]


def test_a_time_that_the_clocks_show_twice_comes_once():
    times = Times(zone=BERLIN, rating_at=dt.time(2, 30))

    assert dues(times, utc("2026-10-24 12:00"), utc("2026-10-26 12:00")) == [
        utc("2026-10-25 00:30"),
        utc("2026-10-26 01:30"),
    ]


def test_a_day_that_the_calendar_skips_asks_nothing():
    times = Times(zone=APIA, rating_at=dt.time(12))  # there was no 30 December 2011

    found = planned(times, utc("2011-12-29 00:00"), utc("2012-01-01 00:00"))

    assert [str(one.local_date) for one in found] == ["2011-12-29", "2011-12-31", "2012-01-01"]


@pytest.mark.parametrize("weekday", range(1, 8))
def test_a_weekday_comes_within_a_week_wherever_one_begins(weekday):
    times = Times(zone=BERLIN, session_at=dt.time(9), session_days=frozenset({weekday}))

    due_at = next_due(times, MONDAY_NOON)

    assert due_at.astimezone(BERLIN).isoweekday() == weekday
    assert due_at - MONDAY_NOON <= 7 * DAY


@given(times, instants, st.integers(1, 72), st.integers(1, 72))
def test_stretches_joined_ask_what_the_whole_asks_each_once(times, start, hours, more):
    middle = start + dt.timedelta(hours=hours)
    end = middle + dt.timedelta(hours=more)

    parts = planned(times, start, middle) + planned(times, middle, end)

    assert parts == planned(times, start, end)
    keys = [(one.kind, one.due_at) for one in parts]
    assert len(set(keys)) == len(keys)


@given(times, instants)
def test_going_from_one_due_time_to_the_next_misses_none(times, start):
    end = start + 3 * DAY
    walked, at = [], next_due(times, start)
    while at is not None and at <= end:
        walked.append(at)
        at = next_due(times, at)

    assert walked == [at for at, _ in itertools.groupby(dues(times, start, end))]


@given(times, instants)
def test_the_local_date_is_the_one_on_the_wall(times, start):
    for one in planned(times, start, start + 2 * DAY):
        assert one.local_date == one.due_at.astimezone(times.zone).date()
