import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invertrack.core.localtime import (
    AmbiguousTime,
    NonexistentTime,
    happens_twice,
    resolve_local,
)

BERLIN = "Europe/Berlin"


def clock(*parts):
    """What a clock on a wall shows."""
    return dt.datetime(*parts)  # noqa: DTZ001


def utc(*parts):
    return dt.datetime(*parts, tzinfo=dt.UTC)


def test_resolve_local_takes_an_ordinary_time_in_its_zone_and_ignores_fold():
    naive = clock(2026, 5, 12, 19, 30)

    assert resolve_local(naive, BERLIN) == utc(2026, 5, 12, 17, 30)
    assert resolve_local(naive, ZoneInfo(BERLIN), fold=1) == utc(2026, 5, 12, 17, 30)


@pytest.mark.parametrize(
    ("naive", "zone", "message"),
    [
        (
            clock(2026, 3, 29, 2, 30),
            BERLIN,
            "This time does not exist on that day: the clocks went forward.",
        ),
        (
            clock(2026, 10, 4, 2, 15),  # Lord Howe moves its clocks by half an hour
            "Australia/Lord_Howe",
            "This time does not exist on that day: the clocks went forward.",
        ),
        (
            clock(2011, 12, 30, 12, 0),  # Samoa crossed the date line
            "Pacific/Apia",
            "This day does not exist in Pacific/Apia: the calendar skipped it.",
        ),
    ],
)
@pytest.mark.parametrize("fold", [None, 0, 1])
def test_resolve_local_refuses_a_time_that_was_skipped(naive, zone, message, fold):
    with pytest.raises(NonexistentTime) as refused:
        resolve_local(naive, zone, fold)

    assert str(refused.value) == message


def test_resolve_local_takes_the_half_hours_on_both_sides_of_lord_howes_gap():
    zone = "Australia/Lord_Howe"

    before = resolve_local(clock(2026, 10, 4, 1, 45), zone)
    after = resolve_local(clock(2026, 10, 4, 2, 45), zone)

    assert after.astimezone(dt.UTC) - before.astimezone(dt.UTC) == dt.timedelta(minutes=30)


@pytest.mark.parametrize(
    ("naive", "zone", "first", "second"),
    [
        (
            clock(2026, 10, 25, 2, 30),
            BERLIN,
            utc(2026, 10, 25, 0, 30),
            utc(2026, 10, 25, 1, 30),
        ),
        (
            clock(2026, 4, 5, 1, 45),
            "Australia/Lord_Howe",
            utc(2026, 4, 4, 14, 45),
            utc(2026, 4, 4, 15, 15),
        ),
    ],
)
def test_resolve_local_asks_which_of_two_and_then_takes_that_one(naive, zone, first, second):
    with pytest.raises(AmbiguousTime):
        resolve_local(naive, zone)

    assert resolve_local(naive, zone, fold=0) == first
    assert resolve_local(naive, zone, fold=1) == second


@given(
    st.datetimes(clock(1990, 1, 1), clock(2035, 1, 1)),
    st.sampled_from([BERLIN, "Australia/Lord_Howe", "Pacific/Apia", "America/St_Johns", "UTC"]),
    st.sampled_from([0, 1]),
)
def test_resolve_local_returns_only_instants_at_which_clocks_showed_that_time(naive, zone, fold):
    try:
        moment = resolve_local(naive, zone, fold)
    except NonexistentTime:
        return

    shown = moment.astimezone(dt.UTC).astimezone(ZoneInfo(zone))

    assert shown.replace(tzinfo=None) == naive


def test_happens_twice_knows_the_repeated_hour_only():
    zone = ZoneInfo(BERLIN)

    assert happens_twice(dt.datetime(2026, 10, 25, 2, 30, tzinfo=zone))
    assert not happens_twice(dt.datetime(2026, 10, 25, 3, 30, tzinfo=zone))
    assert not happens_twice(dt.datetime(2026, 3, 29, 2, 30, tzinfo=zone))
    assert not happens_twice(clock(2026, 10, 25, 2, 30))
