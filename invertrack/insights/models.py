"""What insights keeps: results that were made once, and the question that was chosen beforehand."""

from __future__ import annotations

from django.db import models

from invertrack.core.records import PatientRow

from .enums import Question


class StoredResult(PatientRow):
    """What an analysis answered one kind of reader, kept until the records change.

    ``key`` names all that it follows from: what was asked, of which records (their version), cut by
    which scopes and dates, and by which code. ``body`` is JSON of the result's dataclass.
    """

    key = models.CharField(max_length=200)
    data_version = models.BigIntegerField()
    made_at = models.DateTimeField()
    body = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "key"],
                name="stored_result_once",
                violation_error_message="This result is stored already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.id})"


class PrimaryQuestion(PatientRow):
    """A person's choice of the one question that counts as asked beforehand; the last one holds.

    Nobody who never chose has a row: theirs is the trend of daily pain, from the beginning.
    """

    question = models.CharField(max_length=10, choices=Question)
    chosen_at = models.DateTimeField()
    chosen_on = models.DateField("day of the choice")

    class Meta:
        indexes = [models.Index(fields=["patient", "-chosen_at"], name="question_latest")]

    def __str__(self) -> str:
        return f"{self.question} from {self.chosen_on} ({self.id})"
