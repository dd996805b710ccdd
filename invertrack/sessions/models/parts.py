"""What hangs on a session: holds, vitals, side effects, later pain and the person's own words."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from invertrack.care.enums import Scope
from invertrack.care.records import HealthRecord, VersionedRecord
from invertrack.core.records import SamePatientFK
from invertrack.safety.lists import Item, stop_now

from ..enums import FollowUpKind, Gone, Moment, Onset, Posture, Severity
from .session import ANGLE_MAX_DEG, DURATION_MAX_S, PAIN_MAX, Session


class SessionPart(HealthRecord):
    """A row that belongs to one session and is cut with it."""

    SCOPES = (Scope.SESSIONS,)
    DAY = "session__local_date"
    KEY: ClassVar[str]  # the field that tells the parts of one session apart
    SAID: ClassVar[tuple[str, ...]]  # what a person says of it, and may correct

    class Meta(HealthRecord.Meta):
        abstract = True

    @property
    def root_id(self) -> uuid.UUID:
        return self.session_id

    @property
    def key(self) -> Any:
        """Which of the session's parts of this kind it is."""
        return getattr(self, self.KEY)

    def told_as(self, name: str) -> str:
        """Return what a field is called in the history, where its row may be long gone."""
        return f"{self.key}.{name}"


class Hold(SessionPart):
    """A stretch of time at one angle."""

    KEY, SAID = "order", ("angle_deg", "seconds")

    session = SamePatientFK(Session, models.CASCADE, related_name="holds")
    order = models.PositiveSmallIntegerField()
    angle_deg = models.PositiveSmallIntegerField("angle", help_text="Degrees.")
    seconds = models.PositiveSmallIntegerField("time", help_text="Seconds.")

    class Meta(HealthRecord.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "session", "order"],
                condition=Q(deleted_at=None),
                name="hold_order_once_per_session",
                violation_error_message="Two holds cannot be the same one in order.",
            ),
            models.CheckConstraint(
                condition=Q(angle_deg__lte=ANGLE_MAX_DEG),
                name="hold_angle_at_most_90_deg",
                violation_error_message="The angle is at most 90°: head straight down.",
            ),
            models.CheckConstraint(
                condition=Q(seconds__gte=1, seconds__lte=DURATION_MAX_S),
                name="hold_1_s_to_30_min",
                violation_error_message="A hold takes 1 second to 30 minutes.",
            ),
        ]

    def __str__(self) -> str:
        return f"Hold {self.order}: {self.angle_deg} degrees, {self.seconds} s ({self.id})"


class Vitals(SessionPart):
    """Blood pressure and heart rate before or after a session; recorded, never judged."""

    KEY, SAID = "moment", ("systolic", "diastolic", "heart_rate", "posture")

    session = SamePatientFK(Session, models.CASCADE, related_name="vitals")
    moment = models.CharField(max_length=10, choices=Moment)
    systolic = models.PositiveSmallIntegerField("systolic, mmHg", null=True, blank=True)
    diastolic = models.PositiveSmallIntegerField("diastolic, mmHg", null=True, blank=True)
    heart_rate = models.PositiveSmallIntegerField("heart rate, per minute", null=True, blank=True)
    posture = models.CharField(max_length=10, choices=Posture, blank=True)

    class Meta(HealthRecord.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "session", "moment"],
                condition=Q(deleted_at=None),
                name="vitals_once_per_moment",
                violation_error_message="Vitals for this moment are there already.",
            ),
            models.CheckConstraint(
                # A comparison with NULL is unknown, which a check lets pass: hence "is not null".
                condition=Q(systolic=None, diastolic=None)
                | Q(
                    systolic__isnull=False,
                    diastolic__isnull=False,
                    systolic__gte=F("diastolic") + 5,
                    systolic__range=(60, 260),
                    diastolic__range=(30, 160),
                ),
                name="vitals_pressure_possible",
                violation_error_message=(
                    "Give both: systolic 60 to 260, diastolic 30 to 160, at least 5 between them."
                ),
            ),
            models.CheckConstraint(
                condition=Q(heart_rate=None) | Q(heart_rate__gte=30, heart_rate__lte=220),
                name="vitals_heart_rate_30_to_220",
                violation_error_message="Heart rate is 30 to 220 a minute.",
            ),
        ]

    def __str__(self) -> str:
        return f"Vitals {self.moment} ({self.id})"


