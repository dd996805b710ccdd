import datetime as dt

import pytest

from invertrack.care.access import Access, own_access
from invertrack.care.enums import Scope
from invertrack.insights.periods import Period, read_period
from invertrack.insights.queries import (
    drawn_pairs,
    pain_trend,
    read_days,
    relief_points,
    score_pairs,
    setting_cells,
    setting_scores,
)
from tests import make

from .days import entry, evening, sessions

pytestmark = pytest.mark.django_db

MONDAY = dt.date(2026, 3, 2)
WEEK = Period(MONDAY, MONDAY + dt.timedelta(days=6))


@pytest.fixture
def patient():
    return make.patient()


def day(offset):
    return MONDAY + dt.timedelta(days=offset)


def test_pain_trend_holds_every_day_and_leaves_gaps_empty(patient):
    make.entry(of=patient, day=day(1), pain_avg_24h=6, pain_worst_24h=8)
    make.entry(of=patient, day=day(3), pain_avg_24h=0)

    trend = pain_trend(read_days(own_access(patient), WEEK))

    assert [row.pain for row in trend] == [None, 6, None, 0, None, None, None]
    assert [row.worst for row in trend] == [None, 8, None, None, None, None, None]
    assert [row.is_rated for row in trend] == [False, True, False, True, False, False, False]


def test_pain_trend_counts_sessions_and_spans_ratings_of_a_day(patient):
    for hour, score in ((8, 7), (12, 2), (20, 4)):
        make.rating(of=patient, score=score, at=evening(day(2), hour=hour))
    make.session(of=patient, ended_at=evening(day(2), hour=9))
    make.session(of=patient, ended_at=evening(day(2), hour=18))

    row = pain_trend(read_days(own_access(patient), WEEK))[2]

    assert (row.rating_low, row.rating_high, row.sessions) == (2, 7, 2)


@pytest.mark.parametrize("night", [dt.date(2026, 3, 29), dt.date(2025, 10, 26)])
def test_pain_trend_neither_loses_nor_doubles_a_day_when_clocks_change(patient, night):
    around = [night + dt.timedelta(days=offset) for offset in (-1, 0, 1)]
    for each in around:
        make.entry(of=patient, day=each, pain_avg_24h=5)
        make.session(of=patient, ended_at=evening(each, hour=1))
        make.session(of=patient, ended_at=evening(each, hour=23))

    trend = pain_trend(read_days(own_access(patient), Period(around[0], around[-1])))

    assert [(row.day, row.pain, row.sessions) for row in trend] == [(d, 5, 2) for d in around]


def test_a_session_stays_on_the_local_date_where_it_was_made(patient):
    make.session(
        of=patient, tz="Pacific/Auckland", ended_at=evening(day(1), "Pacific/Auckland", 23)
    )
    make.session(
        of=patient,
        tz="America/Los_Angeles",
        ended_at=evening(day(1), "America/Los_Angeles", 1),
    )

    trend = pain_trend(read_days(own_access(patient), WEEK))

    assert [row.sessions for row in trend] == [0, 2, 0, 0, 0, 0, 0]


def test_a_day_ahead_of_the_profiles_clock_moves_the_end_of_a_preset():
    patient = make.patient(tz="America/Los_Angeles")
    today = day(10)
    make.entry(of=patient, day=today + dt.timedelta(days=1), pain_avg_24h=3)
    make.entry(of=patient, day=today - dt.timedelta(days=29), pain_avg_24h=9)
    asked, _ = read_period({"period": "30"}, today=today)

    days = read_days(own_access(patient), asked)
    trend = pain_trend(days)

    assert (len(trend), trend[-1].pain, days.period.label) == (30, 3, "Last 30 days")
    assert [facts.pain for facts in days.journal.values()] == [3]


def test_all_starts_with_the_first_recorded_day(patient):
    make.session(of=patient, ended_at=evening(day(3)))
    make.entry(of=patient, day=day(5), pain_avg_24h=3)
    asked, _ = read_period({"period": "all"}, today=day(6))

    assert read_days(own_access(patient), asked).period.first == day(3)


def test_all_of_nothing_is_today_alone(patient):
    asked, _ = read_period({"period": "all"}, today=day(6))

    days = read_days(own_access(patient), asked)

    assert (days.period.days, days.is_empty) == (1, True)


def test_a_period_of_ones_own_cuts_both_ends(patient):
    sessions(patient, day(-1), [(6, 4)] * 9)

    days = read_days(own_access(patient), WEEK)

    assert list(days.sessions) == [day(offset) for offset in range(7)]


def test_pairs_are_the_first_rated_session_of_each_day(patient):
    make.session(of=patient, ended_at=evening(day(0), hour=8), pain_after=None)
    make.session(of=patient, ended_at=evening(day(0), hour=12), pain_before=7, pain_after=3)
    make.session(of=patient, ended_at=evening(day(0), hour=18), pain_before=5, pain_after=5)

    days = read_days(own_access(patient), WEEK)

    assert [(pair.before, pair.change, pair.relief) for pair in days.pairs] == [(7, -4, 4)]
    assert (days.sessions[day(0)].unrated, days.sessions[day(0)].hollow) == (1, 1)


