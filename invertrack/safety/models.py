"""What was asked and answered about safety, and the facts that sessions report."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from invertrack.care.enums import Scope
from invertrack.care.records import HealthRecord, SharedRow
from invertrack.core.records import SamePatientFK

from .enums import Level, Reply


class Screen(HealthRecord):
    """One pass through a safety list, as answered then."""

    SCOPES = (Scope.SESSIONS,)

    list_name = models.CharField(max_length=20)
    list_version = models.CharField(max_length=20)
    local_date = models.DateField()
    at = models.DateTimeField()
    level = models.CharField("gravest answer", max_length=10, choices=Level, blank=True)

    class Meta:
        indexes = [models.Index(fields=["patient", "list_name", "-at"], name="screen_latest")]

    def __str__(self) -> str:
        return f"{self.list_name} {self.list_version} on {self.local_date} ({self.id})"


class Answer(HealthRecord):
    """One item of a screen."""

    SCOPES = (Scope.SESSIONS,)
    DAY = "screen__local_date"

    screen = SamePatientFK(Screen, models.CASCADE, related_name="answers")
    item_id = models.CharField(max_length=60)
    reply = models.CharField(max_length=10, choices=Reply)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "screen", "item_id"],
                condition=Q(deleted_at=None),
                name="answer_once_per_screen",
                violation_error_message="This question was already answered in this screening.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.reply} ({self.id})"


class Clearance(HealthRecord):
    """A clinician's clearance of one item, or the person's own dated confirmation."""

    SCOPES = (Scope.SESSIONS,)

    item_id = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    is_own = models.BooleanField("confirmed by the person")
    note = models.TextField(max_length=2000, blank=True)
    local_date = models.DateField()
    at = models.DateTimeField()
    valid_until = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gt=models.F("at")),
                name="clearance_ends_after_it_begins",
                violation_error_message="A clearance ends after the day it was given.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} cleared by {self.by_name} ({self.id})"


class Cap(HealthRecord):
    """The most that was agreed: proposed by a clinician or set by the person, in force once accepted."""

    SCOPES = (Scope.SESSIONS,)

    angle_deg = models.PositiveSmallIntegerField("most degrees", null=True, blank=True)
    duration_s = models.PositiveIntegerField("most seconds", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    local_date = models.DateField()
    proposed_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(angle_deg=None) | Q(angle_deg__lte=60),
                name="cap_angle_at_most_60_deg",
                violation_error_message="A plan goes to 60° at most.",
            ),
            models.CheckConstraint(
                condition=Q(duration_s=None) | Q(duration_s__lte=600),
                name="cap_duration_at_most_10_min",
                violation_error_message="A plan goes to 10 minutes at most.",
            ),
            models.CheckConstraint(
                condition=Q(angle_deg__isnull=False) | Q(duration_s__isnull=False),
                name="cap_limits_something",
                violation_error_message="Give an angle, a time, or both.",
            ),
        ]

    def __str__(self) -> str:
        return f"Cap of {self.angle_deg} degrees, {self.duration_s} s by {self.by_name} ({self.id})"


class SafetyFact(SharedRow):
    """What one session means for safety; told by sessions, which safety never reads."""

    SCOPES = (Scope.SESSIONS,)

    session_id = models.UUIDField()
    local_date = models.DateField()
    started_at = models.DateTimeField()
    angle_deg = models.PositiveSmallIntegerField()
    duration_s = models.PositiveIntegerField()
    stop_items = models.JSONField(default=list)
    has_pain_risen = models.BooleanField("after-pain 2 or more above before-pain")
    told_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "session_id"], name="fact_once_per_session"),
        ]

    def __str__(self) -> str:
        return f"Fact of session {self.session_id} ({self.id})"
