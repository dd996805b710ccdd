"""What each questionnaire asks, what it refuses, and in which words."""

import datetime as dt

import pytest
from django.http import QueryDict

from invertrack.care.forms import Invalid
from invertrack.questionnaires.enums import Name
from invertrack.questionnaires.forms import AnswersForm
from invertrack.questionnaires.instruments import instrument
from invertrack.questionnaires.models import Activity
from invertrack.users.models import User

NOW = dt.datetime(2026, 5, 12, 10, 0, tzinfo=dt.UTC)
SOCKS = Activity(name="Socks")
KEY = f"activity_{SOCKS.id}"
WRITE = {"write_id": "0198f2f2-0000-7000-8000-000000000000"}


def form(name, *, activities=(), **sent):
    data = QueryDict(mutable=True)
    for key, value in (WRITE | sent).items():
        data.setlist(key, value if isinstance(value, list) else [value])
    return AnswersForm(
        data,
        user=User(),
        asked=instrument(name),
        now=NOW,
        zone="Europe/Berlin",
        activities=activities,
    )


def test_peg_needs_all_three():
    asked = form(Name.PEG, pain="3", activity="5")

    with pytest.raises(Invalid):
        asked.said()
    assert asked.errors == {"enjoyment": ["Tap the number, 0 to 10."]}


@pytest.mark.parametrize(
    ("ticked", "count"), [([], 0), (["1", "24"], 2), ([str(n) for n in range(1, 25)], 24)]
)
def test_rmdq_keeps_what_is_not_ticked_as_0(ticked, count):
    answers = form(Name.RMDQ24, ticked=ticked).said().answers

    assert len(answers) == 24
    assert sum(answers.values()) == count


def test_rmdq_has_no_25th_sentence():
    assert list(form(Name.RMDQ24, ticked=["25"]).errors) == ["ticked"]


def test_pgic_is_answered_by_a_code():
    assert form(Name.PGIC, status="no_change").said().answers == {"status": "no_change"}
    assert list(form(Name.PGIC, status="4").errors) == ["status"]
    assert form(Name.PGIC).errors == {"status": ["Choose the one that comes closest."]}


def test_first_activities_are_named_and_rated():
    said = form(Name.PSFS, name_1="  Putting on   socks ", score_1="3", name_2="Stairs").said()

    assert said.named == (("Putting on socks", 3), ("Stairs", None))
    assert said.answers == {}


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({}, {"name_1": ["Name one activity, such as putting on shoes."]}),
        ({"name_1": "Socks"}, {"__all__": ["Rate one activity or more, 0 to 10."]}),
        (
            {"name_1": "Socks", "score_1": "2", "score_2": "4"},
            {"name_2": ["Say which activity this score is for."]},
        ),
        (
            {"name_1": "Socks", "score_1": "2", "name_2": "SOCKS"},
            {"name_2": ["This activity is named already."]},
        ),
    ],
)
def test_activities_that_say_too_little_are_refused_at_their_field(sent, errors):
    assert form(Name.PSFS, **sent).errors == errors


def test_earlier_activities_are_shown_with_their_score_and_can_be_left_out():
    earlier = [(SOCKS, 4, dt.date(2026, 4, 14))]
    asked = form(
        Name.PSFS, activities=earlier, **{KEY: "6", f"retire_{SOCKS.id}": "on"}, name_1="Stairs"
    )

    assert asked.fields[KEY].help_text == "Last time, on 14 April 2026: 4."
    said = asked.said()
    assert (said.answers, said.named) == ({str(SOCKS.id): 6}, (("Stairs", None),))
    assert said.retired == (SOCKS.id,)


def test_five_activities_leave_room_for_none():
    five = [(Activity(name=f"Number {n}"), None, None) for n in range(5)]

    assert not any(key.startswith("name_") for key in form(Name.PSFS, activities=five).fields)


def test_device_says_when_and_in_which_zone():
    said = form(
        Name.PGIC, status="no_change", tz="Asia/Tokyo", device_now="2026-05-12T09:00:00+00:00"
    ).said()

    assert (said.at, said.tz) == (NOW - dt.timedelta(hours=1), "Asia/Tokyo")
