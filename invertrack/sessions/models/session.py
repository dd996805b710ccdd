"""The session itself."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Self

from django.db import models
from django.db.models import F, Q

from invertrack.care.enums import Scope
from invertrack.care.records import HealthRecordQuerySet, VersionedRecord

from ..enums import AngleSource, Entered, Setting

ANGLE_MAX_DEG = 90
DURATION_MIN_S, DURATION_MAX_S = 5, 1800
PAIN_MAX = 10
AFTER_RATING_LASTS = dt.timedelta(minutes=30)


class SessionQuerySet(HealthRecordQuerySet):
    """Sessions by time and by what they can say."""

    def between(self, start: dt.date, end: dt.date) -> Self:
        """Sessions of the local days in [start, end], as stored when they were logged."""
        return self.filter(local_date__gte=start, local_date__lte=end)

    def newest_first(self) -> Self:
        """Latest start first; the id breaks ties, so that paging never skips or repeats."""
        return self.order_by("-started_at", "-id")

    def older_than(self, started_at: dt.datetime, session_id: object) -> Self:
        """Sessions after this one in the newest-first order (keyset paging)."""
        return self.filter(
            # Says nothing new, but lets the index begin at this place instead of at the newest.
            Q(started_at__lte=started_at),
            Q(started_at__lt=started_at) | Q(started_at=started_at, id__lt=session_id),
        )

    def rated(self) -> Self:
        """Sessions with pain before and after, whenever the latter was given."""
        return self.filter(pain_before__isnull=False, pain_after__isnull=False)

    def awaiting_after(self, *, ended_after: object, started_after: object) -> Self:
        """Sessions whose after-pain is missing and that ended lately; the start is what is indexed."""
        return self.filter(pain_after=None, ended_at__gt=ended_after, started_at__gt=started_after)

    def overlapping(self, start: dt.datetime, end: dt.datetime) -> Self:
        """Sessions that share time with [start, end)."""
        return self.filter(started_at__lt=end, ended_at__gt=start)


class Session(VersionedRecord):
    """One stay on the inversion table, from head-down to level again."""

    SCOPES = (Scope.SESSIONS,)

    started_at = models.DateTimeField()
    ended_at = models.DateTimeField("back level")
    tz = models.CharField("time zone", max_length=64)
    local_date = models.DateField("day")
    duration_s = models.PositiveSmallIntegerField("time at angle", help_text="Seconds.")
    angle_deg = models.PositiveSmallIntegerField("angle", help_text="Degrees below horizontal.")
    angle_max_deg = models.PositiveSmallIntegerField("steepest angle", help_text="Degrees.")
    angle_source = models.CharField(max_length=10, choices=AngleSource, default=AngleSource.GUESS)
    samples = models.JSONField(null=True, blank=True)
    rest_at_zero_s = models.PositiveSmallIntegerField("rest at level", null=True, blank=True)
    pain_before = models.PositiveSmallIntegerField(null=True, blank=True)
    pain_after = models.PositiveSmallIntegerField(null=True, blank=True)
    pain_after_delay_s = models.PositiveSmallIntegerField(null=True, blank=True)
    has_stopped_early = models.BooleanField("stopped early", default=False)
    equipment = models.JSONField(default=dict, blank=True)
    entered = models.CharField(max_length=10, choices=Entered, default=Entered.QUICK)
    is_entered_late = models.BooleanField("entered over a day late", default=False)
    is_over_cap = models.BooleanField("over the cap of its time", default=False)

    objects = SessionQuerySet.as_manager()

    class Meta(VersionedRecord.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(angle_deg__lte=ANGLE_MAX_DEG),
                name="session_angle_at_most_90_deg",
                violation_error_message="The angle is at most 90°: head straight down.",
            ),
            models.CheckConstraint(
                condition=Q(angle_max_deg__gte=F("angle_deg"), angle_max_deg__lte=ANGLE_MAX_DEG),
                name="session_steepest_at_least_mean",
                violation_error_message="The steepest angle lies between the mean angle and 90°.",
            ),
            models.CheckConstraint(
                condition=Q(duration_s__gte=DURATION_MIN_S, duration_s__lte=DURATION_MAX_S),
                name="session_duration_5_s_to_30_min",
                violation_error_message="The time at angle is 5 seconds to 30 minutes.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__gt=F("started_at")),
                name="session_ends_after_it_starts",
                violation_error_message="A session ends after it starts.",
            ),
            models.CheckConstraint(
                condition=Q(pain_before=None) | Q(pain_before__lte=PAIN_MAX),
                name="session_pain_before_0_to_10",
                violation_error_message="Pain before is a whole number from 0 to 10.",
            ),
            models.CheckConstraint(
                condition=Q(pain_after=None) | Q(pain_after__lte=PAIN_MAX),
                name="session_pain_after_0_to_10",
                violation_error_message="Pain after is a whole number from 0 to 10.",
            ),
            models.CheckConstraint(
                condition=Q(pain_after_delay_s=None)
                | Q(pain_after__isnull=False, pain_after_delay_s__lte=1800),
                name="session_after_delay_at_most_30_min",
                violation_error_message="Pain after is rated within 30 minutes of coming up.",
            ),
        ]
        indexes = [
            *VersionedRecord.Meta.indexes,
            models.Index(
                F("patient"), F("started_at").desc(), F("id").desc(), name="session_newest"
            ),
            models.Index(fields=["patient", "local_date"], name="session_by_day"),
        ]

    def __str__(self) -> str:
        return f"Session of {self.local_date}, {self.angle_deg} degrees, {self.duration_s} s ({self.id})"

    @property
    def is_from_memory(self) -> bool:
        """Whether after-pain was given later than 30 minutes: drawn hollow, outside analyses."""
        return self.pain_after is not None and self.pain_after_delay_s is None

    @property
    def is_measured(self) -> bool:
        """Whether a phone measured it, so that there may be a trace."""
        return bool(self.samples)

    @property
    def settings(self) -> list[tuple[str, str]]:
        """How the table was set: what each setting is called, and what was said of it."""
        said = ((setting.label, self.equipment.get(setting)) for setting in Setting)
        return [(label, words) for label, words in said if words]

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The zone in which the session happened."""
        return zoneinfo.ZoneInfo(self.tz)

    @property
    def started_local(self) -> dt.datetime:
        """Start by the clock on the wall where it happened."""
        return self.started_at.astimezone(self.zone)

    @property
    def ended_local(self) -> dt.datetime:
        """End by the clock on the wall where it happened."""
        return self.ended_at.astimezone(self.zone)
