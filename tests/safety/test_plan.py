"""The slow start: its published steps, how it moves, and that it cannot see pain."""

import dataclasses
import datetime as dt
import inspect
import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invertrack.safety import lists, plan
from invertrack.safety.plan import (
    Chosen,
    Limits,
    Move,
    PlanSession,
    Problem,
    Reason,
    Step,
    guide,
)

MONDAY = dt.date(2026, 5, 4)
STEPS = guide().steps


def day(number):
    return MONDAY + dt.timedelta(days=number)


def session(on, angle=15, seconds=60, *, stop=False):
    return PlanSession(day(on), angle, seconds, stop)


def follow(chosen, sessions, *, until, steps=STEPS):
    return plan.progress(steps, Chosen(chosen, MONDAY), sessions, day(until))


def daily(days, **fields):
    return [session(on, **fields) for on in days]


def test_published_plan_has_the_ten_steps():
    listed = [
        (step.angle_deg, step.duration_s // 60, step.per_day, step.sessions) for step in STEPS
    ]

    assert [step.number for step in STEPS] == list(range(1, 11))
    assert listed == [
        (15, 1, 1, 4),
        (15, 2, 1, 4),
        (20, 2, 2, 4),
        (25, 2, 2, 5),
        (30, 2, 2, 5),
        (30, 3, 2, 5),
        (35, 3, 2, 5),
        (40, 3, 2, 5),
        (45, 3, 2, 5),
        (45, 5, 2, 0),
    ]


def test_published_plan_names_its_version_its_words_and_its_limits():
    words = "An example of a slow start, taken from makers' instructions; not a prescription."

    assert guide().version
    assert guide().text == words
    assert (guide().usual, guide().clinician) == (Limits(45, 300), Limits(60, 600))
    assert guide().texts["beyond"] == (
        "Beyond the plan; eye and blood pressure rise most at steep angles."
    )
    assert set(guide().reasons) == set(Reason)


def test_published_starting_points_name_their_sources():
    named = [point["sources"] for point in guide().starting_points]

    assert named == [["TEE3", "QUA"], ["LIF"], ["WKH"], ["KIM"], ["TEE4"]]
    assert {code for codes in named for code in codes} <= set(lists.sources())


def test_published_plan_keeps_its_own_rules():
    assert plan.problems(STEPS, guide().usual) == []


def reachable(hint, seen):
    """Yield every name that a value of this type can carry, fields of fields included."""
    for part in typing.get_args(hint):
        yield from reachable(part, seen)
    if dataclasses.is_dataclass(hint) and hint not in seen:
        seen.add(hint)
        yield hint.__name__
        for name, inner in typing.get_type_hints(hint).items():
            yield name
            yield from reachable(inner, seen)


def taken(function):
    hints = typing.get_type_hints(function)
    seen = set()
    for name in inspect.signature(function).parameters:
        yield name
        yield from reachable(hints[name], seen)


@dataclasses.dataclass
class Telling:
    """What the plan must not be told."""

    pain_after: int


@pytest.mark.parametrize("name", ["progress", "allowed", "problems"])
def test_no_pain_can_reach_the_plan(name):
    names = list(taken(getattr(plan, name)))

    assert [
        word
        for word in names
        if any(part in word.lower() for part in ("pain", "score", "relief", "rating"))
    ] == []


def test_the_plan_is_told_five_things_of_a_session():
    names = [field.name for field in dataclasses.fields(PlanSession)]

    assert names == ["local_date", "angle_deg", "duration_s", "has_stop_symptom", "is_measured"]


def test_pain_that_could_reach_a_plan_would_be_found():
    def progress(sessions: list[tuple[dt.date, Telling | None]]): ...

    assert "pain_after" in list(taken(progress))


@pytest.mark.parametrize("number", [0, 11])
def test_without_a_chosen_step_there_is_no_progress(number):
    assert plan.progress(STEPS, None, [], MONDAY) is None
    assert follow(number, daily(range(4)), until=10) is None


def test_step_holds_until_its_sessions_are_done_and_a_week_has_passed():
    sessions = daily([0, 1, 2, 3])

    early = follow(1, sessions, until=6)
    due = follow(1, sessions, until=7)

    assert (early.done, early.to_go, early.next_on) == (4, 0, day(7))
    assert (early.may_advance, due.may_advance) == (False, True)
    assert (due.step, due.next, due.previous) == (STEPS[0], STEPS[1], None)


def test_week_of_a_step_begins_with_its_first_session():
    waited = follow(1, daily([5, 6, 7, 8]), until=11)

    assert waited.next_on == day(12)
    assert not waited.may_advance
    assert follow(1, [], until=6).next_on is None


def test_a_step_is_never_left_without_a_choice():
    done = follow(1, daily(range(60)), until=60)

    assert (done.step.number, done.done, done.may_advance, done.moves) == (1, 60, True, ())


def test_last_step_holds():
    last = follow(10, daily(range(30), angle=45, seconds=300), until=30)

    assert (last.next, last.may_advance, last.to_go) == (None, False, 0)


@pytest.mark.parametrize(
    ("angle", "seconds", "done"),
    [(15, 60, 1), (10, 30, 1), (1, 5, 1), (16, 60, 0), (15, 61, 0), (0, 60, 0)],
)
def test_session_counts_within_the_step_and_not_lying_flat(angle, seconds, done):
    assert follow(1, [session(0, angle, seconds)], until=1).done == done


def test_day_counts_as_many_sessions_as_the_step_allows_a_day():
    assert follow(1, daily([0, 0, 0]), until=1).done == 1
    assert follow(3, daily([0, 0, 0]), until=1).done == 2


@pytest.mark.parametrize(
    ("until", "number", "moved_on"),
    [(7, 5, []), (8, 4, [8]), (14, 4, [8]), (15, 3, [8, 15]), (36, 1, [8, 15, 22, 29])],
)
def test_missed_week_is_a_step_back_and_each_further_one_another(until, number, moved_on):
    found = follow(5, [session(0, angle=30, seconds=120)], until=until)

    assert found.step.number == number
    assert [(move.local_date, move.reason) for move in found.moves] == [
        (day(on), Reason.MISSED_WEEK) for on in moved_on
    ]


def test_one_session_a_week_misses_no_week():
    weekly = daily([0, 7, 14, 21], angle=30, seconds=120)

    assert follow(5, weekly, until=28).moves == ()


def test_week_is_missed_from_the_choice_on_and_by_lying_flat_only():
    assert follow(5, [], until=8).step.number == 4
    assert follow(5, daily(range(9), angle=0), until=8).step.number == 4
    assert follow(5, daily(range(9), angle=70), until=8).step.number == 5


def test_sessions_before_the_choice_do_not_count():
    assert follow(2, daily([-3, -2, -1], stop=True), until=1).moves == ()


def test_stop_symptom_is_a_step_back_and_the_count_starts_again():
    sessions = [*daily([0, 1, 2], angle=30), session(3, angle=30, stop=True)]

    found = follow(5, sessions, until=3)

    assert (found.step, found.done, found.since) == (STEPS[3], 0, day(3))
    assert found.moves == (Move(day(3), Reason.STOP_SYMPTOM, 5, 4),)


def test_other_sessions_on_the_day_of_a_stop_symptom_do_not_count():
    sessions = [session(0), session(0, stop=True), session(1)]

    assert follow(3, sessions, until=1).done == 1


def test_first_step_starts_again_and_says_so():
    found = follow(1, [session(0), session(1, stop=True)], until=1)

    assert found.moves == (Move(day(1), Reason.STOP_SYMPTOM, 1, 1),)
    assert (found.step.number, found.done) == (1, 0)


def test_weeks_without_anything_at_the_first_step_are_not_told_again_and_again():
    found = follow(1, [session(0)], until=100)

    assert found.moves == (Move(day(8), Reason.MISSED_WEEK, 1, 1),)


def test_cap_lowers_what_a_step_allows_and_never_raises_it():
    step = Step(number=1, angle_deg=30, duration_s=120, per_day=1, sessions=4)

    assert plan.allowed(step) == Limits(30, 120)
    assert plan.allowed(step, angle_deg=20) == Limits(20, 120)
    assert plan.allowed(step, angle_deg=45, duration_s=60) == Limits(30, 60)


def made(*steps):
    names = ("angle_deg", "duration_s", "per_day", "sessions")
    return plan.steps_of(dict(zip(names, step, strict=True)) for step in steps)


@pytest.mark.parametrize(
    ("steps", "fields"),
    [
        ([(15, 60, 1, 4), (20, 60, 1, 4)], []),
        ([(15, 60, 1, 4), (15, 120, 1, 4)], []),
        ([(15, 60, 1, 4), (10, 120, 1, 4)], []),
        ([(15, 60, 1, 4), (16, 61, 1, 4)], [(2, "angle_deg")]),
        ([(61, 60, 1, 0)], [(1, "angle_deg")]),
        ([(60, 600, 1, 0)], []),
        ([(60, 601, 1, 0)], [(1, "duration_s")]),
        (
            [(0, 10, 4, 61)],
            [(1, name) for name in ("angle_deg", "duration_s", "per_day", "sessions")],
        ),
        ([(15, 60, 1, 0), (20, 60, 1, 0)], [(1, "sessions")]),
        ([], [(0, "")]),
        ([(15, 60, 1, 4)] * 13, [(0, "")]),
    ],
)
def test_problems_of_a_plan_are_named_by_step_and_field(steps, fields):
    found = plan.problems(made(*steps), guide().clinician)

    assert [(problem.number, problem.field) for problem in found] == fields


def test_usual_plan_goes_no_further_than_its_own_limits():
    steps = made((50, 60, 1, 0))

    assert plan.problems(steps, guide().clinician) == []
    assert plan.problems(steps, guide().usual) == [
        Problem(1, "angle_deg", "Enter 1 to 45 degrees.")
    ]


SESSIONS = st.lists(
    st.builds(
        session,
        st.integers(-5, 60),
        st.integers(0, 90),
        st.integers(5, 1800),
        stop=st.booleans(),
    ),
    max_size=25,
)
NUMBERS = st.integers(1, len(STEPS))
UNTIL = st.integers(0, 90)


@given(NUMBERS, SESSIONS, UNTIL)
def test_no_day_leads_above_the_chosen_step_or_the_limits(number, sessions, until):
    found = follow(number, sessions, until=until)

    assert found.step.number <= number
    assert all(move.after <= move.before for move in found.moves)
    assert found.step.angle_deg <= guide().usual.angle_deg
    assert found.step.duration_s <= guide().usual.duration_s


@given(NUMBERS, SESSIONS, UNTIL)
def test_what_moved_adds_up_to_where_one_stands(number, sessions, until):
    found = follow(number, sessions, until=until)

    befores = [move.before for move in found.moves]
    afters = [move.after for move in found.moves]
    assert [number, *afters] == [*befores, found.step.number]
    assert [move.local_date for move in found.moves] == sorted(
        move.local_date for move in found.moves
    )


@given(NUMBERS, SESSIONS, UNTIL, st.integers(1, 30))
def test_time_alone_takes_no_step_forward(number, sessions, until, later):
    past = [row for row in sessions if row.local_date <= day(until)]

    now, then = (follow(number, past, until=at) for at in (until, until + later))

    assert then.step.number <= now.step.number
    assert then.moves[: len(now.moves)] == now.moves


@given(NUMBERS, SESSIONS.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_order_of_sessions_does_not_matter(number, both):
    given_rows, mixed = both

    assert follow(number, given_rows, until=70) == follow(number, mixed, until=70)


@given(NUMBERS, SESSIONS, UNTIL, st.data())
def test_a_stop_symptom_never_leads_higher_or_closer_to_the_next(number, sessions, until, data):
    past = [row for row in sessions if row.local_date <= day(until)]
    if not past:
        return
    index = data.draw(st.integers(0, len(past) - 1))
    clean = [dataclasses.replace(row, has_stop_symptom=False) for row in past]
    with_one = [*clean]
    with_one[index] = dataclasses.replace(clean[index], has_stop_symptom=True)

    without, found = (follow(number, rows, until=until) for rows in (clean, with_one))

    assert found.step.number <= without.step.number
    assert not found.may_advance or without.may_advance
