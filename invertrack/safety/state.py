"""The state table: what is known becomes causes, and the highest cause in force is the state.

Pure values, no clock and no database. The table's rows, the highest first, are ``enums.State``.
What time does alone is written into each cause as its begin and end, so that a stored list of causes
answers for every later instant.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .enums import Level, State, Why
from .lists import Finding

SCREEN_LASTS = dt.timedelta(days=90)
PAUSE_LASTS = dt.timedelta(hours=24)
RAN_OUT = (
    {Why.SCREEN_OLD},
    {Why.CONFIRMATION_ENDED},
    {Why.SCREEN_OLD, Why.CONFIRMATION_ENDED},
)
EVER = dt.datetime.min.replace(tzinfo=dt.UTC)
ORDER = {state: place for place, state in enumerate(State)}


@dataclass(frozen=True, slots=True)
class Screening:
    """The latest pass through the screening."""

    list_version: str
    at: dt.datetime
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Cleared:
    """One item cleared by a clinician, or confirmed by the person, until an instant.

    ``at`` is when that was written down, None for before everything.
    """

    item_id: str
    until: dt.datetime
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """An alarm that has not been left."""

    level: Level
    item_ids: tuple[str, ...]
    at: dt.datetime
    read_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that the table looks at.

    ``stopped`` are the stop symptoms of the latest session that had any, ``stopped_at`` its end.
    """

    screening: Screening | None = None
    cleared: tuple[Cleared, ...] = ()
    alarms: tuple[Raised, ...] = ()
    stopped: tuple[str, ...] = ()
    stopped_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason for a state, in force in [begins, ends); None is open on that side."""

    state: State
    why: Why
    item_id: str = ""
    begins: dt.datetime | None = None
    ends: dt.datetime | None = None

    def holds(self, at: dt.datetime) -> bool:
        """Whether it is in force at this instant."""
        return (self.begins is None or self.begins <= at) and (self.ends is None or at < self.ends)


@dataclass(frozen=True, slots=True)
class Standing:
    """The state at one instant: the causes that hold it up, all in force, and the next change.

    ``changes_at`` is when time alone brings another state or other causes, None for never.
    """

    state: State
    causes: tuple[Cause, ...]
    in_force: tuple[Cause, ...]
    changes_at: dt.datetime | None

    @property
    def is_open(self) -> bool:
        """Whether plan and timer are available."""
        return self.state == State.OPEN

    @property
    def reads_first(self) -> bool:
        """Whether an emergency text waits to be read."""
        return self.state == State.EMERGENCY

    @property
    def can_screen_again(self) -> bool:
        """Whether only time asks for a screening, so that its answers may be given as they were."""
        return {cause.why for cause in self.causes} in RAN_OUT

    def item_ids(self, state: State) -> list[str]:
        """Return the items that hold a state up now, each once."""
        return list(
            dict.fromkeys(c.item_id for c in self.in_force if c.state == state and c.item_id)
        )


def causes(known: Known) -> tuple[Cause, ...]:
    """Return every cause there is or will be, the highest states first."""
    found = [
        *of_alarms(known.alarms),
        *_of_screening(known),
        *(paused(known.stopped, known.stopped_at) if known.stopped_at else ()),
    ]
    return tuple(sorted(found, key=lambda cause: ORDER[cause.state]))


def of_alarms(alarms: Iterable[Raised]) -> Iterator[Cause]:
    """Yield a cause for each item of these alarms."""
    for alarm in alarms:
        unread = alarm.level == Level.EMERGENCY and alarm.read_at is None
        state = State.EMERGENCY if unread else State.SUSPENDED
        why = Why.ALARM_UNREAD if unread else Why.ALARM
        for item_id in alarm.item_ids or ("",):
            yield Cause(state, why, item_id, begins=alarm.at)


def paused(items: Iterable[str], ended_at: dt.datetime) -> tuple[Cause, ...]:
    """Return the pause after stop symptoms of a session that ended at an instant."""
    ends = ended_at + PAUSE_LASTS
    return tuple(Cause(State.PAUSED, Why.STOP_SYMPTOM, item_id, ends=ends) for item_id in items)


def state_at(found: Iterable[Cause], at: dt.datetime, *, list_version: str | None) -> Standing:
    """Return the state at an instant: the highest row that has a cause in force.

    ``list_version`` is that of the latest screening if the list has changed since, else None: it
    adds a cause that no stored row can know of.
    """
    known = list(found)
    if list_version is not None:
        known.append(Cause(State.EXPIRED, Why.LIST_CHANGED, list_version))
    in_force = [cause for cause in known if cause.holds(at)]
    state = min((cause.state for cause in in_force), key=ORDER.__getitem__, default=State.OPEN)
    edges = [edge for cause in known for edge in (cause.begins, cause.ends) if edge is not None]
    return Standing(
        state=state,
        causes=tuple(cause for cause in in_force if cause.state == state),
        in_force=tuple(sorted(in_force, key=lambda cause: ORDER[cause.state])),
        changes_at=min((edge for edge in edges if edge > at), default=None),
    )


def passes(screening: Screening | None, cleared: Iterable[Cleared], *, at: dt.datetime) -> bool:
    """Whether a screening leaves nothing that is not cleared at this instant."""
    open_until = _latest(cleared)
    return screening is not None and all(
        open_until.get(finding.item_id, at) > at for finding in screening.findings
    )


def leaves(
    alarm_at: dt.datetime,
    *,
    screening: Screening | None,
    checked_at: dt.datetime | None,
    cleared: Iterable[Cleared],
    at: dt.datetime,
) -> bool:
    """Whether an alarm that was read is over: a newer screening was passed and a check recorded."""
    return (
        screening is not None
        and screening.at > alarm_at
        and checked_at is not None
        and checked_at > alarm_at
        and passes(screening, cleared, at=at)
    )


def dump(found: Iterable[Cause]) -> list[list[str | None]]:
    """Return causes as they are stored."""
    return [
        [cause.state, cause.why, cause.item_id, _text(cause.begins), _text(cause.ends)]
        for cause in found
    ]


def load(stored: Iterable[Sequence[str | None]]) -> tuple[Cause, ...]:
    """Return stored causes as values."""
    return tuple(
        Cause(State(state), Why(why), item_id, _moment(begins), _moment(ends))
        for state, why, item_id, begins, ends in stored
    )


def _of_screening(known: Known) -> Iterator[Cause]:
    screening = known.screening
    if screening is None:
        yield Cause(State.EXPIRED, Why.NO_SCREEN)
        return
    yield Cause(State.EXPIRED, Why.SCREEN_OLD, begins=screening.at + SCREEN_LASTS)
    until = _latest(known.cleared)
    for finding in screening.findings:
        if finding.is_blocker:
            yield _blocked(finding.item_id, until.get(finding.item_id))
            continue
        ends = _confirmed_until(finding.item_id, known.cleared, screening.at)
        if ends is None:
            yield Cause(State.NEEDS_TALK, Why.CAUTION, finding.item_id)
        else:  # its end asks for a new screening, and a later word does not stand in for one
            yield Cause(State.EXPIRED, Why.CONFIRMATION_ENDED, finding.item_id, begins=ends)


def _confirmed_until(
    item_id: str, cleared: Iterable[Cleared], screened_at: dt.datetime
) -> dt.datetime | None:
    """Return when a caution's confirmations end after a screening, None if none holds after it."""
    about = [one for one in cleared if one.item_id == item_id and one.until > screened_at]
    about.sort(key=lambda one: one.at or EVER)
    ends: dt.datetime | None = None
    for one in about:
        if ends is None or one.at is None or one.at <= ends:
            ends = one.until if ends is None else max(ends, one.until)
    return ends


def _blocked(item_id: str, ends: dt.datetime | None) -> Cause:
    why = Why.BLOCKER if ends is None else Why.CLEARANCE_ENDED
    return Cause(State.BLOCKED, why, item_id, begins=ends)


def _latest(cleared: Iterable[Cleared]) -> dict[str, dt.datetime]:
    until: dict[str, dt.datetime] = {}
    for one in cleared:
        until[one.item_id] = max(one.until, until.get(one.item_id, one.until))
    return until


def _text(moment: dt.datetime | None) -> str | None:
    return moment and moment.astimezone(dt.UTC).isoformat()


def _moment(text: str | None) -> dt.datetime | None:
    return text and dt.datetime.fromisoformat(text)
