"""The calendar behind its secret address: when it tells what, and when nothing."""

import datetime as dt

import pytest
import time_machine
from icalendar import Calendar

from invertrack.prompts import links
from invertrack.prompts.calendar import AHEAD
from invertrack.prompts.coming import coming
from invertrack.prompts.models import PromptSettings
from invertrack.questionnaires.enums import Name
from invertrack.sessions.models import FollowUp
from tests import make

pytestmark = pytest.mark.django_db

NOON = dt.datetime(
    2026, 10, 22, 10, tzinfo=dt.UTC
)  # 12:00 in Berlin, three days before the DST night


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def patient():
    return make.patient()


def settings(patient, **values):
    """Settings with nothing on but what is given."""
    nothing = {"asks_rating": False, "questionnaires_at": None, "feed_key": "secret"}
    return make.prompts(of=patient, **nothing | values)


def told(kept, *, days=30):
    """Return (kind, local day and time) of what the calendar tells."""
    moments = coming(kept, NOON, NOON + dt.timedelta(days=days))
    zone = kept.patient.zone
    return [
        (moment.name.split()[0], f"{moment.due_at.astimezone(zone):%m-%d %H:%M}")
        for moment in moments
    ]


def events(client, kept):
    answer = client.get(links.feed_url(kept))
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content).events


def test_calendar_is_served_to_whoever_has_its_address(client, patient):
    kept = settings(patient, asks_rating=True)

    answer = client.get(links.feed_url(kept))

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(Calendar.from_ical(answer.content).events) == AHEAD.days
    said = answer.content.decode().lower()
    for private in ("pain", "rating", "journal", str(patient.id), patient.user.email):
        assert private not in said
    assert "sessionid" not in client.cookies


def test_an_address_that_is_none_is_not_found(client, patient):
    first = settings(patient)
    earlier = links.feed_url(first)
    now = links.feed_url(settings(patient, feed_key="another"))
    closed = links.feed_url(settings(make.patient()))
    PromptSettings.objects.filter(feed_key="secret").update(feed_key="")

    assert client.get(now).status_code == 200
    for wrong in (earlier, closed, now.replace("another", ""), "/prompts/calendar/x.ics"):
        assert client.get(wrong).status_code == 404


def test_times_are_those_of_the_wall_clock_over_the_night_it_is_put_back(client, patient):
    kept = settings(patient, asks_rating=True, extra_times=["08:00"])

    assert told(kept, days=3) == [
        ("rating", "10-22 20:00"),
        ("rating", "10-23 08:00"),
        ("rating", "10-23 20:00"),
        ("rating", "10-24 08:00"),
        ("rating", "10-24 20:00"),
        ("rating", "10-25 08:00"),
    ]
    starts = [event["dtstart"].to_ical() for event in events(client, kept)]
    assert starts[:7:2] == [
        b"20261022T180000Z",
        b"20261023T180000Z",
        b"20261024T180000Z",
        b"20261025T190000Z",
    ]


def test_ids_stay_from_one_look_to_the_next(client, patient, clock):
    kept = settings(patient, asks_rating=True)
    first = {str(event["uid"]) for event in events(client, kept)}

    clock.move_to(NOON + dt.timedelta(days=1))
    second = {str(event["uid"]) for event in events(client, kept)}

    assert len(first & second) == AHEAD.days - 1


def test_nothing_lies_in_quiet_hours_or_in_a_pause(patient):
    kept = settings(patient, asks_rating=True, extra_times=["06:00"])
    assert {at[-5:] for _, at in told(kept)} == {"20:00"}

    kept = settings(patient, asks_rating=True, paused_until=dt.date(2026, 11, 1))
    assert told(kept)[0] == ("rating", "11-02 20:00")


def test_calendar_needs_no_other_way(patient):
    kept = settings(patient, asks_rating=True, is_by_email=False)

    assert len(told(kept)) == AHEAD.days


def test_an_alarm_empties_it_and_a_closed_state_takes_the_sessions_out(patient):
    wanted = {"session_at": dt.time(18), "session_days": [1, 2, 3, 4, 5, 6, 7]}
    assert told(settings(patient, asks_rating=True, **wanted), days=1) == [
        ("rating", "10-22 20:00")
    ]

    make.opened(of=patient, at=NOON - dt.timedelta(hours=1))
    kept = settings(patient, asks_rating=True, **wanted)
    assert told(kept, days=1) == [("session", "10-22 18:00"), ("rating", "10-22 20:00")]

    make.red_flags(of=patient, at=NOON, saddle_numbness="yes")
    assert told(kept) == []


def test_session_comes_on_its_weekdays_only(patient):
    make.opened(of=patient, at=NOON - dt.timedelta(hours=1))
    kept = settings(patient, session_at=dt.time(18), session_days=[5, 7])

    assert told(kept, days=7) == [("session", "10-23 18:00"), ("session", "10-25 18:00")]


def test_questionnaire_comes_once_on_the_day_it_is_due(patient):
    for name in (Name.RMDQ24, Name.PSFS, Name.PGIC):
        make.completion(of=patient, name=name, at=NOON)
    make.completion(of=patient, name=Name.PEG, at=NOON)
    kept = settings(patient, questionnaires_at=dt.time(18))

    assert told(kept) == [("questionnaires", "10-29 18:00"), ("questionnaires", "11-19 18:00")]


def test_questionnaires_that_are_overdue_come_next_time_together(patient):
    assert told(settings(patient, questionnaires_at=dt.time(18))) == [
        ("questionnaires", "10-22 18:00"),
        ("questionnaires", "11-19 18:00"),  # that of change asks about a time before it
    ]


def test_open_questions_about_a_session_are_told_and_answered_ones_are_not(patient):
    session = make.session(of=patient, ended_at=NOON, at=NOON)
    FollowUp.objects.for_patient(patient).filter(session_id=session.id).delete()
    times = {"30min": 30, "2h": 120, "next_morning": 1290}  # 09:30 the next day
    for kind, minutes in times.items():
        FollowUp.objects.create(
            patient=patient,
            session_id=session.id,
            kind=kind,
            due_at=NOON + dt.timedelta(minutes=minutes),
            created_at=NOON,
            answered_at=NOON if kind == "2h" else None,
            pain=3 if kind == "2h" else None,
        )

    kept = settings(patient)

    assert told(kept) == [("30min", "10-22 12:30"), ("next_morning", "10-23 09:30")]


def test_nothing_of_somebody_else_is_told(patient):
    other = make.patient()
    settings(other, asks_rating=True)
    make.session(of=other, ended_at=NOON, at=NOON)

    assert told(settings(patient)) == []


def test_calendar_costs_the_same_however_much_there_is(
    client, patient, django_assert_num_queries, django_assert_max_num_queries
):
    address = links.feed_url(settings(patient, asks_rating=True))
    with django_assert_max_num_queries(6) as captured:
        client.get(address)
    settings(patient, asks_rating=True, extra_times=["08:00", "12:00"], journal_at=dt.time(21))

    with django_assert_num_queries(len(captured)):
        client.get(address)
