"""A cell holds what its column may hold, or is told what it holds instead; empty is never 0."""

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invertrack.journals.actions.ratings import is_near as is_near_in_the_journal
from invertrack.portability import journal_csv, records, sessions_csv
from invertrack.portability.columns import BadCell, Column, day, instant, number, one_of, text
from invertrack.sessions.models import session as stored


@pytest.mark.parametrize(
    ("read", "cell", "value"),
    [
        (number(0, 10), "7", 7),
        (number(0, 10), "7.0", 7),
        (number(0, 10), "0", 0),
        (number(0, 10, decimals=2), "6.25", 6.25),
        (day, "2026-03-01", dt.date(2026, 3, 1)),
        (instant, "2026-03-01T19:00:00Z", dt.datetime(2026, 3, 1, 19, tzinfo=dt.UTC)),
        (one_of("A", "B"), "B", "B"),
        (text, "'=1+1", "=1+1"),
        (number(0, 10), " 7 ", 7),
        (number(0, 10), "", None),
        (text, "  ", None),
    ],
)
def test_a_cell_is_read(read, cell, value):
    assert Column("x", read).value(cell) == value


@pytest.mark.parametrize(
    ("read", "cell", "why"),
    [
        (number(0, 90), "190", "190 is not 0 to 90."),
        (number(0, 10), "-1", "-1 is not 0 to 10."),
        (number(0, 10), "'-1", "-1 is not 0 to 10."),
        (number(0, 10), "6.5", "6.5 is not a whole number."),
        (number(0, 10), "six", "six is not a whole number."),
        (number(0, 10), "1_0", "1_0 is not a whole number."),
        (number(0, 10), "٣", "٣ is not a whole number."),
        (number(0, 10), "nan", "nan is not a whole number."),
        (number(0, 10), "inf", "inf is not a whole number."),
        (number(0, 10), "1e999", "1e999 is not a whole number."),
        (number(0, 10, decimals=2), "1.234", "1.234 is not a number with at most 2 decimals."),
        (day, "01.03.2026", "01.03.2026 is not a day, such as 2026-03-01."),
        (instant, "2026-03-01T19:00", "2026-03-01T19:00 is not a time with its offset, such as"),
        (instant, "evening", "evening is not a time with its offset, such as"),
        (one_of("A", "B"), "C", "C is not one of A, B."),
        (number(0, 10), "x" * 90, f"{'x' * 40}… is not a whole number."),
        (number(0, 10), "a\nb", "a b is not a whole number."),
    ],
)
def test_a_cell_that_breaks_the_law_says_what_it_holds(read, cell, why):
    with pytest.raises(BadCell) as bad:
        Column("x", read).value(cell)

    assert str(bad.value).startswith(why)


def test_a_required_cell_may_not_be_empty():
    with pytest.raises(BadCell, match="is empty"):
        Column("x", text, is_required=True).value(" ")


@given(st.text(max_size=30))
def test_no_cell_can_do_more_than_be_refused(cell):
    for column in (*sessions_csv.COLUMNS, *journal_csv.COLUMNS):
        with suppress(BadCell):
            column.value(cell)


@given(st.text(min_size=1, max_size=30).filter(str.strip))
def test_a_message_stays_on_its_line(cell):
    with pytest.raises(BadCell) as bad:
        Column("x", one_of("nothing that is written")).value(cell)

    assert len(str(bad.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("column", "low", "high"),
    [
        ("angle_deg", 0, stored.ANGLE_MAX_DEG),
        ("duration_s", stored.DURATION_MIN_S, stored.DURATION_MAX_S),
        ("pain_before", 0, stored.PAIN_MAX),
        ("pain_after_delay_min", 0, stored.AFTER_RATING_LASTS / dt.timedelta(minutes=1)),
    ],
)
def test_files_have_the_limits_of_the_records_kept_here(column, low, high):
    read = next(one for one in sessions_csv.COLUMNS if one.name == column)

    assert (read.value(f"{low}"), read.value(f"{high}")) == (low, high)
    for outside in (low - 1, high + 1):
        with pytest.raises(BadCell):
            read.value(f"{outside}")


@given(st.times(), st.times())
def test_near_the_usual_time_means_the_same_in_files_and_in_the_journal(clock, usual):
    local = dt.datetime.combine(dt.date(2026, 3, 1), clock)

    near = records.is_near(clock.hour * 60 + clock.minute, usual.hour * 60 + usual.minute)

    assert near == is_near_in_the_journal(local, usual)
