"""What may be chosen in insights."""

from django.db import models


class Question(models.TextChoices):
    """What a person wants to find out first; fixed before the data, so that it is one and not many."""

    TREND = "trend", "How does my daily pain go over the weeks?"
    CHANGE = "change", "How does pain go from before a session to after it?"
    LEFT = "left", "What is left of that beside pain settling by itself?"
    ANGLE = "angle", "Does relief go with the angle?"
    MINUTES = "minutes", "Does relief go with the time at angle?"
