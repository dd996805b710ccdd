"""Which questions about later pain are asked now, and what was answered, always through an Access."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import (
    CharField,
    DateTimeField,
    Exists,
    Field,
    IntegerField,
    OuterRef,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast

from invertrack.care.access import Access
from invertrack.care.prepared import Bound, Prepared
from invertrack.users.models import Patient

from ..enums import FollowUpKind
from ..follow_ups import ANSWERABLE, WINDOWS, closes_at, counts, counts_until, opens_at
from ..models import FollowUp, Session, SessionSettings

# The columns of an open question; a row of settings is laid under them and says only a kind.
ASKED: Final[dict[str, Field]] = {
    "kind": CharField(),
    "id": UUIDField(),
    "version": IntegerField(),
    "due_at": DateTimeField(),
    "session_id": UUIDField(),
    "session__ended_at": DateTimeField(),
    "session__tz": CharField(),
}
SWITCHES: Final = {
    FollowUpKind.MINUTES_30: "asks_30min",
    FollowUpKind.HOURS_2: "asks_2h",
    FollowUpKind.NEXT_MORNING: "asks_next_morning",
}
AFTER_IN_WORDS: Final = {
    FollowUpKind.MINUTES_30: "30 minutes after",
    FollowUpKind.HOURS_2: "2 hours after",
    FollowUpKind.NEXT_MORNING: "the morning after",
}
EARLIEST: Final = max(window.before for window in WINDOWS.values())


class Question:
    """The times and words that a question has, whether it was answered or not."""

    __slots__ = ()
    kind: FollowUpKind
    due_at: dt.datetime
    ended_at: dt.datetime
    zone: ZoneInfo

    @property
    def label(self) -> str:
        """When, after the session, it is asked, on a line of its own."""
        return FollowUpKind(self.kind).label

    @property
    def after(self) -> str:
        """When it is asked, in a sentence that goes on with the session."""
        return AFTER_IN_WORDS[self.kind]

    @property
    def counts_until(self) -> dt.datetime:
        """Until when an answer counts for its kind; later ones are kept at their true time."""
        return counts_until(self.kind, self.due_at)

    @property
    def due_local(self) -> dt.datetime:
        """When it was to be asked, by the clock on the wall where the session happened."""
        return self.due_at.astimezone(self.zone)

    @property
    def ended_local(self) -> dt.datetime:
        """When the session ended, by that clock."""
        return self.ended_at.astimezone(self.zone)


@dataclass(frozen=True, slots=True)
class Asked(Question):
    """A question about later pain that waits for its answer."""

    kind: FollowUpKind
    id: uuid.UUID
    version: int
    due_at: dt.datetime
    session_id: uuid.UUID
    ended_at: dt.datetime
    tz: str

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the session happened."""
        return ZoneInfo(self.tz)


@dataclass(frozen=True, slots=True)
class Later(Question):
    """One planned question of a session, as it stands at an instant.

    ``is_followed``: another session began since, so that it is not asked on the start page any more.
    """

    kind: FollowUpKind
    due_at: dt.datetime
    ended_at: dt.datetime
    zone: ZoneInfo
    answered_at: dt.datetime | None
    pain: int | None
    version: int
    at: dt.datetime
    is_followed: bool

    @classmethod
    def of(
        cls, row: FollowUp, session: Session, at: dt.datetime, *, is_followed: bool = False
    ) -> Later:
        """Return how a session's question stands."""
        kind, due_at, answered_at = FollowUpKind(row.kind), row.due_at, row.answered_at
        times = (kind, due_at, session.ended_at, session.zone)
        return cls(*times, answered_at, row.pain, row.version, at, is_followed)

    @property
    def is_ahead(self) -> bool:
        """Whether its time has not come."""
        return self.answered_at is None and self.at < opens_at(self.kind, self.due_at)

    @property
    def is_open(self) -> bool:
        """Whether it waits for its answer now."""
        is_over = self.answered_at is not None or self.at > closes_at(self.due_at)
        return not is_over and not self.is_ahead

    @property
    def is_late(self) -> bool:
        """Whether its answer came outside its window, or would now: shown, in no median."""
        return not counts(self.kind, self.due_at, self.answered_at or self.at)

    @property
    def opens_local(self) -> dt.datetime:
        """From when on it is asked, by the clock where the session happened."""
        return opens_at(self.kind, self.due_at).astimezone(self.zone)

    @property
    def answered_local(self) -> dt.datetime | None:
        """When it was answered, by that clock; None: it was not."""
        return self.answered_at and self.answered_at.astimezone(self.zone)


