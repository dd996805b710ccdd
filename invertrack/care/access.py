"""Who may see what: resolved once a request into one value that every read takes."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.http import Http404

from invertrack.users.models import Patient, User

from .enums import Scope
from .models import Grant, Revision


class NoAccess(Http404):
    """The answer for a patient that does not exist and for one that is not yours: the same."""


@dataclass(frozen=True, slots=True)
class Access:
    """What one reader may see of one patient.

    ``data_from`` is the first local date that is open, None for all; ``scopes`` the open parts.
    """

    patient: Patient
    scopes: frozenset[Scope]
    data_from: dt.date | None = None
    grant_id: uuid.UUID | None = None

    def opens(self, *scopes: Scope) -> bool:
        """Whether every one of the scopes is open."""
        return self.scopes.issuperset(scopes)

    @property
    def sessions(self) -> bool:
        """Whether sessions are open (for templates)."""
        return self.opens(Scope.SESSIONS)

    @property
    def journal(self) -> bool:
        """Whether journal scores are open (for templates)."""
        return self.opens(Scope.JOURNAL)

    @property
    def text(self) -> bool:
        """Whether the person's own words are open (for templates)."""
        return self.opens(Scope.TEXT)


def own_access(patient: Patient) -> Access:
    """Return the access of a person to their own records: everything, from the beginning."""
    return Access(patient=patient, scopes=frozenset(Scope))


def granted_access(*, to: User, patient_id: uuid.UUID, at: dt.datetime) -> Access:
    """Return what a live grant opens to this account at this instant; raises as ``live_grant``."""
    return access_of(live_grant(to=to, patient_id=patient_id, at=at))


def live_grant(*, to: User, patient_id: uuid.UUID, at: dt.datetime) -> Grant:
    """Return the grant that is live for this account at this instant, its patient loaded.

    Raises:
        NoAccess: no such patient, no grant, a grant that ended, or one's own records.
    """
    grant = (
        Grant.objects.for_patient(patient_id)
        .live(at)
        .filter(clinician=to)
        .select_related("patient")
        .first()
    )
    if grant is None:
        raise NoAccess("No live grant.")
    return grant


def access_of(grant: Grant) -> Access:
    """Return what a grant opens; its patient is loaded."""
    return Access(
        patient=grant.patient,
        scopes=frozenset(Scope(scope) for scope in grant.scopes),
        data_from=grant.data_from,
        grant_id=grant.id,
    )


def history(access: Access, root_ids: Collection[uuid.UUID]) -> list[Revision]:
    """Return the revisions of records and of all that hangs on them, the latest write first.

    Cut like everything else: by the scopes of each field and by local date. One statement.
    """
    revisions = (
        Revision.objects.for_patient(access.patient)
        .filter(root_id__in=root_ids)
        .select_related("write")
        .order_by("-write__at", "id")
    )
    if access.data_from is not None:
        revisions = revisions.filter(local_date__gte=access.data_from)
    return [row for row in revisions if access.opens(*map(Scope, row.scopes))]
