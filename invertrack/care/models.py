"""Grants and invitations, and the books in which every write is kept."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import secrets
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from invertrack.core.records import PatientQuerySet, PatientRow, SamePatientFK

from .enums import InvitationState, Scope

INVITATION_LASTS = dt.timedelta(days=7)


def new_token(patient_id: uuid.UUID) -> str:
    """Return a secret for a link: 24 random bytes behind the patient's id, which routes the look-up."""
    return base64.urlsafe_b64encode(patient_id.bytes + secrets.token_bytes(24)).decode().rstrip("=")


def token_patient_id(token: str) -> uuid.UUID | None:
    """Return whose link this is, None when it cannot be one of ours."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return None
    return uuid.UUID(bytes=raw[:16]) if len(raw) == 40 else None


def token_hash(token: str) -> str:
    """Return what is stored of a secret link: 64 hexadecimal digits, useless to a thief."""
    return hashlib.sha256(token.encode()).hexdigest()


class Shared(PatientRow):
    """What is shared: the parts, and from which local date on."""

    scopes = models.JSONField()
    data_from = models.DateField(null=True, blank=True)
    text_version = models.CharField("consent text version", max_length=20)

    class Meta:
        abstract = True

    @property
    def scope_names(self) -> str:
        """The open parts in words, in the order of the choices."""
        names = ", ".join(scope.short for scope in Scope if scope in self.scopes)
        return names.capitalize()


class GrantQuerySet(PatientQuerySet):
    """Grants by whether they open anything."""

    def live(self, at: dt.datetime) -> Self:
        """Grants that open records at this instant."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=at), revoked_at=None)


class Grant(Shared):
    """A patient's permission for one clinician to read; a change is a new grant."""

    clinician = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="grants")
    granted_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "clinician"],
                condition=Q(revoked_at=None),
                name="grant_one_open_per_clinician",
                violation_error_message="This clinician already has access. End it first.",
            ),
            models.CheckConstraint(
                condition=~Q(scopes=[]),
                name="grant_opens_something",
                violation_error_message="Choose at least one part to share.",
            ),
        ]
        indexes = [models.Index(fields=["clinician", "patient"], name="grant_by_clinician")]

    def __str__(self) -> str:
        return f"{self.patient_id} to {self.clinician_id} ({self.id})"


class Invitation(Shared):
    """A patient's offer to one e-mail address; the link's secret is kept only as a hash."""

    email = models.EmailField("clinician's e-mail")
    token_hash = models.CharField(max_length=64)
    access_days = models.PositiveSmallIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="invitation_expires_after_creation",
                violation_error_message="An invitation ends after it begins.",
            ),
            models.UniqueConstraint(fields=["patient", "token_hash"], name="invitation_token_once"),
        ]

    def __str__(self) -> str:
        return f"Invitation to {self.email} ({self.id})"

    def state(self, at: dt.datetime) -> InvitationState:
        """Where the invitation stands at the instant ``at``."""
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.declined_at:
            return InvitationState.DECLINED
        if self.cancelled_at:
            return InvitationState.CANCELLED
        return InvitationState.PENDING if at < self.expires_at else InvitationState.EXPIRED


class VisitLink(Shared):
    """A link for one visit: read-only, without an account, for an hour."""

    token_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "token_hash"], name="visit_token_once"),
        ]

    def __str__(self) -> str:
        return f"Visit link until {self.valid_until:%Y-%m-%d %H:%M} ({self.id})"


class Note(PatientRow):
    """A clinician's note to the patient, which the patient can read."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    author_name = models.CharField(max_length=200)
    text = models.TextField(max_length=4000)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Note by {self.author_name} at {self.at:%Y-%m-%d %H:%M} ({self.id})"


class ReviewedMark(PatientRow):
    """A clinician read the records up to an instant; the patient can see it."""

    clinician = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    data_version = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["patient", "clinician", "-at"], name="reviewed_latest")]

    def __str__(self) -> str:
        return f"Reviewed at {self.at:%Y-%m-%d %H:%M} ({self.id})"


class Write(PatientRow):
    """One act of writing, done once however often it is sent; never edited."""

    write_id = models.UUIDField()
    digest = models.CharField(max_length=64)
    outcome = models.JSONField(null=True)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "write_id"], name="write_once_per_patient"),
        ]
        # Whether anything was written lately is asked before each prompt.
        indexes = [models.Index(fields=["patient", "-at"], name="write_latest")]

    def __str__(self) -> str:
        return f"Write {self.write_id} at {self.at:%Y-%m-%d %H:%M} ({self.id})"


class Revision(PatientRow):
    """One field of one row, before and after a write; never edited."""

    write = SamePatientFK(Write, models.CASCADE, related_name="revisions")
    record = models.CharField(max_length=60)
    record_id = models.UUIDField()
    root_id = models.UUIDField("the record it is part of")
    field = models.CharField(max_length=60)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    scopes = models.JSONField()
    local_date = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["patient", "root_id"], name="revision_of_record")]

    def __str__(self) -> str:
        return f"{self.record}.{self.field} of {self.record_id} ({self.id})"


class Tombstone(PatientRow):
    """A purged row's id, so that a late retry hears that the row is gone."""

    record_id = models.UUIDField()
    purged_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "record_id"], name="tombstone_once"),
        ]

    def __str__(self) -> str:
        return f"Purged {self.record_id} ({self.id})"
