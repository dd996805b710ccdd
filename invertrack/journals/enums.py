"""Choices of the journal."""

from django.db import models


class DayKind(models.TextChoices):
    """What kind of day it was; rest, travel and flare days are data, not gaps."""

    ORDINARY = "ordinary", "An ordinary day"
    REST = "rest", "A rest day"
    TRAVEL = "travel", "A travel day"
    FLARE = "flare", "A flare-up"


class Side(models.TextChoices):
    """Which side of the body."""

    LEFT = "left", "Left"
    RIGHT = "right", "Right"
    MIDDLE = "middle", "Middle"
