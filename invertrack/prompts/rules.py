"""Whether a prompt goes out now, later or not at all. Nothing here reads a clock or a row.

The windows and the order of the reasons are house decisions. A prompt that stays silent leaves its
question where it is: on the pages it can still be answered.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from invertrack.journals.models import USUAL_WITHIN
from invertrack.safety.enums import State
from invertrack.sessions.enums import FollowUpKind
from invertrack.sessions.follow_ups import counts_until

from .enums import PromptKind, Silence
from .quiet import is_quiet
from .schedule import DAY, instant

NEAR: Final = USUAL_WITHIN  # a rating this near to a time is the one of that time
RESTS_AFTER: Final = dt.timedelta(days=14)
# In these nothing is asked at all (domain.md 2.5): there is one thing to do first.
SILENT_STATES: Final = frozenset({State.EMERGENCY, State.SUSPENDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What holds for all prompts of a person at an instant.

    Quiet hours that begin when they end are none. ``paused_until`` is the last local day of a pause.
    """

    zone: ZoneInfo
    state: State
    quiet_from: dt.time
    quiet_until: dt.time
    paused_until: dt.date | None
    is_resting: bool
    has_way: bool


@dataclass(frozen=True, slots=True)
class Send:
    """It goes out now."""


@dataclass(frozen=True, slots=True)
class Hold:
    """It waits for an instant, and is judged again then."""

    until: dt.datetime


@dataclass(frozen=True, slots=True)
class Silent:
    """It does not go out, for a reason."""

    why: Silence


type Verdict = Send | Hold | Silent


def verdict(
    kind: PromptKind,
    due_at: dt.datetime,
    facts: Facts,
    at: dt.datetime,
    *,
    is_on: bool = True,
    is_answered: bool = False,
) -> Verdict:
    """Return what becomes of a prompt at an instant, the first reason that holds."""
    if is_answered:
        nothing_due = kind is PromptKind.QUESTIONNAIRES
        return Silent(Silence.NOTHING_DUE if nothing_due else Silence.ANSWERED)
    if not is_on:
        return Silent(Silence.OFF)
    if facts.state in SILENT_STATES or (
        kind is PromptKind.SESSION and facts.state is not State.OPEN
    ):
        return Silent(Silence.SAFETY)
    if facts.paused_until is not None and at.astimezone(facts.zone).date() <= facts.paused_until:
        return Silent(Silence.PAUSED)
    if facts.is_resting:
        return Silent(Silence.RESTING)
    if at > makes_sense_until(kind, due_at, facts.zone):
        return Silent(Silence.LATE)
    ends_at = quiet_ends_at(facts, at)
    if ends_at is not None:
        is_worth_it = ends_at <= makes_sense_until(kind, due_at, facts.zone)
        return Hold(ends_at) if is_worth_it else Silent(Silence.QUIET)
    return Send() if facts.has_way else Silent(Silence.NO_WAY)


def makes_sense_until(kind: PromptKind, due_at: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Return until when it is worth sending: an answer still counts for its time, or for its day."""
    if kind.is_follow_up:
        return counts_until(FollowUpKind(kind.value), due_at)
    if kind is PromptKind.RATING:
        return due_at + NEAR
    tomorrow = due_at.astimezone(zone).date() + DAY
    return instant(tomorrow, dt.time(), zone) - dt.timedelta(seconds=1)


def quiet_ends_at(facts: Facts, at: dt.datetime) -> dt.datetime | None:
    """Return when the quiet hours end that hold at an instant, None outside them.

    They are hours by the clock on the wall: on a night on which it is put back they are longer.

    >>> facts = Facts(zone=ZoneInfo("Europe/Berlin"), state=State.OPEN, quiet_from=dt.time(22),
    ...     quiet_until=dt.time(7), paused_until=None, is_resting=False, has_way=True)
    >>> str(quiet_ends_at(facts, dt.datetime(2026, 10, 24, 20, 30, tzinfo=dt.UTC)))
    '2026-10-25 06:00:00+00:00'
    """
    start, end = facts.quiet_from, facts.quiet_until
    local = at.astimezone(facts.zone)
    now, day = local.time(), local.date()
    if not is_quiet(now, start, end):
        return None
    if start > end and now >= start:
        day += DAY
    # In the second pass of a repeated hour the first one's end lies behind.
    ends = (instant(day, end.replace(fold=fold), facts.zone) for fold in (0, 1))
    return next(ends_at for ends_at in ends if ends_at > at)
