"""Reads that are compiled once: the same rows as the QuerySet, and never another person's."""

import datetime as dt

import pytest
from django.db.models import DateField

from invertrack.care.access import Access, own_access
from invertrack.care.enums import Scope
from invertrack.care.prepared import Bound, Prepared
from invertrack.sessions.models import Session, SessionDay
from tests import make

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 5, 12, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def days(access):
    return (
        SessionDay.objects.visible_to(access)
        .filter(local_date__gte=Bound("first", DateField()))
        .order_by("local_date")
        .values_list("id", "local_date", "is_pair_late")
    )


def of_today(patient, read):
    return [day for _, day, _ in read(own_access(patient), first=NOON.date())]


def test_prepared_read_gives_the_values_that_its_queryset_gives():
    patient = make.patient()
    for number in range(3):
        make.session(of=patient, ended_at=NOON - number * DAY)
    first = NOON.date() - DAY

    found = Prepared(days)(own_access(patient), first=first)

    rows = SessionDay.objects.for_patient(patient).filter(local_date__gte=first)
    expected = rows.order_by("local_date").values_list("id", "local_date", "is_pair_late")
    assert found == list(expected)
    assert len(found) == 2


def test_second_person_asks_the_same_statement_and_reads_their_own_rows():
    read = Prepared(days)
    one, other, newcomer = make.patient(), make.patient(), make.patient()
    make.session(of=one, ended_at=NOON)
    make.session(of=other, ended_at=NOON + DAY)

    assert of_today(one, read) == [NOON.date()]
    assert of_today(other, read) == [NOON.date() + DAY]
    assert of_today(newcomer, read) == []
    assert len(read.statements) == 1


def test_what_an_access_opens_is_asked_anew_for_each_shape():
    patient, read = make.patient(), Prepared(days)
    for number in range(3):
        make.session(of=patient, ended_at=NOON - number * DAY)
    first = NOON.date() - 9 * DAY
    cuts = (NOON.date() - DAY, NOON.date())
    shapes = [
        Access(patient=patient, scopes=frozenset({Scope.SESSIONS}), data_from=cut) for cut in cuts
    ]

    assert len(read(own_access(patient), first=first)) == 3
    assert [len(read(access, first=first)) for access in shapes] == [2, 1]
    assert read(Access(patient=patient, scopes=frozenset({Scope.JOURNAL})), first=first) == []
    assert len(read(own_access(patient), first=first)) == 3


def test_prepared_read_costs_one_statement_that_names_the_patient(django_assert_num_queries):
    patient, read = make.patient(), Prepared(days)
    make.session(of=patient, ended_at=NOON)

    for _ in range(2):
        with django_assert_num_queries(1) as seen:
            read(own_access(patient), first=NOON.date())
    assert patient.pk.hex in seen.captured_queries[0]["sql"].replace("-", "")


def test_moments_come_back_aware():
    patient = make.patient()
    made = make.session(of=patient, ended_at=NOON)
    read = Prepared(lambda access: Session.objects.visible_to(access).values_list("id", "ended_at"))

    assert read(own_access(patient)) == [(made.id, NOON)]
