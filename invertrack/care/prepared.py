"""Reads of the busiest pages: compiled once a process, later only bound and asked.

To build a QuerySet and compile it takes Django several times as long as the database takes to answer
it from an index. The QuerySet stays the one place that says what is read, through an Access like any
other; ``Bound`` stands in it for what differs from call to call.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.expressions import Value

from .access import Access

type Build = Callable[[Access], models.QuerySet]
type Shape = tuple[str, frozenset[str], bool]

PATIENT: Final = "access.patient"
DATA_FROM: Final = "access.data_from"


class Bound(Value):
    """A place in a statement for a value that is given with each call, by its name."""

    def __init__(self, name: str, output_field: models.Field) -> None:
        super().__init__(name, output_field)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Bound]]:
        return "%s", (self,)

    def fill(self, values: Mapping[str, Any]) -> Any:
        """Return the call's value as the database takes it."""
        return self.output_field.get_db_prep_value(values[self.value], connection)


@dataclass(frozen=True, slots=True)
class Statement:
    """Compiled SQL: its parameters, some of them places, and what turns columns into values."""

    sql: str
    params: tuple[Any, ...]
    converters: dict[int, tuple[list[Callable], Any]]

    def ask(self, values: Mapping[str, Any]) -> list[tuple]:
        """Return the rows for these values."""
        params = [
            param.fill(values) if isinstance(param, Bound) else param for param in self.params
        ]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            rows = cursor.fetchall()
        return [self._converted(row) for row in rows] if self.converters else rows

    def _converted(self, row: tuple) -> tuple:
        found = list(row)
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                found[place] = convert(found[place], expression, connection)
        return tuple(found)


class Prepared:
    """A read of one patient's rows: ``Prepared(build)(access, name=value)`` returns its rows.

    ``build`` makes a ``values_list`` from an Access of the same scopes, with ``Bound`` for every
    value; a value that is written into it directly would be everybody's from then on.
    """

    def __init__(self, build: Build) -> None:
        self.build = build
        self.statements: dict[Shape, Statement | None] = {}

    def __call__(self, access: Access, **values: Any) -> list[tuple]:
        shape = (connection.vendor, access.scopes, access.data_from is None)
        if shape not in self.statements:
            self.statements[shape] = _compiled(self.build(_stand_in(access)))
        statement = self.statements[shape]
        if statement is None:
            return []
        return statement.ask({**values, PATIENT: access.patient.pk, DATA_FROM: access.data_from})


def _stand_in(access: Access) -> Access:
    """Return an access of the same shape that is nobody's."""
    first: date | None = access.data_from and Bound(DATA_FROM, models.DateField())
    return Access(patient=Bound(PATIENT, models.UUIDField()), scopes=access.scopes, data_from=first)


def _compiled(rows: models.QuerySet) -> Statement | None:
    """Return the statement, None where the access opens nothing."""
    compiler = rows.query.get_compiler(connection=connection)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    return Statement(
        sql=sql,
        params=tuple(params),
        converters=compiler.get_converters([column for column, _, _ in compiler.select]),
    )
