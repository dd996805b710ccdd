"""What was asked and answered about safety, what was agreed, and the facts that sessions report."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from invertrack.care.enums import Scope
from invertrack.care.records import HealthRecord, SharedRow
from invertrack.core.records import PatientRow, SamePatientFK
from invertrack.core.templatetags.display import degrees, duration

from .enums import AlarmKind, Level, ListName, ProposalState, Reply

# The item of a clearance that says: checked by a clinician after an alarm.
CHECKED = "checked"


class Screen(HealthRecord):
    """One pass through a safety list, as answered then."""

    SCOPES = (Scope.SESSIONS,)

    list_name = models.CharField(max_length=20, choices=ListName)
    list_version = models.CharField(max_length=20)
    local_date = models.DateField()
    at = models.DateTimeField()
    level = models.CharField("gravest answer", max_length=10, choices=Level, blank=True)
    is_complete = models.BooleanField("every item was answered", default=True)

    class Meta(HealthRecord.Meta):
        indexes = [
            *HealthRecord.Meta.indexes,
            models.Index(fields=["patient", "list_name", "-at"], name="screen_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.list_name} {self.list_version} on {self.local_date} ({self.id})"


class Answer(HealthRecord):
    """One item of a screen."""

    SCOPES = (Scope.SESSIONS,)
    DAY = "screen__local_date"

    screen = SamePatientFK(Screen, models.CASCADE, related_name="answers")
    item_id = models.CharField(max_length=60)
    reply = models.CharField(max_length=10, choices=Reply)

    class Meta(HealthRecord.Meta):
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
    """A clinician's clearance of one item, or the person's own dated confirmation.

    ``dated`` is the day of the talk or the check, ``local_date`` the day it was written down.
    """

    SCOPES = (Scope.SESSIONS,)

    item_id = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    is_own = models.BooleanField("confirmed by the person")
    note = models.TextField(max_length=2000, blank=True)
    dated = models.DateField()
    local_date = models.DateField()
    at = models.DateTimeField()
    valid_until = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(HealthRecord.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gt=models.F("at")),
                name="clearance_ends_after_it_begins",
                violation_error_message="A clearance ends after the day it was given.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} cleared by {self.by_name} ({self.id})"

    def last_day(self, zone: dt.tzinfo) -> dt.date:
        """The last day on which it holds, by the clock of this zone."""
        return (self.valid_until - dt.timedelta(microseconds=1)).astimezone(zone).date()


class Alarm(SharedRow):
    """A red flag or a grave symptom that was reported: sessions are off until it was checked.

    ``read_at`` is when the person confirmed reading what to do, ``left_at`` when a new screening was
    passed and a check was recorded; nothing else ends it, least of all a deleted session.
    """

    SCOPES = (Scope.SESSIONS,)

    kind = models.CharField(max_length=20, choices=AlarmKind)
    level = models.CharField(max_length=10, choices=Level)
    item_ids = models.JSONField(default=list)
    session_id = models.UUIDField(null=True, blank=True)
    local_date = models.DateField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["patient", "-at"], name="alarm_latest")]

    def __str__(self) -> str:
        return f"{self.level} {self.kind} at {self.at:%Y-%m-%d %H:%M} ({self.id})"


class Proposal(HealthRecord):
    """Limits that a clinician proposes or the person sets; in force from ``accepted_at`` on."""

    SCOPES = (Scope.SESSIONS,)

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    is_own = models.BooleanField("set by the person", default=False)
    note = models.TextField(max_length=2000, blank=True)
    local_date = models.DateField()
    proposed_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(HealthRecord.Meta):
        abstract = True

    @property
    def state(self) -> ProposalState:
        """Where it stands now."""
        if self.declined_at:
            return ProposalState.DECLINED
        if self.ended_at:
            return ProposalState.ENDED if self.accepted_at else ProposalState.REPLACED
        return ProposalState.IN_FORCE if self.accepted_at else ProposalState.WAITING


class Cap(Proposal):
    """The most that was agreed for one session."""

    angle_deg = models.PositiveSmallIntegerField("most degrees", null=True, blank=True)
    duration_s = models.PositiveIntegerField("most seconds", null=True, blank=True)

    class Meta(Proposal.Meta):
        abstract = False
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

    @property
    def words(self) -> str:
        """What it limits."""
        angle = [] if self.angle_deg is None else [f"up to {degrees(self.angle_deg)}"]
        time = [] if self.duration_s is None else [f"up to {duration(self.duration_s)}"]
        return ", ".join(angle + time)

    def __str__(self) -> str:
        return f"Cap of {self.angle_deg} degrees, {self.duration_s} s by {self.by_name} ({self.id})"


class Plan(Proposal):
    """A slow start in steps that a clinician made for this person, in place of the usual one.

    ``steps`` is a list of {"angle_deg", "duration_s", "per_day", "sessions"}, the gentlest first.
    """

    steps = models.JSONField()

    class Meta(Proposal.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"Plan of {len(self.steps)} steps by {self.by_name} ({self.id})"


class PlanChoice(HealthRecord):
    """The person's choice of a step of the plan: 1 is the first, 0 puts the plan away.

    ``plan`` is None for the usual one, whose version is kept.
    """

    SCOPES = (Scope.SESSIONS,)

    plan = SamePatientFK(Plan, models.CASCADE, null=True, blank=True, related_name="+")
    plan_version = models.CharField(max_length=20, blank=True)
    step = models.PositiveSmallIntegerField()
    local_date = models.DateField()
    at = models.DateTimeField()

    class Meta(HealthRecord.Meta):
        indexes = [
            *HealthRecord.Meta.indexes,
            models.Index(fields=["patient", "-at"], name="planchoice_latest"),
        ]

    def __str__(self) -> str:
        return f"Step {self.step} from {self.local_date} ({self.id})"


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
    is_measured = models.BooleanField("measured by the phone", default=False, db_default=False)
    told_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "session_id"], name="fact_once_per_session"),
        ]
        indexes = [models.Index(fields=["patient", "-started_at"], name="fact_latest")]

    def __str__(self) -> str:
        return f"Fact of session {self.session_id} ({self.id})"


class SafetyState(PatientRow):
    """Everything that holds a patient's sessions up, now and later, computed from the rows above.

    ``causes`` and ``pause`` are ``state.Cause`` values with their times, so that reading the state
    at an instant takes this row alone; the pause is apart, because a session changes it without
    having to read the rest. ``asks_red_flags_since`` is when after-pain last rose by 2 or more.
    """

    causes = models.JSONField(default=list)
    pause = models.JSONField(default=list)
    list_version = models.CharField(max_length=20, blank=True)
    red_flags_at = models.DateTimeField(null=True, blank=True)
    asks_red_flags_since = models.DateTimeField(null=True, blank=True)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient"], name="safetystate_one_a_patient"),
        ]

    def __str__(self) -> str:
        return f"Safety of {self.patient_id} ({self.id})"
