"""Logging a session by its form, against a raw INSERT and commit on the same connection."""

from __future__ import annotations

from typing import Any, Final

from django.db import connection
from django.utils import timezone

from invertrack.care.actions import Submission
from invertrack.core.ids import uuid7
from invertrack.sessions.actions import delete_session
from invertrack.sessions.models import Session
from invertrack.users.models import Patient

from .goals import AUTH_TO_RAW
from .ratios import Candidate, Figure, ratio
from .visitor import Answer, Visitor, expect, statements
from .world import AUTH_PAGE, Figures, World

FORM: Final = "/sessions/new/"
TYPED: Final = {"pain_before": "6", "pain_after": "4"}


def measure(world: World) -> Figures:
    """Return the figures of this part."""
    logging = log_session(world.as_patient(world.people.middle), world.people.middle)
    raw = raw_insert(world.people.spare)
    auth = world.as_patient(world.people.spare).page(AUTH_PAGE)
    times = world.take_turns("writes", {"post": logging, "raw": raw, "auth": auth})
    request = logging.before()
    with statements() as seen:
        answer = logging.run(request)
    logging.after(answer)
    return {
        "P6": ratio(times["post"], times["raw"]),
        AUTH_TO_RAW: ratio(times["auth"], times["raw"]),
        "P7.post": Figure.exact(len(seen)),
    }


def log_session(visitor: Visitor, patient: Patient) -> Candidate:
    """Return logging a session, just now; it is taken back untimed, or the day would be full."""
    fields = visitor.form(FORM) | TYPED

    def fresh() -> dict[str, Any]:
        return visitor.request(FORM, fields | {"write_id": str(uuid7())})

    def take_back(answer: Answer) -> None:
        expect(answer, 302)
        found = Session.objects.for_patient(patient).live().newest_first()
        session = found.only("id", "version").first()
        delete_session(
            patient=patient,
            session_id=session.id,
            by=patient.user,
            at=timezone.now(),
            submission=Submission.new(version=session.version),
        )

    return Candidate(run=visitor.send, before=fresh, after=take_back)


def raw_insert(patient: Patient) -> Candidate:
    """Return inserting a stored session once more under a new id, by the driver alone."""
    row = Session.objects.for_patient(patient).first()
    fields = [field for field in Session._meta.concrete_fields if not field.generated]
    names = ", ".join(field.column for field in fields)
    mark = "?" if connection.vendor == "sqlite" else "%s"
    marks = ", ".join([mark] * len(fields))
    sql = f"INSERT INTO {Session._meta.db_table} ({names}) VALUES ({marks})"  # noqa: S608
    key = [field.name for field in fields].index("id")
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]

    def fresh() -> list[Any]:
        new = Session._meta.pk.get_db_prep_save(uuid7(), connection)
        return [*values[:key], new, *values[key + 1 :]]

    # Each statement commits itself, as everywhere outside a transaction.
    return Candidate(run=lambda given: connection.connection.execute(sql, given), before=fresh)
