"""What a person will be asked in the days to come, as far as it can be known now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from invertrack.care.access import own_access
from invertrack.questionnaires.queries import due_dates
from invertrack.sessions.models import FollowUp
from invertrack.users.models import Patient

from .calendar import Moment
from .enums import PromptKind
from .models import PromptSettings
from .queries import facts_of, follow_up_kinds, times_of
from .rules import Facts, Send, verdict
from .schedule import Planned, planned


def coming(kept: PromptSettings, at: dt.datetime, until: dt.datetime) -> list[Moment]:
    """Return what will be asked in (at, until] if nothing changes: nothing while it would be silent.

    The calendar is a way of its own, so it needs no other one to be switched on.
    """
    patient = kept.patient
    facts = facts_of(patient, kept, at, has_way=True)
    by_clock = planned(times_of(kept, patient), at, until)
    asked = [
        *((one.kind, one.due_at) for one in by_clock if one.kind is not PromptKind.QUESTIONNAIRES),
        *_questionnaires(patient, by_clock),
        *_follow_ups(patient, at, until),
    ]
    return _heard(asked, facts)


def _heard(asked: Iterable[tuple[PromptKind, dt.datetime]], facts: Facts) -> list[Moment]:
    moments = {
        Moment(due_at, f"{kind} {due_at.isoformat()}")
        for kind, due_at in asked
        if isinstance(verdict(kind, due_at, facts, due_at), Send)
    }
    return sorted(moments)


def _questionnaires(
    patient: Patient, by_clock: list[Planned]
) -> Iterator[tuple[PromptKind, dt.datetime]]:
    """Yield the first time for each that is due, now or later; each comes once."""
    slots = [one for one in by_clock if one.kind is PromptKind.QUESTIONNAIRES]
    for due in due_dates(own_access(patient)) if slots else ():
        yield from [(one.kind, one.due_at) for one in slots if one.local_date >= due.on][:1]


def _follow_ups(
    patient: Patient, at: dt.datetime, until: dt.datetime
) -> Iterator[tuple[PromptKind, dt.datetime]]:
    rows = FollowUp.objects.for_patient(patient).live().filter(answered_at=None)
    asked = follow_up_kinds(patient)
    for kind, due_at in rows.filter(due_at__gt=at, due_at__lte=until).values_list("kind", "due_at"):
        if kind in asked:
            yield PromptKind(kind), due_at
