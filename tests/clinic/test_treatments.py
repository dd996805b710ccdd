import datetime as dt

import pytest

from invertrack.care.access import granted_access
from invertrack.care.enums import Scope
from invertrack.clinic.queries import treatment_sums
from invertrack.insights.periods import Period
from invertrack.journals.models import Treatment
from tests import make

pytestmark = pytest.mark.django_db

MAY = Period(dt.date(2026, 5, 1), dt.date(2026, 5, 31))


@pytest.fixture
def clinician():
    return make.clinician().user


def took(patient, day, name="Ibuprofen", dose_text="400 mg", **fields):
    at = dt.datetime.combine(dt.date(2026, 5, day), dt.time(12), dt.UTC)
    return Treatment.objects.create(
        patient=patient,
        created_at=at,
        taken_at=at,
        tz="Europe/Berlin",
        local_date=at.date(),
        name=name,
        dose_text=dose_text,
        **fields,
    )


def read(patient, clinician, now, **grant):
    make.grant(of=patient, to=clinician, **grant)
    access = granted_access(to=clinician, patient_id=patient.pk, at=now)
    return treatment_sums(access, MAY)


def test_treatments_are_counted_by_name_and_the_changed_ones_come_first(clinician, now):
    patient = make.patient()
    took(patient, 3)
    took(patient, 3, name="ibuprofen")
    took(patient, 9, dose_text="600 mg")
    took(patient, 4, name="Duloxetine", dose_text="30 mg", has_changed=True)
    took(make.patient(), 5, name="Somebody else's")

    first, second = read(patient, clinician, now)

    assert (first.name, [change.words for change in first.changes]) == (
        "Duloxetine",
        ["Duloxetine, 30 mg"],
    )
    assert (second.name, second.times, second.days) == ("Ibuprofen", 3, 2)
    assert (second.last, second.last_dose) == (dt.date(2026, 5, 9), "600 mg")


def test_treatments_are_cut_by_scope_date_and_deletion(clinician, now):
    patient = make.patient()
    took(patient, 3, name="Before the first shared day")
    took(patient, 20, name="Deleted", deleted_at=now)
    took(patient, 21)

    shared = read(patient, clinician, now, data_from=dt.date(2026, 5, 4))

    assert [found.name for found in shared] == ["Ibuprofen"]


def test_treatments_are_closed_without_the_journal(clinician, now):
    patient = make.patient()
    took(patient, 3)

    assert read(patient, clinician, now, scopes=(Scope.SESSIONS, Scope.TEXT)) == []
