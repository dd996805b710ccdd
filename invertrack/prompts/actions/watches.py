"""Writing what a phone says of a session that is watched: that it began, goes on, is over."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Value, When

from invertrack.users.models import Patient

from ..enums import WatchState
from ..models import Contact, Watch
from ..queries import is_up, who_is_told

LONGEST: Final = dt.timedelta(hours=3)  # until the expected end; what claims more is not watched
KEPT_FOR: Final = dt.timedelta(days=90)
MOST_A_DAY: Final = 60


def watch(
    *, patient: Patient, session_id: uuid.UUID, ends_at: dt.datetime, at: dt.datetime
) -> tuple[Watch, Contact] | None:
    """Watch a session that begins now; None where nobody is told. Safe to be sent twice.

    A page that was closed and leads on sends it again, with the end that it expects then. One whose
    end came in before its beginning is over, and stays so.
    """
    contact = who_is_told(patient, at)
    rows = Watch.objects.for_patient(patient)
    if contact is None or not at < ends_at <= at + LONGEST:
        return None
    rows.filter(started_at__lt=at - KEPT_FOR).delete()
    due_at = ends_at + dt.timedelta(minutes=contact.margin_min)
    made = Watch(
        patient=patient,
        session_id=session_id,
        started_at=at,
        ends_at=ends_at,
        due_at=due_at,
        look_at=due_at,
    )
    if _insert(made):
        return made, contact
    if not rows.filter(session_id=session_id, state=WatchState.OPEN).exists():
        return None
    return go_on(patient=patient, session_id=session_id, ends_at=ends_at, at=at)


def go_on(
    *, patient: Patient, session_id: uuid.UUID, ends_at: dt.datetime, at: dt.datetime
) -> tuple[Watch, Contact] | None:
    """Expect a later end of a session, also after a pause at level; None where nobody is told."""
    contact = who_is_told(patient, at)
    found = Watch.objects.for_patient(patient).filter(session_id=session_id).first()
    if contact is None or found is None or not at < ends_at <= at + LONGEST or is_up(found):
        return None
    due_at = ends_at + dt.timedelta(minutes=contact.margin_min)
    # A contact who was told of it is not told again.
    rows = Watch.objects.for_patient(patient).filter(
        id=found.id, state__in=[WatchState.OPEN, WatchState.LEVEL]
    )
    values = {"ends_at": ends_at, "due_at": due_at, "look_at": due_at}
    if not rows.update(**values, state=WatchState.OPEN, level_at=None):
        return None
    found.refresh_from_db(from_queryset=Watch.objects.for_patient(patient))
    return found, contact


def level(
    *, patient: Patient, session_id: uuid.UUID, level_at: dt.datetime, at: dt.datetime
) -> None:
    """Keep that a person is back at level; a contact who was told already is told that, too."""
    is_known = Watch.objects.for_patient(patient).filter(session_id=session_id).exists()
    if not is_known and who_is_told(patient, at):
        # The beginning is still on its way, or never came: it must not open a watch any more.
        over = {"state": WatchState.LEVEL, "level_at": level_at}
        is_known = not _insert(
            Watch(
                patient=patient,
                session_id=session_id,
                started_at=level_at,
                ends_at=level_at,
                due_at=level_at,
                **over,
            )
        )
    if is_known:
        _close(patient, session_id, level_at, at)


def _close(patient: Patient, session_id: uuid.UUID, level_at: dt.datetime, at: dt.datetime) -> None:
    """Book it in one statement: a round may be claiming this watch in the same moment."""
    states = (WatchState.OPEN, WatchState.CLAIMED, WatchState.TOLD)
    rows = Watch.objects.for_patient(patient).filter(session_id=session_id, state__in=states)
    rows.filter(level_at=None).update(
        level_at=level_at,
        state=Case(
            When(state=WatchState.OPEN, then=Value(WatchState.LEVEL)),
            When(state=WatchState.TOLD, then=Value(WatchState.RETURNED)),
            default=F("state"),  # being told: whoever does so sees it
        ),
        look_at=Case(
            When(state=WatchState.OPEN, then=None),
            When(state=WatchState.TOLD, then=Value(at)),
            default=F("look_at"),
        ),
    )


def _insert(row: Watch) -> bool:
    """Store a new watch; answers whether there was none of that session, nor very many of others."""
    rows = Watch.objects.for_patient(row.patient_id)
    if rows.filter(started_at__gt=row.started_at - dt.timedelta(days=1)).count() >= MOST_A_DAY:
        return False
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True
