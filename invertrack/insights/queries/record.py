"""The recorded days of a period as the plain series that analysis takes."""

from __future__ import annotations

import datetime as dt

import orjson

from invertrack.analysis.record import Pair, Record
from invertrack.analysis.series import epoch_day
from invertrack.sessions.enums import FollowUpKind

from . import days as recorded
from .days import NONE_LISTED, Days


def record_of(days: Days) -> Record:
    """Return what may enter analyses of a period's days.

    A same-time rating counts only on days none of whose ratings was entered over a day late: which
    of them it was is not kept.
    """
    journal = [(epoch_day(day), facts) for day, facts in days.journal.items()]
    return Record(
        pain=tuple((day, facts.pain) for day, facts in journal if facts.pain is not None),
        usual=tuple(
            (day, facts.rating_usual)
            for day, facts in journal
            if facts.rating_usual is not None and not facts.late_ratings
        ),
        pairs=tuple(
            _pair(day, facts.pair) for day, facts in days.sessions.items() if facts.pair is not None
        ),
        session_days=frozenset(map(epoch_day, days.sessions)),
    )


def _pair(day: dt.date, pair: recorded.Pair) -> Pair:
    found = {}
    if pair.later != NONE_LISTED:
        found = {kind: pain for kind, _, pain, counts in orjson.loads(pair.later) if counts}
    half_hour, two_hours, morning = (found.get(kind) for kind in FollowUpKind)
    return Pair(
        day=epoch_day(day),
        angle_deg=pair.angle_deg,
        duration_s=pair.duration_s,
        before=pair.before,
        after=pair.after,
        is_late=pair.is_late,
        later=(half_hour, two_hours, morning),
    )
