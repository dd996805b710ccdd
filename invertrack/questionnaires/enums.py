"""Which questionnaires there are, how each asks, and which way its score goes."""

from django.db import models


class Name(models.TextChoices):
    """The questionnaires, in the order in which pages list them."""

    PEG = "peg", "PEG"
    RMDQ24 = "rmdq24", "RMDQ-24"
    PSFS = "psfs", "PSFS"
    PGIC = "pgic", "PGIC"


class Asks(models.TextChoices):
    """What a person gives: a number to each item, ticks, numbers to own activities, one label."""

    SCORES = "scores", "Scores"
    TICKS = "ticks", "Ticks"
    ACTIVITIES = "activities", "Own activities"
    LABEL = "label", "A label"


class Direction(models.TextChoices):
    """Which scores mean less trouble."""

    LOWER = "lower", "lower means less trouble"
    HIGHER = "higher", "higher means less trouble"
