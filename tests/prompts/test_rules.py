import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invertrack.prompts.enums import PromptKind, Silence
from invertrack.prompts.rules import (
    Facts,
    Hold,
    Send,
    Silent,
    makes_sense_until,
    quiet_ends_at,
    verdict,
)
from invertrack.safety.enums import State

BERLIN = ZoneInfo("Europe/Berlin")
DUE = dt.datetime(2026, 11, 23, 19, tzinfo=dt.UTC)  # 20:00 in Berlin
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
NO_QUIET = {"quiet_from": dt.time(0), "quiet_until": dt.time(0)}


def facts(**changed):
    usual = {
        "zone": BERLIN,
        "state": State.OPEN,
        "quiet_from": dt.time(22),
        "quiet_until": dt.time(7),
        "paused_until": None,
        "is_resting": False,
        "has_way": True,
    }
    return Facts(**(usual | changed))


def judged(kind=PromptKind.RATING, *, due_at=DUE, late=0 * MINUTE, **changed):
    """The verdict so long after a prompt was due, of what differs from an ordinary evening."""
    known = {key: changed.pop(key) for key in ("is_on", "is_answered") if key in changed}
    return verdict(kind, due_at, facts(**changed), due_at + late, **known)


@pytest.mark.parametrize("kind", PromptKind)
def test_on_an_ordinary_evening_everything_goes_out(kind):
    assert judged(kind) == Send()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"is_answered": True}, Silence.ANSWERED),
        ({"is_on": False}, Silence.OFF),
        ({"state": State.EMERGENCY}, Silence.SAFETY),
        ({"state": State.SUSPENDED}, Silence.SAFETY),
        ({"paused_until": dt.date(2026, 11, 23)}, Silence.PAUSED),
        ({"is_resting": True}, Silence.RESTING),
        ({"late": 2 * HOUR}, Silence.LATE),
        ({"has_way": False}, Silence.NO_WAY),
    ],
)
def test_each_reason_alone_keeps_it_silent(changed, why):
    assert judged(**changed) == Silent(why)


def test_the_last_day_of_a_pause_is_a_local_day():
    late = {"quiet_from": dt.time(0), "quiet_until": dt.time(0), "late": 4 * HOUR}
    until = {"paused_until": dt.date(2026, 11, 23)}

    assert judged(PromptKind.JOURNAL, due_at=DUE, **NO_QUIET, **until) == Silent(Silence.PAUSED)
    # Midnight in Berlin has passed, in UTC it has not.
    assert judged(PromptKind.NEXT_MORNING, **late, **until) == Send()


@pytest.mark.parametrize("state", [state for state in State if state is not State.OPEN])
def test_a_session_is_called_to_mind_only_where_nothing_holds_it_up(state):
    assert judged(PromptKind.SESSION, state=state) == Silent(Silence.SAFETY)


@pytest.mark.parametrize("kind", [kind for kind in PromptKind if kind is not PromptKind.SESSION])
@pytest.mark.parametrize("state", [State.BLOCKED, State.NEEDS_TALK, State.EXPIRED, State.PAUSED])
def test_questions_go_on_while_sessions_do_not(kind, state):
    assert judged(kind, state=state) == Send()


def test_nothing_due_is_no_answer():
    assert judged(PromptKind.QUESTIONNAIRES, is_answered=True) == Silent(Silence.NOTHING_DUE)


@pytest.mark.parametrize(
    ("kind", "window"),
    [
        (PromptKind.MINUTES_30, 30 * MINUTE),
        (PromptKind.HOURS_2, HOUR),
        (PromptKind.NEXT_MORNING, 4 * HOUR),
        (PromptKind.RATING, 90 * MINUTE),
        (PromptKind.JOURNAL, 4 * HOUR - dt.timedelta(seconds=1)),  # the local day ends
        (PromptKind.SESSION, 4 * HOUR - dt.timedelta(seconds=1)),
        (PromptKind.QUESTIONNAIRES, 4 * HOUR - dt.timedelta(seconds=1)),
    ],
)
def test_it_is_late_once_an_answer_would_not_count(kind, window):
    assert judged(kind, late=window, **NO_QUIET) == Send()
    assert judged(kind, late=window + MINUTE, **NO_QUIET) == Silent(Silence.LATE)


