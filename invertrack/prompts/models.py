"""What a person wants to be asked, each prompt that came of it, and the browsers that take one."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q

from invertrack.core.records import PatientRow

from .enums import PromptKind, Silence, Status

# Which prompts are written down and not done with.
OPEN = (Status.PLANNED, Status.CLAIMED)


class PromptSettings(PatientRow):
    """What a person is asked at which local times, and by which ways.

    The time of the daily rating is the patient's own ``usual_rating_time``. ``extra_times`` are
    "HH:MM"; a time of None is not asked; ``session_days`` are ISO weekdays, 1 for Monday. Quiet hours
    that begin when they end are none. ``paused_until`` is the last local day of a pause.
    ``feed_key`` is the secret part of the calendar's address, "" for no calendar.

    ``next_at`` is when the schedule is looked at again; it was reckoned with the zone ``tz`` and the
    rating time ``rating_at``, which people change elsewhere.
    """

    is_by_email = models.BooleanField("by e-mail", default=True)
    asks_rating = models.BooleanField("ask for pain right now, once a day", default=True)
    extra_times = models.JSONField("and at these times", default=list)
    journal_at = models.TimeField("remind of the day's journal", null=True, blank=True)
    questionnaires_at = models.TimeField(
        "say when a questionnaire is due", null=True, blank=True, default=dt.time(18, 0)
    )
    session_at = models.TimeField("remind of a planned session", null=True, blank=True)
    session_days = models.JSONField("on these days", default=list)
    quiet_from = models.TimeField("quiet from", default=dt.time(22, 0))
    quiet_until = models.TimeField("quiet until", default=dt.time(7, 0))
    paused_until = models.DateField("paused up to and including", null=True, blank=True)
    feed_key = models.CharField(max_length=32, blank=True)
    next_at = models.DateTimeField(null=True)
    tz = models.CharField(max_length=64, blank=True)
    rating_at = models.TimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient"], name="prompt_settings_once")]
        indexes = [models.Index(fields=["next_at"], name="prompt_settings_next")]

    def __str__(self) -> str:
        return f"Prompts of {self.patient_id} ({self.id})"


class Delivery(PatientRow):
    """One prompt: claimed by one worker, then sent once or left silent for a reason.

    ``due_at`` is when the question was due; ``send_at`` when it is to go out, which is later after
    quiet hours or a snooze. ``follow_up_id`` is the session's question it asks, None for others.
    ``answered_at`` is when its link was answered.
    """

    kind = models.CharField(max_length=20, choices=PromptKind)
    due_at = models.DateTimeField()
    send_at = models.DateTimeField()
    local_date = models.DateField()
    follow_up_id = models.UUIDField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status)
    why = models.CharField(max_length=20, choices=Silence, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    channels = models.JSONField(default=list)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "kind", "due_at"], name="delivery_once"),
            models.CheckConstraint(
                condition=~Q(status=Status.SENT) | Q(sent_at__isnull=False),
                name="delivery_sent_has_its_time",
                violation_error_message="What was sent has a time.",
            ),
        ]
        indexes = [
            # What a worker looks for each minute: nearly always nothing.
            models.Index(
                fields=["send_at"], condition=Q(status=Status.PLANNED), name="delivery_planned"
            ),
            models.Index(fields=["patient", "-due_at"], name="delivery_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} due {self.due_at:%Y-%m-%d %H:%M}, {self.status} ({self.id})"


class PushSubscription(PatientRow):
    """A browser that takes notifications: where its push service listens, and its keys.

    ``digest`` is the SHA-256 of the endpoint in hex, which may be longer than an index takes.
    """

    endpoint = models.TextField()
    digest = models.CharField(max_length=64)
    p256dh = models.CharField(max_length=200)
    auth = models.CharField(max_length=100)
    device = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField()
    worked_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "digest"], name="push_subscription_once"),
        ]

    def __str__(self) -> str:
        return f"{self.device or 'A browser'} ({self.id})"
