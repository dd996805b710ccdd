"""The calendar of questions: times for a calendar program, and not a word on what they ask about.

Whoever has its address sees when a person is asked something, so an entry says no more than that.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from icalendar import Alarm, Calendar, Event

NAME: Final = "InverTrack"
SUMMARY: Final = "InverTrack: a question"
AHEAD: Final = dt.timedelta(days=30)
LASTS: Final = dt.timedelta(minutes=5)
ASK_AGAIN: Final = dt.timedelta(hours=1)  # how often a calendar program may look


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """When something is asked, and a name for it that stays the same however often it is told."""

    due_at: dt.datetime
    name: str


def written(moments: Iterable[Moment], *, of: uuid.UUID, url: str, made_at: dt.datetime) -> bytes:
    """Return the calendar as a file (RFC 5545), every entry with an alarm at its time.

    ``of`` is a key of the person's that appears nowhere: it makes names into ids that nobody can
    guess and that no other calendar has. ``url`` is where an entry leads.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//InverTrack//Prompts//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", NAME)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    for moment in sorted(moments):
        calendar.add_component(_event(moment, of=of, url=url, made_at=made_at))
    return calendar.to_ical()


def _event(moment: Moment, *, of: uuid.UUID, url: str, made_at: dt.datetime) -> Event:
    event = Event()
    event.add("uid", f"{uuid.uuid5(of, moment.name)}@invertrack")
    event.add("dtstamp", made_at.astimezone(dt.UTC))
    event.add("dtstart", moment.due_at.astimezone(dt.UTC))
    event.add("duration", LASTS)
    event.add("summary", SUMMARY)
    event.add("url", url)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")  # a question takes a tap: the time stays free
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", SUMMARY)
    alarm.add("trigger", dt.timedelta(0))
    event.add_component(alarm)
    return event
