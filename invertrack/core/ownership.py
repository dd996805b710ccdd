"""Whose rows a table holds: each one patient's, or everybody's; every model is declared (ADR 0002).

A patient's rows can be told apart, and laid apart, by one column. Reference rows are the same for
everybody, lie whole on every machine, and so must change seldom and never point at a patient's row.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from .records import PatientRow

# Whose rows the others are; bound by its own id.
OWNER = "users.Patient"
# Patients' rows that name the patient without a foreign key.
UNLINKED = {
    "core.AuditEvent": "outlives an erasure, so nothing may cascade to it",
}
# Rows of no patient, each with the reason; with a model of another's package comes its line here.
REFERENCE = {
    "users.User": "an account, known before anybody is a patient; of patients and clinicians alike",
    "users.ClinicianProfile": "read by every patient of that clinician",
    "account.EmailAddress": "of an account",
    "account.EmailConfirmation": "of an account",
    "auth.Permission": "Django's; unused",
    "auth.Group": "Django's; unused",
    "auth.Group_permissions": "Django's; unused",
    "contenttypes.ContentType": "Django's list of models",
    "sessions.Session": "a log-in, looked up by its secret before anybody is known",
}


def patient_column(model: type[models.Model]) -> str | None:
    """Return the column that says whose row it is, None for reference rows."""
    if model._meta.label == OWNER:
        return model._meta.pk.column
    if issubclass(model, PatientRow) or model._meta.label in UNLINKED:
        return model._meta.get_field("patient_id").column
    return None


def patient_models() -> Iterator[tuple[type[models.Model], str]]:
    """Yield every model of patients' rows with its column, the patients themselves first."""
    bound = ((model, patient_column(model)) for model in apps.get_models())
    yield from sorted(
        ((model, column) for model, column in bound if column),
        key=lambda found: found[0]._meta.label != OWNER,
    )
