"""What may be typed about holds, side effects, vitals and the table, and what it comes to."""

import datetime as dt

import pytest

from invertrack.sessions.actions import Course, VitalsValues
from invertrack.sessions.enums import Gone
from tests.sessions.asked import NOW, folds, quick_log, the_error


def hold(order, angle="", minutes="", seconds=""):
    return {f"hold_{order}_{n}": said for n, said in enumerate((angle, minutes, seconds))}


def test_holds_make_one_time_and_an_angle_weighted_by_it():
    values = quick_log(
        duration_s_0="1", duration_s_1="0", **hold(2, "45", "", "30"), **hold(4, "0", "1")
    ).session_values()

    assert values.holds == ((30, 60), (45, 30), (0, 60))
    assert (values.duration_s, values.angle_deg, values.angle_max_deg) == (150, 21, 45)
    assert values.started_at == NOW - dt.timedelta(seconds=150)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("", "1", ""), "Enter the angle of this hold too, or empty the line."),
        (("30", "", ""), "Enter how long this hold was, or empty the line."),
        (("30", "0", "0"), "Enter how long this hold was, or empty the line."),
        (("91", "1", ""), "An angle is 0 to 90: 0 is lying flat, 90 is head straight down."),
        (("-10", "1", ""), "An angle is 0 to 90: 0 is lying flat, 90 is head straight down."),
        (("30", "x", ""), "Enter whole numbers, such as 30 degrees, 1 min 30 s."),
        (("30", "-1", ""), "Enter whole numbers, such as 30 degrees, 1 min 30 s."),
    ],
)
def test_hold_that_cannot_be_is_refused_at_its_line_in_sight(typed, message):
    form = quick_log(**hold(3, *typed))

    assert the_error(form) == ("hold_3", message)
    assert folds(form, is_open=True) == ["More than one hold"]


@pytest.mark.parametrize(
    ("minutes", "message"),
    [
        ("27", None),
        ("28", "30 min 30 s in all is longer than a session recorded here: at most 30 min."),
    ],
)
def test_all_holds_together_are_at_most_half_an_hour(minutes, message):
    form = quick_log(**hold(2, "10", minutes))

    if message is None:
        assert form.session_values().duration_s == 27 * 60 + 150
    else:
        assert the_error(form) == ("duration_s", message)


def test_short_holds_are_taken_where_they_last_long_enough_together():
    short = {"duration_s_0": "", "duration_s_1": "3"}

    assert quick_log(**short, **hold(2, "30", "", "2")).session_values().duration_s == 5
    assert the_error(quick_log(**short, **hold(2, "30", "", "1"))) == (
        "duration_s",
        "4 s in all is shorter than a session recorded here: at least 5 s.",
    )


def test_side_effect_has_a_course_only_where_it_happened():
    form = quick_log(
        effect_dizzy="1",
        effect_dizzy_onset="coming_up",
        effect_dizzy_gone="600",
        effect_headache="2",
        effect_headache_gone=str(Gone.STILL_THERE.value),
        effect_nausea_onset="during",
    )

    values = form.session_values()
    assert values.side_effects == {"dizzy": 1, "headache": 2}
    assert values.courses == {
        "dizzy": Course("coming_up", 600),
        "headache": Course("", Gone.STILL_THERE),
    }


@pytest.mark.parametrize(("part", "typed"), [("onset", "yesterday"), ("gone", "601")])
def test_course_that_is_no_choice_is_refused_at_its_symptom(part, typed):
    form = quick_log(effect_dizzy="1", **{f"effect_dizzy_{part}": typed})

    assert the_error(form)[0] == "effect_dizzy"


def test_vitals_are_all_optional_and_kept_as_they_are():
    values = quick_log(
        before_systolic="128",
        before_diastolic="82",
        before_posture="lying",
        after_heart_rate="58",
    ).session_values()

    assert values.vitals == {
        "before": VitalsValues(128, 82, None, "lying"),
        "after": VitalsValues(None, None, 58, ""),
    }
    assert quick_log().session_values().vitals == {}


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"systolic": "120"}, "diastolic", "Enter the lower number too, or neither."),
        ({"diastolic": "80"}, "systolic", "Enter the upper number too, or neither."),
        ({"systolic": "84", "diastolic": "80"}, "systolic", "at least 5 above"),
        ({"systolic": "80", "diastolic": "120"}, "systolic", "at least 5 above"),
        ({"systolic": "59", "diastolic": "40"}, "systolic", "from 60 to 260"),
        ({"systolic": "261", "diastolic": "40"}, "systolic", "from 60 to 260"),
        ({"systolic": "120", "diastolic": "29"}, "diastolic", "from 30 to 160"),
        ({"systolic": "200", "diastolic": "161"}, "diastolic", "from 30 to 160"),
        ({"heart_rate": "29"}, "heart_rate", "from 30 to 220"),
        ({"heart_rate": "221"}, "heart_rate", "from 30 to 220"),
        ({"heart_rate": "60.5"}, "heart_rate", "Enter a whole number."),
        ({"posture": "sitting"}, "posture", "Enter a reading too, or choose Not said."),
    ],
)
def test_vitals_that_cannot_be_are_refused_at_their_field_in_sight(moment, typed, field, words):
    form = quick_log(**{f"{moment}_{name}": said for name, said in typed.items()})

    at, message = the_error(form)
    assert at == f"{moment}_{field}"
    assert words in message
    assert folds(form, is_open=True) == ["Blood pressure and heart rate"]


@pytest.mark.parametrize(("systolic", "diastolic"), [("60", "30"), ("260", "160"), ("85", "80")])
def test_pressures_at_every_limit_are_taken(systolic, diastolic):
    form = quick_log(before_systolic=systolic, before_diastolic=diastolic)

    assert form.session_values().vitals["before"][:2] == (int(systolic), int(diastolic))


def test_settings_of_the_table_are_short_and_kept_where_they_are_said():
    form = quick_log(equipment_tether=" 3 ", equipment_table="")

    assert form.session_values().equipment == {"tether": "3"}
    assert the_error(quick_log(equipment_pin="x" * 41))[0] == "equipment_pin"
