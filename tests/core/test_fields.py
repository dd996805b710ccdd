import datetime as dt
import re
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.exceptions import ValidationError

from invertrack.core.fields import (
    AngleField,
    DurationField,
    LocalDateTimeField,
    LocalMoment,
    ScoreField,
)


def clock(*parts):
    """What a clock on a wall shows."""
    return dt.datetime(*parts)  # noqa: DTZ001


class Log(forms.Form):
    before = ScoreField(label="Pain before")
    after = ScoreField(label="Pain after", required=False, high="worst I can think of")
    angle = AngleField()
    length = DurationField()
    ended = LocalDateTimeField(required=False)


GOOD = {"before": "6", "after": "", "angle": "35", "length_0": "2", "length_1": "30"}


class Elements(HTMLParser):
    """The start tags of a page, as (name, attributes)."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def named(self, name):
        return [attrs for _, attrs in self.found if attrs.get("name") == name]


def error_of(field, **changed):
    form = Log(GOOD | changed)
    assert not form.is_valid()
    assert list(form.errors) == [field]
    [message] = form.errors[field]
    return message


def test_log_cleans_to_whole_numbers_and_none_for_what_was_not_rated():
    form = Log(GOOD)

    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "before": 6,
        "after": None,
        "angle": 35,
        "length": 150,
        "ended": None,
    }


@pytest.mark.parametrize("typed", ["11", "-1", "5.5", "six"])
def test_score_field_refuses_what_is_no_tile(typed):
    assert error_of("before", before=typed) == "A score is a whole number from 0 to 10."


def test_score_field_keeps_zero_apart_from_none():
    form = Log(GOOD | {"after": "0"})

    assert form.is_valid()
    assert form.cleaned_data["after"] == 0


def test_score_field_must_be_tapped_where_it_is_required():
    assert error_of("before", before="") == "Tap the number, 0 to 10."


@pytest.mark.parametrize(
    ("initial", "data", "changed"), [(6, "6", False), (6, "5", True), (None, "", False)]
)
def test_score_field_compares_a_stored_number_with_a_posted_text(initial, data, changed):
    assert ScoreField(required=False).has_changed(initial, data) is changed


def test_score_input_draws_eleven_tiles_and_a_twelfth_where_optional():
    page = Elements(render_crispy_form(Log(initial={"after": 3})))

    before, after = page.named("before"), page.named("after")

    assert [tile["value"] for tile in before] == [str(score) for score in range(11)]
    assert [tile["value"] for tile in after] == [*(str(score) for score in range(11)), ""]
    assert [tile["value"] for tile in after if "checked" in tile] == ["3"]
    assert all("required" in tile for tile in before)
    assert not any("required" in tile for tile in after)


def test_score_input_names_the_ends_inside_their_tiles():
    html = render_crispy_form(Log())

    assert re.search(r"<span>10<span[^>]*> worst I can think of</span>", html)
    assert re.search(r"<span>0<span[^>]*> no pain</span>", html)


def test_score_input_is_a_group_with_a_legend_described_by_its_error():
    page = Elements(render_crispy_form(Log(GOOD | {"before": ""})))

    groups = [attrs for tag, attrs in page.found if tag == "fieldset"]
    ids = {attrs.get("id") for _, attrs in page.found}

    assert groups[0]["aria-describedby"] == "id_before_error"
    assert "id_before_error" in ids
    assert not any("for" in attrs for tag, attrs in page.found if tag == "legend")


def test_ids_on_a_form_are_unique():
    ids = [attrs["id"] for _, attrs in Elements(render_crispy_form(Log())).found if "id" in attrs]

    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter the angle in degrees, such as 35."),
        ("steep", "An angle is a whole number of degrees, such as 35."),
    ],
)
def test_angle_field_says_what_it_wants(typed, message):
    assert error_of("angle", angle=typed) == message


@pytest.mark.parametrize("angle", ["0", "90"])
def test_angle_field_takes_both_ends(angle):
    assert Log(GOOD | {"angle": angle}).is_valid()


@pytest.mark.parametrize("angle", ["180", "91", "-1"])
def test_angle_field_refuses_the_impossible_and_says_what_0_and_90_mean(angle):
    assert error_of("angle", angle=angle) == (
        f"{angle}° is not an angle this table can have here: "
        "0° is lying flat, 90° is head straight down."
    )


@pytest.mark.parametrize(("angle", "shown"), [("180", True), ("35", False), ("", False)])
def test_angle_input_shows_its_drawing_with_an_impossible_angle_only(angle, shown):
    page = Elements(render_crispy_form(Log(GOOD | {"angle": angle})))

    [drawing] = [attrs for _, attrs in page.found if "data-angle-wrong" in attrs]

    assert ("hidden" not in drawing) is shown


def test_angle_input_leaves_the_refusal_to_the_server_which_has_the_drawing():
    [angle] = Elements(render_crispy_form(Log())).named("angle")

    assert "max" not in angle
    assert angle["inputmode"] == "numeric"


@pytest.mark.parametrize(
    ("minutes", "seconds", "total"),
    [("2", "30", 150), ("2", "", 120), ("", "45", 45), ("0", "90", 90)],
)
def test_duration_field_adds_minutes_and_seconds(minutes, seconds, total):
    form = Log(GOOD | {"length_0": minutes, "length_1": seconds})

    assert form.is_valid()
    assert form.cleaned_data["length"] == total


@pytest.mark.parametrize(
    ("minutes", "seconds", "message"),
    [
        ("", "", "Enter the minutes, the seconds, or both."),
        ("0", "4", "4 s is shorter than a session recorded here: at least 5 s."),
        ("30", "1", "30 min 1 s is longer than a session recorded here: at most 30 min."),
        ("2.5", "", "Enter whole minutes and whole seconds."),
        ("-1", "", "Enter whole minutes and whole seconds."),
    ],
)
def test_duration_field_repeats_what_was_typed_and_names_the_limit(minutes, seconds, message):
    assert error_of("length", length_0=minutes, length_1=seconds) == message


def test_duration_input_splits_stored_seconds():
    page = Elements(render_crispy_form(Log(initial={"length": 150})))

    assert page.named("length_0")[0]["value"] == "2"
    assert page.named("length_1")[0]["value"] == "30"


def test_local_datetime_field_keeps_the_clock_and_knows_no_zone():
    form = Log(GOOD | {"ended_0": "2026-10-25T02:30", "ended_1": "1"})

    assert form.is_valid()
    assert form.cleaned_data["ended"] == LocalMoment(clock(2026, 10, 25, 2, 30), fold=1)


def test_local_datetime_field_refuses_what_is_no_time():
    assert error_of("ended", ended_0="tomorrow") == (
        "Enter a date and a time, such as 12 May 2026, 19:30."
    )


def test_local_datetime_field_asks_which_of_two_only_after_it_proved_ambiguous():
    form = Log(GOOD | {"ended_0": "2026-10-25T02:30"})
    assert form.is_valid()
    field = form.fields["ended"]
    assert not Elements(render_crispy_form(form)).named("ended_1")

    with pytest.raises(ValidationError, match="happened twice"):
        field.in_zone(form.cleaned_data["ended"], "Europe/Berlin")

    assert len(Elements(render_crispy_form(form)).named("ended_1")) == 1
    assert field.in_zone(LocalMoment(clock(2026, 10, 25, 2, 30), 0), "Europe/Berlin") == (
        dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    )


def test_local_datetime_field_does_not_ask_about_a_time_that_never_was():
    form = Log(GOOD | {"ended_0": "2026-03-29T02:30"})
    assert form.is_valid()

    with pytest.raises(ValidationError, match="clocks went forward"):
        form.fields["ended"].in_zone(form.cleaned_data["ended"], "Europe/Berlin")

    assert not Elements(render_crispy_form(form)).named("ended_1")


@pytest.mark.parametrize("fold", [0, 1])
def test_local_datetime_input_shows_which_of_two_a_stored_time_was(fold):
    stored = dt.datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=fold)

    page = Elements(render_crispy_form(Log(initial={"ended": stored})))
    chosen = [
        attrs["value"] for tag, attrs in page.found if tag == "option" and "selected" in attrs
    ]

    assert page.named("ended_0")[0]["value"] == "2026-10-25T02:30"
    assert chosen == [str(fold)]


def test_local_datetime_field_takes_a_stored_second_for_no_change():
    stored = dt.datetime(2026, 5, 12, 19, 4, 33, tzinfo=ZoneInfo("Europe/Berlin"))
    moment = LocalMoment(stored.replace(tzinfo=None), stored.fold)

    for initial in (stored, moment):
        form = Log(GOOD | {"ended_0": "2026-05-12T19:04"}, initial={"ended": initial})
        assert "ended" not in form.changed_data
        assert not Elements(render_crispy_form(form)).named("ended_1")


def test_local_datetime_field_without_a_value_has_no_instant():
    assert LocalDateTimeField(required=False).in_zone(None, "UTC") is None
