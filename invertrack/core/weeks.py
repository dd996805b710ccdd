"""Weeks as whole numbers, so that a database can group days by week on its own.

Week 0 begins on Monday 5 January 1970; week w on the day 4 + 7 w after 1 January 1970.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Func

FIRST_MONDAY = dt.date(1970, 1, 5)


def week_of(day: dt.date) -> int:
    """Return the number of the week, Monday to Sunday, that a local date lies in.

    >>> week_of(dt.date(2026, 3, 2)) - week_of(dt.date(2026, 3, 1))  # a Monday after a Sunday
    1
    """
    return (day - FIRST_MONDAY).days // 7


def monday_of(week: int) -> dt.date:
    """Return the first day of a week.

    >>> monday_of(week_of(dt.date(2026, 3, 5))).isoformat()
    '2026-03-02'
    """
    return FIRST_MONDAY + dt.timedelta(weeks=week)


class WeekOf(Func):
    """``week_of`` in SQL, for days since 1970 (before it, whole division rounds the other way)."""

    output_field = models.IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        # 2440591 is the whole Julian day of the first Monday's midnight.
        template = "((CAST(julianday(%(expressions)s) AS INTEGER) - 2440591) / 7)"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        template = "((%(expressions)s - DATE '1970-01-05') / 7)"
        return self.as_sql(compiler, connection, template=template, **context)


class WeekField(models.GeneratedField):
    """The week of a row's ``local_date``, kept by the database."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("expression", WeekOf("local_date"))
        kwargs.setdefault("output_field", models.IntegerField())
        kwargs.setdefault("db_persist", True)
        super().__init__(**kwargs)
