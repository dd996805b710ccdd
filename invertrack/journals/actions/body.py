"""Writing the body map of a day: its sites hang on the day's entry, and share its version."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from invertrack.care.actions import Submission, WriteRecord, exactly_once, writing
from invertrack.users.models import Patient, User

from ..body import Site
from ..models import BodyPain, Entry
from ..rollups import recompute_days
from .days import entry_to_write


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyValues:
    """The sites that a form showed, each with its score or None for no pain noted there."""

    scores: Mapping[Site, int | None]
    tz: str


@exactly_once
def keep_body(
    *,
    patient: Patient,
    local_date: dt.date,
    by: User,
    at: dt.datetime,
    submission: Submission,
    clean: Callable[[], BodyValues],
) -> uuid.UUID:
    """Keep where it hurt on a day, and how much; a day without an entry gets one.

    Sites that the form did not show stay as they are. Returns the id of the entry.

    Raises:
        StaleRecord: the day's entry changed, or came to be, since the form was opened.
    """
    with writing(patient, by=by, at=at, submission=submission, recompute=recompute_days) as record:
        entry = entry_to_write(patient, local_date, submission.version)
        values = clean()
        if entry is None:
            entry = record.create(Entry(local_date=local_date, tz=values.tz))
            stored = []
            record.touch(local_date)  # a day's roll-up holds nothing else of the map
        else:
            stored = list(BodyPain.objects.for_patient(patient).live().filter(entry=entry))
            record.bump(entry)
        _rate(record, entry, stored, values.scores)
        record.outcome = entry.id
    return entry.id


def _rate(
    record: WriteRecord, entry: Entry, stored: list[BodyPain], scores: Mapping[Site, int | None]
) -> None:
    """Write what differs: five statements at most, however many sites."""
    known = {(pain.region, pain.side): pain for pain in stored}
    fresh, changed, gone = [], [], []
    for site, score in scores.items():
        pain = known.get((site.region, site.side))
        old = pain.score if pain else None
        if old == score:
            continue
        if pain is None:
            pain = BodyPain(entry=entry, region=site.region, side=site.side, score=score)
            fresh.append(pain)
        else:
            (gone if score is None else changed).append(pain)
        if stored:  # the first map of a day corrects nothing
            record.note(pain, site.key, old=old, new=score, day=entry.local_date)
        if score is not None:
            pain.score = score
    record.create_all(fresh)
    record.update_all(changed, fields=["score"])
    if gone:
        record.remove(BodyPain.objects.filter(id__in=[pain.id for pain in gone]))
