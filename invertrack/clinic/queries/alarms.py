"""Alarms as a clinician reads them: what was reported, in the words of the lists, and when."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.db.models import Q

from invertrack.care.access import Access
from invertrack.safety.enums import AlarmKind, Level
from invertrack.safety.lists import Item, red_flags, screening, stop_now
from invertrack.safety.models import CHECKED, Alarm

LEVELS = {level: place for place, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """One alarm in words.

    ``read_at`` is when the patient confirmed reading what to do, which only emergencies ask for.
    """

    kind: AlarmKind
    level: Level
    words: list[str]
    at: dt.datetime
    read_at: dt.datetime | None
    left_at: dt.datetime | None

    @property
    def is_open(self) -> bool:
        """Whether sessions are still off because of it."""
        return self.left_at is None

    @property
    def is_unread(self) -> bool:
        """Whether an emergency text still waits to be read."""
        return self.level == Level.EMERGENCY and self.read_at is None

    @property
    def rank(self) -> tuple[bool, int, float]:
        """Where it stands among others: what was not read first, then the gravest, then the latest."""
        return not self.is_unread, LEVELS[self.level], -self.at.timestamp()


def alarm_line(alarm: Alarm) -> AlarmLine:
    """Return an alarm in words."""
    return AlarmLine(
        kind=AlarmKind(alarm.kind),
        level=Level(alarm.level),
        words=[words_of(item_id) for item_id in alarm.item_ids],
        at=alarm.at,
        read_at=alarm.read_at,
        left_at=alarm.left_at,
    )


def open_alarms(
    accesses: list[Access], opened: Callable[[type[Alarm], list[Access]], Q]
) -> dict[uuid.UUID, list[AlarmLine]]:
    """Return the alarms of many patients that were not left, in one statement.

    ``opened`` is the condition under which a row is open to its own patient's access.
    """
    found: dict[uuid.UUID, list[AlarmLine]] = defaultdict(list)
    for alarm in Alarm.objects.filter(opened(Alarm, accesses), left_at=None):
        found[alarm.patient_id].append(alarm_line(alarm))
    return {patient: sorted(lines, key=lambda line: line.rank) for patient, lines in found.items()}


def words_of(item_id: str) -> str:
    """Return the words of an item of any list; one that a later list dropped keeps its id."""
    if item_id == CHECKED:
        return "Checked by a clinician after an alarm"
    item = _items().get(item_id)
    return item.text if item else item_id.replace("_", " ")


@cache
def _items() -> dict[str, Item]:
    return {item.id: item for asked in (screening, red_flags, stop_now) for item in asked().items}
