"""The daily journal: one entry a local day, any number of ratings, and the roll-up pages read."""

from __future__ import annotations

import datetime as dt
import uuid
import zoneinfo
from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from invertrack.care.enums import Scope
from invertrack.care.records import (
    HealthRecord,
    HealthRecordQuerySet,
    SharedRow,
    VersionedRecord,
)
from invertrack.core.records import PatientRow, SamePatientFK
from invertrack.core.weeks import WeekField

from .enums import DayKind, Side

SCORE_MAX = 10
LATE_AFTER = dt.timedelta(hours=24)
USUAL_WITHIN = dt.timedelta(hours=1, minutes=30)  # of the usual time, for a same-time rating
MAIN_SCORES = ("pain_avg_24h", "pain_worst_24h", "leg_pain")
OPTIONAL_SCORES = (
    "stiffness",
    "spasm",
    "joint_pain",
    "balance",
    "circulation",
    "sleep_quality",
    "mood",
    "stress",
    "activity",
    "managed_today",
)
OPTIONAL_FIELDS = ("sleep_h", *OPTIONAL_SCORES)
TREND_FIELDS = ("pain_avg_24h", "pain_worst_24h", "rating_low", "rating_high")


def _score(name: str, help_text: str = "0 to 10.") -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        name, null=True, blank=True, help_text=help_text, validators=[MaxValueValidator(SCORE_MAX)]
    )


def _score_laws() -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(**{field: None}) | Q(**{f"{field}__lte": SCORE_MAX}),
            name=f"entry_{field}_0_to_10",
            violation_error_message="A score is a whole number from 0 to 10.",
        )
        for field in (*MAIN_SCORES, *OPTIONAL_SCORES)
    ]


class JournalQuerySet(HealthRecordQuerySet):
    """Journal rows by local day."""

    def between(self, start: object, end: object) -> Self:
        """Rows of the local days in [start, end]."""
        return self.filter(local_date__gte=start, local_date__lte=end)


class Entry(VersionedRecord):
    """What a person says of one local day; a second entry that day edits the first."""

    SCOPES = (Scope.JOURNAL,)

    local_date = models.DateField("day")
    tz = models.CharField("time zone", max_length=64)
    day_kind = models.CharField(max_length=10, choices=DayKind, default=DayKind.ORDINARY)
    pain_avg_24h = _score("average pain, last 24 hours")
    pain_worst_24h = _score("worst pain, last 24 hours")
    leg_pain = _score("leg pain")
    stiffness = _score("stiffness")
    spasm = _score("muscle spasm")
    joint_pain = _score("joint pain")
    balance = _score("balance trouble")
    circulation = _score("cold or heavy limbs")
    sleep_h = models.DecimalField(
        "sleep", max_digits=3, decimal_places=1, null=True, blank=True, help_text="Hours."
    )
    sleep_quality = _score("sleep quality")
    mood = _score("mood")
    stress = _score("stress")
    activity = _score("activity")
    managed_today = _score("what you managed of what you wanted")

    objects = JournalQuerySet.as_manager()

    class Meta(HealthRecord.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "local_date"],
                condition=Q(deleted_at=None),
                name="entry_once_per_day",
                violation_error_message="This day has an entry already.",
            ),
            models.CheckConstraint(
                condition=Q(sleep_h=None) | Q(sleep_h__gte=0, sleep_h__lte=24),
                name="entry_sleep_0_to_24_h",
                violation_error_message="Sleep is 0 to 24 hours.",
            ),
            *_score_laws(),
        ]

    def __str__(self) -> str:
        return f"Entry of {self.local_date} ({self.id})"

    @property
    def is_late(self) -> bool:
        """Whether it was written over a day after its local day had ended."""
        after = self.local_date + dt.timedelta(days=1)
        ended = dt.datetime.combine(after, dt.time(), zoneinfo.ZoneInfo(self.tz))
        return self.created_at > ended.astimezone(dt.UTC) + LATE_AFTER


class EntryText(HealthRecord):
    """The person's own words about a day, apart, so that a grant can leave them."""

    SCOPES = (Scope.JOURNAL, Scope.TEXT)
    DAY = "entry__local_date"

    entry = SamePatientFK(Entry, models.CASCADE, related_name="texts")
    note = models.TextField(max_length=4000, blank=True)
    managed = models.TextField(
        "what you managed", max_length=500, blank=True, default="", db_default=""
    )

    class Meta(HealthRecord.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "entry"],
                condition=Q(deleted_at=None),
                name="entry_text_once",
                violation_error_message="This day has a note already.",
            ),
            models.CheckConstraint(
                condition=~Q(note="", managed=""),
                name="entry_text_says_something",
                violation_error_message="A day's own words cannot be empty.",
            ),
        ]

    def __str__(self) -> str:
        return f"Note on entry {self.entry_id} ({self.id})"

    @property
    def root_id(self) -> uuid.UUID:
        return self.entry_id