# Quiet hours ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "local", "expected"),
    [
        (PromptKind.HOURS_2, "2026-11-23 21:59", Send()),
        (PromptKind.HOURS_2, "2026-11-23 22:00", Silent(Silence.QUIET)),
        (PromptKind.HOURS_2, "2026-11-24 05:59", Silent(Silence.QUIET)),
        (PromptKind.HOURS_2, "2026-11-24 06:00", "2026-11-24 07:00"),
        (PromptKind.HOURS_2, "2026-11-24 07:00", Send()),
        (PromptKind.MINUTES_30, "2026-11-24 06:29", Silent(Silence.QUIET)),
        (PromptKind.MINUTES_30, "2026-11-24 06:30", "2026-11-24 07:00"),
        (PromptKind.NEXT_MORNING, "2026-11-24 03:00", "2026-11-24 07:00"),
        (PromptKind.NEXT_MORNING, "2026-11-24 02:59", Silent(Silence.QUIET)),
        (PromptKind.RATING, "2026-11-24 05:30", "2026-11-24 07:00"),
        (PromptKind.RATING, "2026-11-24 05:29", Silent(Silence.QUIET)),
        (PromptKind.JOURNAL, "2026-11-24 00:00", "2026-11-24 07:00"),
        (PromptKind.JOURNAL, "2026-11-23 23:59", Silent(Silence.QUIET)),
    ],
)
def test_quiet_hours_hold_back_what_still_counts_when_they_end(kind, local, expected):
    due_at = dt.datetime.fromisoformat(local).replace(tzinfo=BERLIN).astimezone(dt.UTC)
    if isinstance(expected, str):
        end = dt.datetime.fromisoformat(expected).replace(tzinfo=BERLIN)
        expected = Hold(end.astimezone(dt.UTC))

    assert judged(kind, due_at=due_at) == expected


def test_quiet_hours_that_begin_when_they_end_are_none():
    assert quiet_ends_at(facts(**NO_QUIET), DUE) is None


def test_quiet_hours_may_lie_within_a_day():
    noon = facts(quiet_from=dt.time(12), quiet_until=dt.time(14))
    at = dt.datetime(2026, 11, 23, 12, 59, tzinfo=dt.UTC)  # 13:59

    assert quiet_ends_at(noon, at) == at + MINUTE
    assert quiet_ends_at(noon, at + MINUTE) is None
    assert quiet_ends_at(noon, at - 2 * HOUR) is None


@pytest.mark.parametrize(
    ("at", "ends_at"),
    [
        ("2026-10-24 20:00", "2026-10-25 06:00"),  # ten hours: the clocks go back
        ("2026-03-28 21:00", "2026-03-29 05:00"),  # eight: they go forward
    ],
)
def test_quiet_hours_end_by_the_clock_on_the_wall(at, ends_at):
    at, ends_at = (dt.datetime.fromisoformat(f"{text}+00:00") for text in (at, ends_at))

    assert quiet_ends_at(facts(), at) == ends_at


def test_quiet_hours_last_into_the_second_pass_of_a_repeated_hour():
    until_half_past_two = facts(quiet_until=dt.time(2, 30))
    second_quarter_past = dt.datetime(2026, 10, 25, 1, 15, tzinfo=dt.UTC)

    assert quiet_ends_at(until_half_past_two, second_quarter_past) == (
        second_quarter_past + 15 * MINUTE
    )


@given(
    st.times(),
    st.times(),
    st.integers(0, 365 * 24 * 60),
    st.sampled_from(["Europe/Berlin", "Asia/Kathmandu", "America/New_York"]),
)
def test_quiet_hours_end_within_a_day(start, end, minutes, zone):
    quiet = facts(quiet_from=start, quiet_until=end, zone=ZoneInfo(zone))
    at = DUE + minutes * MINUTE

    ends_at = quiet_ends_at(quiet, at)

    if ends_at is not None:
        assert at < ends_at
        assert ends_at - at <= 25 * HOUR


@given(st.sampled_from(PromptKind), st.times(), st.times(), st.integers(0, 3000))
def test_what_is_held_back_goes_out_when_it_is_judged_again(kind, start, end, minutes):
    quiet = facts(quiet_from=start, quiet_until=end)
    due_at = DUE + minutes * MINUTE

    said = verdict(kind, due_at, quiet, due_at)

    if isinstance(said, Hold):
        assert due_at < said.until <= makes_sense_until(kind, due_at, BERLIN)
        assert verdict(kind, due_at, quiet, said.until) == Send()
