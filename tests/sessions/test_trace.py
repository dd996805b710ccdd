"""The angle over a session: laid out in the drawing's units, with its holds, marks, gaps and table."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invertrack.sessions.trace import MARKS, TraceValues, draw, name_of, read_samples, read_trace
from tests.sessions.filled import text
from tests.sessions.lived import SAMPLES, TRACE, lived, send

QUARTER = TraceValues(1, (0, 30, 30, 30, 0), ((1, "hold"), (2, "over_cap")))


def points(drawing):
    return [tuple(map(float, point.split(","))) for line in drawing.lines for point in line.split()]


def test_head_down_lies_below_level_and_time_runs_to_the_right():
    drawn = draw(QUARTER, [(30, 2)])

    assert points(drawn) == [(44, 78.7), (190, 192), (336, 192), (482, 192), (628, 78.7)]
    assert drawn.level == "78.7"


def test_gap_breaks_the_line():
    drawn = draw(TraceValues(2, (10, None, None, 20, 20)), [])

    assert [len(line.split()) for line in drawn.lines] == [1, 2]


def test_what_is_far_above_level_lies_on_the_edge():
    drawn = draw(TraceValues(1, (-80, -15)), [])

    assert {y for _, y in points(drawn)} == {22}


def test_hold_is_shaded_from_where_it_began():
    [span] = draw(QUARTER, [(30, 2)]).holds

    assert (span.x, span.width) == ("190", "292")


def test_holds_that_were_corrected_since_are_not_shaded():
    assert draw(QUARTER, [(30, 1), (20, 1)]).holds == []


def test_marks_are_named_and_numbered_by_their_second():
    trace = TraceValues(1, QUARTER.degrees, ((0, "hold"), (2, "over_cap"), (3, "dizzy")))

    said = [(mark.second, mark.label) for mark in draw(trace, [(30, 2)]).marks]

    assert said == [(2, MARKS["over_cap"]), (3, name_of("dizzy"))]
    assert "izz" in name_of("dizzy")


def test_cap_is_drawn_where_it_lies_inside():
    assert draw(QUARTER, [(30, 2)], cap_deg=30).cap == "192"
    assert draw(QUARTER, [(30, 2)], cap_deg=45).cap is None
    assert draw(QUARTER, [(30, 2)]).cap is None


def test_axis_says_minutes_and_seconds_and_every_fifteen_degrees():
    drawn = draw(TraceValues(10, (0, *[40] * 17, 0)), [])

    assert [tick.label for tick in drawn.times] == [
        "0:00",
        "0:30",
        "1:00",
        "1:30",
        "2:00",
        "2:30",
        "3:00",
    ]
    assert [tick.label for tick in drawn.angles] == ["0°", "15°", "30°", "45°"]


@given(
    st.integers(1, 60),
    st.lists(st.none() | st.integers(-90, 90), min_size=1, max_size=450).filter(any),
)
def test_everything_lies_inside_the_drawing(every_s, degrees):
    trace = TraceValues(every_s, tuple(degrees))

    drawn = draw(trace, [])

    assert all(44 <= x <= 628 and 22 <= y <= 192 for x, y in points(drawn))
    assert len(points(drawn)) == sum(value is not None for value in degrees)
    assert 1 <= len(drawn.rows) <= 24
    assert len(drawn.times) <= 8


@given(st.text(max_size=200))
def test_reading_takes_any_text(said):
    assert read_samples(said) is None
    assert read_trace(said) is None


def test_summary_is_kept_to_a_tenth():
    assert read_samples(json.dumps(SAMPLES | {"mean_deg": 25.123}))["mean_deg"] == 25.1
    assert read_samples(json.dumps(SAMPLES | {"n": 10**400})) is None  # no float holds it


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_page_says_in_a_sentence_and_a_table_what_it_draws(phone, patient):
    page = phone.get(send(phone, lived(patient.user)).json()["url"])

    said = text(page)
    assert "1,201 readings: on average 25° at angle, the steepest 27°, spread 0.6°" in said
    assert "1 min: " + name_of("dizzy") in said
    assert page.content.decode().count("<polyline") == 1
    assert page.context["drawn"].rows[:2] == [(0, -80), (10, 24)]
    assert len(page.context["drawn"].rows) == len(TRACE["degrees"])


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_page_of_a_session_that_nobody_measured_draws_nothing(phone, patient):
    page = phone.get(send(phone, lived(patient.user, angle_source="guess")).json()["url"])

    assert page.context["drawn"] is None
    assert "<polyline" not in page.content.decode()