def began_later(patient: Patient | OuterRef) -> Exists:
    """Whether a session began after that of a question: what is told then counts for neither."""
    sessions = Session.objects.for_patient(patient).live()
    return Exists(sessions.filter(started_at__gt=OuterRef("session__started_at")))


def _open_rows(access: Access) -> QuerySet:
    """Return the unanswered questions of about a day, and the kinds that are switched off."""
    unanswered = FollowUp.objects.visible_to(access).filter(
        ~began_later(access.patient),
        answered_at=None,
        due_at__gte=Bound("since", DateTimeField()),
        due_at__lte=Bound("until", DateTimeField()),
    )
    nothing = [Cast(Value(None), field) for field in list(ASKED.values())[1:]]
    settings = SessionSettings.objects.for_patient(access.patient)
    off = [
        settings.filter(**{switch: False}).values_list(Value(str(kind)), *nothing)
        for kind, switch in SWITCHES.items()
    ]
    return unanswered.order_by().values_list(*ASKED).union(*off, all=True)


OPEN_ROWS = Prepared(_open_rows)


def open_follow_ups(access: Access, at: dt.datetime) -> list[Asked]:
    """Return the questions that can be answered at an instant, the oldest first: one statement.

    Next mornings of several sessions that fall on one instant are one question, the latest
    session's; its answer answers them all. Not asked are kinds that are switched off, and what a
    session that began since has cut short.
    """
    rows = OPEN_ROWS(access, since=at - ANSWERABLE, until=at + EARLIEST)
    off = {kind for kind, row_id, *_ in rows if row_id is None}
    found = [Asked(FollowUpKind(kind), *row) for kind, *row in rows if kind not in off]
    found = [asked for asked in found if opens_at(asked.kind, asked.due_at) <= at]
    # The latest session of a moment stands for it: it is the one whose answer can count.
    once = {(asked.kind, asked.due_at): asked for asked in sorted(found, key=_by_session)}
    return sorted(once.values(), key=lambda asked: (asked.due_at, asked.ended_at))


def find_follow_up(access: Access, follow_up_id: uuid.UUID) -> FollowUp | None:
    """Return a live question with its session, answered or not; None where there is no such one."""
    rows = FollowUp.objects.visible_to(access).select_related("session")
    return rows.filter(id=follow_up_id).first()


def follow_up_of(access: Access, session_id: uuid.UUID, kind: str) -> FollowUp | None:
    """Return a session's question of a kind, with its session; None where none was planned."""
    rows = FollowUp.objects.visible_to(access).select_related("session")
    return rows.filter(session_id=session_id, kind=kind).first()


def is_followed(access: Access, session: Session) -> bool:
    """Whether a session began after this one: later pain that is told then counts for neither."""
    return Session.objects.visible_to(access).filter(started_at__gt=session.started_at).exists()


def later_of(access: Access, session: Session, at: dt.datetime) -> list[Later]:
    """Return a session's planned questions in the order of their times: two statements, or one."""
    rows = FollowUp.objects.visible_to(access).filter(session_id=session.id)
    planned = list(rows.order_by("due_at", "id"))
    followed = bool(planned) and is_followed(access, session)
    return [Later.of(row, session, at, is_followed=followed) for row in planned]


def settings_of(patient: Patient) -> SessionSettings:
    """Return which questions a person's sessions plan; the defaults where nothing was chosen."""
    chosen = SessionSettings.objects.for_patient(patient).first()
    return chosen or SessionSettings(patient=patient)


def _by_session(asked: Asked) -> tuple[dt.datetime, uuid.UUID]:
    return asked.ended_at, asked.session_id
