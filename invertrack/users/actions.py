"""Making a patient or a clinician out of an account, and changing their settings."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from .agreements import agreement
from .enums import Purpose
from .models import ClinicianProfile, Consent, Patient, User


@transaction.atomic
def start_tracking(
    *, user: User, at: dt.datetime, tz: str, country: str, birth_year: int, name: str = ""
) -> Patient:
    """Make the account a patient, with the explicit consent that was just given; once."""
    known = Patient.objects.filter(user=_locked(user)).first()
    if known is not None:
        return known
    patient = Patient.objects.create(
        user=user, tz=tz, country=country, birth_year=birth_year, name=name, created_at=at
    )
    record_consent(patient=patient, purpose=Purpose.KEEP, given=True, at=at)
    return patient


@transaction.atomic
def start_reviewing(
    *, user: User, at: dt.datetime, name: str, profession: str = "", place: str = ""
) -> ClinicianProfile:
    """Make the account a clinician, who read that records are self-reported and not monitored."""
    known = ClinicianProfile.objects.filter(user=_locked(user)).first()
    if known is not None:
        return known
    return ClinicianProfile.objects.create(
        user=user,
        name=name,
        profession=profession,
        place=place,
        agreed_version=agreement("clinician").version,
        created_at=at,
    )


def record_consent(*, patient: Patient, purpose: Purpose, given: bool, at: dt.datetime) -> Consent:
    """Keep one dated, versioned consent (or its withdrawal) under the patient's lock."""
    with transaction.atomic():
        lock(patient)
        return Consent.objects.create(
            patient=patient,
            purpose=purpose,
            given=given,
            text_version=agreement(purpose).version,
            at=at,
        )


def change_settings(*, patient: Patient, **fields: Any) -> None:
    """Change the name, zone, country or usual time; stored local dates stay as they are."""
    with transaction.atomic():
        Patient.objects.filter(pk=patient.pk).update(
            data_version=lock(patient).data_version + 1, **fields
        )


def change_profile(*, clinician: ClinicianProfile, **fields: Any) -> None:
    """Change what patients read about their clinician."""
    ClinicianProfile.objects.filter(pk=clinician.pk).update(**fields)


def lock(patient: Patient) -> Patient:
    """Return the patient's row, locked until the transaction ends: one writer per patient."""
    return Patient.objects.select_for_update().get(pk=patient.pk)


def _locked(user: User) -> User:
    # Without the joins of the default manager: PostgreSQL locks no nullable side of one.
    return User.objects.select_related(None).select_for_update().get(pk=user.pk)
