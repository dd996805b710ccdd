"""Choices of prompts."""

from django.db import models


class PromptKind(models.TextChoices):
    """What a prompt asks; those about a session are named as its follow-ups are."""

    MINUTES_30 = "30min", "30 minutes after a session"
    HOURS_2 = "2h", "2 hours after a session"
    NEXT_MORNING = "next_morning", "The morning after a session"
    RATING = "rating", "Pain right now"
    JOURNAL = "journal", "The day's journal"
    QUESTIONNAIRES = "questionnaires", "A questionnaire that is due"
    SESSION = "session", "A session you planned"

    @property
    def is_follow_up(self) -> bool:
        """Whether it belongs to one session."""
        return self in {self.MINUTES_30, self.HOURS_2, self.NEXT_MORNING}

    @property
    def is_score(self) -> bool:
        """Whether one tap on a number answers it."""
        return self.is_follow_up or self is PromptKind.RATING


class Status(models.TextChoices):
    """How far a prompt got."""

    PLANNED = "planned", "Waits for its time"
    CLAIMED = "claimed", "Being sent"
    SENT = "sent", "Sent"
    SILENT = "silent", "Not sent"
    FAILED = "failed", "Could not be sent"


class Silence(models.TextChoices):
    """Why nothing was sent."""

    ANSWERED = "answered", "already answered"
    OFF = "off", "switched off"
    QUIET = "quiet", "quiet hours"
    PAUSED = "paused", "paused"
    SAFETY = "safety", "something has to be settled under Safety first"
    RESTING = "resting", "nothing was entered for two weeks"
    NO_WAY = "no_way", "no way to send it is switched on"
    LATE = "late", "its time had passed"
    NOTHING_DUE = "nothing_due", "nothing was due"


class Channel(models.TextChoices):
    """A way by which a prompt comes."""

    PUSH = "push", "Notification"
    EMAIL = "email", "E-mail"


class WatchState(models.TextChoices):
    """How a watched session ended, as far as is known."""

    OPEN = "open", "Waits for the end"
    LEVEL = "level", "Back at level"
    CLAIMED = "claimed", "The contact is being told"
    TOLD = "told", "The contact was told"
    RETURNED = "returned", "Back at level after that; the contact is told so next"
    BACK = "back", "The contact was told, and then that the person is back"
    FAILED = "failed", "The contact could not be told"
    DROPPED = "dropped", "Nobody had agreed to be told"
