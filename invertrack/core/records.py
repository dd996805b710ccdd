"""The two laws of a row that belongs to one patient: how it is looked up and how it is joined."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models.lookups import Exact

from .ids import uuid7


class PatientQuerySet(models.QuerySet):
    """Rows with a ``patient``; every read starts with whose rows they are."""

    def for_patient(self, patient: Any) -> Self:
        """Rows of one patient, given as a Patient or its id, so that one shard answers."""
        return self.filter(patient=patient)


class PatientRow(models.Model):
    """A row that lives with one patient's other rows: own key, and the patient beside it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    patient = models.ForeignKey("users.Patient", models.CASCADE, related_name="+")

    objects = PatientQuerySet.as_manager()

    class Meta:
        abstract = True


class SamePatientFK(models.ForeignKey):
    """A link between two rows of one patient, which every join and look-up states.

    Adds ``child.patient = parent.patient`` to each JOIN and to the forward look-up, so that the
    database can bind the statement to one shard, and a row of somebody else can never be reached.
    """

    def get_extra_restriction(self, alias: str, related_alias: str) -> Exact:
        parent = self.remote_field.model._meta.get_field("patient")
        child = self.model._meta.get_field("patient")
        return Exact(parent.get_col(alias), child.get_col(related_alias))

    def get_extra_descriptor_filter(self, instance: models.Model) -> dict[str, Any]:
        return {"patient_id": instance.patient_id}
