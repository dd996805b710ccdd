"""Logging a session, what is then said about it, and the list; filled in and sent as a browser would."""

import datetime as dt
import re

import pytest

from invertrack.safety.lists import stop_now
from invertrack.sessions.models import Session
from tests import make
from tests.sessions.filled import (
    EVENING,
    FIRST,
    MARKER,
    MINUTE,
    NEW,
    TWO_TAPS,
    filled,
    log,
    only,
    press,
    text,
    url,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


# Logging -------------------------------------------------------------------------------------


def test_two_taps_alone_log_a_session_like_the_last_one(phone, patient):
    make.session(of=patient, ended_at=EVENING - 60 * MINUTE, angle_deg=35, duration_s=150)

    answer = press(phone, phone.get(NEW), **TWO_TAPS)

    session = Session.objects.for_patient(patient).newest_first().first()
    assert (answer.status_code, answer.url) == (302, url(session))
    assert (session.angle_deg, session.duration_s) == (35, 150)
    assert (session.pain_before, session.pain_after, session.pain_after_delay_s) == (6, 4, 0)
    assert session.ended_at == EVENING


def test_first_session_ever_needs_angle_and_time(phone, patient):
    page = press(phone, phone.get(NEW), **TWO_TAPS)

    assert page.status_code == 200
    assert set(page.context["form"].errors) == {"angle_deg", "duration_s"}
    assert press(phone, page, **FIRST).url == url(only(patient))


def test_saved_session_shows_what_was_said(phone, patient):
    log(phone, effect_dizzy="1", note=MARKER, has_stopped_early="on", angle_source="mark")

    said = text(phone.get(url(only(patient))))

    for words in (
        "Session saved.",
        "Session on Tuesday 12 May",
        "30° mark on the table",
        "2 min",
        "12 May 2026, 19:04 Europe/Berlin",
        "Stopped early Yes",
        "Dizzy or light-headed (often a sign of coming up too fast) Mild",
        MARKER,
    ):
        assert words in said


def test_post_sent_twice_answers_alike_and_logs_once(phone, patient):
    typed = filled(phone.get(NEW), **FIRST)

    first, again = (phone.post(NEW, typed) for _ in range(2))

    assert (again.status_code, again.url) == (first.status_code, first.url)
    assert Session.objects.for_patient(patient).count() == 1


def test_post_after_going_back_with_other_content_is_refused_and_says_so(phone, patient):
    page = phone.get(NEW)
    press(phone, page, **FIRST)

    again = press(phone, page, **FIRST | {"pain_before": "9"})

    assert again.status_code == 409
    assert "This form was already saved with other content." in text(again)
    assert only(patient).pain_before == 6


@pytest.mark.parametrize(
    "damage", [{"write_id": "not-a-key"}, {"write_id": ""}, {"version": "first"}]
)
def test_damaged_form_is_a_bad_request(phone, patient, damage):
    assert log(phone, **damage).status_code == 400
    assert not Session.objects.for_patient(patient).exists()


@pytest.mark.parametrize("typed", ["180", "-10"])
def test_impossible_angle_is_refused_with_the_drawing_and_loses_nothing(phone, patient, typed):
    page = log(phone, angle_deg=typed, note=MARKER)

    assert page.status_code == 200
    assert not Session.objects.for_patient(patient).exists()
    assert "data-angle-wrong>" in page.content.decode()
    assert "45° halfway" in text(page)
    shown = filled(page)
    assert (shown["angle_deg"], shown["note"], shown["pain_before"]) == (typed, MARKER, "6")


@pytest.mark.parametrize(
    "typed",
    [
        {"duration_s_0": "0", "duration_s_1": "4"},
        {"duration_s_0": "30", "duration_s_1": "1"},
        {"pain_before": "11"},
        {"pain_before": "5.5"},
        {"pain_after": "11"},
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(phone, patient, typed):
    page = log(phone, **typed)

    assert page.status_code == 200
    assert 'class="invalid-feedback"' in page.content.decode()
    assert not Session.objects.for_patient(patient).exists()


def test_page_that_was_not_saved_leads_to_each_field_with_an_error(phone):
    page = log(phone, angle_deg="180", pain_before="").content.decode()

    targets = re.findall(r'Look at <a href="#([a-z_]+)">', page)
    assert targets == ["div_id_pain_before", "div_id_angle_deg"]
    assert all(f'id="{target}"' in page for target in targets)
    assert "Not saved yet." not in phone.get(NEW).content.decode()


def test_ninth_session_of_a_day_is_refused_on_the_page(phone, patient):
    for number in range(8):
        make.session(of=patient, ended_at=EVENING - number * 10 * MINUTE)

    page = log(phone)

    assert "12 May already has 8 sessions, the most a day can hold." in text(page)
    assert Session.objects.for_patient(patient).count() == 8


def test_first_receipt_is_kept_through_an_error_without_javascript(phone, patient, clock):
    refused = log(phone, angle_deg="180")
    clock.move_to(EVENING + 7 * MINUTE)

    press(phone, refused, angle_deg="30")

    session = only(patient)
    assert session.ended_at == EVENING
    assert session.pain_after_delay_s == 0  # both were given at the first press


def test_instant_that_the_device_said_is_kept_through_an_error(phone, patient, clock):
    pressed = EVENING - 3 * MINUTE
    refused = log(phone, angle_deg="180", device_now=pressed.isoformat())
    clock.move_to(EVENING + 7 * MINUTE)

    press(phone, refused, angle_deg="30")

    assert only(patient).ended_at == pressed


def test_device_far_ahead_of_the_server_is_not_believed(phone, patient):
    log(phone, device_now=(EVENING + dt.timedelta(hours=3)).isoformat())

    assert only(patient).ended_at == EVENING


def test_two_sessions_around_the_date_line_stay_on_the_days_where_they_were(phone, patient, clock):
    auckland = dt.datetime(2026, 5, 12, 11, 50, tzinfo=dt.UTC)
    clock.move_to(auckland)
    log(phone, tz="Pacific/Auckland", device_now=auckland.isoformat())
    los_angeles = dt.datetime(2026, 5, 13, 7, 10, tzinfo=dt.UTC)
    clock.move_to(los_angeles)
    log(phone, tz="America/Los_Angeles", device_now=los_angeles.isoformat())

    days = Session.objects.for_patient(patient).order_by("started_at")
    assert list(days.values_list("local_date", "tz")) == [
        (dt.date(2026, 5, 12), "Pacific/Auckland"),
        (dt.date(2026, 5, 13), "America/Los_Angeles"),
    ]
    said = text(phone.get("/sessions/"))
    assert "Tue 12 May, 23:48" in said
    assert "Wed 13 May, 00:08" in said


def test_earlier_session_in_a_repeated_hour_is_asked_which_and_then_saved(phone, patient, clock):
    clock.move_to(dt.datetime(2026, 10, 25, 9, tzinfo=dt.UTC))
    phone.force_login(patient.user)

    asked = log(phone, when="earlier", ended_local_0="2026-10-25T02:30")
    assert "This time happened twice on that day" in text(asked)
    press(phone, asked, ended_local_1="1")

    assert only(patient).ended_at == dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)


def test_earlier_session_at_a_time_that_was_skipped_is_refused_in_sight(phone, patient, clock):
    clock.move_to(dt.datetime(2026, 3, 29, 9, tzinfo=dt.UTC))

    page = log(phone, when="earlier", ended_local_0="2026-03-29T02:30")

    assert "This time does not exist on that day: the clocks went forward." in text(page)
    assert '<details class="fold" open>' in page.content.decode()
    assert not Session.objects.for_patient(patient).exists()


# Safety texts --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "level"),
    [("collapse", "emergency"), ("eye_bleed_or_spots", "urgent"), ("nausea", "stop")],
)
def test_side_effect_is_answered_with_the_instruction_of_its_level(phone, patient, code, level):
    log(phone, **{f"effect_{code}": "1"})
    make.read_alarms(of=patient, at=EVENING)  # before that, an emergency has a page of its own

    page = phone.get(url(only(patient)))

    assert stop_now().instructions[level] in text(page)
    assert ('class="emergency" role="alert"' in page.content.decode()) is (level == "emergency")


def test_gravest_side_effect_decides_the_text(phone, patient):
    log(phone, effect_nausea="3", effect_chest_pain="0", effect_headache_lasting="2")
    make.read_alarms(of=patient, at=EVENING)

    said = text(phone.get(url(only(patient))))

    assert stop_now().instructions["emergency"] in said
    assert stop_now().instructions["urgent"] not in said


def test_mild_dizziness_is_counted_but_is_no_emergency(phone, patient):
    log(phone, effect_dizzy="1")

    page = phone.get(url(only(patient)))

    assert "emergency" not in re.sub(r"not for emergencies", "", page.content.decode())
    assert "1 side effect" in text(phone.get("/sessions/"))


def test_session_without_side_effects_has_no_such_text(phone, patient):
    log(phone)

    said = text(phone.get(url(only(patient))))

    assert not any(words in said for words in stop_now().instructions.values())
    assert "Side effects" not in said


def test_session_beyond_a_limit_is_kept_and_told_so(phone, patient):
    log(phone, angle_deg="75", duration_s_0="6")

    said = text(phone.get(url(only(patient))))

    assert "Beyond the plan; eye and blood pressure rise most at steep angles." in said
    assert "This is longer than 5 minutes at angle. Check the time." in said


# Lists ---------------------------------------------------------------------------------------


def test_list_shows_months_with_their_totals_and_leads_on(phone, patient):
    for number in range(21):
        make.session(of=patient, ended_at=EVENING - number * 300 * MINUTE, duration_s=60)
    make.session(of=patient, ended_at=EVENING - dt.timedelta(days=20), duration_s=90)

    first = phone.get("/sessions/")
    [older] = re.findall(r'href="(\?before=[^"]+)"', first.content.decode())
    second = phone.get("/sessions/" + older)

    assert "May 2026 21 sessions, 21 min" in text(first)
    assert "April 2026 1 session, 1 min 30 s" in text(second)
    assert "?before=" not in second.content.decode()


def test_list_with_a_damaged_place_begins_at_the_newest(phone, patient):
    make.session(of=patient, ended_at=EVENING)

    assert "May 2026 1 session" in text(phone.get("/sessions/?before=%00nonsense_"))


def test_list_without_sessions_says_the_next_step(phone):
    said = text(phone.get("/sessions/"))

    assert "No sessions here yet. Log one after you come up" in said
    assert "Log a session" in said
