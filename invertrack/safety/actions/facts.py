"""What sessions tell safety: one fact a session, told again on every change."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from invertrack.care.actions import WriteRecord

from ..lists import stop_now
from ..models import SafetyFact, SafetyState
from ..rollups import keep_state, latest_facts, told_anew
from ..rules import SessionSaid, of_session
from ..state import Known, causes, dump, load
from .alarms import raise_alarms

PAIN_RISE = 2
TOLD = (
    "local_date",
    "started_at",
    "angle_deg",
    "duration_s",
    "stop_items",
    "has_pain_risen",
    "told_at",
    "withdrawn_at",
)


@dataclass(frozen=True, slots=True)
class _Before:
    """What is stored before a session tells: its state, the latest facts, and its own."""

    state: SafetyState | None
    facts: list[SafetyFact]
    own: SafetyFact | None


def tell_session(
    record: WriteRecord,
    *,
    session_id: uuid.UUID,
    is_new: bool = False,
    **said: Any,
) -> None:
    """Keep the fact of a session in place of what was told about it before, and act on what is new.

    ``said`` are local_date, started_at, angle_deg, duration_s, stop_items and has_pain_risen.
    A new session has no earlier fact to look for.
    """
    before = _before(record, None if is_new else session_id)
    fact = SafetyFact(patient=record.patient, session_id=session_id, told_at=record.at, **said)
    SafetyFact.objects.bulk_create(
        [fact],
        update_conflicts=True,
        unique_fields=["patient", "session_id"],
        update_fields=TOLD,
    )
    facts = sorted(
        [*(row for row in before.facts if row.session_id != session_id), fact],
        key=lambda row: row.started_at,
        reverse=True,
    )
    own = before.own and _said(before.own)
    found = of_session(_said(fact), own, [_said(row) for row in facts], stop_now())
    alarms = raise_alarms(record, found, local_date=fact.local_date, session_id=session_id)
    rose_newly = fact.has_pain_risen and not (own and own.has_pain_risen)
    _restate(record, before.state, facts, alarms, rose_newly=rose_newly)


def withdraw_session(record: WriteRecord, *, session_id: uuid.UUID) -> None:
    """Note that the session was deleted; an alarm that it raised is not lifted by this."""
    own = SafetyFact.objects.for_patient(record.patient).filter(session_id=session_id)
    own.update(withdrawn_at=record.at)
    before = _before(record, None)
    _restate(record, before.state, before.facts, [])


def return_session(record: WriteRecord, *, session_id: uuid.UUID) -> None:
    """Take back that the session was deleted: its fact stands as it was told."""
    own = SafetyFact.objects.for_patient(record.patient).filter(session_id=session_id)
    own.update(withdrawn_at=None, told_at=record.at)
    before = _before(record, None)
    _restate(record, before.state, before.facts, [])


def _before(record: WriteRecord, session_id: uuid.UUID | None) -> _Before:
    facts = latest_facts(record.patient)
    own = next((fact for fact in facts if fact.session_id == session_id), None)
    if session_id is not None and own is None:
        told = SafetyFact.objects.for_patient(record.patient)
        own = told.filter(session_id=session_id).first()
    state = SafetyState.objects.for_patient(record.patient).first()
    return _Before(state, facts, own)


def _restate(
    record: WriteRecord,
    state: SafetyState | None,
    facts: list[SafetyFact],
    alarms: list[Any],
    *,
    rose_newly: bool = False,
) -> None:
    """Store the state anew where the facts change it; most sessions change nothing."""
    stored = load(state.causes) if state is not None else causes(Known())
    now = told_anew(stored, facts, alarms)
    if now == stored and not rose_newly:
        return
    asks = {"asks_red_flags_since": record.at} if rose_newly else {}
    keep_state(record.patient, at=record.at, causes=dump(now), **asks)


def _said(fact: SafetyFact) -> SessionSaid:
    return SessionSaid(fact.session_id, tuple(fact.stop_items), fact.has_pain_risen)
