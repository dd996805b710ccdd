"""What may be typed about a session, and what it comes to; no database is asked."""

import datetime as dt

import pytest
from crispy_forms.utils import render_crispy_form

from invertrack.care.forms import Invalid
from invertrack.sessions.actions import Course
from invertrack.sessions.forms import CorrectSessionForm, PainAfterForm, QuickLogForm
from invertrack.sessions.models import Hold, Session, SessionText, SideEffect, Vitals
from invertrack.sessions.parts import Parts
from tests.sessions.asked import NOW, SOMEBODY, TYPED, folds, quick_log, the_error


def opened(*, last=None):
    return QuickLogForm(user=SOMEBODY, now=NOW, zone="Europe/Berlin", last=last)


def earlier(moment, *, which="", **typed):
    return quick_log(when="earlier", ended_local_0=moment, ended_local_1=which, **typed)


def stored(**fields):
    ended_at = fields.pop("ended_at", NOW - dt.timedelta(days=40))
    known = {
        "ended_at": ended_at,
        "started_at": ended_at - dt.timedelta(seconds=150),
        "tz": "Europe/Berlin",
        "local_date": ended_at.date(),
        "duration_s": 150,
        "angle_deg": 30,
        "angle_max_deg": 30,
        "pain_before": 6,
        "pain_after": 4,
        "pain_after_delay_s": 0,
    }
    return Session(**{**known, **fields})


def correction(session, **typed):
    seen = session.ended_local.strftime("%Y-%m-%dT%H:%M")
    fields = {"ended_local_0": seen, "version": "1"} | TYPED | typed
    return CorrectSessionForm(fields, user=SOMEBODY, now=NOW).about(session)


def unsent(session, **parts):
    return CorrectSessionForm(user=SOMEBODY, now=NOW).about(session, Parts(**parts))


def test_two_taps_on_top_of_what_is_prefilled_are_a_whole_session():
    values = quick_log().session_values()

    assert (values.angle_deg, values.duration_s) == (30, 150)
    assert (values.pain_before, values.pain_after) == (6, 4)
    assert values.ended_at == NOW
    assert values.started_at == NOW - dt.timedelta(seconds=150)
    assert (values.note, values.side_effects, values.has_stopped_early) == ("", {}, False)


def test_pain_after_may_come_later_and_is_then_nothing_not_zero():
    assert quick_log(pain_after="").session_values().pain_after is None
    assert quick_log(pain_after="0").session_values().pain_after == 0


def test_pain_before_is_asked():
    assert the_error(quick_log(pain_before="")) == ("pain_before", "Tap the number, 0 to 10.")


@pytest.mark.parametrize("field", ["pain_before", "pain_after"])
@pytest.mark.parametrize("typed", ["11", "-1", "5.5", "six"])
def test_pain_is_a_whole_number_from_0_to_10(field, typed):
    refusal = "A score is a whole number from 0 to 10."

    assert the_error(quick_log(**{field: typed})) == (field, refusal)


@pytest.mark.parametrize("typed", ["180", "-10", "91", "-1"])
def test_impossible_angle_is_refused_with_the_drawing_of_what_0_and_90_mean(typed):
    form = quick_log(angle_deg=typed)

    field, message = the_error(form)

    assert field == "angle_deg"
    assert "0° is lying flat, 90° is head straight down" in message
    assert "data-angle-wrong>" in render_crispy_form(form)


@pytest.mark.parametrize("typed", ["0", "90"])
def test_both_ends_of_the_arc_are_angles(typed):
    form = quick_log(angle_deg=typed)

    assert form.session_values().angle_deg == int(typed)
    assert "data-angle-wrong hidden" in render_crispy_form(form)


@pytest.mark.parametrize(("minutes", "seconds"), [("0", "4"), ("30", "1"), ("", "")])
def test_time_at_angle_is_5_seconds_to_30_minutes(minutes, seconds):
    field, _ = the_error(quick_log(duration_s_0=minutes, duration_s_1=seconds))

    assert field == "duration_s"


@pytest.mark.parametrize(("minutes", "seconds", "total"), [("0", "5", 5), ("30", "0", 1800)])
def test_both_ends_of_the_time_at_angle_are_taken(minutes, seconds, total):
    form = quick_log(duration_s_0=minutes, duration_s_1=seconds)

    assert form.session_values().duration_s == total


def test_just_now_is_the_instant_at_which_the_device_sent_it():
    pressed = NOW - dt.timedelta(minutes=4)

    assert quick_log(device_now=pressed.isoformat()).session_values().ended_at == pressed


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ("", NOW),
        ("soon", NOW),
        ("2026-05-12T17:00:00", NOW),  # a clock without a zone says no instant
        ("2026-05-12T17:09:31Z", NOW),  # more than five minutes ahead: a wrong clock
        ("2026-05-12T17:09:30Z", NOW + dt.timedelta(minutes=5)),
        ("2026-05-12T18:00:00+02:00", NOW - dt.timedelta(minutes=64, seconds=30)),
    ],
)
def test_device_that_says_nothing_useful_leaves_the_server_its_own_instant(said, taken):
    assert quick_log(device_now=said).session_values().ended_at == taken


