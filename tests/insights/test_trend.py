import datetime as dt

import pytest

from invertrack.analysis.series import epoch_day
from invertrack.care.access import Access, own_access
from invertrack.care.enums import Scope
from invertrack.insights.periods import Period, read_period
from invertrack.insights.queries import DayColumns, WeekColumns, read_presence, read_trend
from tests import make

from .days import entry, evening, sessions

pytestmark = pytest.mark.django_db

MONDAY = dt.date(2026, 3, 2)
WEEK = Period(MONDAY, MONDAY + dt.timedelta(days=6))
YEARS = Period(dt.date(2024, 3, 6), dt.date(2026, 3, 12))  # a Wednesday to a Thursday


@pytest.fixture
def patient():
    return make.patient()


def day(offset):
    return MONDAY + dt.timedelta(days=offset)


def at(day, hour, minute=0):
    return evening(day, hour=hour).replace(minute=minute)


def read(patient, period, **access):
    return read_trend(Access(patient, frozenset(Scope), **access), period)


# By day --------------------------------------------------------------------------------------------


def test_days_stand_in_columns_with_gaps_as_gaps(patient):
    entry(patient, day(1), pain_avg_24h=6, pain_worst_24h=8)
    entry(patient, day(3), pain_avg_24h=0)
    sessions(patient, day(3), [(6, 4), (5, 4)])

    found = read(patient, WEEK)

    assert found.first == epoch_day(MONDAY)
    assert found.pain == [None, 6, None, 0, None, None, None]
    assert found.worst == [None, 8, None, None, None, None, None]
    assert found.sessions == [0, 0, 0, 1, 1, 0, 0]
    assert (found.late, found.ratings, found.treatments) == ([], [], [])


def test_days_name_the_places_of_late_entries(patient):
    entry(patient, day(1), pain_avg_24h=6)
    make.entry(of=patient, day=day(4), pain_avg_24h=2)

    assert read(patient, WEEK).late == [4]


def test_ratings_stand_at_their_time_of_day(patient):
    make.rating(of=patient, score=7, at=at(day(2), 18))
    make.rating(of=patient, score=2, at=at(day(2), 6))

    start = epoch_day(day(2))
    assert read(patient, WEEK).ratings == [(start + 0.25, 2, False), (start + 0.75, 7, False)]


def test_changed_treatments_stand_at_their_day_and_taken_ones_do_not(patient):
    make.treatment(of=patient, at=at(day(2), 9), name="Ibuprofen", dose_text="400 mg")
    make.treatment(
        of=patient, at=at(day(4), 9), name="Ibuprofen", dose_text="600 mg", has_changed=True
    )

    assert read(patient, WEEK).treatments == [(epoch_day(day(4)), "Ibuprofen, 600 mg")]


@pytest.mark.parametrize("night", [dt.date(2026, 3, 29), dt.date(2025, 10, 26)])
def test_days_are_whole_when_clocks_change(patient, night):
    around = Period(night - dt.timedelta(days=1), night + dt.timedelta(days=1))
    entry(patient, night, pain_avg_24h=4)
    make.rating(of=patient, score=5, at=at(night, 23, 30))

    found = read(patient, around)

    assert found.pain == [None, 4, None]
    assert [x for x, _, _ in found.ratings] == [pytest.approx(epoch_day(night) + 0.979, abs=1e-3)]


# By week -------------------------------------------------------------------------------------------


def test_a_week_keeps_the_lowest_and_the_highest_of_its_days(patient):
    entry(patient, day(0), pain_avg_24h=6, pain_worst_24h=7)
    entry(patient, day(2), pain_avg_24h=2, pain_worst_24h=9)
    entry(patient, day(6), pain_avg_24h=3)
    entry(patient, day(7), pain_avg_24h=10)
    make.rating(of=patient, score=1, at=at(day(1), 9))
    make.rating(of=patient, score=4, at=at(day(5), 9))
    sessions(patient, day(0), [(6, 4), (5, 4)])
    make.session(of=patient, ended_at=at(day(0), 8))

    found = read(patient, YEARS)

    assert isinstance(found, WeekColumns)
    assert (found.pain[-2], found.pain_days[-2], found.worst[-2]) == ([2, 6], 3, 9)
    assert (found.ratings[-2], found.sessions[-2]) == ([1, 4], 3)
    assert (found.pain[-1], found.pain_days[-1], found.sessions[-1]) == ([10, 10], 1, 0)
    assert (found.pain[-3], found.pain_days[-3], found.worst[-3]) == (None, 0, None)


def test_weeks_begin_with_the_monday_of_the_first_day_and_count_its_days(patient):
    entry(patient, YEARS.first - dt.timedelta(days=1), pain_avg_24h=9)
    entry(patient, YEARS.first, pain_avg_24h=3)

    found = read(patient, YEARS)

    assert found.first == epoch_day(dt.date(2024, 3, 4))
    assert found.pain[0] == [3, 3]
    assert len(found.pain) == len(found.pain_days) == len(found.sessions) == 106


