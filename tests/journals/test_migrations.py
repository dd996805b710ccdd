"""Data migrations of the journal, on rows as they were before."""

import datetime as dt
import importlib

import pytest
from django.apps import apps

from invertrack.journals.models import Entry, JournalDay, PainRating
from tests import make

DAY = dt.date(2026, 5, 4)
EVENING = dt.datetime(2026, 5, 4, 18, 30, tzinfo=dt.UTC)


@pytest.mark.django_db
def test_0003_fills_what_older_rollups_lack():
    patient = make.patient(tz="Europe/Berlin")
    make.entry(of=patient, day=DAY)
    make.rating(of=patient, score=7, at=EVENING)
    make.rating(of=patient, score=3, at=EVENING - dt.timedelta(hours=12))
    Entry.objects.for_patient(patient).update(created_at=EVENING + dt.timedelta(days=3))
    PainRating.objects.for_patient(patient).filter(score=3).update(created_at=EVENING)
    JournalDay.objects.for_patient(patient).update(is_entry_late=False, rating_points=[])

    importlib.import_module("invertrack.journals.migrations.0003_fill_journal_days").fill(
        apps, None
    )

    day = JournalDay.objects.for_patient(patient).get()
    assert day.is_entry_late is True
    assert day.rating_points == [[8 * 60 + 30, 3, False], [20 * 60 + 30, 7, False]]