def test_device_over_thirty_days_behind_is_refused_where_it_can_be_seen():
    form = quick_log(device_now=(NOW - dt.timedelta(days=31)).isoformat())

    assert the_error(form) == ("when", "This is more than 30 days ago. Enter a later time.")
    assert "Time, source, note" in folds(form, is_open=True)


@pytest.mark.parametrize(
    ("browser", "zone", "utc"),
    [
        ("America/New_York", "America/New_York", "2026-05-12T13:30:00+00:00"),
        ("", "Europe/Berlin", "2026-05-12T07:30:00+00:00"),
        ("Mars/Olympus_Mons", "Europe/Berlin", "2026-05-12T07:30:00+00:00"),
    ],
)
def test_typed_time_is_in_the_browsers_zone_else_in_the_profiles(browser, zone, utc):
    values = earlier("2026-05-12T09:30", tz=browser).session_values()

    assert values.tz == zone
    assert values.ended_at == dt.datetime.fromisoformat(utc)


def test_earlier_without_a_time_is_asked_for_one():
    assert the_error(earlier("")) == ("ended_local", "Enter the date and the time it ended.")


def test_earlier_with_a_time_that_is_none_gets_one_sentence():
    field, message = the_error(earlier("yesterday"))

    assert field == "ended_local"
    assert message == "Enter a date and a time, such as 12 May 2026, 19:30."


def test_a_typed_time_is_left_alone_while_the_session_ended_just_now():
    form = quick_log(ended_local_0="2026-01-01T00:00", device_now=NOW.isoformat())

    assert form.session_values().ended_at == NOW


def test_time_that_the_clocks_jumped_over_is_refused():
    form = earlier("2026-03-29T02:30", now=dt.datetime(2026, 3, 30, tzinfo=dt.UTC))

    field, message = the_error(form)

    assert field == "ended_local"
    assert message == "This time does not exist on that day: the clocks went forward."


@pytest.mark.parametrize(("which", "utc_hour"), [("0", 0), ("1", 1)])
def test_time_that_happened_twice_is_asked_and_then_taken(which, utc_hour):
    later = dt.datetime(2026, 10, 26, tzinfo=dt.UTC)
    asked = earlier("2026-10-25T02:30", now=later)
    answered = earlier("2026-10-25T02:30", which=which, now=later)

    assert the_error(asked)[1].startswith("This time happened twice on that day")
    assert 'name="ended_local_1"' in render_crispy_form(asked)
    assert answered.session_values().ended_at == dt.datetime(
        2026, 10, 25, utc_hour, 30, tzinfo=dt.UTC
    )


def test_time_that_happened_once_does_not_ask_which():
    assert 'name="ended_local_1"' not in render_crispy_form(earlier("2026-05-12T09:30"))


@pytest.mark.parametrize(
    ("moment", "message"),
    [
        ("2026-05-12T19:09", None),
        ("2026-05-12T19:10", "This time lies ahead. Enter when the session ended."),
        ("2026-04-12T19:05", None),
        ("2026-04-12T19:04", "This is more than 30 days ago. Enter a later time."),
        ("0001-01-01T00:00", "This date lies outside the calendar. Check the year."),
        ("9999-12-31T23:59", "This time lies ahead. Enter when the session ended."),
    ],
)
def test_end_lies_between_thirty_days_ago_and_five_minutes_ahead(moment, message):
    form = earlier(moment)

    if message is None:
        assert form.session_values().ended_at
    else:
        assert the_error(form) == ("ended_local", message)


def test_side_effects_are_those_that_were_given_a_strength():
    form = quick_log(effect_dizzy="1", effect_headache="0", effect_nausea="")

    assert form.session_values().side_effects == {"dizzy": 1, "headache": 0}
    assert set(form.session_values().courses.values()) == {Course()}


def test_side_effect_of_an_unknown_strength_is_refused():
    assert the_error(quick_log(effect_dizzy="4"))[0] == "effect_dizzy"


@pytest.mark.parametrize(
    ("typed", "in_sight"),
    [
        ({}, False),
        ({"pain_before": ""}, False),
        ({"when": "earlier"}, True),
        ({"note": "New mattress"}, True),
        ({"when": "earlier", "ended_local_0": "2026-05-12T09:30"}, True),
    ],
)
def test_folded_part_is_open_when_it_holds_an_error_or_what_was_typed(typed, in_sight):
    assert ("Time, source, note" in folds(quick_log(**typed), is_open=True)) is in_sight


def test_symptoms_are_in_sight_once_one_is_given():
    untouched, dizzy = quick_log(), quick_log(effect_dizzy="0")

    assert folds(untouched, is_open=True) == []
    assert folds(dizzy, is_open=True) == ["Any side effects"]


