"""How a live session went, angle by time, as the phone measured it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from invertrack.care.records import HealthRecord
from invertrack.core.records import SamePatientFK

from .parts import SessionPart
from .session import Session

TRACE_MAX_BYTES = 2_000


class Trace(SessionPart):
    """The angle over one session, thinned to draw it: at most one value a second, 2,000 bytes in all.

    ``degrees`` are whole degrees below horizontal (negative: head above level), one each ``every_s``
    seconds from the session's start on, None where the phone said nothing. ``marks`` are
    [second, what]: the code of a symptom that was tapped then, or a word of ``trace.MARKS``.
    A row of its own, because only the session's own page draws it.
    """

    KEY, SAID = "session_id", ()  # one a session; measured, so nothing of it is corrected

    session = SamePatientFK(Session, models.CASCADE, related_name="traces")
    every_s = models.PositiveSmallIntegerField(help_text="Seconds from one value to the next.")
    degrees = models.JSONField(default=list)
    marks = models.JSONField(default=list)

    class Meta(HealthRecord.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "session"],
                condition=Q(deleted_at=None),
                name="trace_once_per_session",
                violation_error_message="This session has a trace already.",
            ),
            models.CheckConstraint(
                condition=Q(every_s__gte=1),
                name="trace_at_most_1_hz",
                violation_error_message="A trace has at most one value a second.",
            ),
        ]

    def __str__(self) -> str:
        return f"Trace of session {self.session_id} ({self.id})"
