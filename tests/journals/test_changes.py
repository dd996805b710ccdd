"""What many days of the journal said before: one statement, cut by access."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from invertrack.care.access import Access, own_access
from invertrack.care.enums import Scope
from invertrack.journals import actions, queries
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

NOW = dt.datetime(2026, 5, 12, 10, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 5, 12)
YESTERDAY = dt.date(2026, 5, 11)
WEEK = (dt.date(2026, 5, 6), TODAY)


def write(action, row, **fields):
    action(patient=row.patient, by=None, at=timezone.now(), submission=make.seen(row), **fields)


def correct_entry(entry, *, note=None, **fields):
    values = actions.EntryValues(fields=fields, tz="Europe/Berlin", note=note)
    write(actions.keep_entry, entry, local_date=entry.local_date, clean=lambda: values)


def correct_all(patient):
    """Yesterday's entry with its note and a rating, and a treatment that moves to yesterday."""
    entry = make.entry(of=patient, day=YESTERDAY, pain_avg_24h=8, note="First words.")
    rating = make.rating(of=patient, at=NOW - dt.timedelta(days=1), score=7)
    treatment = make.treatment(of=patient, at=NOW)
    correct_entry(entry, note="Second words.", pain_avg_24h=5)
    with time_machine.travel(NOW + dt.timedelta(hours=1), tick=False):
        write(actions.correct_rating, rating, rating_id=rating.id, clean=lambda: 3)
    with time_machine.travel(NOW + dt.timedelta(hours=2), tick=False):
        moved = actions.TreatmentValues(
            name="Heat",
            dose_text="20 minutes",
            taken_at=NOW - dt.timedelta(days=1),
            tz="Europe/Berlin",
        )
        write(actions.correct_treatment, treatment, treatment_id=treatment.id, clean=lambda: moved)


def told(found):
    return {
        day: [(change.label, change.old, change.new) for change in changes]
        for day, changes in found.items()
    }


def test_changes_of_many_days_are_one_statement(patient, django_assert_num_queries):
    correct_all(patient)
    correct_all(make.patient())
    correct_entry(make.entry(of=patient, day=TODAY, pain_avg_24h=2), pain_avg_24h=None)

    with django_assert_num_queries(1):
        found = queries.changes_of(own_access(patient), *WEEK)

    assert told(found) == {
        YESTERDAY: [
            ("When", "12 May 2026, 12:00", "11 May 2026, 12:00"),
            ("Pain right now", "7 / 10", "3 / 10"),
            ("Average pain, last 24 hours", "8 / 10", "5 / 10"),
            ("Note", "First words.", "Second words."),
        ],
        TODAY: [("Average pain, last 24 hours", "2 / 10", "–")],
    }
    assert found[TODAY][0].at == NOW


@pytest.mark.parametrize(
    ("scopes", "data_from", "labels"),
    [
        (set(Scope), None, ["When", "Pain right now", "Average pain, last 24 hours", "Note"]),
        ({Scope.JOURNAL}, None, ["When", "Pain right now", "Average pain, last 24 hours"]),
        ({Scope.SESSIONS, Scope.TEXT}, None, []),
        (set(Scope), TODAY, []),
    ],
)
def test_changes_are_cut_by_scope_and_first_open_day(patient, scopes, data_from, labels):
    correct_all(patient)
    access = Access(patient=patient, scopes=frozenset(scopes), data_from=data_from)

    found = queries.changes_of(access, *WEEK)

    assert [change.label for change in found.get(YESTERDAY, [])] == labels


def test_changes_outside_the_days_are_left_out(patient):
    correct_all(patient)

    assert queries.changes_of(own_access(patient), TODAY, TODAY) == {}
    assert queries.changes_of(own_access(make.patient()), *WEEK) == {}
