"""The habit score: it survives missed days, recovers, and lets rest, travel and flare days be."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invertrack.care.access import own_access
from invertrack.journals import queries
from invertrack.journals.habit import DayMark, days_to_go, mark_of, score
from tests import make

TODAY = dt.date(2026, 5, 12)
NOW = dt.datetime(2026, 5, 12, 10, 0, tzinfo=dt.UTC)
KEPT, EXCUSED, MISSED = DayMark.KEPT, DayMark.EXCUSED, None
SAID = st.sampled_from([KEPT, EXCUSED, MISSED])
# As many days as a score needs, ending yesterday.
HISTORIES = st.lists(SAID, min_size=6, max_size=120)


def scored(said, *, today=MISSED):
    """The score of days in order, of which the last is yesterday."""
    days = [*said, today]
    first = TODAY - dt.timedelta(days=len(said))
    marks = {first + dt.timedelta(days=place): mark for place, mark in enumerate(days)}
    return score(marks, first, TODAY)


@given(HISTORIES, SAID)
def test_score_is_a_whole_number_of_a_hundred(said, today):
    assert scored(said, today=today) in range(101)


@given(HISTORIES)
def test_today_raises_when_it_is_kept_and_never_lowers(said):
    assert scored(said, today=KEPT) >= scored(said, today=MISSED) == scored(said, today=EXCUSED)


@given(HISTORIES, st.data())
def test_a_kept_day_is_never_worth_less_than_an_excused_and_that_than_a_missed_one(said, data):
    place = data.draw(st.integers(0, len(said) - 1))
    worths = [scored([*said[:place], mark, *said[place + 1 :]]) for mark in (MISSED, EXCUSED, KEPT)]

    assert worths == sorted(worths)


@given(HISTORIES, st.integers(1, 40))
def test_days_of_rest_travel_or_flare_leave_it_where_it_is(said, length):
    assert scored([*said, *[EXCUSED] * length]) == scored(said)


@given(HISTORIES)
def test_one_missed_day_costs_at_most_six_of_a_hundred(said):
    assert scored(said) - scored([*said, MISSED]) in range(7)


@given(HISTORIES)
def test_any_history_recovers_in_three_months(said):
    assert scored([*said, *[KEPT] * 90]) >= 99


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([KEPT] * 13, 50),
        ([KEPT] * 26, 75),
        ([KEPT] * 26 + [MISSED], 71),
        ([KEPT] * 13 + [MISSED] * 13, 25),
        ([KEPT] * 13 + [EXCUSED] * 20 + [KEPT] * 13, 75),
        ([MISSED] * 30, 0),
    ],
)
def test_thirteen_days_halve_the_way_up_and_down(said, expected):
    assert scored(said) == expected


@pytest.mark.parametrize(("days", "to_go"), [(1, 6), (6, 1), (7, 0), (400, 0)])
def test_score_waits_for_seven_days(days, to_go):
    first = TODAY - dt.timedelta(days=days - 1)

    assert days_to_go(first, TODAY) == to_go
    assert (score({first: KEPT}, first, TODAY) is None) == bool(to_go)


@pytest.mark.parametrize(
    ("is_scored", "has_entry", "is_ordinary", "mark"),
    [
        (True, True, True, KEPT),
        (True, True, False, KEPT),
        (True, False, True, KEPT),
        (False, True, True, KEPT),
        (False, True, False, EXCUSED),
        (False, False, True, MISSED),
    ],
)
def test_what_a_day_says(is_scored, has_entry, is_ordinary, mark):
    assert mark_of(is_scored=is_scored, has_entry=has_entry, is_ordinary=is_ordinary) is mark


def days_ago(number):
    return TODAY - dt.timedelta(days=number)


@pytest.mark.django_db
def test_habit_is_read_from_the_days_in_one_statement(patient, django_assert_num_queries):
    make.entry(of=patient, day=days_ago(9), pain_avg_24h=5)
    make.entry(of=patient, day=days_ago(7), day_kind="rest")
    make.entry(of=patient, day=days_ago(6), day_kind="flare", leg_pain=0)
    make.entry(of=patient, day=days_ago(5), mood=4)
    make.rating(of=patient, at=NOW - dt.timedelta(days=4))
    make.treatment(of=patient, at=NOW - dt.timedelta(days=3))
    make.session(of=patient, ended_at=NOW - dt.timedelta(days=2))
    make.entry(of=make.patient(), day=days_ago(1))

    with django_assert_num_queries(1):
        habit = queries.habit_of(own_access(patient), TODAY)

    assert (habit.first_day, habit.days, habit.kept, habit.excused) == (days_ago(9), 10, 4, 1)
    assert habit.score == scored(
        [KEPT, MISSED, EXCUSED, KEPT, KEPT, KEPT, MISSED, MISSED, MISSED], today=MISSED
    )


@pytest.mark.django_db
def test_somebody_without_a_day_has_no_habit(patient):
    make.entry(of=make.patient(), day=TODAY)

    assert queries.habit_of(own_access(patient), TODAY) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "words"),
    [(days_ago(3), "comes after 3 more days"), (days_ago(8), "a score on 1 of 9 days")],
)
def test_journal_says_what_the_score_stands_on(browser, patient, first, words):
    make.entry(of=patient, day=first)

    page = browser.get("/journal/").content.decode()

    assert words in page
    assert words not in browser.get("/journal/?month=2026-04").content.decode()
