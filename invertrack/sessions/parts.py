"""What hangs on one session, read together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast

from invertrack.care.access import Access

from .models import Hold, Session, SessionText, SideEffect, Vitals
from .models.parts import SessionPart

# Each kind's own columns, laid into the same five of one statement: three numbers and two texts.
NUMBERS = ("one", "two", "three")
COLUMNS: dict[type[SessionPart], dict[str, str]] = {
    Hold: {"one": "order", "two": "angle_deg", "three": "seconds"},
    Vitals: {
        "one": "systolic",
        "two": "diastolic",
        "three": "heart_rate",
        "word": "moment",
        "words": "posture",
    },
    SideEffect: {"one": "severity", "two": "gone_after_s", "word": "code", "words": "onset"},
    SessionText: {"words": "note"},
}


@dataclass(slots=True)
class Parts:
    """The holds in order, vitals, side effects (the strongest first) and the note of one session."""

    holds: list[Hold] = field(default_factory=list)
    vitals: list[Vitals] = field(default_factory=list)
    effects: list[SideEffect] = field(default_factory=list)
    texts: list[SessionText] = field(default_factory=list)

    def kinds(self) -> Iterator[list[Any]]:
        """The rows of each kind."""
        yield from (self.holds, self.vitals, self.effects, self.texts)

    @property
    def note(self) -> str:
        """The person's own words, "" if there are none or they are not open."""
        return self.texts[0].note if self.texts else ""

    @property
    def codes(self) -> list[str]:
        """The symptoms, in the order of their codes."""
        return sorted(effect.code for effect in self.effects)


def parts_of(access: Access, session: Session) -> Parts:
    """Return the live parts of a session, as far as the access opens them: one statement."""
    kinds = [kind for kind in COLUMNS if access.opens(*kind.SCOPES)]
    arms = [_arm(access, session, kind) for kind in kinds]
    found: dict[type[SessionPart], list[Any]] = {kind: [] for kind in COLUMNS}
    for number, row_id, *values in arms[0].union(*arms[1:], all=True) if arms else ():
        kind = list(COLUMNS)[number]
        found[kind].append(_row(kind, session, row_id, values))
    return Parts(
        holds=sorted(found[Hold], key=lambda hold: hold.order),
        vitals=sorted(found[Vitals], key=lambda vitals: vitals.moment, reverse=True),
        effects=sorted(found[SideEffect], key=lambda effect: (-effect.severity, effect.code)),
        texts=found[SessionText],
    )


def _arm(access: Access, session: Session, kind: type[SessionPart]) -> QuerySet:
    said = COLUMNS[kind]
    columns: dict[str, Any] = {
        # A database must know what kind of nothing it is to lay it under another's numbers.
        name: F(said[name]) if name in said else Cast(Value(None), IntegerField())
        for name in NUMBERS
    }
    for name in ("word", "words"):
        columns[name] = Cast(said[name] if name in said else Value(""), TextField())
    number = Value(list(COLUMNS).index(kind), output_field=IntegerField())
    rows = kind.objects.visible_to(access).filter(session_id=session.id).order_by()
    rows = rows.annotate(kind=number, **columns)
    return rows.values_list("kind", "id", *NUMBERS, "word", "words")


def _row(kind: type[SessionPart], session: Session, row_id: Any, values: list[Any]) -> SessionPart:
    named = dict(zip((*NUMBERS, "word", "words"), values, strict=True))
    said = {field: named[name] for name, field in COLUMNS[kind].items()}
    known = {"id": row_id, "patient_id": session.patient_id, "session_id": session.id, **said}
    # Only what was read: the rest of the row is fetched if anybody asks for it.
    names = [field.attname for field in kind._meta.concrete_fields if field.attname in known]
    return kind.from_db(session._state.db, names, [known[name] for name in names])