class SideEffect(SessionPart):
    """A symptom from the coded list that came with a session."""

    KEY, SAID = "code", ("severity", "onset", "gone_after_s")

    session = SamePatientFK(Session, models.CASCADE, related_name="side_effects")
    code = models.CharField(max_length=60)
    severity = models.PositiveSmallIntegerField(choices=Severity)
    onset = models.CharField(max_length=10, choices=Onset, blank=True)
    gone_after_s = models.PositiveIntegerField("gone after, seconds", null=True, blank=True)

    class Meta(HealthRecord.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "session", "code"],
                condition=Q(deleted_at=None),
                name="side_effect_once_per_session",
                violation_error_message="This side effect is already listed for the session.",
            ),
            models.CheckConstraint(
                condition=Q(severity__lte=3),
                name="side_effect_severity_0_to_3",
                violation_error_message="Severity is one of the four choices.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, severity {self.severity} ({self.id})"

    @property
    def item(self) -> Item:
        """The symptom's words and level in the published list."""
        return stop_now()[self.code]

    def told_as(self, name: str) -> str:
        """How strong it was goes by the symptom alone."""
        return self.code if name == "severity" else super().told_as(name)

    @property
    def course(self) -> str:
        """When it began and when it went, in words; "" where nobody said."""
        said = []
        if self.onset:
            said.append(f"began {Onset(self.onset).label.lower()}")
        if self.gone_after_s == Gone.STILL_THERE:
            said.append("still there")
        elif self.gone_after_s is not None:
            said.append(f"gone {Gone(self.gone_after_s).label.lower()}")
        return ", ".join(said)


class FollowUp(VersionedRecord):
    """Pain asked again at a set time after a session; no answer is not zero.

    ``answered_at`` is when it was answered, however late; ``due_at`` when it was to be asked.
    """

    SCOPES = (Scope.SESSIONS,)
    DAY = "session__local_date"

    session = SamePatientFK(Session, models.CASCADE, related_name="follow_ups")
    kind = models.CharField(max_length=20, choices=FollowUpKind)
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    pain = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta(HealthRecord.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "session", "kind"],
                condition=Q(deleted_at=None),
                name="follow_up_once_per_kind",
                violation_error_message="This follow-up was already planned.",
            ),
            models.CheckConstraint(
                condition=Q(pain=None, answered_at=None)
                | Q(pain__isnull=False, pain__lte=PAIN_MAX, answered_at__isnull=False),
                name="follow_up_answer_has_its_time",
                violation_error_message="Pain is a whole number from 0 to 10.",
            ),
        ]
        indexes = [
            *HealthRecord.Meta.indexes,
            models.Index(fields=["patient", "due_at"], name="follow_up_due"),
            # What sending prompts looks for once a minute, whoever's it is.
            models.Index(
                fields=["due_at"],
                condition=Q(answered_at=None, deleted_at=None),
                name="follow_up_open",
            ),
        ]

    def __str__(self) -> str:
        return f"Follow-up {self.kind} due {self.due_at:%Y-%m-%d %H:%M} ({self.id})"

    @property
    def root_id(self) -> uuid.UUID:
        return self.session_id


class SessionText(SessionPart):
    """The person's own words about a session, in a row of their own so that a grant can leave them."""

    SCOPES = (Scope.SESSIONS, Scope.TEXT)
    KEY, SAID = "session_id", ("note",)  # one a session

    session = SamePatientFK(Session, models.CASCADE, related_name="texts")
    note = models.TextField(max_length=4000)

    class Meta(HealthRecord.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "session"],
                condition=Q(deleted_at=None),
                name="session_text_once",
                violation_error_message="This session has a note already.",
            ),
        ]

    def __str__(self) -> str:
        return f"Note on session {self.session_id} ({self.id})"

    def told_as(self, name: str) -> str:
        """One a session needs no key."""
        return name