def test_relief_points_are_hollow_outside_analyses(patient):
    first, second = evening(day(0), hour=8), evening(day(0), hour=18)
    make.session(of=patient, ended_at=first, angle_deg=10)
    make.session(of=patient, ended_at=second, angle_deg=20)
    memory = evening(day(1))
    make.session(of=patient, ended_at=memory, at=memory + dt.timedelta(hours=2), angle_deg=30)
    make.session(of=patient, ended_at=evening(day(2)), angle_deg=40, pain_after=None)

    days = read_days(own_access(patient), WEEK)
    points = relief_points(own_access(patient), WEEK)

    assert [(point.angle_deg, point.is_hollow) for point in points] == [
        (10, False),
        (20, True),
        (30, True),
    ]
    assert sum(facts.hollow for facts in days.sessions.values()) == 2


@pytest.mark.parametrize(
    ("scopes", "journal", "taken"),
    [((Scope.JOURNAL,), 1, 0), ((Scope.SESSIONS,), 0, 1), ((Scope.TEXT,), 0, 0)],
)
def test_read_days_opens_only_the_scopes_of_the_access(patient, scopes, journal, taken):
    make.entry(of=patient, day=day(1), pain_avg_24h=6)
    make.session(of=patient, ended_at=evening(day(1)))
    access = Access(patient=patient, scopes=frozenset(scopes))

    days = read_days(access, WEEK)

    assert (len(days.journal), len(days.sessions), len(relief_points(access, WEEK))) == (
        journal,
        taken,
        taken,
    )


def test_read_days_opens_nothing_before_the_first_shared_day(patient):
    sessions(patient, day(0), [(9, 0)] * 3 + [(6, 4)])
    make.entry(of=patient, day=day(2), pain_avg_24h=9)
    access = Access(patient=patient, scopes=frozenset(Scope), data_from=day(3))

    days = read_days(access, WEEK)

    assert (list(days.sessions), days.journal) == ([day(3)], {})
    assert [point.before for point in relief_points(access, WEEK)] == [6]


def test_read_days_leaves_out_everybody_else(patient):
    other = make.patient()
    make.entry(of=other, day=day(1), pain_avg_24h=9)
    make.session(of=other, ended_at=evening(day(1)))

    days = read_days(own_access(patient), WEEK)

    assert days.is_empty
    assert relief_points(own_access(patient), WEEK) == []


def test_reading_costs_the_same_for_one_and_for_many_days(patient, django_assert_num_queries):
    for length in (1, 3):
        sessions(patient, day(length), [(6, 4)] * length)
        with django_assert_num_queries(2):
            read_days(own_access(patient), WEEK)
        with django_assert_num_queries(1):
            relief_points(own_access(patient), WEEK)


def test_settings_and_scores_are_counted_by_the_database(patient, django_assert_num_queries):
    for hours in ((9,), (12, 18, 22)):
        for hour in hours:
            make.session(of=patient, ended_at=evening(day(len(hours)), hour=hour))
        days = read_days(own_access(patient), WEEK)
        with django_assert_num_queries(1):
            used = setting_scores(own_access(patient), WEEK)
    (cell,), (pair,) = setting_cells(used, ()), score_pairs(used, days.pairs)

    assert (cell.sessions, cell.found, len(used)) == (4, None, 1)
    assert drawn_pairs(relief_points(own_access(patient), WEEK)) == [pair]
    assert (pair.before, pair.after, pair.sessions, pair.hollow) == (6, 4, 4, 2)


def test_settings_and_scores_open_nothing_that_the_access_does_not(patient):
    sessions(patient, day(0), [(9, 0)] * 3 + [(6, 4)])
    sessions(make.patient(), day(0), [(8, 1)] * 4)
    for scopes, found in (((Scope.SESSIONS,), [(6, 4)]), ((Scope.JOURNAL,), [])):
        used = setting_scores(Access(patient, frozenset(scopes), data_from=day(3)), WEEK)

        assert [(pair.before, pair.after) for pair in score_pairs(used, ())] == found
        assert sum(cell.sessions for cell in setting_cells(used, ())) == len(found)


def test_days_say_what_is_hollow_and_what_changed(patient):
    make.entry(of=patient, day=day(0), pain_avg_24h=3, pain_worst_24h=6)
    make.entry(of=patient, day=day(1), mood=3)
    entry(patient, day(2), pain_avg_24h=3)
    make.treatment(of=patient, at=evening(day(2)), name="Gel", dose_text="", has_changed=True)
    make.treatment(of=patient, at=evening(day(3)), name="Heat")

    days = read_days(own_access(patient), WEEK)

    assert [facts.hollow for facts in days.journal.values()] == [2, 0, 0, 0]
    assert days.changed_treatments == [(day(2), "Gel")]
