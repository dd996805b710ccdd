"""What the pages of questionnaires read, always through an Access."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Max, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from invertrack.care.access import Access, history
from invertrack.care.actions import UNDO_LASTS
from invertrack.care.prepared import Prepared

from .enums import Asks, Name
from .instruments import Instrument, instruments
from .models import Activity, Completion
from .scoring import DAYS_APART, Change, change, rated_twice, score

SHOWN_OF_EACH = 3
PAGE_SIZE = 30
type Place = tuple[dt.datetime, uuid.UUID]


@dataclass(frozen=True, slots=True)
class Due:
    """When a questionnaire is due next; ``last`` is the day of the last pass."""

    asked: Instrument
    last: dt.date | None
    on: dt.date

    def has_come(self, today: dt.date) -> bool:
        """Whether it is due by this day. It blocks nothing."""
        return self.on <= today


@dataclass(frozen=True, slots=True)
class Listed:
    """A questionnaire in the list: when it is due, and its latest passes, the newest first."""

    due: Due
    is_due: bool
    latest: list[Completion]


@dataclass(frozen=True, slots=True)
class Part:
    """One answer in words; ``before`` is what was said the time that it is compared with."""

    text: str
    said: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two passes side by side: ``change`` is None where they have nothing in common.

    ``activities`` is how many were rated both times, None of a questionnaire without any.
    """

    label: str
    before: Completion
    days: int
    change: Change | None
    activities: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One pass: its answers, its place among all, and what changed since earlier ones.

    ``names`` are the activities that it asked about, by their ids.
    """

    completion: Completion
    asked: Instrument
    names: dict[str, str]
    number: int
    parts: list[Part]
    compared: list[Compared]
    has_earlier: bool


@dataclass(frozen=True, slots=True)
class Correction:
    """What one answer said before a correction."""

    label: str
    old: str
    new: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Passes:
    """One page of passes, and the place where the next one begins, "" at the end."""

    rows: list[Completion]
    older: str


def _last_days(access: Access) -> QuerySet:
    rows = Completion.objects.visible_to(access).order_by()
    return rows.values_list("instrument").annotate(last=Max("local_date"))


LAST_DAYS = Prepared(_last_days)


def due_dates(access: Access) -> list[Due]:
    """Return when each questionnaire is due next: one statement, compiled once."""
    return _due(access, dict(LAST_DAYS(access)))


def due_now(access: Access, today: dt.date) -> list[Instrument]:
    """Return the questionnaires that are due by this day: one statement, compiled once."""
    return [due.asked for due in due_dates(access) if due.has_come(today)]


def listed(access: Access, today: dt.date) -> list[Listed]:
    """Return every questionnaire with its due date and its latest passes: one statement."""
    place = Window(RowNumber(), partition_by="instrument", order_by=[F("at").desc(), F("id")])
    rows = Completion.objects.visible_to(access).annotate(place=place)
    latest: dict[str, list[Completion]] = defaultdict(list)
    for row in rows.filter(place__lte=SHOWN_OF_EACH).order_by("instrument", "place"):
        latest[row.instrument].append(row)
    dues = _due(access, {name: max(row.local_date for row in of) for name, of in latest.items()})
    return [Listed(due, due.has_come(today), latest.get(due.asked.id, [])) for due in dues]


def passes(access: Access, name: Name, before: Place | None = None) -> Passes:
    """Return a page of the passes through one questionnaire, the newest first: one statement."""
    rows = Completion.objects.visible_to(access).filter(instrument=name).order_by("-at", "id")
    if before is not None:
        at, row_id = before
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__gt=row_id))
    found = list(rows[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    is_more = len(found) > PAGE_SIZE
    older = f"{shown[-1].at.timestamp():.6f}_{shown[-1].id}" if is_more else ""
    return Passes(shown, older)


def read_place(text: str) -> Place | None:
    """Return the place in the list that a link names; None for none or for a damaged one."""
    stamp, _, key = text.partition("_")
    try:
        return dt.datetime.fromtimestamp(float(stamp), tz=dt.UTC), uuid.UUID(key)
    except (ValueError, OverflowError, OSError):
        return None


def passes_between(access: Access, first: dt.date, last: dt.date) -> list[list[Completion]]:
    """Return the passes of the local days in [first, last] by questionnaire, the oldest first."""
    rows = Completion.objects.visible_to(access).filter(local_date__gte=first, local_date__lte=last)
    found: dict[str, list[Completion]] = {name: [] for name in Name}
    for row in rows.order_by("at", "id"):
        found[row.instrument].append(row)
    return [of for of in found.values() if of]


def activities(access: Access) -> list[tuple[Activity, int | None, dt.date | None]]:
    """Return the activities in use, each with its last score and the day of that: two statements."""
    rows = Activity.objects.visible_to(access).filter(retired_at=None).order_by("created_at", "id")
    last = Completion.objects.visible_to(access).filter(instrument=Name.PSFS).order_by("-at", "id")
    known, earlier = list(rows), last.first()
    if earlier is None:
        return [(row, None, None) for row in known]
    said = earlier.answers
    return [(row, said.get(str(row.id)), earlier.local_date) for row in known]


def activities_of(access: Access, completion: Completion) -> list[Activity]:
    """Return the activities that a pass asked about, in the order in which they were named."""
    if completion.instrument != Name.PSFS:
        return []
    rows = Activity.objects.visible_to(access).filter(id__in=list(completion.answers))
    return list(rows.order_by("created_at", "id"))


def result(access: Access, completion: Completion) -> Result:
    """Return one pass with what changed since the first and the last one a week or more before."""
    asked = completion.asked
    rows = Completion.objects.visible_to(access).filter(
        instrument=completion.instrument,
        instrument_version=completion.instrument_version,
        at__lt=completion.at,
    )
    earlier = list(rows.order_by("at", "id"))
    apart = [row for row in earlier if _days(row, completion) >= DAYS_APART]
    names = {str(row.id): row.name for row in activities_of(access, completion)}
    pairs = [("Since the first time", apart[0])] if apart else []
    if len(apart) > 1:
        pairs.append(("Since the time before", apart[-1]))
    compared = [_compare(label, asked, before, completion) for label, before in pairs]
    return Result(
        completion=completion,
        asked=asked,
        names=names,
        number=len(earlier) + 1,
        parts=_parts(asked, names, completion, apart[-1] if apart else None),
        compared=compared if asked.important else [],
        has_earlier=bool(earlier),
    )


def compare(before: Completion, after: Completion) -> Compared | None:
    """Return the change between two passes; None within a week of each other, or where none is known."""
    asked = after.asked
    is_known = asked.important is not None
    is_same = before.instrument_version == after.instrument_version
    if not (is_known and is_same) or _days(before, after) < DAYS_APART:
        return None
    return _compare("From the first to the last time", asked, before, after)


def corrections(access: Access, found: Result) -> list[Correction]:
    """Return what the answers said before each correction, the latest first: one statement."""
    asked = found.asked
    return [
        Correction(
            label=_label(asked, found.names, key),
            old=_said(asked, (revision.old or {}).get(key)),
            new=_said(asked, (revision.new or {}).get(key)),
            at=revision.write.at,
        )
        for revision in history(access, [found.completion.id])
        if revision.field == "answers"
        for key in revision.new
        if (revision.old or {}).get(key) != revision.new[key]
    ]


def deleted_completion(
    access: Access, completion_id: uuid.UUID, at: dt.datetime
) -> Completion | None:
    """Return a pass that was deleted so lately that it can be restored."""
    rows = Completion.objects.for_patient(access.patient)
    return rows.filter(id=completion_id, deleted_at__gt=at - UNDO_LASTS).first()


def _due(access: Access, last_days: dict[str, dt.date]) -> list[Due]:
    return [
        Due(asked, last_days.get(asked.id), _next_day(access, asked, last_days))
        for asked in instruments()
    ]


def _next_day(access: Access, asked: Instrument, last_days: dict[str, dt.date]) -> dt.date:
    """The day after the last pass by the schedule; the first by when the person began."""
    last = last_days.get(asked.id)
    if last is not None:
        return last + dt.timedelta(days=asked.every_days)
    began = access.patient.today(access.patient.created_at)
    return began + dt.timedelta(days=asked.first_after_days)


def _compare(label: str, asked: Instrument, before: Completion, after: Completion) -> Compared:
    days = _days(before, after)
    if asked.asks != Asks.ACTIVITIES:
        return Compared(label, before, days, _change(asked, before.score, after.score))
    shared = rated_twice(before.answers, after.answers)
    scores = [score(asked, _only(row.answers, shared)) for row in (before, after)]
    return Compared(label, before, days, _change(asked, *scores), activities=len(shared))


def _change(asked: Instrument, before: float | None, after: float | None) -> Change | None:
    if before is None or after is None or asked.important is None:
        return None
    return change(before, after, asked.important)


def _only(answers: dict[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {key: answers[key] for key in keys}


def _days(before: Completion, after: Completion) -> int:
    return (after.local_date - before.local_date).days


def _parts(
    asked: Instrument, names: dict[str, str], completion: Completion, before: Completion | None
) -> list[Part]:
    """The answers in words; of ticks only what was ticked then or now."""
    earlier = before.answers if before else {}
    keys = [item.id for item in asked.items] or list(names)
    return [
        Part(
            _label(asked, names, key),
            _said(asked, completion.answers.get(key)),
            _said(asked, earlier.get(key)) if before else "",
        )
        for key in keys
        if asked.asks != Asks.TICKS or completion.answers.get(key) or earlier.get(key)
    ]


def _label(asked: Instrument, names: dict[str, str], key: str) -> str:
    texts = {item.id: item.text for item in asked.items} | names
    return texts.get(key, key)


def _said(asked: Instrument, value: Any) -> str:
    if asked.asks == Asks.TICKS:
        return "ticked" if value else "not ticked"
    if value is None:
        return "not rated"
    return asked.option(value).text if asked.options else f"{value} / {asked.highest}"
