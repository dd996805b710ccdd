"""Deploys fail on a model that is neither declared a patient's nor everybody's, or mixes the two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core.checks import Error, Tags, register
from django.db import models

from .ownership import OWNER, REFERENCE, UNLINKED, patient_column
from .records import SamePatientFK


@register(Tags.models)
def check_ownership(**kwargs: Any) -> list[Error]:
    """Check every installed model, ours and others'."""
    return check_models(apps.get_models(include_auto_created=True))


def check_models(found: Iterable[type[models.Model]]) -> list[Error]:
    """Return what is wrong with these models, which are taken to be all there are."""
    known = list(found)
    errors = [
        error for model in known for error in (*_declared(model), *_links(model), *_unique(model))
    ]
    labels = {model._meta.label for model in known}
    return errors + [
        Error(
            f"{label} is declared in core/ownership.py, but there is no such model.",
            hint="Take its line out.",
            id="core.E004",
        )
        for label in sorted({*REFERENCE, *UNLINKED} - labels)
    ]


def _declared(model: type[models.Model]) -> Iterator[Error]:
    label = model._meta.label
    if (patient_column(model) is None) != (label in REFERENCE):
        yield Error(
            f"{label} must be either a patient's rows or reference rows.",
            hint="Derive it from core.records.PatientRow, or name it in core/ownership.py.",
            obj=model,
            id="core.E001",
        )


def _links(model: type[models.Model]) -> Iterator[Error]:
    """A row is linked to a patient's row only from within, and the link states the patient."""
    for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
        to = field.remote_field.model if field.remote_field else None
        if not isinstance(to, type) or patient_column(to) is None or _says_patient(field, to):
            continue
        yield Error(
            f"{field} links to {to._meta.label}, a patient's rows, without naming the patient.",
            hint="Use core.records.SamePatientFK from a PatientRow; reference rows link to none.",
            obj=field,
            id="core.E002",
        )


def _says_patient(field: models.Field, to: type[models.Model]) -> bool:
    if patient_column(field.model) is None:
        return False
    return isinstance(field, SamePatientFK) or (field.name == "patient" and to._meta.label == OWNER)


def _unique(model: type[models.Model]) -> Iterator[Error]:
    """What is unique is unique for one patient: no database can promise more across machines."""
    if patient_column(model) is None or model._meta.label == OWNER:
        return
    wrong = [
        field.name
        for field in model._meta.local_fields
        if field.unique and not field.primary_key and not _has_patient([field.name])
    ]
    wrong += [str(names) for names in model._meta.unique_together if not _has_patient(names)]
    wrong += [
        law.name
        for law in model._meta.constraints
        if isinstance(law, models.UniqueConstraint) and not _has_patient(_fields(law))
    ]
    for name in wrong:
        yield Error(
            f"{model._meta.label}: {name} is unique across patients.",
            hint='Use a UniqueConstraint whose fields include "patient".',
            obj=model,
            id="core.E003",
        )


def _has_patient(names: Iterable[str]) -> bool:
    return bool({"patient", "patient_id"} & set(names))


def _fields(law: models.UniqueConstraint) -> set[str]:
    """The columns of a constraint, in either notation; inside a function a patient does not count."""
    written = (getattr(part, "expression", part) for part in law.expressions)  # F(...).desc()
    return {*law.fields, *(part.name for part in written if isinstance(part, models.F))}
