"""What sessions tell safety: one fact a session, told again on every change."""

from __future__ import annotations

import datetime as dt
import uuid

from invertrack.care.actions import WriteRecord

from .models import SafetyFact

PAIN_RISE = 2


def tell_session(
    record: WriteRecord,
    *,
    session_id: uuid.UUID,
    local_date: dt.date,
    started_at: dt.datetime,
    angle_deg: int,
    duration_s: int,
    stop_items: list[str],
    has_pain_risen: bool,
) -> None:
    """Keep the fact of a session, in place of what was told about it before."""
    SafetyFact.objects.bulk_create(
        [
            SafetyFact(
                patient=record.patient,
                session_id=session_id,
                local_date=local_date,
                started_at=started_at,
                angle_deg=angle_deg,
                duration_s=duration_s,
                stop_items=stop_items,
                has_pain_risen=has_pain_risen,
                told_at=record.at,
            )
        ],
        update_conflicts=True,
        unique_fields=["patient", "session_id"],
        update_fields=[
            "local_date",
            "started_at",
            "angle_deg",
            "duration_s",
            "stop_items",
            "has_pain_risen",
            "told_at",
            "withdrawn_at",
        ],
    )


def withdraw_session(record: WriteRecord, *, session_id: uuid.UUID) -> None:
    """Note that the session was deleted; a state that it led to is not lifted by this."""
    SafetyFact.objects.for_patient(record.patient).filter(session_id=session_id).update(
        withdrawn_at=record.at
    )


def return_session(record: WriteRecord, *, session_id: uuid.UUID) -> None:
    """Take back that the session was deleted: its fact stands as it was told."""
    SafetyFact.objects.for_patient(record.patient).filter(session_id=session_id).update(
        withdrawn_at=None, told_at=record.at
    )
