"""The least data each output needs before it may be shown: numbers and reasons, no words.

The minimums are house decisions, sized by simulation; no published source sets them. At the
spread seen in practice (SD of change 1.5 points) ten sessions give a 95 % interval of about one
point either way, which is the smallest change worth talking about.

This module imports neither numpy nor scipy, so that a page may ask a gate before it pays for them.
"""

from collections.abc import Collection, Iterable
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
BASELINE_SESSIONS: Final = 20
BASELINE_RATINGS: Final = 20
BASELINE_RATINGS_WITHOUT_SESSION: Final = 10
ADJUSTMENT_SESSIONS: Final = 20
COMPARED_BINS: Final = 3
COMPARED_BIN_SESSIONS: Final = 8
DOSE_SESSIONS: Final = 40
DOSE_ANGLES: Final = 3
DOSE_ANGLE_SESSIONS: Final = 8
DOSE_ANGLE_SD_DEG: Final = 5.0
DOSE_MINUTES_SD: Final = 0.5
DOSE_ANGLE_DAY_CORRELATION: Final = 0.8
CURVE_SESSIONS: Final = 30
CURVE_SETTINGS: Final = 6
TRIAL_PAIRS: Final = 6
QUESTIONNAIRE_DAYS: Final = 7
SINGLE_CASE_DAYS: Final = 7


class Reason(StrEnum):
    """Why a gate is open or closed; the page chooses the words."""

    ENOUGH = "enough"
    EARLY = "early"
    TOO_FEW_SESSIONS = "too_few_sessions"
    SPAN_TOO_SHORT = "span_too_short"
    TOO_FEW_RATED_DAYS = "too_few_rated_days"
    DAYS_TOO_ALIKE = "days_too_alike"  # to be worth enough for a slope
    TOO_FEW_USUAL_RATINGS = "too_few_usual_ratings"
    TOO_FEW_DAYS_WITHOUT_SESSION = "too_few_days_without_session"
    ONLY_WHEN_WORSE = "only_when_worse"  # than usual
    ONLY_WHEN_BETTER = "only_when_better"
    TOO_FEW_GROUPS = "too_few_groups"
    TOO_FEW_SETTINGS = "too_few_settings"
    SETTINGS_TOO_ALIKE = "settings_too_alike"
    ANGLE_WITH_TIME = "angle_with_time"
    ANGLE_AGAINST_TIME = "angle_against_time"
    TOO_FEW_PAIRS = "too_few_pairs"
    TOO_SOON = "too_soon"
    NO_SPREAD = "no_spread"
    NO_SCATTER = "no_scatter"


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


def baseline_gate(
    *, sessions: int, usual_ratings: int, without_session: int, usual_side: int
) -> Gate:
    """Gate the change that is left beside what settles by itself.

    Args:
        sessions: Sessions with both ratings, one a day, none entered late.
        usual_ratings: Same-time daily ratings, none entered late.
        without_session: Those of them on days without a session.
        usual_side: 0 where usual pain lies between the 10th and 90th percentile of the pain before
            sessions, below 0 where it is lower, above where it is higher: there the answer would
            be read off beyond the data.
    Raises: ValueError: If a count is negative.
    Source: house decision, sized by simulation. O(1).

    >>> gate = baseline_gate(
    ...     sessions=40, usual_ratings=60, without_session=20, usual_side=-1
    ... )
    >>> gate.open, gate.reason.name, gate.to_go  # no number of sessions more would help
    (False, 'ONLY_WHEN_WORSE', 0)
    """
    wanted = (
        (sessions, BASELINE_SESSIONS, Reason.TOO_FEW_SESSIONS),
        (usual_ratings, BASELINE_RATINGS, Reason.TOO_FEW_USUAL_RATINGS),
        (
            without_session,
            BASELINE_RATINGS_WITHOUT_SESSION,
            Reason.TOO_FEW_DAYS_WITHOUT_SESSION,
        ),
    )
    gate = _first_closed(wanted)
    if gate.open and usual_side:
        reason = Reason.ONLY_WHEN_WORSE if usual_side < 0 else Reason.ONLY_WHEN_BETTER
        return Gate(False, gate.needed, gate.have, reason)
    return gate


def comparison_gate(bin_sizes: Collection[int]) -> Gate:
    """Gate the comparison of bins: at least three of them with eight sessions each.

    Args:
        bin_sizes: Sessions in each bin.
    Raises: ValueError: If a size is negative.
    Source: house decision, sized by simulation. O(bins).

    >>> comparison_gate([40, 9, 7]).to_go  # one bin more that is filled
    1
    """
    filled = sum(size >= COMPARED_BIN_SESSIONS for size in _counts(bin_sizes))
    return _count_gate(filled, COMPARED_BINS, Reason.TOO_FEW_GROUPS)


