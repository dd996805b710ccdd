"""Which one question comes first on the start page."""

import datetime as dt
import uuid

import pytest

from invertrack.sessions.enums import FollowUpKind
from invertrack.sessions.queries import Asked
from invertrack.today.asks import Ask, asks_rating, first_of

NOON = dt.datetime(2026, 5, 12, 12, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
EIGHT = dt.time(20)


def asked(due_at, kind=FollowUpKind.HOURS_2):
    return Asked(kind, uuid.uuid4(), 1, due_at, uuid.uuid4(), due_at, "UTC")


FRESH, NEXT = asked(NOON), asked(NOON + 10 * MINUTE)
MISSED = asked(NOON - 61 * MINUTE)


@pytest.mark.parametrize(
    ("waits", "open_", "rating", "is_kept", "first"),
    [
        (True, [FRESH], True, False, (Ask.AFTER, None)),
        (False, [MISSED, FRESH, NEXT], True, False, (Ask.LATER, FRESH)),
        (False, [MISSED], True, False, (Ask.RATING, None)),
        (False, [MISSED], False, False, (Ask.LATER, MISSED)),
        (False, [], False, False, (Ask.JOURNAL, None)),
        (False, [], True, True, (Ask.RATING, None)),
        (False, [], False, True, (None, None)),
    ],
)
def test_one_question_comes_first(waits, open_, rating, is_kept, first):
    found = first_of(
        at=NOON, waits_for_after=waits, asked=open_, asks_rating=rating, is_kept=is_kept
    )

    assert found == first


@pytest.mark.parametrize(
    ("clock", "usual", "is_rated", "ratings", "is_asked"),
    [
        ((18, 29), EIGHT, False, 0, False),
        ((18, 30), EIGHT, False, 0, True),
        ((20, 0), EIGHT, False, 3, True),  # of the morning
        ((20, 0), EIGHT, True, 1, False),
        ((21, 30), EIGHT, False, 1, True),
        ((21, 31), EIGHT, False, 1, False),  # another one would not be near the time either
        ((23, 59), EIGHT, False, 0, True),
        ((23, 0), dt.time(0, 30), False, 0, True),  # of the coming night
        ((22, 0), dt.time(0, 30), False, 1, False),
    ],
)
def test_rating_is_asked_from_90_minutes_before_the_usual_time_until_there_is_one(
    clock, usual, is_rated, ratings, is_asked
):
    local = dt.datetime(2026, 5, 12, *clock, tzinfo=dt.UTC)

    assert asks_rating(local, usual, is_rated=is_rated, ratings=ratings) == is_asked
