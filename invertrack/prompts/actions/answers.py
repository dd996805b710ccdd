"""Writing by a link: the answer to its one question, its snooze, and the end of e-mails."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

from django.db.models import QuerySet

from invertrack.care.actions import Submission
from invertrack.journals.actions import rate_pain
from invertrack.sessions.actions import answer_follow_up
from invertrack.users.models import Patient

from ..enums import Status
from ..models import Delivery
from ..queries import Question
from .settings import keep_settings

# The press has no content that may differ: whatever the second one says, the first one counts.
ONE_PRESS = {"asked": "by a link"}


def answer(*, question: Question, at: dt.datetime, clean: Callable[[], int]) -> None:
    """Keep the answer to the question of a link, at its true time; it counts once.

    Raises:
        RefusedWrite: it was answered elsewhere, or is closed, or gone.
    """
    delivery = question.delivery
    submission = Submission.of(ONE_PRESS, write_id=delivery.id)
    if delivery.follow_up_id is not None:
        answer_follow_up(
            patient=delivery.patient,
            follow_up_id=delivery.follow_up_id,
            by=None,
            at=at,
            submission=submission,
            clean=clean,
        )
    else:
        rate_pain(
            patient=delivery.patient,
            by=None,
            at=at,
            submission=submission,
            clean=lambda: (clean(), at, delivery.patient.tz),
            is_prompted=True,
        )
    _rows(delivery).filter(answered_at=None).update(answered_at=at)


def snooze(*, question: Question, minutes: int, at: dt.datetime) -> dt.datetime | None:
    """Have the same question come again in some minutes; None where an answer would not count then."""
    if minutes not in question.snoozes:
        return None
    send_at = at + dt.timedelta(minutes=minutes)
    # One that is just being sent comes at once, and again after a later press.
    rows = _rows(question.delivery).filter(
        status__in=[Status.SENT, Status.PLANNED], answered_at=None
    )
    is_put_off = rows.update(status=Status.PLANNED, send_at=send_at, attempts=0)
    return send_at if is_put_off else None


def stop_mail(*, patient_id: uuid.UUID, at: dt.datetime) -> bool:
    """Send a person no prompts by e-mail any more; answers whether there is such a person."""
    patient = Patient.objects.filter(pk=patient_id).first()
    if patient is not None:
        keep_settings(patient=patient, values={"is_by_email": False}, at=at)
    return patient is not None


def _rows(delivery: Delivery) -> QuerySet:
    return Delivery.objects.for_patient(delivery.patient_id).filter(id=delivery.id)
