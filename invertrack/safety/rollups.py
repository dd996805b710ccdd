"""The stored safety state of a patient, computed from the rows that it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from invertrack.users.models import Patient

from .enums import Level, ListName
from .lists import screening, stop_now
from .models import CHECKED, Alarm, Clearance, SafetyFact, SafetyState, Screen
from .queries import answers_of
from .screen import findings
from .state import (
    ORDER,
    Cause,
    Cleared,
    Known,
    Raised,
    Screening,
    causes,
    dump,
    load,
    of_alarms,
    paused,
)

LATEST_FACTS = 16  # two days hold no more sessions, and a pause is shorter


def recompute_state(patient: Patient, *, at: dt.datetime) -> None:
    """Bring the stored state to what the rows say: for every write but those of sessions."""
    known = Known(
        screening=latest_screening(patient),
        cleared=cleared(patient),
        alarms=tuple(map(raised, open_alarms(patient))),
    )
    asked = (
        Screen.objects.for_patient(patient)
        .live()
        .filter(list_name=ListName.RED_FLAGS, is_complete=True)
    )
    keep_state(
        patient,
        at=at,
        causes=dump(causes(known)),
        pause=dump(pause(latest_facts(patient))),
        list_version=known.screening.list_version if known.screening else "",
        red_flags_at=asked.order_by("-at").values_list("at", flat=True).first(),
    )


def keep_state(patient: Patient, *, at: dt.datetime, **values: Any) -> None:
    """Set these columns of a patient's state, and leave the others as they are.

    Of somebody who has none yet, nothing is known besides.
    """
    unknown = {"causes": dump(causes(Known()))}
    SafetyState.objects.bulk_create(
        [SafetyState(patient=patient, computed_at=at, **unknown | values)],
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
        Cleared(item_id, until, at)
        for item_id, until, at, is_own in rows.values_list("item_id", "valid_until", "at", "is_own")
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


def pause(facts: Sequence[SafetyFact]) -> tuple[Cause, ...]:
    """Return the pause after the latest session with a stop symptom; an ended one holds nothing."""
    for fact in facts:
        items = tuple(
            i for i in fact.stop_items if i in stop_now() and stop_now()[i].level == Level.STOP
        )
        if items:
            ended = fact.started_at + dt.timedelta(seconds=fact.duration_s)
            return paused(items, ended)
    return ()


def with_alarms(patient: Patient, alarms: Iterable[Alarm]) -> tuple[Cause, ...]:
    """Return the stored causes and those of alarms that were raised just now."""
    row = SafetyState.objects.for_patient(patient).first()
    stored = load(row.causes) if row is not None else causes(Known())
    return tuple(sorted([*stored, *of_alarms(map(raised, alarms))], key=lambda c: ORDER[c.state]))
