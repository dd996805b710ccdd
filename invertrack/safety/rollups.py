"""The stored safety state of a patient, computed from the rows that it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from invertrack.users.models import Patient

from .enums import Level, ListName, State, Why
from .lists import screening, stop_now
from .models import CHECKED, Alarm, Clearance, SafetyFact, SafetyState, Screen
from .queries import answers_of
from .screen import findings
from .state import ORDER, Cause, Cleared, Known, Raised, Screening, causes, dump

LATEST_FACTS = 8  # a day holds no more sessions


def recompute_state(patient: Patient, *, at: dt.datetime) -> None:
    """Bring the stored state to what the rows say: for every write but those of sessions."""
    facts = latest_facts(patient)
    known = Known(
        screening=latest_screening(patient),
        cleared=cleared(patient),
        alarms=tuple(map(raised, open_alarms(patient))),
        **pause_of(facts),
    )
    asked = Screen.objects.for_patient(patient).live().filter(list_name=ListName.RED_FLAGS)
    keep_state(
        patient,
        at=at,
        causes=dump(causes(known)),
        list_version=known.screening.list_version if known.screening else "",
        red_flags_at=asked.order_by("-at").values_list("at", flat=True).first(),
    )


def keep_state(patient: Patient, *, at: dt.datetime, **values: Any) -> None:
    """Set these columns of a patient's state, and leave the others as they are."""
    SafetyState.objects.bulk_create(
        [SafetyState(patient=patient, computed_at=at, **values)],
        update_conflicts=True,
        unique_fields=["patient"],
        update_fields=["computed_at", *values],
    )


def latest_screening(patient: Patient) -> Screening | None:
    """Return the latest pass through the screening, with the answers that count."""
    screens = Screen.objects.for_patient(patient).live().filter(list_name=ListName.SCREENING)
    latest = screens.order_by("-at", "-id").first()
    if latest is None:
        return None
    answers = answers_of(patient, latest)
    return Screening(latest.list_version, latest.at, tuple(findings(answers, screening())))


def cleared(patient: Patient) -> tuple[Cleared, ...]:
    """Return what was cleared, ended ones too; an own confirmation clears no blocker."""
    rows = Clearance.objects.for_patient(patient).live().filter(withdrawn_at=None)
    asked = screening()
    return tuple(
        Cleared(item_id, until)
        for item_id, until, is_own in rows.values_list("item_id", "valid_until", "is_own")
        if item_id in asked and not (is_own and asked[item_id].level == Level.STOP)
    )


def checked_at(patient: Patient) -> dt.datetime | None:
    """Return when a check after an alarm was last recorded, by a clinician or by the person."""
    rows = Clearance.objects.for_patient(patient).live()
    checks = rows.filter(withdrawn_at=None, item_id=CHECKED)
    return checks.order_by("-at").values_list("at", flat=True).first()


def open_alarms(patient: Patient) -> list[Alarm]:
    """Return the alarms that were not left, the oldest first."""
    alarms = Alarm.objects.for_patient(patient).filter(left_at=None)
    return list(alarms.order_by("at", "id"))


def raised(alarm: Alarm) -> Raised:
    """Return an alarm as the state table looks at it."""
    return Raised(Level(alarm.level), tuple(alarm.item_ids), alarm.at, alarm.read_at)


def latest_facts(patient: Patient) -> list[SafetyFact]:
    """Return the facts of the latest sessions, the newest first."""
    facts = SafetyFact.objects.for_patient(patient).filter(withdrawn_at=None)
    return list(facts.order_by("-started_at", "-id")[:LATEST_FACTS])


def pause_of(facts: Sequence[SafetyFact]) -> dict[str, Any]:
    """Return ``stopped`` and ``stopped_at`` of the latest session with a stop symptom."""
    for fact in facts:
        items = tuple(i for i in fact.stop_items if stop_now()[i].level == Level.STOP)
        if items:
            ended = fact.started_at + dt.timedelta(seconds=fact.duration_s)
            return {"stopped": items, "stopped_at": ended}
    return {"stopped": (), "stopped_at": None}


def told_anew(
    stored: Iterable[Cause], facts: Sequence[SafetyFact], alarms: Iterable[Alarm]
) -> tuple[Cause, ...]:
    """Return the causes after a session was told: another pause, and the alarms that it raised."""
    kept = [cause for cause in stored if cause.state != State.PAUSED]
    fresh = Known(alarms=tuple(map(raised, alarms)), **pause_of(facts))
    added = [cause for cause in causes(fresh) if cause.why != Why.NO_SCREEN]
    return tuple(sorted([*kept, *added], key=lambda cause: ORDER[cause.state]))
