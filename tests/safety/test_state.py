"""The state table: a test for every row and every transition, and what time alone may do."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invertrack.safety.enums import Level, State, Why
from invertrack.safety.lists import Finding, screening
from invertrack.safety.state import (
    ORDER,
    PAUSE_LASTS,
    SCREEN_LASTS,
    Cause,
    Cleared,
    Known,
    Raised,
    Screening,
    causes,
    dump,
    leaves,
    load,
    passes,
    state_at,
)

NOW = dt.datetime(2026, 5, 12, 17, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
SECOND = dt.timedelta(seconds=1)
STOP = Finding("glaucoma_or_high_eye_pressure", Level.STOP)
ASK = Finding("reflux", Level.ASK)


def screened(*findings, ago=DAY):
    return Screening("2026-11", NOW - ago, findings)


def alarm(level=Level.EMERGENCY, *, read=None, items=("chest_pain",)):
    return Raised(level, items, NOW - HOUR, read)


def state(known, at=NOW, *, changed=None):
    return state_at(causes(known), at, list_version=changed).state


CLEAR = Known(screening=screened())
# One row of the table each: what enters it, given that nothing higher does.
ROWS = {
    State.EMERGENCY: Known(screening=screened(), alarms=(alarm(),)),
    State.SUSPENDED: Known(screening=screened(), alarms=(alarm(Level.URGENT),)),
    State.BLOCKED: Known(screening=screened(STOP)),
    State.NEEDS_TALK: Known(screening=screened(ASK)),
    State.EXPIRED: Known(screening=screened(ago=SCREEN_LASTS)),
    State.PAUSED: Known(screening=screened(), stopped=("dizzy",), stopped_at=NOW - HOUR),
    State.OPEN: CLEAR,
}


def test_the_table_has_its_seven_rows_in_their_order():
    assert [str(row) for row in State] == [
        "emergency",
        "suspended",
        "blocked",
        "needs_talk",
        "expired",
        "paused_24h",
        "open",
    ]
    assert list(ROWS) == list(State)


@pytest.mark.parametrize("row", list(State))
def test_every_row_is_entered_by_its_own_reason(row):
    assert state(ROWS[row]) == row


@pytest.mark.parametrize("high", list(State))
@pytest.mark.parametrize("low", list(State))
def test_of_two_rows_the_higher_one_holds(high, low):
    together = [*causes(ROWS[low]), *causes(ROWS[high])]

    assert state_at(together, NOW, list_version=None).state == min(high, low, key=ORDER.get)


# emergency -----------------------------------------------------------------------------------------


def test_emergency_becomes_suspended_once_it_was_read():
    unread = Known(screening=screened(), alarms=(alarm(),))
    read = Known(screening=screened(), alarms=(alarm(read=NOW),))

    assert (state(unread), state(read)) == (State.EMERGENCY, State.SUSPENDED)


def test_one_read_emergency_does_not_hide_another():
    both = Known(screening=screened(), alarms=(alarm(read=NOW), alarm(items=("collapse",))))

    found = state_at(causes(both), NOW, list_version=None)

    assert found.state == State.EMERGENCY
    assert found.item_ids(State.EMERGENCY) == ["collapse"]
    assert found.item_ids(State.SUSPENDED) == ["chest_pain"]


@pytest.mark.parametrize("years", [1, 10])
def test_time_lifts_neither_emergency_nor_suspension(years):
    for row in (State.EMERGENCY, State.SUSPENDED):
        assert state(ROWS[row], NOW + years * 365 * DAY) == row


# suspended -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [Level.URGENT, Level.STOP])
def test_urgent_signs_and_repeated_symptoms_suspend_without_a_full_page(level):
    assert state(Known(screening=screened(), alarms=(alarm(level),))) == State.SUSPENDED


@pytest.mark.parametrize(
    ("screen", "checked", "left"),
    [
        (screened(ago=SECOND), NOW - SECOND, True),
        (screened(ago=2 * HOUR), NOW - SECOND, False),  # the screening is older than the alarm
        (screened(ago=SECOND), NOW - 2 * HOUR, False),  # so is the check
        (screened(ago=SECOND), None, False),
        (None, NOW - SECOND, False),
        (screened(ASK, ago=SECOND), NOW - SECOND, False),  # screened, not passed
        (screened(STOP, ago=SECOND), NOW - SECOND, False),
    ],
)
def test_suspension_is_left_by_a_screening_that_is_passed_and_a_check(screen, checked, left):
    found = leaves(NOW - HOUR, screening=screen, checked_at=checked, cleared=(), at=NOW)

    assert found is left


@pytest.mark.parametrize(
    ("until", "passed"), [(NOW + SECOND, True), (NOW, False), (NOW - SECOND, False)]
)
def test_screening_is_passed_with_what_is_cleared_now(until, passed):
    given_ = (Cleared(STOP.item_id, until), Cleared(ASK.item_id, NOW + DAY))

    assert passes(screened(STOP, ASK), given_, at=NOW) is passed


# blocked -------------------------------------------------------------------------------------------


def test_clearance_opens_a_blocker_until_it_ends_and_then_asks_again():
    cleared = Known(screening=screened(STOP), cleared=(Cleared(STOP.item_id, NOW + DAY),))

    assert state(cleared) == State.OPEN
    assert state(cleared, NOW + DAY - SECOND) == State.OPEN
    assert state(cleared, NOW + DAY) == State.BLOCKED
    ended = state_at(causes(cleared), NOW + DAY, list_version=None)
    assert [cause.why for cause in ended.causes] == [Why.CLEARANCE_ENDED]


def test_clearance_survives_a_new_screening_with_the_same_answer():
    cleared = (Cleared(STOP.item_id, NOW + DAY),)

    assert state(Known(screening=screened(STOP, ago=SECOND), cleared=cleared)) == State.OPEN


def test_new_screening_with_no_opens_what_was_blocked():
    assert state(Known(screening=screened(STOP))) == State.BLOCKED
    assert state(Known(screening=screened())) == State.OPEN


def test_clearance_of_one_item_leaves_another_blocked():
    other = Finding("pregnancy", Level.STOP)
    known = Known(screening=screened(STOP, other), cleared=(Cleared(STOP.item_id, NOW + DAY),))

    found = state_at(causes(known), NOW, list_version=None)

    assert (found.state, found.item_ids(State.BLOCKED)) == (State.BLOCKED, ["pregnancy"])


def test_latest_end_of_several_clearances_counts():
    twice = (Cleared(STOP.item_id, NOW + 2 * DAY), Cleared(STOP.item_id, NOW + DAY))

    assert state(Known(screening=screened(STOP), cleared=twice), NOW + DAY) == State.OPEN


# needs_talk and expired ----------------------------------------------------------------------------


def test_dated_confirmation_opens_a_caution_and_its_end_asks_for_a_new_screening():
    known = Known(screening=screened(ASK), cleared=(Cleared(ASK.item_id, NOW + DAY),))

    assert state(Known(screening=screened(ASK))) == State.NEEDS_TALK
    assert state(known) == State.OPEN
    assert state(known, NOW + DAY) == State.EXPIRED


def test_screening_after_a_confirmation_ended_needs_a_talk_again():
    known = Known(screening=screened(ASK, ago=SECOND), cleared=(Cleared(ASK.item_id, NOW - DAY),))

    assert state(known) == State.NEEDS_TALK


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ([(-2, 5), (3, 20)], [State.OPEN, State.OPEN, State.EXPIRED]),  # renewed in time
        ([(-2, 5), (7, 20)], [State.OPEN, State.EXPIRED, State.EXPIRED]),  # a word came too late
        ([(1, 5)], [State.OPEN, State.EXPIRED, State.EXPIRED]),  # given after the screening
    ],
)
def test_confirmation_that_ended_is_not_mended_by_a_later_word(given_, expected):
    cleared = tuple(Cleared(ASK.item_id, NOW + until * DAY, NOW + at * DAY) for at, until in given_)
    known = Known(screening=screened(ASK, ago=SECOND), cleared=cleared)

    assert [state(known, NOW + days * DAY) for days in (4, 10, 25)] == expected


def test_nobody_was_screened_is_expired():
    found = state_at(causes(Known()), NOW, list_version=None)

    assert (found.state, [cause.why for cause in found.causes]) == (
        State.EXPIRED,
        [Why.NO_SCREEN],
    )
    assert found.changes_at is None


def test_screening_holds_for_ninety_days():
    assert state(CLEAR, NOW - DAY + SCREEN_LASTS - SECOND) == State.OPEN
    assert state(CLEAR, NOW - DAY + SCREEN_LASTS) == State.EXPIRED


def test_changed_list_asks_for_a_new_screening():
    assert state(CLEAR, changed="2026-05") == State.EXPIRED
    assert state(ROWS[State.BLOCKED], changed="2026-05") == State.BLOCKED


@pytest.mark.parametrize(
    ("known", "changed", "again"),
    [
        (ROWS[State.EXPIRED], None, True),
        (ROWS[State.EXPIRED], "2026-05", False),
        (Known(screening=screened(ASK), cleared=(Cleared(ASK.item_id, NOW),)), None, True),
        (Known(), None, False),
        (CLEAR, None, False),
    ],
)
def test_answers_can_be_given_again_only_where_age_alone_asks(known, changed, again):
    assert state_at(causes(known), NOW, list_version=changed).can_screen_again is again


# paused_24h ----------------------------------------------------------------------------------------


def test_pause_ends_by_itself_after_24_hours():
    paused = ROWS[State.PAUSED]

    assert state(paused, NOW - HOUR + PAUSE_LASTS - SECOND) == State.PAUSED
    assert state(paused, NOW - HOUR + PAUSE_LASTS) == State.OPEN


# what holds for everything -------------------------------------------------------------------------

MOMENTS = st.integers(-200, 200).map(lambda hours: NOW + hours * 12 * HOUR)
ITEMS = [item for item in screening().items if item.level in (Level.STOP, Level.ASK)]
FINDINGS = st.lists(st.sampled_from(ITEMS), unique=True, max_size=4).map(
    lambda items: tuple(Finding(item.id, item.level) for item in items)
)
KNOWN = st.builds(
    Known,
    screening=st.none() | st.builds(Screening, st.just("2026-11"), MOMENTS, FINDINGS),
    cleared=st.lists(
        st.builds(Cleared, st.sampled_from([item.id for item in ITEMS]), MOMENTS), max_size=4
    ).map(tuple),
    alarms=st.lists(
        st.builds(
            Raised,
            st.sampled_from([Level.EMERGENCY, Level.URGENT, Level.STOP]),
            st.just(("chest_pain",)),
            st.just(NOW - 300 * DAY),
            st.none() | MOMENTS,
        ),
        max_size=2,
    ).map(tuple),
    stopped=st.just(("dizzy",)),
    stopped_at=st.none() | MOMENTS,
)


@given(KNOWN, MOMENTS)
def test_the_highest_row_in_force_wins(known, at):
    found = state_at(causes(known), at, list_version=None)

    in_force = [cause.state for cause in causes(known) if cause.holds(at)]
    assert found.state == min(in_force, key=ORDER.get, default=State.OPEN)
    assert {cause.state for cause in found.causes} == ({found.state} if in_force else set())


@given(KNOWN, MOMENTS, MOMENTS)
def test_time_alone_tightens_or_lets_a_pause_expire(known, one, other):
    earlier, later = sorted((one, other))
    before, after = (state_at(causes(known), at, list_version=None) for at in (earlier, later))

    if ORDER[after.state] > ORDER[before.state]:
        assert before.state == State.PAUSED
    gone = set(before.in_force) - set(after.in_force)
    assert {cause.state for cause in gone} <= {State.PAUSED}


@given(KNOWN, MOMENTS)
def test_nothing_changes_before_the_next_change_that_is_told(known, at):
    now = state_at(causes(known), at, list_version=None)

    last = NOW + 1000 * DAY if now.changes_at is None else now.changes_at - SECOND
    assert state_at(causes(known), last, list_version=None).in_force == now.in_force


@given(KNOWN)
def test_stored_causes_say_the_same(known):
    assert load(dump(causes(known))) == causes(known)


def test_cause_is_in_force_from_its_begin_to_before_its_end():
    cause = Cause(State.PAUSED, Why.STOP_SYMPTOM, begins=NOW, ends=NOW + HOUR)

    found = [cause.holds(at) for at in (NOW - SECOND, NOW, NOW + HOUR - SECOND, NOW + HOUR)]
    assert found == [False, True, True, False]
