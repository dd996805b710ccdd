"""The append-only log of who saw or shared what."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models

from .enums import Verb
from .ids import uuid7

LOOK_LASTS = dt.timedelta(minutes=30)


class AuditEventQuerySet(models.QuerySet):
    """Events by the patient they are about."""

    def about(self, patient: Any) -> Self:
        """Events about one patient, newest first."""
        return self.filter(patient_id=patient.pk).order_by("-at", "-id")

    def live_look(
        self, *, look_id: Any, actor_id: Any, patient: Any, page: str, at: dt.datetime
    ) -> Self:
        """The look at a page that a chart fetch claims to belong to, if it is still fresh."""
        return self.filter(
            patient_id=patient.pk,
            id=look_id,
            actor_id=actor_id,
            verb=Verb.LOOKED,
            page=page,
            at__gt=at - LOOK_LASTS,
        )


class AuditEvent(models.Model):
    """Somebody looked at, shared or stopped sharing one patient's records.

    No foreign keys: the log must neither hold up an erasure nor lose its history to one.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    patient_id = models.UUIDField()
    actor_id = models.UUIDField()
    actor_name = models.CharField(max_length=200)
    subject_name = models.CharField("whom it concerned", max_length=200, blank=True)
    verb = models.CharField(max_length=20, choices=Verb)
    page = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["patient_id", "-at"], name="audit_by_patient")]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.verb} {self.page} at {self.at:%Y-%m-%d %H:%M} ({self.id})"
