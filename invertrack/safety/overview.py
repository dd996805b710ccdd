"""What the page of a person's safety shows: what the state rests on, and what would change it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from invertrack.care.access import Access

from .enums import AlarmKind, Level, ListName, Reply, State, Why
from .lists import Item, ItemList, Source, red_flags, screening, sources, stop_now
from .models import CHECKED, Alarm, Clearance
from .queries import Answered, Safety, alarms, clearances, latest, safety


@dataclass(frozen=True, slots=True)
class Found:
    """One answer that counts, and the latest word about it; ``holds`` while that is in force."""

    item: Item
    reply: Reply
    sources: tuple[Source, ...]
    cleared: Clearance | None
    last_day: dt.date | None
    holds: bool

    @property
    def is_blocker(self) -> bool:
        """Whether only a linked clinician can clear it."""
        return self.item.level == Level.STOP


@dataclass(frozen=True, slots=True)
class Raised:
    """One alarm and the words of what raised it."""

    alarm: Alarm
    items: tuple[Item, ...]

    @property
    def kind(self) -> AlarmKind:
        """What raised it."""
        return AlarmKind(self.alarm.kind)

    @property
    def is_unread(self) -> bool:
        """Whether an emergency text still waits to be read."""
        return self.alarm.level == Level.EMERGENCY and self.alarm.read_at is None

    @property
    def instruction(self) -> str:
        """What to do: softer words where one sign stands alone and has them.

        "" for a symptom that only came again and again: the state's own text says what to do now.
        """
        if self.alarm.level == Level.STOP:
            return ""
        if len(self.items) == 1 and self.items[0].alone:
            return self.items[0].alone
        return list_of(self.alarm).instructions[Level(self.alarm.level)]


@dataclass(frozen=True, slots=True)
class Given:
    """One clearance or own confirmation, and its question; None: of having been checked."""

    clearance: Clearance
    item: Item | None
    last_day: dt.date


@dataclass(frozen=True, slots=True)
class Missing:
    """What an open alarm waits for, in the order in which it is done."""

    screening: bool
    answers: bool
    check: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that the page shows, read in as many statements whatever there is."""

    safety: Safety
    screened: Answered | None
    flagged: Answered | None
    alarms: list[Raised]
    clearances: list[Clearance]
    at: dt.datetime
    zone: dt.tzinfo

    @property
    def found(self) -> list[Found]:
        """The answers of the latest screening that count."""
        if self.screened is None:
            return []
        said = [one for one in self.clearances if one.withdrawn_at is None]
        return [
            _found(item, reply, said, at=self.at, zone=self.zone)
            for item, reply in counting(self.screened)
        ]

    @property
    def rest(self) -> int:
        """How many questions of the latest screening were answered without a finding."""
        return len(self.screened.replies) - len(self.found) if self.screened else 0

    @property
    def flags(self) -> list[Item]:
        """The signs that were answered with yes or not sure, last time."""
        said = self.flagged.replies if self.flagged else {}
        return red_flags().counting(said)

    @property
    def open_alarms(self) -> list[Raised]:
        """The alarms that were not left, the latest first."""
        return [raised for raised in self.alarms if raised.alarm.left_at is None]

    @property
    def missing(self) -> Missing | None:
        """What is still to be done before sessions open after an alarm, None without one."""
        if not self.open_alarms:
            return None
        since = self.open_alarms[0].alarm.at
        checks = [c.at for c in self.clearances if c.item_id == CHECKED and not c.withdrawn_at]
        is_new = self.screened is not None and self.screened.screen.at > since
        return Missing(
            screening=not is_new,
            answers=is_new and not all(one.holds for one in self.found),
            check=not any(at > since for at in checks),
        )

    @property
    def waits_for_check(self) -> bool:
        """Whether the person may note that they were checked."""
        return self.missing is not None and self.missing.check

    @property
    def to_discuss(self) -> list[Item]:
        """The answers of level ask that no confirmation holds for."""
        return [one.item for one in self.found if not (one.is_blocker or one.holds)]

    @property
    def blockers(self) -> list[Found]:
        """The answers of level stop that are not cleared."""
        return [one for one in self.found if one.is_blocker and not one.holds]

    @property
    def given(self) -> list[Given]:
        """Clearances and confirmations with their questions, the latest first."""
        known = {item.id: item for item in screening().items}
        return [
            Given(one, known.get(one.item_id), one.last_day(self.zone)) for one in self.clearances
        ]

    @property
    def until(self) -> dt.datetime | None:
        """When a pause ends."""
        paused = [c.ends for c in self.safety.standing.causes if c.state == State.PAUSED]
        return max(paused, default=None)

    @property
    def paused_for(self) -> list[Item]:
        """The symptoms that a pause is for."""
        ids = self.safety.standing.item_ids(State.PAUSED)
        return [item for item in stop_now().items if item.id in ids]

    @property
    def has_list_changed(self) -> bool:
        """Whether the questions are others than those of the latest screening."""
        return any(cause.why == Why.LIST_CHANGED for cause in self.safety.standing.in_force)

    @property
    def ended_confirmations(self) -> list[Item]:
        """The answers of level ask whose confirmation ran out."""
        ended = {
            c.item_id for c in self.safety.standing.in_force if c.why == Why.CONFIRMATION_ENDED
        }
        return [item for item in screening().items if item.id in ended]

    @property
    def next_step(self) -> str:
        """The one thing to do now: "screen", "again", "share", "confirm", "flags", "start" or ""."""
        standing, missing = self.safety.standing, self.missing
        if missing is not None:
            return _after_alarm(missing, self.blockers, self.to_discuss)
        if standing.state == State.EXPIRED:
            return "again" if standing.can_screen_again else "screen"
        if standing.is_open:
            return "flags" if self.safety.red_flags else "start"
        return {State.BLOCKED: "share", State.NEEDS_TALK: "confirm"}.get(standing.state, "")


