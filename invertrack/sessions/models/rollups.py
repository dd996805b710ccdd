"""What pages read instead of sessions: one row a day and one a person, recomputed in each write."""

from __future__ import annotations

from typing import Self

from django.db import models

from invertrack.care.enums import Scope
from invertrack.care.records import SharedQuerySet, SharedRow
from invertrack.core.weeks import WeekField


class SessionDayQuerySet(SharedQuerySet):
    """Days with sessions."""

    def paired(self) -> Self:
        """Days with a session that enters analyses."""
        return self.filter(pair_session_id__isnull=False)


class SessionDay(SharedRow):
    """A local day's sessions in numbers, and the one of them that enters analyses.

    That one is the first of the day with pain before and after, the latter not from memory.
    ``pair_later`` are its answered follow-ups in time order, up to the next session, each as
    [kind, minutes after it ended, pain, whether it came in time to count for its kind].
    """

    SCOPES = (Scope.SESSIONS,)

    local_date = models.DateField()
    week = WeekField()
    sessions = models.PositiveSmallIntegerField()
    seconds = models.PositiveIntegerField()
    angle_max_deg = models.PositiveSmallIntegerField()
    side_effects = models.PositiveSmallIntegerField(default=0)
    worst_severity = models.PositiveSmallIntegerField(null=True)
    unpaired = models.PositiveSmallIntegerField(default=0)
    pair_session_id = models.UUIDField(null=True)
    pair_angle_deg = models.PositiveSmallIntegerField(null=True)
    pair_duration_s = models.PositiveSmallIntegerField(null=True)
    pair_before = models.PositiveSmallIntegerField(null=True)
    pair_after = models.PositiveSmallIntegerField(null=True)
    is_pair_late = models.BooleanField(default=False)
    pair_later = models.JSONField(default=list, db_default=[])

    objects = SessionDayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "local_date"], name="session_day_once"),
        ]
        indexes = [
            # All that a chart of weeks reads, in the order in which it adds it up.
            models.Index(
                fields=["patient", "week", "local_date", "sessions"], name="session_day_by_week"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.local_date}: {self.sessions} sessions ({self.id})"


class SessionTotals(SharedRow):
    """A person's sessions in all; for the person only, because it knows no dates to cut by."""

    SCOPES = (Scope.SESSIONS,)
    DAY = "first_date"

    sessions = models.PositiveIntegerField()
    seconds = models.PositiveBigIntegerField()
    paired_days = models.PositiveIntegerField()
    first_date = models.DateField()
    last_date = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient"], name="session_totals_once")]

    def __str__(self) -> str:
        return f"{self.sessions} sessions from {self.first_date} to {self.last_date} ({self.id})"
