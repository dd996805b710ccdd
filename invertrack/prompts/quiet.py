"""Quiet hours, by the clock on the wall."""

import datetime as dt


def is_quiet(at: dt.time, start: dt.time, end: dt.time) -> bool:
    """Whether a time of day lies in quiet hours; those that begin when they end are none.

    >>> [is_quiet(dt.time(hour), dt.time(22), dt.time(7)) for hour in (21, 22, 6, 7)]
    [False, True, True, False]
    """
    if start <= end:
        return start <= at < end
    return at >= start or at < end
