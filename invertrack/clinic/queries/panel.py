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

from django.db.models import Aggregate, Count, Max, Q, Sum

from invertrack.care.access import Access, access_of
from invertrack.care.enums import Scope
from invertrack.care.models import Grant
from invertrack.care.records import SharedRow
from invertrack.journals.models import JournalDay
from invertrack.sessions.models import SessionDay
from invertrack.users.models import User

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
    """One patient in the list; counts are of the last 28 local days, as far as they are open."""

    share: Share
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
    """Return a row for each patient with a live grant, by name: at most five statements."""
    grants = Grant.objects.filter(clinician=to).live(at).select_related("patient__user")
    shares = sorted(map(share_of, grants), key=lambda share: str(share.access.patient).casefold())
    accesses = [share.access for share in shares]
    since = {
        access.patient.pk: access.patient.today(at) - dt.timedelta(days=RECENT_DAYS - 1)
        for access in accesses
    }
    sessions = _recent(
        SessionDay, accesses, since, sessions=Sum("sessions"), effects=Sum("side_effects")
    )
    journal = _recent(JournalDay, accesses, since, rated=Count("id", filter=IS_RATED))
    nothing = {"last": None, "sessions": 0, "effects": 0, "rated": 0}
    rows = []
    for share in shares:
        of_sessions = sessions.get(share.access.patient.pk, nothing)
        of_journal = journal.get(share.access.patient.pk, nothing)
        rows.append(
            PanelRow(
                share=share,
                last_session=of_sessions["last"],
                sessions=of_sessions["sessions"],
                side_effects=of_sessions["effects"],
                last_journal=of_journal["last"],
                rated_days=of_journal["rated"],
            )
        )
    return rows


def share_behind(access: Access) -> Share:
    """Return the grant behind an access, in words and dates."""
    grant = Grant.objects.for_patient(access.patient).get(id=access.grant_id)
    grant.patient = access.patient
    return share_of(grant)


def _recent(
    model: type[SharedRow],
    accesses: list[Access],
    since: Mapping[uuid.UUID, dt.date],
    **sums: Aggregate,
) -> dict[uuid.UUID, dict[str, Any]]:
    """Return sums over each patient's recent open days, and their last open day whenever it was.

    One grouped statement, and one more for those who were quiet: only there is it worth looking
    through all days.
    """
    days = model.objects.filter(_opened(model, accesses, since=since)).values("patient")
    rows = days.annotate(last=Max("local_date"), **sums)
    found = {row.pop("patient"): row for row in rows}
    quiet = [access for access in accesses if access.patient.pk not in found]
    earlier = model.objects.filter(_opened(model, quiet)).values_list("patient")
    for patient, last in earlier.annotate(Max("local_date")):
        found[patient] = {"last": last, **dict.fromkeys(sums, 0)}
    return found


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
