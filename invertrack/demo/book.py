"""The rows of one patient as they come to be."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.db.models import Model

from invertrack.analysis.life import Session as Lived
from invertrack.care.actions import Submission, WriteRecord
from invertrack.care.models import Revision, Write
from invertrack.care.records import VersionedRecord
from invertrack.users.models import Patient

from .calendar import Calendar
from .keys import key
from .people import Person


@dataclass(slots=True)
class Book:
    """A patient's unsaved rows by model, with what every one of them is made from.

    ``lived`` are the simulated sessions by the keys of their rows.
    """

    person: Person
    patient: Patient
    calendar: Calendar
    rng: np.random.Generator
    seed: int
    rows: dict[type[Model], list[Any]] = field(default_factory=lambda: defaultdict(list))
    lived: dict[uuid.UUID, Lived] = field(default_factory=dict)

    def add[Row: Model](
        self, model: type[Row], moment: dt.datetime, /, *name: object, **fields: Any
    ) -> Row:
        """Make a row; ``moment`` is the instant that its key tells, ``name`` what sets it apart."""
        row = model(
            id=self.key(moment, model.__name__, *name), patient_id=self.patient.pk, **fields
        )
        self.rows[model].append(row)
        return row

    def correct(
        self, row: VersionedRecord, name: str, *, old: Any, at: dt.datetime, day: dt.date
    ) -> None:
        """Book that a field said ``old`` until a later instant, as a correction by its owner does."""
        form = self.key(at, "form", row.pk)
        fields = {name: getattr(row, name)}
        record = WriteRecord(patient=self.patient, by=self.patient.user, at=at, write_id=form)
        record.note(row, name, old=old, new=fields[name], day=day)
        write = self.add(
            Write,
            at,
            row.pk,
            write_id=form,
            digest=Submission.of(fields, write_id=form).digest,
            outcome=str(row.pk),
            by=self.patient.user_id,
            at=at,
        )
        for revision in record.revisions:
            revision.id = self.key(at, "revision", row.pk, name)
            revision.write = write
        self.rows[Revision].extend(record.revisions)
        row.version += 1

    def key(self, at: dt.datetime, *name: object) -> uuid.UUID:
        """The key of something of this patient, the same in each telling."""
        return key(at, self.seed, self.patient.pk, *name)

    def happens(self, share: float) -> bool:
        """Whether something that happens this often happens now."""
        return self.rng.random() < share

    def between(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int(self.rng.random() * (high - low + 1))

    def pick[Item](self, items: Sequence[Item]) -> Item:
        """One of the items."""
        return items[int(self.rng.random() * len(items))]

    def mistyped(self, score: int) -> int:
        """What a person tapped who meant ``score``, NRS 0-10."""
        off = self.between(2, 4)
        return score - off if score >= 5 else score + off
