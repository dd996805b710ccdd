"""What every health record is: one patient's, never overwritten by accident, removed in two steps."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models

from invertrack.core.records import PatientQuerySet, PatientRow

from .enums import Scope

if TYPE_CHECKING:
    from .access import Access


class SharedQuerySet(PatientQuerySet):
    """Rows that a grant may open: ``visible_to`` is their only door for readers."""

    def visible_to(self, access: Access) -> Self:
        """Rows that this access opens: the patient's own, cut by scope and by local date."""
        if not access.opens(*self.model.SCOPES):
            return self.none()
        rows = self.for_patient(access.patient)
        if access.data_from is None:
            return rows
        return rows.filter(**{f"{self.model.DAY}__gte": access.data_from})


class HealthRecordQuerySet(SharedQuerySet):
    """Health rows; ``live`` leaves out what was deleted."""

    def live(self) -> Self:
        """Rows that were not deleted."""
        return self.filter(deleted_at=None)

    def visible_to(self, access: Access) -> Self:
        """Live rows that this access opens."""
        return super().visible_to(access).live()

    def readable(self, access: Access, day: dt.date) -> Self:
        """Live rows of one local day that this access opens."""
        return self.visible_to(access).filter(**{self.model.DAY: day})


class SharedRow(PatientRow):
    """A patient's row that names the scopes which open it and the date by which grants cut it."""

    SCOPES: ClassVar[tuple[Scope, ...]]
    DAY: ClassVar[str] = "local_date"

    objects = SharedQuerySet.as_manager()

    class Meta:
        abstract = True


class HealthRecord(SharedRow):
    """A row that a person entered; deleting marks it, and the Write that deleted it can undo that."""

    created_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by_write = models.UUIDField(null=True, blank=True)

    objects = HealthRecordQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [
            # What purging looks for once a minute: nearly always nothing.
            models.Index(
                fields=["deleted_at"],
                condition=models.Q(deleted_at__isnull=False),
                name="%(class)s_deleted",
            )
        ]

    @property
    def root_id(self) -> uuid.UUID:
        """The record a person sees this as part of: itself, unless it hangs on another."""
        return self.pk


class VersionedRecord(HealthRecord):
    """A record that can be edited: a writer says which version it saw."""

    version = models.PositiveIntegerField(default=1)

    class Meta(HealthRecord.Meta):
        abstract = True