class PainRating(VersionedRecord):
    """Pain right now, as often as wanted; NRS 0-10."""

    SCOPES = (Scope.JOURNAL,)

    at = models.DateTimeField()
    tz = models.CharField("time zone", max_length=64)
    local_date = models.DateField("day")
    score = models.PositiveSmallIntegerField("pain right now")
    is_at_usual_time = models.BooleanField(default=False)
    is_prompted = models.BooleanField(default=False)

    objects = JournalQuerySet.as_manager()

    class Meta(HealthRecord.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(score__lte=SCORE_MAX),
                name="pain_rating_0_to_10",
                violation_error_message="Pain is a whole number from 0 to 10.",
            ),
        ]
        indexes = [
            *HealthRecord.Meta.indexes,
            models.Index(fields=["patient", "local_date"], name="rating_by_day"),
        ]

    def __str__(self) -> str:
        return f"Pain {self.score} at {self.at:%Y-%m-%d %H:%M} ({self.id})"

    @property
    def local_time(self) -> dt.datetime:
        """The clock on the wall where the rating was made."""
        return self.at.astimezone(zoneinfo.ZoneInfo(self.tz))

    @property
    def is_late(self) -> bool:
        """Whether it was written down over a day after the moment it speaks of."""
        return self.created_at - self.at > LATE_AFTER


class BodyPain(HealthRecord):
    """Pain of one part of the body on one day."""

    SCOPES = (Scope.JOURNAL,)
    DAY = "entry__local_date"

    entry = SamePatientFK(Entry, models.CASCADE, related_name="body_pains")
    region = models.CharField(max_length=40)
    side = models.CharField(max_length=10, choices=Side, default=Side.MIDDLE)
    score = models.PositiveSmallIntegerField()

    class Meta(HealthRecord.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "entry", "region", "side"],
                condition=Q(deleted_at=None),
                name="body_pain_once_per_site",
                violation_error_message="This part of the body is rated already.",
            ),
            models.CheckConstraint(
                condition=Q(score__lte=SCORE_MAX),
                name="body_pain_0_to_10",
                violation_error_message="Pain is a whole number from 0 to 10.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.side}: {self.score} ({self.id})"

    @property
    def root_id(self) -> uuid.UUID:
        return self.entry_id


class Treatment(VersionedRecord):
    """A medicine or other treatment: taken once, or changed from that day on."""

    SCOPES = (Scope.JOURNAL,)

    name = models.CharField(max_length=100)
    dose_text = models.CharField("dose", max_length=100, blank=True)
    taken_at = models.DateTimeField()
    tz = models.CharField("time zone", max_length=64)
    local_date = models.DateField("day")
    has_changed = models.BooleanField("new or changed from this day on", default=False)

    objects = JournalQuerySet.as_manager()

    class Meta(HealthRecord.Meta):
        indexes = [
            *HealthRecord.Meta.indexes,
            models.Index(fields=["patient", "local_date"], name="treatment_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.name} on {self.local_date} ({self.id})"

    @property
    def local_time(self) -> dt.datetime:
        """The clock on the wall where it was taken."""
        return self.taken_at.astimezone(zoneinfo.ZoneInfo(self.tz))

    @property
    def words(self) -> str:
        """What was taken: its name, with the dose if one was given."""
        return f"{self.name}, {self.dose_text}" if self.dose_text else self.name


class JournalSettings(PatientRow):
    """Which optional fields a person keeps; hiding one loses nothing."""

    shown_fields = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient"], name="journal_settings_once")]

    def __str__(self) -> str:
        return f"Journal fields of {self.patient_id} ({self.id})"


class JournalDay(SharedRow):
    """A local day of the journal in numbers, recomputed in each write.

    ``rating_points`` are the day's ratings in time order, each as [minutes after local midnight,
    score, whether it was written down over a day late]; ``changed_treatments`` names in words what
    was new or changed from this day on. Both save charts a statement.
    """

    SCOPES = (Scope.JOURNAL,)

    local_date = models.DateField()
    week = WeekField()
    has_entry = models.BooleanField()
    is_entry_late = models.BooleanField(default=False, db_default=False)
    day_kind = models.CharField(max_length=10, choices=DayKind, default=DayKind.ORDINARY)
    pain_avg_24h = models.PositiveSmallIntegerField(null=True)
    pain_worst_24h = models.PositiveSmallIntegerField(null=True)
    leg_pain = models.PositiveSmallIntegerField(null=True)
    ratings = models.PositiveSmallIntegerField(default=0)
    rating_first = models.PositiveSmallIntegerField(null=True)
    rating_low = models.PositiveSmallIntegerField(null=True)
    rating_high = models.PositiveSmallIntegerField(null=True)
    rating_usual = models.PositiveSmallIntegerField(null=True)
    rating_points = models.JSONField(default=list, db_default=[])
    treatments = models.PositiveSmallIntegerField(default=0, db_default=0)
    changed_treatments = models.JSONField(default=list, db_default=[])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "local_date"], name="journal_day_once"),
        ]
        indexes = [
            # All that a chart of weeks reads, in the order in which it adds it up.
            models.Index(
                fields=["patient", "week", "local_date", *TREND_FIELDS], name="journal_day_by_week"
            ),
            models.Index(
                fields=["patient", "local_date"],
                condition=Q(treatments__gt=0),
                name="journal_day_treated",
            ),
        ]

    def __str__(self) -> str:
        return f"Journal of {self.local_date} ({self.id})"
