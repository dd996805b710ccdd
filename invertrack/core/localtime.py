"""From what a clock on the wall said to one instant, or to the question that is left open."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

WHOLE_DAY = dt.timedelta(days=1)
FUTURE_ALLOWED = dt.timedelta(minutes=5)  # how far a device's clock may run ahead


class UnclearLocalTime(ValueError):
    """A local time that is no single instant; the message is fit to show the person."""


class NonexistentTime(UnclearLocalTime):
    """The clocks jumped over this time."""


class AmbiguousTime(UnclearLocalTime):
    """The clocks showed this time twice."""


def resolve_local(naive: dt.datetime, zone: str | ZoneInfo, fold: int | None = None) -> dt.datetime:
    """Return the instant, in UTC, at which clocks in ``zone`` showed ``naive``.

    ``fold`` chooses between the two instants of a repeated hour: 0 the first, 1 the second. It is
    ignored for a time that happened once. In UTC, because Python holds no time of a repeated hour
    equal to any time of another zone.

    Raises NonexistentTime for a time that was skipped, and AmbiguousTime for one that happened
    twice while ``fold`` is None.

    >>> resolve_local(dt.datetime(2026, 10, 25, 2, 30), "Europe/Berlin", fold=1).isoformat()
    '2026-10-25T01:30:00+00:00'
    """
    try:
        return _resolve(naive, ZoneInfo(str(zone)), fold)
    except OverflowError:
        raise NonexistentTime("This date lies outside the calendar. Check the year.") from None


def _resolve(naive: dt.datetime, zone: ZoneInfo, fold: int | None) -> dt.datetime:
    first = naive.replace(tzinfo=zone, fold=0)
    second = naive.replace(tzinfo=zone, fold=1)
    # PEP 495: the two differ only around a change; fold=0 has the offset that was in force before.
    jump = second.utcoffset() - first.utcoffset()
    if not jump:
        return first.astimezone(dt.UTC)
    if jump >= WHOLE_DAY:
        raise NonexistentTime(f"This day does not exist in {zone.key}: the calendar skipped it.")
    if jump > dt.timedelta(0):
        raise NonexistentTime("This time does not exist on that day: the clocks went forward.")
    if fold is None:
        raise AmbiguousTime(
            "This time happened twice on that day: the clocks went back. Say which one you mean."
        )
    return (second if fold else first).astimezone(dt.UTC)


def happens_twice(moment: dt.datetime) -> bool:
    """Whether clocks in the zone of an aware time showed it twice; False for a naive one."""
    first, second = moment.replace(fold=0), moment.replace(fold=1)
    return moment.tzinfo is not None and first.utcoffset() > second.utcoffset()


def device_instant(text: str | None, *, now: dt.datetime) -> dt.datetime:
    """Return the instant a browser named at the press; nonsense or a clock ahead gives the server's."""
    try:
        named = dt.datetime.fromisoformat(text or "")
        instant = named.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return now
    return now if named.tzinfo is None or instant > now + FUTURE_ALLOWED else instant
