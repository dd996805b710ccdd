"""The least data each output needs before it may be shown: numbers and reasons, no words.

The minimums are house decisions, sized by simulation; no published source sets them. At the
spread seen in practice (SD of change 1.5 points) ten sessions give a 95 % interval of about one
point either way, which is the smallest change worth talking about.

This module imports neither numpy nor scipy, so that a page may ask a gate before it pays for them.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

SHARE_SESSIONS: Final = 5
MEAN_CHANGE_SESSIONS: Final = 10
EARLY_UNTIL_SESSIONS: Final = 20
BIN_SESSIONS: Final = 5
MEDIAN_ANSWERS: Final = 10
TREND_SPAN_DAYS: Final = 28
TREND_RATED_PERCENT: Final = 70


class Reason(StrEnum):
    """Why a gate is open or closed; the page chooses the words."""

    ENOUGH = "enough"
    EARLY = "early"
    TOO_FEW_SESSIONS = "too_few_sessions"
    SPAN_TOO_SHORT = "span_too_short"
    TOO_FEW_RATED_DAYS = "too_few_rated_days"


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether one output may be shown, and how far the data are from it.

    ``needed`` and ``have`` count sessions, or days for the trend. A closed gate opens when
    ``to_go`` more of them have come.
    """

    open: bool
    needed: int
    have: int
    reason: Reason

    @property
    def to_go(self) -> int:
        """Sessions or days still missing; 0 once the gate is open."""
        return max(0, self.needed - self.have)


def share_gate(sessions: int) -> Gate:
    """Gate "x of n sessions were lower".

    Args:
        sessions: Sessions with both ratings, one a day.
    Raises: ValueError: If the count is negative.
    Source: house decision, sized by simulation. O(1).

    >>> share_gate(3).to_go
    2
    """
    return _session_gate(sessions, SHARE_SESSIONS)


def mean_change_gate(sessions: int) -> Gate:
    """Gate the mean change and its interval; open but ``EARLY`` below twenty sessions.

    Args:
        sessions: Sessions with both ratings, one a day.
    Raises: ValueError: If the count is negative.
    Source: house decision, sized by simulation. O(1).

    >>> gate = mean_change_gate(12)  # shown, with the word "early" beside it
    >>> gate.open, gate.reason.name
    (True, 'EARLY')
    """
    gate = _session_gate(sessions, MEAN_CHANGE_SESSIONS)
    if gate.open and sessions < EARLY_UNTIL_SESSIONS:
        return Gate(open=True, needed=gate.needed, have=gate.have, reason=Reason.EARLY)
    return gate


def bin_gate(sessions: int) -> Gate:
    """Gate the mean of one angle or duration bin; each bin has its own gate.

    Args:
        sessions: Sessions of this bin with both ratings, one a day.
    Raises: ValueError: If the count is negative.
    Source: house decision, sized by simulation. O(1).

    >>> bin_gate(4).open  # four sessions scatter too widely to be averaged
    False
    """
    return _session_gate(sessions, BIN_SESSIONS)


def median_gate(answers: int) -> Gate:
    """Gate the median of pain at one time around sessions; each time has its own gate.

    Args:
        answers: Scores of that time, one a session, unanswered ones not counted.
    Raises: ValueError: If the count is negative.
    Source: house decision: as many as the mean change needs. O(1).

    >>> median_gate(9).to_go
    1
    """
    return _session_gate(answers, MEDIAN_ANSWERS)


def trend_gate(*, span_days: int, rated_days: int) -> Gate:
    """Gate a trend of daily pain: 28 days of span, ratings on 70 % of its days.

    ``to_go`` counts the days until the gate opens if every one of them is rated, for both
    conditions together: a long span full of gaps needs more rated days, not a longer wait. In a
    window of fixed length old gaps also leave, so that it may open sooner.

    Args:
        span_days: Days from the first to the last rated day, both counted; 0 without ratings.
        rated_days: Days of the span that have a rating.
    Raises: ValueError: If a count is negative or more days are rated than the span has.
    Source: house decision, sized by simulation. O(1), in whole numbers only.

    >>> trend_gate(span_days=40, rated_days=25).to_go  # (25 + 10) of (40 + 10) days are 70 %
    10
    """
    if not 0 <= rated_days <= span_days:
        raise ValueError(f"{rated_days} rated days do not fit in {span_days} days")
    missing_span = TREND_SPAN_DAYS - span_days
    missing_points = TREND_RATED_PERCENT * span_days - 100 * rated_days
    missing_rated = -(-missing_points // (100 - TREND_RATED_PERCENT))
    if max(missing_span, missing_rated) <= 0:
        return Gate(open=True, needed=TREND_SPAN_DAYS, have=span_days, reason=Reason.ENOUGH)
    if missing_span >= missing_rated:
        return Gate(
            open=False, needed=TREND_SPAN_DAYS, have=span_days, reason=Reason.SPAN_TOO_SHORT
        )
    return Gate(
        open=False,
        needed=rated_days + missing_rated,
        have=rated_days,
        reason=Reason.TOO_FEW_RATED_DAYS,
    )


def _session_gate(sessions: int, needed: int) -> Gate:
    if sessions < 0:
        raise ValueError(f"a count of sessions cannot be {sessions}")
    enough = sessions >= needed
    reason = Reason.ENOUGH if enough else Reason.TOO_FEW_SESSIONS
    return Gate(open=enough, needed=needed, have=sessions, reason=reason)
