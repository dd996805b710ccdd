"""What was answered to a questionnaire, each time, and the activities that a person named for one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from invertrack.care.enums import Scope
from invertrack.care.records import HealthRecord, VersionedRecord

from .enums import Name
from .instruments import Instrument, instrument

NAME_LONGEST = 100


class Completion(VersionedRecord):
    """One pass through a questionnaire: every answer by its item's id, and the score they come to.

    The answers are kept together, as they are asked, corrected and read together. A label is kept
    by its code and not by its number; of the PSFS the items are the ids of activities.
    """

    SCOPES = (Scope.JOURNAL,)

    instrument = models.CharField(max_length=10, choices=Name)
    instrument_version = models.CharField(max_length=20)
    at = models.DateTimeField()
    tz = models.CharField("time zone", max_length=64)
    local_date = models.DateField("day")
    answers = models.JSONField()
    score = models.FloatField(null=True, blank=True)

    class Meta(HealthRecord.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(score=None)
                | Q(instrument__in=[Name.PEG, Name.PSFS], score__gte=0, score__lte=10)
                | Q(instrument=Name.RMDQ24, score__gte=0, score__lte=24)
                | Q(instrument=Name.PGIC, score__gte=1, score__lte=7),
                name="completion_score_within_its_scale",
                violation_error_message="The score lies outside the scale of its questionnaire.",
            ),
        ]
        indexes = [
            *HealthRecord.Meta.indexes,
            models.Index(fields=["patient", "instrument", "-at"], name="completion_latest"),
            models.Index(fields=["patient", "local_date"], name="completion_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_instrument_display()} on {self.local_date}: {self.score} ({self.id})"

    @property
    def asked(self) -> Instrument:
        """The questionnaire that was answered."""
        return instrument(Name(self.instrument))

    @property
    def words(self) -> str:
        """The score as a page shows it."""
        return self.asked.words(self.score)


class Activity(HealthRecord):
    """Something that is hard for a person because of the back, in their words, rated by the PSFS.

    ``retired_at`` is when they left it out from then on; what was rated before stays.
    """

    SCOPES = (Scope.JOURNAL,)

    name = models.CharField(max_length=NAME_LONGEST)
    local_date = models.DateField("day")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta(HealthRecord.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "name"],
                condition=Q(deleted_at=None, retired_at=None),
                name="activity_once_by_name",
                violation_error_message="This activity is named already.",
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="activity_has_a_name",
                violation_error_message="Say what the activity is.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.id})"
