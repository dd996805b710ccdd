"""Levels and answers of the safety lists, and the states that follow from them."""

from django.db import models


class ListName(models.TextChoices):
    """The lists that a person answers."""

    SCREENING = "screening", "Screening"
    RED_FLAGS = "red_flags", "Red flags"
    BEFORE = "before_session", "Before a session"


class Level(models.TextChoices):
    """How grave an item is, the gravest first."""

    EMERGENCY = "emergency", "Emergency"
    URGENT = "urgent", "Urgent"
    STOP = "stop", "Stop"
    ASK = "ask", "Ask first"


class Reply(models.TextChoices):
    """An answer to an item; unsure counts as yes.

    ``known`` is a yes that was given before: only answers that are new since last time act.
    """

    YES = "yes", "Yes"
    NO = "no", "No"
    UNSURE = "unsure", "Not sure"
    KNOWN = "known", "As before"


class State(models.TextChoices):
    """What the app does about sessions, the highest first: the highest that applies holds."""

    EMERGENCY = "emergency", "Emergency"
    SUSPENDED = "suspended", "Suspended"
    BLOCKED = "blocked", "Blocked"
    NEEDS_TALK = "needs_talk", "Needs a talk"
    EXPIRED = "expired", "Screening due"
    PAUSED = "paused_24h", "Paused for 24 hours"
    OPEN = "open", "Open"


class Why(models.TextChoices):
    """What holds a state up."""

    ALARM_UNREAD = "alarm_unread", "An emergency sign that was not read yet"
    ALARM = "alarm", "A sign that should be checked"
    BLOCKER = "blocker", "An answer of level stop"
    CLEARANCE_ENDED = "clearance_ended", "A clearance that ended"
    CAUTION = "caution", "An answer of level ask"
    CONFIRMATION_ENDED = "confirmation_ended", "A confirmation that ended"
    NO_SCREEN = "no_screen", "No screening yet"
    SCREEN_OLD = "screen_old", "A screening of 90 days ago"
    LIST_CHANGED = "list_changed", "A list that changed"
    STOP_SYMPTOM = "stop_symptom", "A stop symptom"


class AlarmKind(models.TextChoices):
    """What raised an alarm."""

    RED_FLAG = "red_flag", "Red flag"
    SYMPTOM = "symptom", "Symptom of a session"
    REPEATED = "repeated", "The same symptom in 3 of the last 5 sessions"
    PAIN_RISES = "pain_rises", "Pain 2 or more higher after 3 of the last 5 sessions"


class AskedFor(models.TextChoices):
    """Why the red flags are asked now."""

    FIRST = "first", "Before you begin"
    PAIN_ROSE = "pain_rose", "Your pain rose by 2 or more after a session"
    WEEKLY = "weekly", "Once a week"


class ProposalState(models.TextChoices):
    """Where proposed limits stand; derived from their times, never stored."""

    WAITING = "waiting", "Waiting for an answer"
    IN_FORCE = "in_force", "In force"
    DECLINED = "declined", "Declined"
    ENDED = "ended", "Ended"
    REPLACED = "replaced", "Replaced by a newer proposal"
