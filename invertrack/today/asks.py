"""Which one question comes first on the start page. Nothing here reads a clock or a row."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence

from invertrack.journals.actions.ratings import is_near
from invertrack.sessions.queries import Asked


class Ask(enum.StrEnum):
    """The question of the card; its value names the piece of the page."""

    AFTER = "after"
    LATER = "later"
    RATING = "rating"
    JOURNAL = "journal"


def asks_rating(local: dt.datetime, usual: dt.time, *, is_rated: bool, ratings: int) -> bool:
    """Whether pain right now is asked: from 90 minutes before the usual time to the day's end.

    ``is_rated`` says whether today has a rating near that time. Once it is over, any rating of the
    day ends the question: another one would not be of the usual time either.
    """
    if is_rated:
        return False
    return is_near(local, usual) or (local.time() > usual and not ratings)


def first_of(
    *,
    at: dt.datetime,
    waits_for_after: bool,
    asked: Sequence[Asked],
    asks_rating: bool,
    is_kept: bool,
) -> tuple[Ask | None, Asked | None]:
    """Return what the card asks (None: nothing), and which session's later pain.

    After-pain goes stale the soonest. Of later pain the oldest answer that still counts comes next;
    one that is kept only at its true time waits until nothing else is asked but the journal.
    """
    in_time = [one for one in asked if at <= one.counts_until]
    if waits_for_after:
        return Ask.AFTER, None
    if in_time:
        return Ask.LATER, in_time[0]
    if asks_rating:
        return Ask.RATING, None
    if asked:
        return Ask.LATER, asked[0]
    return (None if is_kept else Ask.JOURNAL), None
