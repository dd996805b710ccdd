"""The clinician's list: a line for each patient who let them in.

Every number is cut by what its own grant opens: the scope, and the first local date.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, CharField, Count, Max, Q, QuerySet, Sum, Value

from invertrack.care.access import Access, access_of
from invertrack.care.enums import Scope
from invertrack.care.models import Grant
from invertrack.care.records import SharedRow
from invertrack.journals.models import JournalDay
from invertrack.sessions.models import SessionDay
from invertrack.users.models import User

from .alarms import AlarmLine, open_alarms

RECENT_DAYS = 28
IS_RATED = Q(pain_avg_24h__isnull=False) | Q(pain_worst_24h__isnull=False) | Q(ratings__gt=0)
PARTS = {
    Scope.SESSIONS: "sessions",
    Scope.JOURNAL: "journal scores",
    Scope.TEXT: "notes in their own words",
}


@dataclass(frozen=True, slots=True)
class Share:
    """What one patient opened to this clinician, in words and dates; dates are the patient's."""

    access: Access
    since: dt.date
    until: dt.date | None
    parts: list[str]


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One patient in the list; counts are of the last 28 local days, as far as they are open.

    ``alarms`` were not left yet, the first to be read first.
    """

    share: Share
    alarms: list[AlarmLine]
    last_session: dt.date | None
    sessions: int
    side_effects: int
    last_journal: dt.date | None
    rated_days: int


def share_of(grant: Grant) -> Share:
    """Return what a grant opens; its patient is loaded."""
    zone = grant.patient.zone
    return Share(
        access=access_of(grant),
        since=grant.granted_at.astimezone(zone).date(),
        until=grant.valid_until and grant.valid_until.astimezone(zone).date(),
        parts=[words for scope, words in PARTS.items() if scope in grant.scopes],
    )


def panel(to: User, at: dt.datetime) -> list[PanelRow]:
    """Return a row for each patient with a live grant: open alarms first, then by name.

    At most five statements, whatever the number of patients.
    """
    grants = Grant.objects.filter(clinician=to).live(at).select_related("patient__user")
    shares = [share_of(grant) for grant in grants]
    accesses = [share.access for share in shares]
    alarms = open_alarms(accesses, _opened)
    counts = _recent_and_last(accesses, at)
    rows = [_row(share, alarms, counts) for share in shares]
    return sorted(rows, key=_place)


def _row(
    share: Share,
    alarms: Mapping[uuid.UUID, list[AlarmLine]],
    counts: Mapping[type[SharedRow], Mapping[uuid.UUID, dict[str, Any]]],
) -> PanelRow:
    patient = share.access.patient.pk
    of_sessions = counts[SessionDay].get(patient, {})
    of_journal = counts[JournalDay].get(patient, {})
    return PanelRow(
        share=share,
        alarms=alarms.get(patient, []),
        last_session=of_sessions.get("last"),
        sessions=of_sessions.get("sessions", 0),
        side_effects=of_sessions.get("effects", 0),
        last_journal=of_journal.get("last"),
        rated_days=of_journal.get("rated", 0),
    )


def _place(row: PanelRow) -> tuple:
    first = (0, *row.alarms[0].rank) if row.alarms else (1,)
    return first, str(row.share.access.patient).casefold()


def _recent_and_last(
    accesses: list[Access], at: dt.datetime
) -> dict[type[SharedRow], dict[uuid.UUID, dict[str, Any]]]:
    """Return sums over each patient's recent open days, and their last open day whenever it was.

    One grouped statement a kind of days, and one more for those who were quiet: only there is it
    worth looking through all days.
    """
    since = {
        access.patient.pk: access.patient.today(at) - dt.timedelta(days=RECENT_DAYS - 1)
        for access in accesses
    }
    found = {
        kind: _recent(kind, accesses, since, **sums)
        for kind, sums in {
            SessionDay: {"sessions": Sum("sessions"), "effects": Sum("side_effects")},
            JournalDay: {"rated": Count("id", filter=IS_RATED)},
        }.items()
    }
    quiet = [
        _last_days(kind, [access for access in accesses if access.patient.pk not in rows])
        for kind, rows in found.items()
    ]
    kinds = {kind.__name__: kind for kind in found}
    for name, patient, last in quiet[0].union(*quiet[1:], all=True):
        found[kinds[name]][patient] = {"last": last}
    return found


def _recent(
    model: type[SharedRow],
    accesses: list[Access],
    since: Mapping[uuid.UUID, dt.date],
    **sums: Aggregate,
) -> dict[uuid.UUID, dict[str, Any]]:
    days = model.objects.filter(_opened(model, accesses, since=since)).values("patient")
    rows = days.annotate(last=Max("local_date"), **sums)
    return {row.pop("patient"): row for row in rows}


def _last_days(model: type[SharedRow], accesses: list[Access]) -> QuerySet:
    days = model.objects.filter(_opened(model, accesses)).values("patient")
    named = days.annotate(kind=Value(model.__name__, CharField()), last=Max("local_date"))
    return named.values_list("kind", "patient", "last")


def _opened(
    model: type[SharedRow],
    accesses: list[Access],
    *,
    since: Mapping[uuid.UUID, dt.date] | None = None,
) -> Q:
    """Return the condition under which a row is open to its own patient's access.

    ``visible_to`` says it for one patient; this says it for many in one statement. Patients with
    the same first day share a branch, so that its length follows the dates and not the patients.
    """
    by_floor: dict[dt.date | None, list[uuid.UUID]] = defaultdict(list)
    for access in accesses:
        if access.opens(*model.SCOPES):
            floors = (access.data_from, since and since[access.patient.pk])
            by_floor[max(filter(None, floors), default=None)].append(access.patient.pk)
    opened = Q(patient__in=[])
    for floor, patients in by_floor.items():
        own = Q(patient__in=patients)
        opened |= own & Q(**{f"{model.DAY}__gte": floor}) if floor else own
    return opened
