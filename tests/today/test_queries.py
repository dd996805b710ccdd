"""The last two weeks, cut to what an Access opens."""

import datetime as dt

import pytest

from invertrack.care.access import Access, own_access
from invertrack.care.enums import Scope
from invertrack.today import queries
from tests import make

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 5, 12)
NOON = dt.datetime(2026, 5, 12, 12, tzinfo=dt.UTC)
ONE_DAY = dt.timedelta(days=1)


def test_fortnight_has_fourteen_days_oldest_first():
    found = queries.fortnight(own_access(make.patient()), TODAY)

    assert [day["date"] for day in found.days] == [TODAY - n * ONE_DAY for n in range(13, -1, -1)]
    assert found.days[-1] == {
        "date": TODAY,
        "pain": None,
        "sessions": 0,
        "is_today": True,
    }
    assert not any(day["is_today"] for day in found.days[:-1])


def test_fortnight_tells_days_without_a_score_from_days_of_zero_pain():
    patient = make.patient()
    make.entry(of=patient, day=TODAY, pain_avg_24h=0)
    make.entry(of=patient, day=TODAY - ONE_DAY, pain_worst_24h=3)
    make.session(of=patient, ended_at=NOON)
    make.session(of=patient, ended_at=NOON + dt.timedelta(hours=1))

    found = queries.fortnight(own_access(patient), TODAY)

    assert [(day["pain"], day["sessions"]) for day in found.days[-2:]] == [(None, 0), (0, 2)]
    assert (found.days_with_pain, found.sessions, found.is_today_kept) == (1, 2, True)


def test_fortnight_knows_whether_today_was_rated_near_the_usual_time():
    patient = make.patient()
    make.rating(of=patient, at=NOON - ONE_DAY + dt.timedelta(hours=6))  # 20:00, but yesterday
    make.rating(of=patient, at=NOON)
    found = queries.fortnight(own_access(patient), TODAY)
    assert (found.ratings, found.is_rated) == (1, False)

    make.rating(of=patient, at=NOON + dt.timedelta(hours=6))
    found = queries.fortnight(own_access(patient), TODAY)
    assert (found.ratings, found.is_rated) == (2, True)


def test_fortnight_shows_only_what_is_open():
    patient = make.patient()
    make.entry(of=patient, day=TODAY, pain_avg_24h=5)
    make.session(of=patient, ended_at=NOON)
    only_sessions = Access(patient=patient, scopes=frozenset({Scope.SESSIONS}))

    found = queries.fortnight(only_sessions, TODAY)

    assert (found.days[-1]["pain"], found.days[-1]["sessions"]) == (None, 1)
    only_journal = Access(patient=patient, scopes=frozenset({Scope.JOURNAL}))
    found = queries.fortnight(only_journal, TODAY)
    assert (found.days[-1]["pain"], found.days[-1]["sessions"], found.totals) == (5, 0, None)


def test_fortnight_costs_one_statement(django_assert_num_queries):
    access = own_access(make.patient())

    with django_assert_num_queries(1):
        queries.fortnight(access, TODAY)


def test_totals_are_none_before_the_first_session():
    patient = make.patient()
    assert queries.fortnight(own_access(patient), TODAY).totals is None

    make.session(of=patient, ended_at=NOON, duration_s=90)
    make.session(of=make.patient(), ended_at=NOON)

    found = queries.fortnight(own_access(patient), TODAY).totals
    assert (found.sessions, found.seconds, found.first_date) == (1, 90, TODAY)


def test_one_persons_fortnight_never_shows_the_next_persons():
    first, second = make.patient(), make.patient()
    make.entry(of=first, day=TODAY, pain_avg_24h=9)
    make.session(of=first, ended_at=NOON)

    seen = [queries.fortnight(own_access(person), TODAY) for person in (first, second, first)]

    assert [(found.days[-1]["pain"], found.sessions) for found in seen] == [
        (9, 1),
        (None, 0),
        (9, 1),
    ]
    assert [found.totals is None for found in seen] == [False, True, False]
