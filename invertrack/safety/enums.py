"""Levels and answers of the safety lists."""

from django.db import models


class Level(models.TextChoices):
    """How grave an item is, the gravest first."""

    EMERGENCY = "emergency", "Emergency"
    URGENT = "urgent", "Urgent"
    STOP = "stop", "Stop"
    ASK = "ask", "Ask first"


class Reply(models.TextChoices):
    """An answer in the screening; unsure counts as yes."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNSURE = "unsure", "Not sure"
