"""Choices of an inversion session."""

from django.db import models


class AngleSource(models.TextChoices):
    """Where the angle comes from; a guess is drawn differently from a measurement."""

    MEASURED = "measured", "Measured by the phone"
    MARK = "mark", "Mark on the table"
    GUESS = "guess", "A guess"


class Entered(models.TextChoices):
    """How the session came into the records."""

    LIVE = "live", "During the session"
    QUICK = "quick", "Quick log"
    OFFLINE = "offline", "Offline, sent later"
    IMPORTED = "imported", "Imported"


class Moment(models.TextChoices):
    """Before or after the session."""

    BEFORE = "before", "Before"
    AFTER = "after", "After"


class Posture(models.TextChoices):
    """How blood pressure was taken; never inverted."""

    SITTING = "sitting", "Sitting"
    LYING = "lying", "Lying"


class Onset(models.TextChoices):
    """When a side effect began."""

    DURING = "during", "While inverted"
    COMING_UP = "coming_up", "When coming up"
    AFTER = "after", "Afterwards"


class Severity(models.IntegerChoices):
    """How strong a side effect was."""

    NOTICED = 0, "Barely noticed"
    MILD = 1, "Mild"
    MODERATE = 2, "Moderate"
    SEVERE = 3, "Severe"


class FollowUpKind(models.TextChoices):
    """When, after a session, pain is asked again."""

    MINUTES_30 = "30min", "30 minutes after"
    HOURS_2 = "2h", "2 hours after"
    NEXT_MORNING = "next_morning", "Next morning"
