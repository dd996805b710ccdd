"""Writing ratings: pain at one moment."""

from __future__ import annotations

import datetime as dt
import uuid
import zoneinfo
from collections.abc import Callable

from invertrack.care.actions import Submission, exactly_once, writing
from invertrack.core.ids import uuid7
from invertrack.users.models import Patient, User

from ..models import USUAL_WITHIN, PainRating
from ..rollups import recompute_days
from .single import delete_row, restore_row


@exactly_once
def rate_pain(
    *,
    patient: Patient,
    by: User | None,
    at: dt.datetime,
    submission: Submission,
    clean: Callable[[], tuple[int, dt.datetime, str]],
    is_prompted: bool = False,
    record_id: uuid.UUID | None = None,
) -> uuid.UUID:
    """Keep one rating: its score, the instant it speaks of and the zone it was made in.

    ``record_id`` is the id that a browser gave it; None makes one. ``by`` is None where a signed link answered for the person, without log-in.
    """
    with writing(patient, by=by, at=at, submission=submission, recompute=recompute_days) as record:
        score, rated_at, tz = clean()
        local = rated_at.astimezone(zoneinfo.ZoneInfo(tz))
        rating = PainRating(
            id=record_id or uuid7(),
            score=score,
            at=rated_at,
            tz=tz,
            local_date=local.date(),
            is_at_usual_time=is_near(local, patient.usual_rating_time),
            is_prompted=is_prompted,
        )
        record.create(rating)
        record.touch(rating.local_date)
        record.outcome = rating.id
    return rating.id


@exactly_once
def correct_rating(
    *,
    patient: Patient,
    rating_id: uuid.UUID,
    by: User,
    at: dt.datetime,
    submission: Submission,
    clean: Callable[[], int],
) -> uuid.UUID:
    """Correct the score of a rating; when it was made stays."""
    with writing(patient, by=by, at=at, submission=submission, recompute=recompute_days) as record:
        rating = record.find(PainRating, rating_id, submission.version)
        record.change(rating, day=rating.local_date, score=clean())
        record.bump(rating)
        record.touch(rating.local_date)
        record.outcome = rating.id
    return rating.id


@exactly_once
def delete_rating(
    *, patient: Patient, rating_id: uuid.UUID, by: User, at: dt.datetime, submission: Submission
) -> uuid.UUID:
    """Delete one rating."""
    return delete_row(PainRating, rating_id, patient=patient, by=by, at=at, submission=submission)


@exactly_once
def restore_rating(
    *, patient: Patient, rating_id: uuid.UUID, by: User, at: dt.datetime, submission: Submission
) -> uuid.UUID:
    """Undo a delete of the last ten minutes.

    Raises:
        RecordGone: it was not deleted, or too long ago.
    """
    return restore_row(PainRating, rating_id, patient=patient, by=by, at=at, submission=submission)


def is_near(local: dt.datetime, usual: dt.time) -> bool:
    """Whether a local time lies within 90 minutes of the person's usual one, midnight or not."""
    minutes = (local.hour - usual.hour) * 60 + local.minute - usual.minute
    apart = abs(minutes) % (24 * 60)
    return min(apart, 24 * 60 - apart) * 60 <= USUAL_WITHIN.total_seconds()
