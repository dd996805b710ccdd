"""What stands out in a session that was logged: looked at, never refused."""

import pytest

from invertrack.sessions.screen import cautions

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
