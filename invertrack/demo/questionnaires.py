"""What the demo people answered to questionnaires, as their pain of those days would have it."""

from __future__ import annotations

import datetime as dt
from statistics import fmean
from typing import Any, Final

from invertrack.analysis.life import Life
from invertrack.questionnaires.enums import Name
from invertrack.questionnaires.instruments import instrument
from invertrack.questionnaires.models import Activity, Completion
from invertrack.questionnaires.scoring import score

from .book import Book

# Beside the lead, by the log-in's first name: enough for the list of a clinician.
ANSWERING: Final = ("aroha", "rajesh", "fatou", "mei-ling")
SKIPPED: Final = 0.12
MINUTE: Final = 19 * 60 + 20
WEEK, MONTH = 7, 28
USUAL_PAIN: Final = 5.0
ACTIVITIES: Final = ("Putting on socks", "Sitting through a meeting", "Lifting a full basket")
MINUTES_AFTER: Final = {Name.PEG: 0, Name.RMDQ24: 3, Name.PSFS: 6, Name.PGIC: 9}


def tell_questionnaires(book: Book, life: Life) -> None:
    """Add the PEG of each week, and the others of every fourth, as far as they were answered."""
    if not (life.days and _answers(book)):
        return
    named: list[Activity] = []
    began = _pain(life, WEEK)
    for day in range(0, len(life.days), WEEK):
        is_skipped = book.happens(SKIPPED) and day > 0
        noise = book.between(-1, 1)
        if is_skipped or book.calendar.is_lost(day):
            continue
        pain = _pain(life, day)
        _complete(book, day, Name.PEG, _peg(pain, noise))
        if day % MONTH == 0:
            _complete(book, day, Name.RMDQ24, _rmdq24(pain, noise))
            _name(book, day, named)
            _complete(book, day, Name.PSFS, _psfs(pain, noise, named))
            if day:
                _complete(book, day, Name.PGIC, _pgic(pain - began))


def _answers(book: Book) -> bool:
    first = book.person.name.split()[0].casefold()
    return book.person.is_lead or first in ANSWERING


def _pain(life: Life, day: int) -> float:
    """The mean pain of the week before a day, of the days that were written down."""
    lately = life.days[max(0, day - WEEK) : day + 1]
    rated = [one.pain_avg_24h for one in lately if one.pain_avg_24h is not None]
    return fmean(rated) if rated else USUAL_PAIN


def _score(value: float) -> int:
    return round(min(10, max(0, value)))


def _peg(pain: float, noise: int) -> dict[str, Any]:
    return {
        "pain": _score(pain),
        "enjoyment": _score(pain - 1 + noise),
        "activity": _score(pain - 0.5 - noise),
    }


def _rmdq24(pain: float, noise: int) -> dict[str, Any]:
    asked = instrument(Name.RMDQ24)
    most = max(0, min(asked.highest, round(pain * 2) + noise))
    # The same sentences first, as they stay true of one person.
    order = sorted(asked.items, key=lambda item: int(item.id) * 7 % 25)
    ticked = {item.id for item in order[:most]}
    return {item.id: int(item.id in ticked) for item in asked.items}


def _psfs(pain: float, noise: int, named: list[Activity]) -> dict[str, Any]:
    return {
        str(activity.id): _score(10 - pain - place + noise) for place, activity in enumerate(named)
    }


def _pgic(change: float) -> dict[str, Any]:
    options = instrument(Name.PGIC).options
    place = 3 + max(-3, min(3, round(change)))
    return {"status": options[place].code}


def _name(book: Book, day: int, named: list[Activity]) -> None:
    at = book.calendar.instant(day, MINUTE + MINUTES_AFTER[Name.PSFS])
    if named or not book.calendar.has_come(at):
        return
    for name in ACTIVITIES:
        row = book.add(
            Activity, at, name, name=name, local_date=book.calendar.date(day), created_at=at
        )
        at += dt.timedelta(milliseconds=1)  # the order in which they were named
        named.append(row)


def _complete(book: Book, day: int, name: Name, answers: dict[str, Any]) -> None:
    at = book.calendar.instant(day, MINUTE + MINUTES_AFTER[name])
    if not (answers and book.calendar.has_come(at)):
        return
    asked = instrument(name)
    book.add(
        Completion,
        at,
        name,
        instrument=name,
        instrument_version=asked.version,
        at=at,
        tz=book.calendar.zone(day).key,
        local_date=book.calendar.date(day),
        answers=answers,
        score=score(asked, answers),
        created_at=at,
    )
