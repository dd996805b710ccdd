"""One look of a round at the watches: who did not come back up in time has their contact told, once.

The claim is committed before the mail goes, as with prompts: a round that dies between the two
leaves a contact who was not told, never one who is told twice. What the mail server surely refused is
tried again, at growing distances.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db.models import Case, Value, When

from .. import queries
from ..channels import Outcome, letters, mail
from ..enums import WatchState
from ..models import Contact, Watch

GRACE: Final = dt.timedelta(minutes=10)  # a claim that is older belongs to a round that died
STALE_AFTER: Final = dt.timedelta(hours=24)  # after a long rest of the server a call helps nobody
LISTENS_FOR: Final = dt.timedelta(hours=24)  # how long "back up" may follow
MOST_ATTEMPTS: Final = 7  # 1, 2, 4 ... 32 minutes apart: about an hour


def look(watch: Watch, outbox: mail.Outbox, *, at: dt.datetime, dry_run: bool) -> WatchState | None:
    """Bring one watch as far as it gets now; return what came of it, None for nothing."""
    if watch.state == WatchState.OPEN:
        return _not_back(watch, outbox, at=at, dry_run=dry_run)
    return _told_before(watch, outbox, at=at, dry_run=dry_run)


def _not_back(
    watch: Watch, outbox: mail.Outbox, *, at: dt.datetime, dry_run: bool
) -> WatchState | None:
    if queries.is_up(watch):
        return _end(watch, WatchState.LEVEL, dry_run=dry_run)
    contact = _agreed(watch)
    if contact is None:
        return _end(watch, WatchState.DROPPED, dry_run=dry_run)
    if at - watch.due_at > STALE_AFTER or queries.who_is_told(watch.patient, at) is None:
        return _end(watch, WatchState.FAILED, dry_run=dry_run)
    if dry_run:
        return WatchState.TOLD
    claim = {"claimed_at": at, "contact_id": contact.id, "look_at": at + GRACE}
    if not _book(watch, WatchState.CLAIMED, attempts=watch.attempts + 1, **claim):
        return None
    outcome = outbox.post(letters.not_back_up(contact, watch.patient, watch, at))
    return _told(watch, outcome, at)


def _told(watch: Watch, outcome: Outcome, at: dt.datetime) -> WatchState | None:
    """Book what became of the mail, beside what the phone may have said meanwhile."""
    rows = Watch.objects.for_patient(watch.patient_id)
    rows = rows.filter(id=watch.id, state=WatchState.CLAIMED)
    if outcome.may_have_come:
        told = Case(
            When(level_at=None, then=Value(WatchState.TOLD)), default=Value(WatchState.RETURNED)
        )
        rows.update(state=told, told_at=at, look_at=at)
        return WatchState.TOLD
    is_last = watch.attempts >= MOST_ATTEMPTS
    state = WatchState.FAILED if is_last else WatchState.OPEN
    next_at = None if is_last else at + dt.timedelta(minutes=2 ** (watch.attempts - 1))
    unclaimed = {"claimed_at": None, "contact_id": None}
    if not rows.filter(level_at=None).update(state=state, look_at=next_at, **unclaimed):
        rows.update(state=WatchState.LEVEL, look_at=None, **unclaimed)
    return WatchState.FAILED if is_last else None


def _told_before(
    watch: Watch, outbox: mail.Outbox, *, at: dt.datetime, dry_run: bool
) -> WatchState | None:
    """Tell the contact that the person is back, if they are; look no longer after a day."""
    is_back = watch.level_at is not None or queries.is_up(watch)
    contact = _agreed(watch)
    is_over = watch.claimed_at is None or at - watch.claimed_at > LISTENS_FOR
    if is_over or (is_back and (contact is None or contact.id != watch.contact_id)):
        return _end(watch, WatchState(watch.state), dry_run=dry_run)
    if not is_back or contact is None:
        return None
    if dry_run:
        return WatchState.BACK
    if not _book(watch, WatchState.BACK, look_at=None):
        return None
    outcome = outbox.post(letters.back_up(contact, watch.patient, watch))
    if outcome.may_have_come:
        return WatchState.BACK
    rows = Watch.objects.for_patient(watch.patient_id).filter(id=watch.id)
    rows.update(state=WatchState.RETURNED, look_at=at + dt.timedelta(minutes=5))
    return None


def _agreed(watch: Watch) -> Contact | None:
    """Return who is told; nobody for an account that is closed."""
    contact = queries.contact_of(watch.patient)
    is_there = contact is not None and contact.has_agreed and watch.patient.user.is_active
    return contact if is_there else None


def _end(watch: Watch, state: WatchState, *, dry_run: bool) -> WatchState | None:
    """Look at a watch no more; returns what is worth counting."""
    if not dry_run:
        _book(watch, state, look_at=None)
    return state if state is WatchState.FAILED else None


def _book(watch: Watch, state: WatchState, **values: object) -> bool:
    """Move a watch on; answers whether nobody else did since it was read."""
    rows = Watch.objects.for_patient(watch.patient_id).filter(
        id=watch.id, state=watch.state, look_at=watch.look_at
    )
    is_ours = bool(rows.update(state=state, **values))
    if is_ours:
        for name, value in {"state": state, **values}.items():
            setattr(watch, name, value)
    return is_ours
