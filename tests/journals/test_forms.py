"""What the journal's forms accept, what they refuse, and in which words."""

import datetime as dt
import uuid

import pytest
from django.http import QueryDict

from invertrack.care.forms import Invalid
from invertrack.journals.enums import DayKind
from invertrack.journals.forms import ENDS, EntryForm, RateForm
from invertrack.journals.models import OPTIONAL_SCORES, Entry
from invertrack.users.models import User

NOW = dt.datetime(2026, 5, 12, 10, 0, tzinfo=dt.UTC)  # noon in Berlin
TODAY = dt.date(2026, 5, 12)


def query(**fields):
    data = QueryDict(mutable=True)
    data.update({"write_id": str(uuid.uuid4()), **fields})
    return data


def entry_form(*, day=TODAY, now=NOW, zone="Europe/Berlin", entry=None, shown=(), **fields):
    return EntryForm(
        query(**{"day_kind": DayKind.ORDINARY, **fields}),
        user=User(),
        day=day,
        now=now,
        zone=zone,
        entry=entry,
        note="",
        shown=list(shown),
    )


def rate_form(*, day=TODAY, now=NOW, zone="Europe/Berlin", **fields):
    data = query(**{"score": "5", **fields})
    return RateForm(data, user=User(), day=day, now=now, zone=zone, url="")


def test_entry_takes_what_was_sent_and_leaves_out_what_was_not():
    form = entry_form(pain_avg_24h="6", leg_pain="", note=" Stiff. ", shown=["mood"])

    values = form.entry_values()

    assert values.fields == {"pain_avg_24h": 6, "leg_pain": None, "day_kind": "ordinary"}
    assert (values.tz, values.note) == ("Europe/Berlin", "Stiff.")


def test_field_that_was_hidden_after_the_form_was_opened_is_still_taken():
    form = entry_form(mood="7", shown=[])

    assert form.entry_values().fields["mood"] == 7


@pytest.mark.parametrize(
    ("said", "is_enough"),
    [
        ({}, False),
        ({"pain_avg_24h": "", "note": "  "}, False),
        ({"pain_avg_24h": "0"}, True),
        ({"day_kind": "rest"}, True),
        ({"note": "Rained."}, True),
        ({"sleep_h": "7.5"}, True),
    ],
)
def test_new_entry_must_say_something(said, is_enough):
    form = entry_form(**said)

    assert form.is_valid() == is_enough
    if not is_enough:
        assert "Nothing is filled in yet" in form.non_field_errors()[0]


def test_stored_entry_may_be_emptied():
    form = entry_form(entry=Entry(local_date=TODAY, tz="Europe/Berlin", pain_avg_24h=5))

    assert form.is_valid()


@pytest.mark.parametrize("score", ["11", "-1", "6.5", "six"])
def test_score_off_the_scale_is_refused_at_its_field(score):
    form = entry_form(pain_avg_24h=score)

    with pytest.raises(Invalid):
        form.entry_values()
    assert form.errors["pain_avg_24h"] == ["A score is a whole number from 0 to 10."]


@pytest.mark.parametrize("hours", ["24.5", "-1", "long"])
def test_sleep_is_hours_of_one_day(hours):
    form = entry_form(sleep_h=hours)

    assert form.errors["sleep_h"] == ["Sleep is 0 to 24 hours, such as 7.5."]


@pytest.mark.parametrize(
    ("day", "tz", "is_open"),
    [
        (TODAY, "", True),
        (dt.date(2026, 5, 13), "", False),
        (dt.date(2026, 5, 13), "Pacific/Auckland", False),  # 22:00 on the 12th there
        (dt.date(2026, 5, 13), "Pacific/Kiritimati", True),  # midnight on the 13th there
        (dt.date(2026, 4, 12), "", True),
        (dt.date(2026, 4, 11), "", False),
    ],
)
def test_new_entry_is_for_a_day_that_has_come_and_is_at_most_30_days_back(day, tz, is_open):
    form = entry_form(day=day, tz=tz, pain_avg_24h="5")

    assert form.is_valid() == is_open


