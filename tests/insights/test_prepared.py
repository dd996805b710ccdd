import datetime as dt

import pytest

from invertrack.care.access import Access
from invertrack.care.enums import Scope
from invertrack.insights.periods import Period
from invertrack.insights.queries.days import within
from invertrack.insights.queries.prepared import Prepared
from invertrack.journals.models import JournalDay
from invertrack.sessions.models import SessionDay
from tests import make

from .days import entry, sessions

pytestmark = pytest.mark.django_db

FIRST = dt.date(2026, 3, 1)
MARCH = Period(FIRST, dt.date(2026, 3, 31))


@pytest.fixture
def pain():
    """A statement over both kinds of days, not compiled yet."""

    def build(access, period):
        journal = within(JournalDay.objects.visible_to(access), period).values_list("pain_avg_24h")
        return journal.union(
            within(SessionDay.objects.visible_to(access), period).values_list("sessions"), all=True
        )

    return Prepared(build)


def numbers(rows):
    return sorted(number for (number,) in rows)


def test_one_shape_is_compiled_once_and_answers_everybody_their_own(pain):
    everything = frozenset(Scope)
    first, second = make.patient(), make.patient()
    for patient, score in ((first, 3), (second, 7)):
        entry(patient, FIRST, pain_avg_24h=score)
        sessions(patient, FIRST, [(6, 4)])

    found = [numbers(pain.rows(Access(p, everything), MARCH)) for p in (first, second, first)]

    assert found == [[1, 3], [1, 7], [1, 3]]
    assert len(pain.compiled) == 1


def test_dates_of_the_period_and_of_the_access_are_put_in_anew(pain):
    patient = make.patient()
    for offset in range(5):
        entry(patient, FIRST + dt.timedelta(days=offset), pain_avg_24h=offset)

    def found(first, last, data_from=None):
        days = [FIRST + dt.timedelta(days=offset) for offset in (first, last)]
        cut = None if data_from is None else FIRST + dt.timedelta(days=data_from)
        return numbers(pain.rows(Access(patient, frozenset(Scope), cut), Period(*days)))

    assert found(0, 4) == [0, 1, 2, 3, 4]
    assert found(1, 2) == [1, 2]
    assert found(0, 4, data_from=3) == [3, 4]
    assert found(0, 3, data_from=1) == [1, 2, 3]
    assert len(pain.compiled) == 2


def test_each_set_of_scopes_and_each_end_has_its_own_shape(pain):
    patient = make.patient()
    entry(patient, FIRST, pain_avg_24h=9)
    entry(patient, FIRST + dt.timedelta(days=60), pain_avg_24h=8)
    sessions(patient, FIRST, [(6, 4)])

    def found(period, *scopes):
        return numbers(pain.rows(Access(patient, frozenset(scopes)), period))

    assert found(MARCH, Scope.JOURNAL) == [9]
    assert found(MARCH, Scope.SESSIONS) == [1]
    assert found(Period(FIRST, MARCH.last, "30"), Scope.JOURNAL) == [8, 9]


def test_an_access_that_opens_nothing_asks_nothing(pain, django_assert_num_queries):
    access = Access(make.patient(), frozenset({Scope.TEXT}))

    with django_assert_num_queries(0):
        assert pain.rows(access, MARCH) == []
