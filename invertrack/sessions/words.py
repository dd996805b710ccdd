"""What a session and its parts say, field by field, in a person's words."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localdate

from invertrack.care.models import Revision
from invertrack.core.templatetags.display import GAP, degrees, duration, score
from invertrack.safety.lists import stop_now
from invertrack.safety.models import Cap

from .enums import AngleSource, FollowUpKind, Gone, Moment, Onset, Posture, Setting, Severity
from .models import FollowUp, Hold, Session, SessionText, SideEffect, Vitals
from .parts import Parts

type Words = Callable[[Any], str]

# Fields that follow from these (start, day, steepest angle, delay) are not repeated.
OF_SESSION: dict[str, tuple[str, Words]] = {
    "pain_before": ("Pain before", score),
    "pain_after": ("Pain after", score),
    "angle_deg": ("Angle", degrees),
    "duration_s": ("Time at angle", duration),
    "angle_source": ("The angle is", lambda source: AngleSource(source).label),
    "has_stopped_early": ("Stopped early", lambda stopped: "yes" if stopped else "no"),
}
OF_HOLD: dict[str, tuple[str, Words]] = {
    "angle_deg": ("angle", degrees),
    "seconds": ("time", duration),
}
OF_VITALS: dict[str, tuple[str, Words]] = {
    "systolic": ("Systolic pressure", lambda value: f"{value} mmHg"),
    "diastolic": ("Diastolic pressure", lambda value: f"{value} mmHg"),
    "heart_rate": ("Heart rate", lambda value: f"{value} a minute"),
    "posture": ("Posture", lambda value: Posture(value).label),
}
OF_SIDE_EFFECT: dict[str, tuple[str, Words]] = {
    "": ("", lambda value: Severity(value).label),
    "onset": (", began", lambda value: Onset(value).label),
    "gone_after_s": (", went", lambda value: Gone(value).label),
}
SESSION, HOLD, VITALS, SIDE_EFFECT, TEXT, FOLLOW_UP = (
    model._meta.label_lower for model in (Session, Hold, Vitals, SideEffect, SessionText, FollowUp)
)


@dataclass(frozen=True, slots=True)
class Change:
    """What one field said before a correction, and when it was corrected; nothing is a dash."""

    label: str
    old: str
    new: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Agreed:
    """A cap in words: the most degrees and the most time (None: not limited), who set it and when."""

    angle: str | None
    time: str | None
    story: str

    @property
    def most(self) -> str:
        """What it allows."""
        return ", ".join(filter(None, (self.angle, self.time)))


@dataclass(frozen=True, slots=True)
class Difference:
    """What one field says in the records, and what a form says."""

    label: str
    stored: str
    typed: str


def changes(revision: Revision, zone: zoneinfo.ZoneInfo) -> list[Change]:
    """Return what a revision tells, none for what follows from something else that is told."""
    name, at = revision.field, revision.write.at
    if revision.old is None and (name == "pain_after" or revision.record == FOLLOW_UP):
        return []  # the rating that was still to come
    if name == "equipment":
        old, new = revision.old or {}, revision.new or {}
        settings = (setting for setting in Setting if old.get(setting) != new.get(setting))
        return [
            Change(setting.label, old.get(setting) or GAP, new.get(setting) or GAP, at)
            for setting in settings
        ]
    told = describe(revision.record, name, zone)
    if told is None:
        return []
    label, words = told
    return [Change(label, _said(revision.old, words), _said(revision.new, words), at)]


def differences(stored: tuple[Session, Parts], typed: tuple[Session, Parts]) -> list[Difference]:
    """Return the fields in which two states of one session differ, in words."""
    one, other = dict(facts(*stored)), dict(facts(*typed))
    labels = [*one, *(label for label in other if label not in one)]
    return [
        Difference(label, one.get(label, GAP), other.get(label, GAP))
        for label in labels
        if one.get(label, GAP) != other.get(label, GAP)
    ]


def facts(session: Session, parts: Parts) -> Iterator[tuple[str, str]]:
    """Yield each field that was filled in and what it says."""
    said = [(SESSION, name, getattr(session, name)) for name in ("ended_at", *OF_SESSION)]
    for rows in parts.kinds():
        if rows is parts.holds and len(rows) == 1:
            continue  # the session's own angle and time say it
        for row in rows:
            said += [
                (row._meta.label_lower, row.told_as(name), getattr(row, name)) for name in row.SAID
            ]
    for record, name, value in said:
        label, words = describe(record, name, session.zone)
        if value not in (None, ""):
            yield label, _said(value, words)
    for setting in Setting:
        if session.equipment.get(setting):
            yield setting.label, session.equipment[setting]


def agreed(cap: Cap | None) -> Agreed | None:
    """Return a cap in words; None where nothing was agreed."""
    if cap is None:
        return None
    angle = None if cap.angle_deg is None else degrees(cap.angle_deg)
    time = None if cap.duration_s is None else duration(cap.duration_s)
    accepted = date_format(localdate(cap.accepted_at))
    if cap.is_own:
        story = f"You set this cap on {accepted}."
    else:
        proposed = date_format(localdate(cap.proposed_at))
        story = f"{cap.by_name} proposed this cap on {proposed}, and you accepted it on {accepted}."
    return Agreed(angle, time, story)


def describe(record: str, name: str, zone: zoneinfo.ZoneInfo) -> tuple[str, Words] | None:
    """Return what a field of a record is called in the history, and how its value is worded."""
    key, _, part = name.partition(".")
    if (record, name) == (SESSION, "ended_at"):
        return "Ended", lambda value: _clock(value, zone)
    if record == SESSION:
        return OF_SESSION.get(name)
    if record == HOLD:
        label, words = OF_HOLD[part]
        return f"Hold {key}, {label}", words
    if record == VITALS:
        label, words = OF_VITALS[part]
        return f"{label} {Moment(key).label.lower()}", words
    if record == SIDE_EFFECT:
        label, words = OF_SIDE_EFFECT[part]
        return stop_now()[key].text + label, words
    if record == FOLLOW_UP:
        return f"Pain {FollowUpKind(key).label.lower()}", score
    return ("Note", str) if record == TEXT else None


def _said(value: Any, words: Words) -> str:
    return GAP if value in (None, "") else str(words(value))


def _clock(value: dt.datetime | str, zone: zoneinfo.ZoneInfo) -> str:
    moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    return date_format(moment.astimezone(zone), "DATETIME_FORMAT")
