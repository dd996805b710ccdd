"""The week of a day is the same in Python and in the database."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invertrack.core.weeks import monday_of, week_of
from invertrack.journals.models import JournalDay
from tests import make

DAYS = st.dates(dt.date(1970, 1, 5), dt.date(2099, 12, 31))


@given(DAYS)
def test_a_week_begins_on_the_monday_at_or_before_its_days(day):
    monday = monday_of(week_of(day))

    assert monday.isoweekday() == 1
    assert dt.timedelta(0) <= day - monday < dt.timedelta(days=7)


@pytest.mark.django_db
def test_the_database_counts_weeks_as_python_does():
    patient = make.patient()
    days = [dt.date(2026, 12, 27) + dt.timedelta(days=number) for number in range(15)]
    JournalDay.objects.bulk_create(
        JournalDay(patient=patient, local_date=day, has_entry=False) for day in days
    )

    stored = JournalDay.objects.for_patient(patient).order_by("local_date")

    assert list(stored.values_list("week", flat=True)) == [week_of(day) for day in days]