def test_every_fold_is_one_line_on_a_fresh_page_whatever_was_used_last_time():
    last = {"holds": [(30, 60)], "angle_source": "mark", "equipment": {"tether": "3"}}

    assert folds(opened(last=last), is_open=False) == [
        "More than one hold",
        "Any side effects",
        "Blood pressure and heart rate",
        "Table settings",
        "Time, source, note",
    ]


def test_log_starts_from_the_holds_source_and_settings_of_last_time():
    form = opened(
        last={
            "holds": [(30, 60), (45, 90)],
            "angle_source": "mark",
            "equipment": {"tether": "3", "later": "unknown here"},
        }
    )

    assert (form["angle_deg"].value(), form["duration_s"].value()) == (30, 60)
    assert (form["hold_2"].value(), form["hold_3"].value()) == ([45, 1, 30], None)
    assert (form["angle_source"].value(), form["equipment_tether"].value()) == ("mark", "3")
    assert folds(form, is_open=True) == ["More than one hold"]


def test_angle_that_the_phone_measured_last_time_is_no_measurement_this_time():
    form = opened(last={"holds": [(35, 60)], "angle_source": "measured"})

    assert (form["angle_deg"].value(), form["angle_source"].value()) == (35, "guess")
    assert the_error(quick_log(angle_source="measured"))[0] == "angle_source"


def test_correction_of_something_else_keeps_the_exact_end_however_old():
    session = stored(ended_at=dt.datetime(2024, 1, 2, 3, 4, 5, 678, tzinfo=dt.UTC))

    values = correction(session, pain_after="2").session_values()

    assert values.ended_at == session.ended_at
    assert values.pain_after == 2


def test_correction_of_the_end_is_read_in_the_sessions_own_zone():
    session = stored(ended_at=NOW - dt.timedelta(days=1), tz="Pacific/Auckland")

    values = correction(session, ended_local_0="2026-05-12T08:00").session_values()

    assert values.tz == "Pacific/Auckland"
    assert values.ended_at == dt.datetime(2026, 5, 11, 20, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize("moment", ["2026-05-12T19:30", "2026-04-01T10:00"])
def test_correction_cannot_move_the_end_out_of_the_limits(moment):
    assert the_error(correction(stored(), ended_local_0=moment))[0] == "ended_local"


@pytest.mark.parametrize("fold", [0, 1])
def test_correction_of_a_session_in_the_repeated_hour_keeps_the_one_that_was_meant(fold):
    ended_at = dt.datetime(2026, 10, 25, fold, 30, 20, tzinfo=dt.UTC)
    session = stored(ended_at=ended_at)
    html = render_crispy_form(unsent(session))

    assert ('name="ended_local_1"' in html) is True
    kept = correction(session, ended_local_1=str(fold), note="x").session_values()
    assert kept.ended_at == ended_at


def test_correction_asks_which_of_two_only_where_there_were_two():
    form = unsent(stored())

    assert 'name="ended_local_1"' not in render_crispy_form(form)


def test_correction_starts_from_what_is_stored():
    effect = SideEffect(code="dizzy", severity=2, onset="after", gone_after_s=600)
    vitals = Vitals(moment="before", systolic=128, diastolic=82, posture="sitting")
    session = stored(pain_after=None, has_stopped_early=True, version=7, equipment={"tether": "3"})
    holds = [Hold(order=n, angle_deg=10 * n, seconds=60 * n) for n in (1, 2)]
    form = unsent(
        session, holds=holds, effects=[effect], vitals=[vitals], texts=[SessionText(note="Hm")]
    )

    shown = {
        name: form[name].value()
        for name in ("pain_before", "pain_after", "angle_deg", "duration_s", "version", "note")
    }
    assert shown == {
        "pain_before": 6,
        "pain_after": None,
        "angle_deg": 10,
        "duration_s": 60,
        "version": 7,
        "note": "Hm",
    }
    assert form["hold_2"].value() == [20, 2, 0]
    assert form["hold_3"].value() is None
    assert form["effect_dizzy"].value() == [2, "after", 600]
    assert [form[f"before_{name}"].value() for name in vitals.SAID] == [128, 82, None, "sitting"]
    assert form["equipment_tether"].value() == "3"
    assert form["has_stopped_early"].value() is True


def test_correction_leaves_a_measured_angle_measured():
    form = correction(stored(angle_source="measured"), angle_source="measured")

    assert form.session_values().angle_source == "measured"


@pytest.mark.parametrize(("typed", "pain"), [("0", 0), ("10", 10)])
def test_pain_after_form_takes_a_score(typed, pain):
    form = PainAfterForm({"write_id": TYPED["write_id"], "pain_after": typed}, user=SOMEBODY)

    assert form.pain() == pain


@pytest.mark.parametrize("typed", ["", "11", "5.5"])
def test_pain_after_form_asks_for_a_score(typed):
    form = PainAfterForm({"write_id": TYPED["write_id"], "pain_after": typed}, user=SOMEBODY)

    with pytest.raises(Invalid):
        form.pain()
