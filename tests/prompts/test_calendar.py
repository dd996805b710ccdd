"""The calendar's file: what a calendar program reads in it, and what nobody can."""

import datetime as dt
import uuid

from icalendar import Calendar

from invertrack.prompts.calendar import Moment, written

OF = uuid.UUID(int=7)
MADE_AT = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
EVENING = Moment(dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC), "rating 2026-11-22T19:00+00:00")
NOON = Moment(dt.datetime(2026, 11, 23, 11, tzinfo=dt.UTC), "rating 2026-11-23T11:00+00:00")


def read(*moments, of=OF):
    file = written(moments, of=of, url="https://invertrack.example/today/", made_at=MADE_AT)
    return Calendar.from_ical(file)


def test_an_entry_stands_at_its_time_in_utc_with_an_alarm_and_a_way_in():
    (event,) = read(EVENING).events

    assert event["dtstart"].to_ical() == b"20261122T190000Z"
    assert event["dtstamp"].to_ical() == b"20261122T120000Z"
    assert event["url"] == "https://invertrack.example/today/"
    assert event["transp"] == "TRANSPARENT"
    assert event["class"] == "PRIVATE"
    (alarm,) = event.walk("VALARM")
    assert (alarm["action"], alarm["trigger"].dt) == ("DISPLAY", dt.timedelta(0))


def test_entries_come_in_the_order_of_time_and_say_nothing_but_that_there_is_a_question():
    events = read(NOON, EVENING).events

    assert [event["dtstart"].dt for event in events] == [EVENING.due_at, NOON.due_at]
    assert {str(event["summary"]) for event in events} == {"InverTrack: a question"}
    assert {str(event.walk("VALARM")[0]["description"]) for event in events} == {
        "InverTrack: a question"
    }


def test_an_entry_keeps_its_id_and_no_two_have_one():
    first, again, other = (read(EVENING, NOON, of=key) for key in (OF, OF, uuid.UUID(int=8)))
    ids = [str(event["uid"]) for event in first.events]

    assert [str(event["uid"]) for event in again.events] == ids
    assert len({*ids, *(str(event["uid"]) for event in other.events)}) == 4
    assert not any("rating" in known or str(OF) in known for known in ids)


def test_a_calendar_without_entries_is_one_all_the_same():
    empty = read()

    assert list(empty.events) == []
    assert str(empty["version"]) == "2.0"


def test_lines_end_and_fold_as_the_standard_says():
    lines = written([EVENING], of=OF, url="https://x.example/", made_at=MADE_AT).split(b"\r\n")

    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert max(map(len, lines)) <= 75
