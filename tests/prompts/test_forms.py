"""What the settings page of prompts takes, refuses, and makes of it."""

import datetime as dt

import pytest

from invertrack.prompts.forms import PauseForm, PromptsForm, initial
from invertrack.prompts.models import PromptSettings

TODAY = dt.date(2026, 11, 22)
# As a browser posts it: a switch that is off is not there.
POSTED = {
    "rating_at_is_on": "on",
    "rating_at_at": "20:00",
    "extra_1_at": "08:00",
    "journal_at_at": "21:00",
    "questionnaires_at_is_on": "on",
    "questionnaires_at_at": "18:00",
    "session_at_at": "18:00",
    "quiet_from": "22:00",
    "quiet_until": "07:00",
}


def form(**changed):
    return PromptsForm(POSTED | {name: value for name, value in changed.items() if value})


def switch_and_time(shown, name):
    switch, at = shown[name].subwidgets[0].data["subwidgets"]
    return switch["attrs"].get("checked", False), at["value"]


def on(name, at):
    return {f"{name}_is_on": "on", f"{name}_at": at}


def test_what_is_switched_off_is_not_asked():
    sent = form()

    assert sent.is_valid(), sent.errors
    assert sent.rating_time == dt.time(20)
    assert sent.values() == {
        "asks_rating": True,
        "extra_times": [],
        "journal_at": None,
        "questionnaires_at": dt.time(18),
        "session_at": None,
        "session_days": [],
        "quiet_from": dt.time(22),
        "quiet_until": dt.time(7),
    }


def test_further_times_are_sorted_and_count_once():
    given = on("extra_1", "16:00") | on("extra_2", "08:30")
    sent = form(**given, **on("extra_3", "16:00"), **on("extra_4", "20:00"))

    assert sent.is_valid(), sent.errors
    assert sent.values()["extra_times"] == ["08:30", "16:00"]  # 20:00 is the usual time already


def test_rating_that_is_off_is_not_asked_and_names_no_time():
    sent = PromptsForm({key: value for key, value in POSTED.items() if key != "rating_at_is_on"})

    assert sent.is_valid(), sent.errors
    assert (sent.rating_time, sent.values()["asks_rating"]) == (None, False)


@pytest.mark.parametrize(
    ("at", "quiet", "refused"),
    [
        ("21:59", ("22:00", "07:00"), False),
        ("22:00", ("22:00", "07:00"), True),
        ("06:59", ("22:00", "07:00"), True),
        ("07:00", ("22:00", "07:00"), False),
        ("14:00", ("13:00", "15:00"), True),
        ("14:00", ("13:00", "13:00"), False),
    ],
)
def test_time_in_the_quiet_hours_is_refused_at_its_field(at, quiet, refused):
    sent = form(**on("journal_at", at), quiet_from=quiet[0], quiet_until=quiet[1])

    sentence = (
        f"{at} lies in your quiet hours, {quiet[0]} to {quiet[1]}. Choose another time, or change "
        "the quiet hours."
    )
    assert sent.errors.get("journal_at", []) == ([sentence] if refused else [])


def test_time_that_is_switched_off_may_lie_anywhere():
    assert form(journal_at_at="23:30").is_valid()


def test_switch_without_a_time_is_refused_and_one_that_is_off_needs_none():
    sent = PromptsForm(POSTED | {"journal_at_is_on": "on", "journal_at_at": ""})

    assert sent.errors["journal_at"] == ["Choose a time, or switch it off."]
    switched_off = {"journal_at_at": "", "questionnaires_at_is_on": "", "questionnaires_at_at": ""}
    assert PromptsForm(POSTED | switched_off).is_valid()


def test_time_that_is_none_is_refused_in_words():
    assert form(**on("journal_at", "late")).errors["journal_at"] == [
        "Write the time as hours and minutes, such as 20:00."
    ]


def test_reminder_of_a_session_needs_a_day():
    reminder = on("session_at", "18:00")

    assert form(**reminder).errors == {
        "session_at": ["Choose one day or more below, or switch it off."]
    }
    sent = form(**reminder, session_days=["5", "1"])
    assert sent.is_valid(), sent.errors
    assert sent.values()["session_days"] == [1, 5]


def test_form_shows_what_is_stored():
    kept = PromptSettings(
        asks_rating=False, extra_times=["08:30"], session_at=dt.time(17), session_days=[1, 3]
    )

    shown = PromptsForm(initial=initial(kept, dt.time(19, 30)))

    assert switch_and_time(shown, "rating_at") == (False, "19:30")
    assert switch_and_time(shown, "extra_1") == (True, "08:30")
    assert switch_and_time(shown, "extra_2") == (False, "12:00")  # what it would be
    assert switch_and_time(shown, "journal_at") == (False, "21:00")
    assert switch_and_time(shown, "session_at") == (True, "17:00")
    assert shown["session_days"].value() == [1, 3]


@pytest.mark.parametrize(
    ("until", "refused"),
    [
        ("2026-11-22", []),
        ("2027-11-23", []),
        ("2026-11-21", ["This day is over. Choose today or a later day."]),
        ("2027-11-24", ["Choose a day up to 23 November 2027."]),
        ("soon", ["Choose a day, such as 5 December."]),
        ("", ["Choose the last day of the pause."]),
    ],
)
def test_pause_ends_today_at_the_earliest_and_within_a_year(until, refused):
    assert PauseForm({"until": until}, today=TODAY).errors.get("until", []) == refused