def overview(access: Access, at: dt.datetime) -> Overview:
    """Return what the page of the person's own safety shows, in seven statements at most."""
    return Overview(
        safety=safety(access, at),
        screened=latest(access, ListName.SCREENING),
        flagged=latest(access, ListName.RED_FLAGS),
        alarms=[Raised(alarm, items_of(alarm)) for alarm in alarms(access)],
        clearances=clearances(access),
        at=at,
        zone=access.patient.zone,
    )


def counting(screened: Answered) -> list[tuple[Item, Reply]]:
    """Return the items whose answers count, in the order of the list."""
    said = screened.replies
    return [(item, said[item.id]) for item in screening().counting(said)]


def list_of(alarm: Alarm) -> ItemList:
    """Return the list whose items raised an alarm."""
    return red_flags() if alarm.kind == AlarmKind.RED_FLAG else stop_now()


def items_of(alarm: Alarm) -> tuple[Item, ...]:
    """Return what raised an alarm; an item that the list does not have any more is left out."""
    return tuple(list_of(alarm)[key] for key in alarm.item_ids if key in list_of(alarm))


def unread(access: Access) -> list[Raised]:
    """Return the emergencies whose text was not read yet, the latest first."""
    waiting = [Raised(alarm, items_of(alarm)) for alarm in alarms(access, are_open=True)]
    return [raised for raised in waiting if raised.is_unread]


def _found(
    item: Item, reply: Reply, said: Sequence[Clearance], *, at: dt.datetime, zone: dt.tzinfo
) -> Found:
    known, own_counts = sources(), item.level != Level.STOP
    about = [one for one in said if one.item_id == item.id and (own_counts or not one.is_own)]
    last = max(about, key=lambda one: one.valid_until, default=None)
    return Found(
        item=item,
        reply=reply,
        sources=tuple(known[code] for code in item.sources if code in known),
        cleared=last,
        last_day=last and last.last_day(zone),
        holds=last is not None and last.valid_until > at,
    )


def _after_alarm(missing: Missing, blockers: list[Found], to_discuss: list[Item]) -> str:
    if missing.screening:
        return "screen"
    if to_discuss or (missing.check and not blockers):
        return "confirm"
    return "share" if blockers else "screen"
