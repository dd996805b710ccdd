"""When what a session or an answer says raises an alarm: pure rules on values, without a clock."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from .enums import AlarmKind, Level, Reply
from .lists import ItemList

WINDOW = 5
OFTEN = 3


@dataclass(frozen=True, slots=True)
class SessionSaid:
    """What one session said: its symptoms of the stop-now list, and whether pain rose by 2 or more."""

    session_id: uuid.UUID
    items: tuple[str, ...]
    has_pain_risen: bool


@dataclass(frozen=True, slots=True)
class AlarmValues:
    """An alarm that a rule raises."""

    kind: AlarmKind
    level: Level
    item_ids: tuple[str, ...] = ()


def of_red_flags(
    answers: Mapping[str, Reply], earlier: Mapping[str, Reply], asked: ItemList
) -> AlarmValues | None:
    """Return the alarm of a pass through the red flags, None if nothing in it is new.

    A yes "as before" is known: it acted when it was new. Without an earlier yes it is a plain one.
    """
    new = [
        item
        for item in asked.items
        if item.id in answers
        and item.counts(answers[item.id])
        and not (answers[item.id] == Reply.KNOWN and was_yes(item.id, earlier, asked))
    ]
    if not new:
        return None
    level = asked.gravest(item.id for item in new)
    return AlarmValues(AlarmKind.RED_FLAG, level, tuple(item.id for item in new))


def was_yes(item_id: str, earlier: Mapping[str, Reply], asked: ItemList) -> bool:
    """Whether an item was answered so that it counted, the last time it was asked."""
    return item_id in earlier and asked[item_id].counts(earlier[item_id])


def of_session(
    now: SessionSaid, before: SessionSaid | None, latest: Sequence[SessionSaid], asked: ItemList
) -> list[AlarmValues]:
    """Return the alarms of what a session says now and did not say before.

    ``latest`` are the last five sessions, this one among them unless it is older than those.
    """
    said = [item_id for item_id in now.items if item_id in asked]
    new = [item_id for item_id in said if before is None or item_id not in before.items]
    alarms = []
    for level in (Level.EMERGENCY, Level.URGENT):
        items = tuple(item_id for item_id in new if asked[item_id].level == level)
        if items:
            alarms.append(AlarmValues(AlarmKind.SYMPTOM, level, items))
    window = latest[:WINDOW]
    if all(now.session_id != one.session_id for one in window):
        return alarms
    often = _repeated(new, window, asked)
    if often:
        alarms.append(AlarmValues(AlarmKind.REPEATED, Level.STOP, often))
    rose_newly = now.has_pain_risen and not (before is not None and before.has_pain_risen)
    if rose_newly and sum(one.has_pain_risen for one in window) >= OFTEN:
        alarms.append(AlarmValues(AlarmKind.PAIN_RISES, Level.STOP))
    return alarms


def _repeated(
    new: Collection[str], window: Sequence[SessionSaid], asked: ItemList
) -> tuple[str, ...]:
    counts = Counter(item_id for one in window for item_id in one.items)
    return tuple(
        item_id
        for item_id in new
        if asked[item_id].level == Level.STOP and counts[item_id] >= OFTEN
    )
