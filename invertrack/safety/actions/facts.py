"""What sessions tell safety: one fact a session, told again on every change."""

from __future__ import annotations

import uuid
from typing import Any

from invertrack.care.actions import WriteRecord

from ..lists import stop_now
from ..models import SafetyFact
from ..rollups import keep_state, latest_facts, pause, with_alarms
from ..rules import SessionSaid, of_session
from ..state import dump
from .alarms import raise_alarms

PAIN_RISE = 2
TOLD = (
    "local_date",
    "started_at",
    "angle_deg",
    "duration_s",
    "stop_items",
    "has_pain_risen",
    "is_measured",
    "told_at",
    "withdrawn_at",
)


def tell_session(
    record: WriteRecord,
    *,
    session_id: uuid.UUID,
    is_new: bool = False,
    **said: Any,
) -> None:
    """Keep the fact of a session in place of what was told about it before, and act on what is new.

    ``said`` are local_date, started_at, angle_deg, duration_s, is_measured, stop_items and
    has_pain_risen.
    A new session has no earlier fact to look for, and one without a symptom and without more pain
    acts on nothing.
    """
    fact = SafetyFact(patient=record.patient, session_id=session_id, told_at=record.at, **said)
    if is_new and not fact.stop_items and not fact.has_pain_risen:
        fact.save(force_insert=True)  # changes nothing else
        return
    facts = latest_facts(record.patient)
    before = None if is_new else _told_before(record, session_id, facts)
    SafetyFact.objects.bulk_create(
        [fact],
        update_conflicts=True,
        unique_fields=["patient", "session_id"],
        update_fields=TOLD,
    )
    facts = sorted(
        [*(row for row in facts if row.session_id != session_id), fact],
        key=lambda row: row.started_at,
        reverse=True,
    )
    found = of_session(_said(fact), before, [_said(row) for row in facts], stop_now())
    alarms = raise_alarms(record, found, local_date=fact.local_date, session_id=session_id)
    rose_newly = fact.has_pain_risen and not (before and before.has_pain_risen)
    values: dict[str, Any] = {"pause": dump(pause(facts))}
    if alarms:
        values["causes"] = dump(with_alarms(record.patient, alarms))
    if rose_newly:
        values["asks_red_flags_since"] = record.at
    keep_state(record.patient, at=record.at, **values)


def withdraw_session(record: WriteRecord, *, session_id: uuid.UUID) -> None:
    """Note that the session was deleted; an alarm that it raised is not lifted by this."""
    own = SafetyFact.objects.for_patient(record.patient).filter(session_id=session_id)
    own.update(withdrawn_at=record.at)
    _pause_anew(record)


def return_session(record: WriteRecord, *, session_id: uuid.UUID) -> None:
    """Take back that the session was deleted: its fact stands as it was told."""
    own = SafetyFact.objects.for_patient(record.patient).filter(session_id=session_id)
    own.update(withdrawn_at=None, told_at=record.at)
    _pause_anew(record)


def _pause_anew(record: WriteRecord) -> None:
    facts = latest_facts(record.patient)
    keep_state(record.patient, at=record.at, pause=dump(pause(facts)))


def _told_before(
    record: WriteRecord, session_id: uuid.UUID, facts: list[SafetyFact]
) -> SessionSaid | None:
    own = next((fact for fact in facts if fact.session_id == session_id), None)
    if own is None:  # older than the latest ones
        told = SafetyFact.objects.for_patient(record.patient)
        own = told.filter(session_id=session_id).first()
    return own and _said(own)


def _said(fact: SafetyFact) -> SessionSaid:
    return SessionSaid(fact.session_id, tuple(fact.stop_items), fact.has_pain_risen)
