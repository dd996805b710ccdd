"""What a session plans to ask afterwards, as a person wants it."""

from __future__ import annotations

import datetime as dt

from django.db import models

from invertrack.core.records import PatientRow

from ..enums import FollowUpKind


class SessionSettings(PatientRow):
    """Which follow-up questions a session plans, and when the next morning begins for a person."""

    asks_30min = models.BooleanField("30 minutes after a session", default=True)
    asks_2h = models.BooleanField("2 hours after a session", default=True)
    asks_next_morning = models.BooleanField("The next morning", default=True)
    morning_at = models.TimeField("The next morning is at", default=dt.time(7, 30))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient"], name="session_settings_once")]

    def __str__(self) -> str:
        return f"Follow-ups of {self.patient_id} ({self.id})"

    @property
    def kinds(self) -> list[FollowUpKind]:
        """The questions that are switched on, in the order of their times."""
        asked = (self.asks_30min, self.asks_2h, self.asks_next_morning)
        return [kind for kind, is_on in zip(FollowUpKind, asked, strict=True) if is_on]
