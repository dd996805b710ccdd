"""What a person wants to be asked, each prompt that came of it, and the browsers that take one."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q

from invertrack.core.records import PatientRow

from .enums import PromptKind, Silence, Status, WatchState

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


class Contact(PatientRow):
    """Whom a person wants told by e-mail when a session does not end in time: one, who agreed.

    ``asked_at`` is when the question went out, ``confirmed_at`` and ``declined_at`` the answer that
    holds now. Who has not confirmed is sent nothing but that question. ``margin_min`` is how many
    minutes after the expected end the mail goes out.

    A contact who was removed leaves no row, unless they had declined: then name and address go, and
    ``digest`` still says that this address said no.
    """

    name = models.CharField(max_length=80)
    email = models.EmailField()
    digest = models.CharField(max_length=64)
    margin_min = models.PositiveSmallIntegerField(default=5)
    asked_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient"],
                condition=Q(removed_at=None),
                name="contact_once",
                violation_error_message="A contact is chosen already. Remove them first.",
            ),
            models.UniqueConstraint(fields=["patient", "digest"], name="contact_address_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(declined_at=None),
                name="contact_one_answer",
                violation_error_message="One answer holds at a time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} for {self.patient_id} ({self.id})"

    @property
    def has_agreed(self) -> bool:
        """Whether they may be told."""
        return self.confirmed_at is not None and self.removed_at is None


class Watch(PatientRow):
    """A live session that began online and should have ended: its contact is told once if it did not.

    ``session_id`` is the id that the session will be saved under; nothing links to it, for it may
    never be. ``due_at`` is the expected end, ``ends_at``, plus the margin. A round claims a watch
    before it mails, so that a contact is told once; ``contact_id`` is who was. ``look_at`` is when a
    round looks at it next, None once nothing more can follow.
    """

    session_id = models.UUIDField()
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=WatchState, default=WatchState.OPEN)
    look_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    level_at = models.DateTimeField(null=True, blank=True)
    contact_id = models.UUIDField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "session_id"], name="watch_once_per_session"
            ),
        ]
        indexes = [
            # What a worker looks for each minute: nearly always nothing.
            models.Index(fields=["look_at"], condition=Q(look_at__isnull=False), name="watch_look"),
            models.Index(fields=["patient", "-started_at"], name="watch_latest"),
        ]

    def __str__(self) -> str:
        return f"Watch of session {self.session_id}, due {self.due_at:%Y-%m-%d %H:%M} ({self.id})"