def dose_gate(
    *, sessions: int, used_angles: int, angle_sd: float, minutes_sd: float, angle_day: float
) -> Gate:
    """Gate the regression of relief on angle and minutes.

    Args:
        sessions: Sessions with both ratings, one a day.
        used_angles: Angles with at least eight sessions each.
        angle_sd: SD of the angle in degrees.
        minutes_sd: SD of the minutes at angle.
        angle_day: Correlation of the angle with the day, -1 to 1.
    Raises: ValueError: If a count is negative.
    Source: house decision, sized by simulation. O(1).

    >>> steady_climb = dict(sessions=60, used_angles=5, angle_sd=9.0, minutes_sd=1.0)
    >>> dose_gate(**steady_climb, angle_day=0.93).reason.name
    'ANGLE_WITH_TIME'
    """
    gate = _first_closed(
        (
            (sessions, DOSE_SESSIONS, Reason.TOO_FEW_SESSIONS),
            (used_angles, DOSE_ANGLES, Reason.TOO_FEW_SETTINGS),
        )
    )
    if not gate.open:
        return gate
    if angle_sd < DOSE_ANGLE_SD_DEG or minutes_sd < DOSE_MINUTES_SD:
        return Gate(False, gate.needed, gate.have, Reason.SETTINGS_TOO_ALIKE)
    if not abs(angle_day) < DOSE_ANGLE_DAY_CORRELATION:
        reason = Reason.ANGLE_AGAINST_TIME if angle_day < 0 else Reason.ANGLE_WITH_TIME
        return Gate(False, gate.needed, gate.have, reason)
    return gate


def curve_gate(*, sessions: int, settings: int) -> Gate:
    """Gate the smooth curve over a setting.

    Args:
        sessions: Sessions with both ratings, one a day.
        settings: Distinct values of the setting among them.
    Raises: ValueError: If a count is negative.
    Source: house decision, sized by simulation. O(1).

    >>> curve_gate(sessions=80, settings=4).to_go
    2
    """
    return _first_closed(
        (
            (sessions, CURVE_SESSIONS, Reason.TOO_FEW_SESSIONS),
            (settings, CURVE_SETTINGS, Reason.TOO_FEW_SETTINGS),
        )
    )


def trial_gate(pairs: int) -> Gate:
    """Gate the result of a finished randomised trial by its complete pairs.

    Args:
        pairs: Pairs of periods with at least one rating in each.
    Raises: ValueError: If the count is negative.
    Source: below six pairs the sign-flip test cannot reach .05. O(1).

    >>> trial_gate(5).open
    False
    """
    return _count_gate(pairs, TRIAL_PAIRS, Reason.TOO_FEW_PAIRS)


def questionnaire_gate(days_apart: int) -> Gate:
    """Gate the change between two completions of a questionnaire.

    Args:
        days_apart: Whole days between them.
    Raises: ValueError: If the count is negative.
    Source: house decision: both ask about the last week. O(1).

    >>> questionnaire_gate(6).open
    False
    """
    return _count_gate(days_apart, QUESTIONNAIRE_DAYS, Reason.TOO_SOON)


def single_case_gate(days_before: int, days_from: int) -> Gate:
    """Gate the comparison of daily pain before the first session with that from then on.

    Args:
        days_before: Rated days before it.
        days_from: Rated days from its day on; the fewer of the two count.
    Raises: ValueError: If a count is negative.
    Source: house decision: a week on either side. O(1).

    >>> single_case_gate(3, 90).to_go  # a long time after does not make up for a short one before
    4
    """
    return _count_gate(min(days_before, days_from), SINGLE_CASE_DAYS, Reason.TOO_FEW_RATED_DAYS)


def _session_gate(sessions: int, needed: int) -> Gate:
    return _count_gate(sessions, needed, Reason.TOO_FEW_SESSIONS)


def _first_closed(wanted: Iterable[tuple[int, int, Reason]]) -> Gate:
    """Return the first gate that is closed of (have, needed, reason why), else the last one."""
    gates = [_count_gate(*one) for one in wanted]
    return next((gate for gate in gates if not gate.open), gates[-1])


def _count_gate(have: int, needed: int, too_few: Reason) -> Gate:
    _counts([have])
    enough = have >= needed
    return Gate(enough, needed, have, Reason.ENOUGH if enough else too_few)


def _counts(counts: Collection[int]) -> Collection[int]:
    for count in counts:
        if count < 0:
            raise ValueError(f"a count cannot be {count}")
    return counts