def test_old_entry_can_be_corrected():
    old = TODAY - dt.timedelta(days=400)

    form = entry_form(day=old, entry=Entry(local_date=old, tz="UTC"), pain_avg_24h="5")

    assert form.is_valid()


def test_words_under_the_scales_cover_every_optional_score():
    assert set(ENDS) == set(OPTIONAL_SCORES)


def test_rating_without_a_time_is_of_the_press_in_the_zone_of_the_browser():
    form = rate_form(tz="America/Los_Angeles", device_now="2026-05-12T09:58:00Z")

    score, at, zone = form.rating()

    assert (score, zone) == (5, "America/Los_Angeles")
    assert at == dt.datetime(2026, 5, 12, 9, 58, tzinfo=dt.UTC)


@pytest.mark.parametrize("device_now", ["", "noon", "2026-05-12T12:00:00", "2026-05-12T10:06:00Z"])
def test_device_clock_that_is_unknown_or_runs_ahead_gives_way_to_the_servers(device_now):
    assert rate_form(device_now=device_now).rating()[1] == NOW


def test_rating_opened_before_midnight_and_sent_after_it_is_of_the_press():
    after = dt.datetime(2026, 5, 12, 22, 3, tzinfo=dt.UTC)

    form = rate_form(now=after, when="now", device_now=after.isoformat())

    assert form.rating()[1] == after


def test_rating_of_a_past_day_needs_its_time():
    form = rate_form(day=dt.date(2026, 5, 11))

    assert form.errors["clock"] == ["Enter the time of day."]


@pytest.mark.parametrize(
    ("day", "clock", "tz", "utc"),
    [
        (dt.date(2026, 5, 11), "19:30", "", dt.datetime(2026, 5, 11, 17, 30, tzinfo=dt.UTC)),
        (
            dt.date(2026, 5, 11),
            "19:30",
            "America/Los_Angeles",
            dt.datetime(2026, 5, 12, 2, 30, tzinfo=dt.UTC),
        ),
        (TODAY, "00:00", "", dt.datetime(2026, 5, 11, 22, 0, tzinfo=dt.UTC)),
    ],
)
def test_typed_time_is_of_that_day_in_the_zone_of_the_browser(day, clock, tz, utc):
    assert rate_form(day=day, clock=clock, tz=tz).rating()[1] == utc


def test_time_that_lies_ahead_is_refused():
    form = rate_form(clock="12:06")

    assert form.errors["clock"] == ["This time lies ahead. Enter one that has passed."]


@pytest.mark.parametrize(("day", "is_open"), [(12, True), (11, False)])
def test_rating_is_at_most_30_days_back(day, is_open):
    assert rate_form(day=dt.date(2026, 4, day), clock="00:00").is_valid() == is_open


AUTUMN = dt.date(2026, 10, 25)
IN_WINTER = dt.datetime(2026, 10, 26, 12, 0, tzinfo=dt.UTC)


def test_time_that_came_twice_is_asked_for():
    form = rate_form(day=AUTUMN, now=IN_WINTER, clock="02:30")

    assert "Say which one you mean" in form.errors["which"][0]
    assert "<select" in str(form["which"])


@pytest.mark.parametrize(("which", "hour"), [("0", 0), ("1", 1)])
def test_answer_chooses_one_of_the_two(which, hour):
    form = rate_form(day=AUTUMN, now=IN_WINTER, clock="02:30", which=which)

    assert form.rating()[1] == dt.datetime(2026, 10, 25, hour, 30, tzinfo=dt.UTC)


def test_time_that_clocks_jumped_over_is_refused():
    now = dt.datetime(2026, 3, 30, 12, 0, tzinfo=dt.UTC)

    form = rate_form(day=dt.date(2026, 3, 29), now=now, clock="02:30")

    assert form.errors["clock"] == [
        "This time does not exist on that day: the clocks went forward."
    ]
