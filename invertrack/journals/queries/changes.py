"""What the journal said before it was corrected."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from invertrack.care.access import Access, history
from invertrack.care.enums import Scope
from invertrack.care.models import Revision

from ..models import BodyPain, Entry, EntryText, PainRating, Treatment
from .words import in_words, label

RECORDS = [model._meta.label_lower for model in (Entry, EntryText, BodyPain, PainRating, Treatment)]
# These follow from the time of a treatment, which is told.
NOT_TOLD = {"local_date", "tz"}


@dataclass(frozen=True, slots=True)
class Change:
    """What one field said before a correction, and when it was corrected."""

    label: str
    old: str
    new: str
    at: dt.datetime


def changes_of(access: Access, first: dt.date, last: dt.date) -> dict[dt.date, list[Change]]:
    """Return what entries, notes, body maps, ratings and treatments of the days in [first, last] said before.

    By the local day that the record lies on, the latest correction first; days without any are
    left out. Cut by the scopes of each field and by the first open day. One statement.
    """
    first = max(filter(None, (first, access.data_from)))
    revisions = (
        Revision.objects.for_patient(access.patient)
        .filter(record__in=RECORDS, local_date__gte=first, local_date__lte=last)
        .select_related("write")
        .order_by("-write__at", "id")
    )
    found = defaultdict(list)
    for revision in revisions:
        if access.opens(*map(Scope, revision.scopes)) and revision.field not in NOT_TOLD:
            found[revision.local_date].append(_change(revision, access.patient.tz))
    return dict(found)


def by_record(
    access: Access, records: Collection[uuid.UUID], *, zone: str | None = None
) -> dict[uuid.UUID, list[Change]]:
    """Return the changes of the given records, each record's latest first: one statement or none."""
    found = defaultdict(list)
    revisions: Iterable[Revision] = history(access, records) if records else []
    for revision in revisions:
        if revision.field not in NOT_TOLD:
            found[revision.root_id].append(_change(revision, zone or access.patient.tz))
    return found


def _change(revision: Revision, zone: str) -> Change:
    name = revision.field
    old, new = (in_words(name, value, zone=zone) for value in (revision.old, revision.new))
    return Change(label(name), old, new, revision.write.at)