def test_presence_counts_the_days_of_each_week_that_lie_in_the_period(patient):
    entry(patient, day(0), pain_avg_24h=6)
    make.rating(of=patient, at=at(day(0), 9))
    make.rating(of=patient, at=at(day(5), 9))
    entry(patient, day(6), mood=6)
    sessions(patient, day(0), [(6, 4), (5, 4)])
    make.session(of=patient, ended_at=at(day(0), 8))

    found = read_presence(own_access(patient), YEARS)

    assert (found.days[0], found.days[1], found.days[-1]) == (5, 7, 4)
    assert sum(found.days) == YEARS.days
    assert (found.rated_days[-2], found.session_days[-2]) == (2, 2)
    assert (sum(found.rated_days), sum(found.session_days)) == (2, 2)


def test_presence_of_a_part_of_a_week_counts_its_days(patient):
    found = read_presence(own_access(patient), Period(day(2), day(4)))

    assert (found.days, found.first) == ([3], epoch_day(MONDAY))


def test_weeks_keep_the_exact_day_of_a_changed_treatment(patient):
    make.treatment(of=patient, at=at(day(4), 9), name="Heat", dose_text="", has_changed=True)
    make.treatment(of=patient, at=at(day(3), 9), name="Gel", dose_text="", has_changed=True)

    assert read(patient, YEARS).treatments == [
        (epoch_day(day(3)), "Gel"),
        (epoch_day(day(4)), "Heat"),
    ]


@pytest.mark.parametrize(("length", "kind"), [(366, DayColumns), (367, WeekColumns)])
def test_a_period_goes_by_week_beyond_366_days(patient, length, kind):
    period = Period(day(0), day(length - 1))

    assert isinstance(read(patient, period), kind)


def test_all_goes_by_day_until_it_is_longer_than_a_year(patient, django_assert_num_queries):
    period, _ = read_period({"period": "all"}, today=day(0))
    entry(patient, day(-10), pain_avg_24h=5)

    with django_assert_num_queries(2):
        short = read(patient, period)
    entry(patient, day(-400), pain_avg_24h=5)
    with django_assert_num_queries(2):
        long = read(patient, period)

    assert (short.pain[0], short.period.days) == (5, 11)
    assert (long.pain[0], long.period.days) == ([5, 5], 401)


def test_a_day_ahead_of_the_profiles_clock_moves_the_end(patient):
    entry(patient, day(1), pain_avg_24h=3)
    entry(patient, day(-29), pain_avg_24h=9)
    for key, length in (("30", 30), ("all", 31)):
        asked, _ = read_period({"period": key}, today=day(0))

        found = read(patient, asked)

        assert (len(found.pain), found.pain[-1], found.first) == (
            length, 3, epoch_day(day(1)) - length + 1,
        )  # fmt: skip


def test_every_day_of_years_is_there_when_asked_for(patient):
    entry(patient, day(0), pain_avg_24h=5)

    found = read_trend(own_access(patient), YEARS, every_day=True)

    assert isinstance(found, DayColumns)
    assert (len(found.pain), found.pain[-11]) == (YEARS.days, 5)


@pytest.mark.parametrize("period", [WEEK, YEARS])
def test_the_trend_opens_only_the_scopes_and_days_of_the_access(patient, period):
    for offset in (0, 1):
        entry(patient, day(offset), pain_avg_24h=offset + 4, pain_worst_24h=8)
        sessions(patient, day(offset), [(6, 4)])
        make.treatment(of=patient, at=at(day(offset), 9), name=f"{offset}", has_changed=True)

    def seen(**access):
        found = read_trend(Access(patient, **access), period)
        pain = [value for value in found.pain if value is not None]
        return pain, sum(found.sessions), [words[0] for _, words in found.treatments]

    from_second = day(1)
    five = 5 if period is WEEK else [5, 5]
    assert seen(scopes=frozenset(Scope), data_from=from_second) == ([five], 1, ["1"])
    assert seen(scopes=frozenset({Scope.SESSIONS})) == ([], 2, [])
    assert seen(scopes=frozenset({Scope.TEXT})) == ([], 0, [])
    pain, taken, treatments = seen(scopes=frozenset({Scope.JOURNAL}))
    assert (bool(pain), taken, treatments) == (True, 0, ["0", "1"])


@pytest.mark.parametrize("period", [WEEK, YEARS])
def test_the_trend_costs_one_statement_whatever_the_rows(
    patient, period, django_assert_num_queries
):
    for offset in range(3):
        entry(patient, day(offset), pain_avg_24h=4)
        sessions(patient, day(offset), [(6, 4)])
        with django_assert_num_queries(1):
            read(patient, period)


def test_the_trend_leaves_out_everybody_else(patient):
    other = make.patient()
    entry(other, day(1), pain_avg_24h=9)
    sessions(other, day(1), [(6, 4)])
    make.treatment(of=other, at=at(day(1), 9), has_changed=True)

    for period in (WEEK, YEARS):
        found = read(patient, period)
        assert not any([*found.pain, *found.sessions, *found.treatments])
