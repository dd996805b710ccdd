"""From the rows of one person to the series that analysis takes, by the laws of the records kept here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from statistics import median_low

from invertrack.analysis.record import Pair, Record
from invertrack.analysis.series import epoch_day

from .journal_csv import JournalRow
from .people import Person

USUAL_WITHIN_MIN = 90
DAY_MIN = 24 * 60


def record_of(person: Person, *, usual_time: dt.time | None = None) -> Record:
    """Return what of a person's rows may enter analyses.

    Of a day's sessions the first with both ratings counts, of its averages of 24 hours the last,
    of its ratings of pain right now the first near the usual time.

    Args:
        usual_time: The clock time of same-time ratings; None takes the median of all ratings.
    """
    pairs: dict[dt.date, Pair] = {}
    for session in person.sessions:
        if session.is_pair and session.day not in pairs:
            pairs[session.day] = Pair(
                day=epoch_day(session.day),
                angle_deg=session.angle_deg,
                duration_s=session.duration_s,
                before=session.before,
                after=session.after,
                later=session.later,
            )
    days = {session.day for session in person.sessions}
    days |= {row.day for row in person.journal if row.had_session}
    return Record(
        pain=_series({row.day: row.average for row in person.journal if row.average is not None}),
        usual=_series(_same_time(person.journal, usual_time)),
        pairs=tuple(pairs.values()),
        session_days=frozenset(map(epoch_day, days)),
    )


def is_near(clock_min: int, usual_min: int) -> bool:
    """Whether two clock times, in minutes after midnight, lie within 90 minutes, midnight or not.

    >>> is_near(10, 1430), is_near(600, 691)
    (True, False)
    """
    apart = abs(clock_min - usual_min) % DAY_MIN
    return min(apart, DAY_MIN - apart) <= USUAL_WITHIN_MIN


def _same_time(rows: Iterable[JournalRow], usual_time: dt.time | None) -> dict[dt.date, float]:
    rated = [
        (row.day, _minutes(row.rated_at.time()), float(row.now))
        for row in rows
        if row.now is not None and row.rated_at is not None  # without a time it tells none
    ]
    if not rated:
        return {}
    usual = _minutes(usual_time) if usual_time else median_low(clock for _, clock, _ in rated)
    near = [(day, score) for day, clock, score in rated if is_near(clock, usual)]
    return dict(reversed(near))  # the first of a day is the last one written


def _series(scores: dict[dt.date, float]) -> tuple[tuple[int, float], ...]:
    return tuple((epoch_day(day), float(score)) for day, score in sorted(scores.items()))


def _minutes(clock: dt.time) -> int:
    return clock.hour * 60 + clock.minute
