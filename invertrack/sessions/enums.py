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


class Setting(models.TextChoices):
    """What a person sets on the table and wants to find again next time."""

    TABLE = "table", "Table"
    TETHER = "tether", "Tether mark"
    HEIGHT = "height", "Height"
    PIN = "pin", "Angle pin"


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


class Gone(models.IntegerChoices):
    """When a side effect went: the seconds after coming up within which it was gone.

    Asked in steps, because nobody times a headache. One that had not gone when it was written down
    is longer than any of them: the longest time the column holds. Not said is null, never a step.
    """

    AT_ONCE = 0, "At once, on level"
    MINUTES_10 = 600, "Within 10 minutes"
    HOUR = 3_600, "Within an hour"
    SAME_DAY = 43_200, "Later the same day"
    NEXT_DAY = 129_600, "The next day"
    STILL_THERE = 2_147_483_647, "Still there"


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
