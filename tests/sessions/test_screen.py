"""What stands out in a session that was logged: looked at, never refused."""

import pytest

from invertrack.safety.lists import sources
from invertrack.sessions.limits import limits
from invertrack.sessions.screen import cautions, newly_risen, pressures, vitals_cautions

PLAIN = {
    "angle_deg": 60,
    "duration_s": 300,
    "pain_before": 6,
    "pain_after_delay_s": 600,
    "last_pain": 1,
    "sessions_that_day": 3,
    "overlaps": False,
}


def codes(**changed):
    return [caution.code for caution in cautions(**PLAIN | changed)]


def test_session_at_every_limit_stands_out_in_nothing():
    assert codes() == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"angle_deg": 61}, "steep"),
        ({"duration_s": 301}, "long"),
        ({"sessions_that_day": 4}, "many"),
        ({"overlaps": True}, "overlap"),
        ({"pain_before": 7}, "jump"),
        ({"pain_before": 0, "last_pain": 6}, "jump"),
        ({"pain_after_delay_s": 601}, "late"),
    ],
)
def test_each_limit_is_named_once_passed(changed, code):
    assert codes(**changed) == [code]


@pytest.mark.parametrize(
    ("step_deg", "found"), [(None, []), (50, []), (49, ["above_step"]), (15, ["above_step"])]
)
def test_more_than_ten_degrees_above_the_step_stand_out(step_deg, found):
    assert codes(step_deg=step_deg) == found


def test_beyond_the_plan_is_said_once():
    assert codes(angle_deg=61, step_deg=15) == ["steep"]


def test_limits_while_typing_are_the_cautions_afterwards():
    said = {(limit.field, limit.above, limit.text) for limit in limits(step_deg=30)}
    beyond = {"angle_deg": 61, "duration_s": 301, "step_deg": None}
    texts = {caution.text for caution in cautions(**PLAIN | beyond)}
    [above_step] = cautions(**PLAIN | {"angle_deg": 41, "step_deg": 30})

    assert {(field, above) for field, above, _ in said} == {
        ("angle_deg", 40),
        ("angle_deg", 60),
        ("duration_s", 300),
    }
    assert {text for *_, text in said} == texts | {above_step.text}


@pytest.mark.parametrize(
    ("was", "now", "risen"),
    [
        ((None, None), (3, 5), True),
        ((3, 4), (3, 5), True),
        ((3, 6), (3, 5), False),
        ((3, None), (3, 4), False),
        ((3, None), (None, 9), False),
        ((None, None), (8, 0), False),
    ],
)
def test_pain_has_newly_risen_when_it_had_not_before(was, now, risen):
    assert newly_risen(was, now) is risen


@pytest.mark.parametrize(
    "unknown", [{"pain_before": None}, {"last_pain": None}, {"pain_after_delay_s": None}]
)
def test_what_was_not_rated_stands_out_in_nothing(unknown):
    assert codes(**unknown) == []


def test_cautions_come_in_the_order_a_person_would_check():
    everything = {
        "angle_deg": 90,
        "duration_s": 1800,
        "sessions_that_day": 8,
        "overlaps": True,
        "pain_before": 10,
        "pain_after_delay_s": 1800,
    }

    assert codes(**everything) == ["steep", "long", "many", "overlap", "jump", "late"]


def test_cautions_repeat_the_numbers_they_are_about():
    [many] = cautions(**PLAIN | {"sessions_that_day": 5})
    [jump] = cautions(**PLAIN | {"pain_before": 10})

    assert many.text == "This day has 5 sessions. Check that none is logged twice."
    assert jump.text == "Pain before is 10; the rating before it was 1. Check both."


def said_of(**reading):
    nothing = {"is_before": True, "systolic": None, "diastolic": None, "heart_rate": None}
    return [caution.code for caution in vitals_cautions(**nothing | reading)]


@pytest.mark.parametrize(
    ("systolic", "diastolic", "before", "after"),
    [
        (139, 89, [], []),
        (140, 70, ["pressure_makers"], []),
        (120, 90, ["pressure_makers"], []),
        (179, 119, ["pressure_makers"], []),
        (180, 80, ["pressure_crisis"], ["pressure_crisis"]),
        (150, 120, ["pressure_crisis"], ["pressure_crisis"]),
    ],
)
def test_published_words_on_blood_pressure_begin_at_their_limits(
    systolic, diastolic, before, after
):
    reading = {"systolic": systolic, "diastolic": diastolic}

    assert said_of(**reading) == before
    assert said_of(**reading, is_before=False) == after


@pytest.mark.parametrize(
    ("rate", "found"), [(45, []), (120, []), (44, ["heart_rate"]), (121, ["heart_rate"])]
)
def test_heart_rate_outside_what_is_usual_at_rest_is_to_be_checked(rate, found):
    assert said_of(heart_rate=rate) == found


def test_words_on_blood_pressure_name_sources_that_are_listed():
    assert all(set(one.sources) <= set(sources()) and one.sources for one in pressures())


def test_words_on_blood_pressure_judge_no_reading():
    said = " ".join(one.text for one in pressures()).lower()

    assert not [
        word for word in ("normal", "ok", "good", "fine", "too high") if f" {word} " in said
    ]
