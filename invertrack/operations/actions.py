"""Upkeep of the whole store: purging what was deleted, rebuilding what is derived."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import reduce
from itertools import batched
from operator import or_

from django.apps import apps
from django.db import transaction
from django.db.models import Q

from invertrack.care.actions import UNDO_LASTS
from invertrack.care.models import Revision, Tombstone
from invertrack.care.records import HealthRecord
from invertrack.core.records import SamePatientFK
from invertrack.journals.models import Entry, JournalDay, PainRating, Treatment
from invertrack.journals.rollups import recompute_days as recompute_journal_days
from invertrack.prompts.models import Delivery, Watch
from invertrack.safety.models import SafetyFact
from invertrack.safety.rollups import recompute_state
from invertrack.sessions.models import FollowUp, Session, SessionDay
from invertrack.sessions.rollups import recompute_days as recompute_session_days
from invertrack.users.actions import lock
from invertrack.users.models import Patient

DAYS_AT_ONCE = 400


def purge_deleted(*, at: dt.datetime, dry_run: bool) -> int:
    """Remove for good what was deleted over ten minutes ago, leaving a tombstone for each row.

    Returns the number of rows. Safe to run at any time and twice at once: each patient's rows go
    in one transaction under the patient's lock.
    """
    before = at - UNDO_LASTS
    removed = 0
    for patient in _with_deleted(before):
        with transaction.atomic():
            lock(patient)
            removed += _purge(patient, before=before, at=at, dry_run=dry_run)
    return removed


def rebuild_rollups(patient: Patient, *, at: dt.datetime, dry_run: bool) -> int:
    """Recompute every day and the safety state of one patient; return how many days there are."""
    with transaction.atomic():
        locked = lock(patient)
        session_days = _days(locked, Session, SessionDay)
        journal_days = _days(locked, Entry, PainRating, Treatment, JournalDay)
        if not dry_run:
            for some in batched(session_days, DAYS_AT_ONCE, strict=False):
                recompute_session_days(locked, some)
            for some in batched(journal_days, DAYS_AT_ONCE, strict=False):
                recompute_journal_days(locked, some)
            recompute_state(locked, at=at)
    return len({*session_days, *journal_days})


def health_models() -> list[type[HealthRecord]]:
    """Return every model whose rows a person enters."""
    return [model for model in apps.get_models() if issubclass(model, HealthRecord)]


def _with_deleted(before: dt.datetime) -> Iterator[Patient]:
    ids: set[uuid.UUID] = set()
    for model in health_models():
        ids.update(model.objects.filter(deleted_at__lt=before).values_list("patient_id", flat=True))
    yield from Patient.objects.filter(id__in=ids).order_by("id")


def _purge(patient: Patient, *, before: dt.datetime, at: dt.datetime, dry_run: bool) -> int:
    found = {
        model: list(
            model.objects.for_patient(patient)
            .filter(deleted_at__lt=before)
            .values_list("id", flat=True)
        )
        for model in health_models()
    }
    ids = [row_id for rows in found.values() for row_id in rows]
    if dry_run:
        return len(ids)
    # Tombstones first: deleting a parent takes its children along.
    Tombstone.objects.bulk_create(
        [Tombstone(patient=patient, record_id=row_id, purged_at=at) for row_id in ids],
        ignore_conflicts=True,
    )
    # What a purged record said before is its content too.
    Revision.objects.for_patient(patient).filter(root_id__in=ids).delete()
    for model in found:
        rows = model.objects.for_patient(patient).filter(_with_parts(model, found))
        # `delete` would look for the parts itself, and by their parents' ids alone.
        rows._raw_delete(rows.db)
    # What became of its questions and of its watch says when a session was.
    Delivery.objects.for_patient(patient).filter(follow_up_id__in=found[FollowUp]).delete()
    Watch.objects.for_patient(patient).filter(session_id__in=found[Session]).delete()
    # What a deleted session had told: nothing returns it any more. An alarm of it stays.
    SafetyFact.objects.for_patient(patient).filter(withdrawn_at__lt=before).delete()
    return len(ids)


def _with_parts(model: type[HealthRecord], ids: Mapping[type, Collection[uuid.UUID]]) -> Q:
    """Rows of these ids, and those that hang on a row of them."""
    links = [field for field in model._meta.local_fields if isinstance(field, SamePatientFK)]
    parts = (Q(**{f"{link.name}__in": ids[link.related_model]}) for link in links)
    return reduce(or_, parts, Q(id__in=ids[model]))


def _days(patient: Patient, *models: type) -> list[dt.date]:
    days: Iterable[dt.date] = {
        day
        for model in models
        for day in model.objects.for_patient(patient).values_list("local_date", flat=True)
    }
    return sorted(days)
