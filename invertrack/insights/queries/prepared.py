"""A read that the ORM puts into SQL once: its door is visible_to, and its price is only the database's.

Putting a statement of thirty expressions together takes the ORM as long as a year of days takes the
database. Two accesses of one shape differ in their parameters alone, so a shape is compiled with
stand-ins, and a read puts the real patient and dates in their places.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from invertrack.care.access import Access
from invertrack.users.models import Patient

from ..periods import Period

# Nobody's id, and days on which nobody had a table: found again among the parameters.
PATIENT: Final = uuid.UUID("00000000-0000-0000-0000-0000000000ff")
FIRST, LAST, DATA_FROM = dt.date(1001, 1, 1), dt.date(1002, 2, 2), dt.date(1003, 3, 3)

type Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A queryset of an access and a period, kept as SQL for each shape that the two can have.

    Rows come as the driver gives them: ask for numbers and text, and cast what is neither.
    """

    build: Callable[[Access, Period], QuerySet]
    compiled: dict[tuple, tuple[str, tuple]] = field(default_factory=dict)

    def rows(self, access: Access, period: Period) -> list[Row]:
        """Return the rows of one statement; nothing is asked where the access opens nothing."""
        shape = (connection.vendor, access.scopes, access.data_from is None, period.key)
        if shape not in self.compiled:
            self.compiled[shape] = self._compile(access, period)
        sql, params = self.compiled[shape]
        if not sql:
            return []
        real = _adapted(access.patient.pk, period.first, period.last, access.data_from)
        places = dict(zip(_adapted(PATIENT, FIRST, LAST, DATA_FROM), real, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(sql, [places.get(param, param) for param in params])
            return cursor.fetchall()

    def _compile(self, access: Access, period: Period) -> tuple[str, tuple]:
        data_from = None if access.data_from is None else DATA_FROM
        stand_in = Access(Patient(pk=PATIENT), access.scopes, data_from)
        rows = self.build(stand_in, Period(FIRST, LAST, period.key))
        try:
            return rows.query.sql_with_params()
        except EmptyResultSet:  # no scope is open
            return "", ()


def _adapted(patient: uuid.UUID, *days: dt.date | None) -> list[Any]:
    pk = Patient._meta.pk.get_db_prep_value(patient, connection)
    return [pk, *(day and connection.ops.adapt_datefield_value(day) for day in days)]
