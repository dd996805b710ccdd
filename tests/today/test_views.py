"""The start page for each kind of visitor, and the one next action of a patient."""

import datetime as dt
import re

import pytest
import time_machine

from invertrack.care.access import own_access
from invertrack.safety.enums import Reply
from invertrack.sessions import actions, queries
from invertrack.sessions.enums import FollowUpKind
from invertrack.sessions.models import Session
from invertrack.today.views import minutes_since
from tests import make
from tests.sessions.filled import press

pytestmark = pytest.mark.django_db

EVENING = dt.datetime(2026, 5, 12, 17, 4, 30, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(EVENING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def patient():
    return make.patient()


@pytest.fixture
def phone(client, patient):
    client.force_login(patient.user)
    return client


def text(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_home_says_what_this_is_to_somebody_new(client):
    said = text(client.get("/"))

    assert "See what your own records say about inversion" in said
    assert "guidelines do not recommend traction" in said
    assert "Not yet checked by a clinician." in said
    assert "It does not diagnose, treat" in said
    assert 'href="/account/signup/"' in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("sides", "start"),
    [
        ([make.patient], "/today/"),
        ([make.clinician], "/clinic/"),
        ([make.patient, make.clinician], "/today/"),
        ([], "/account/settings/"),
    ],
)
def test_home_leads_each_kind_of_account_to_its_own_start(client, sides, start):
    person = make.user()
    for become in sides:
        become(of=person)
    client.force_login(type(person).objects.get(pk=person.pk))

    assert client.get("/").url == start


def test_today_without_records_says_both_next_steps(phone):
    said = text(phone.get("/today/"))

    assert "Tuesday 12 May" in said
    assert "How strong is your back pain right now?" in said  # it is about the usual time
    assert "No sessions yet. Log the first one" in said
    assert "on 0 of 14 days; 0 sessions." in said


def test_today_asks_for_the_after_pain_that_is_missing(phone, patient, clock):
    make.session(of=patient, ended_at=EVENING, angle_deg=35, duration_s=150, pain_after=None)
    make.session(of=make.patient(), ended_at=EVENING, angle_deg=71, pain_after=None)
    clock.move_to(EVENING + 12 * MINUTE)

    page = phone.get("/today/")

    assert "It ended 12 minutes ago, at 35° for 2 min 30 s." in text(page)
    assert "How has your pain been today?" not in text(page)
    assert "Log another session" in text(page)
    session = Session.objects.for_patient(patient).get()
    answer = press(phone, page, to=f"/sessions/{session.id}/after/", pain_after="3")
    assert answer.url == f"/sessions/{session.id}/"
    assert "How is your pain now" not in text(phone.get("/today/"))


def test_today_asks_about_the_latest_of_two_first(phone, patient):
    make.session(of=patient, ended_at=EVENING - 20 * MINUTE, angle_deg=20, pain_after=None)
    make.session(of=patient, ended_at=EVENING, angle_deg=35, pain_after=None)

    page = phone.get("/today/")
    assert "It ended just now, at 35°" in text(page)
    latest = Session.objects.for_patient(patient).get(angle_deg=35)
    press(phone, page, to=f"/sessions/{latest.id}/after/", pain_after="3")

    assert "It ended 20 minutes ago, at 20°" in text(phone.get("/today/"))


def test_today_stops_asking_after_half_an_hour(phone, patient, clock):
    make.session(of=patient, ended_at=EVENING, pain_after=None)
    clock.move_to(EVENING + 30 * MINUTE)

    said = text(phone.get("/today/"))
    assert "How is your pain now, after the session?" not in said
    assert "How is your pain now, 30 minutes after the session?" in said


def test_today_that_is_kept_asks_nothing_more(phone, patient):
    make.entry(of=patient, day=EVENING.date(), pain_avg_24h=5)

    said = text(phone.get("/today/"))

    assert "How has your pain been today?" not in said
    assert "on 1 of 14 days" in said


def test_today_shows_the_last_two_weeks_and_nothing_older(phone, patient):
    for days in (0, 13, 14):
        make.entry(of=patient, day=EVENING.date() - dt.timedelta(days=days), pain_avg_24h=5)
        make.session(of=patient, ended_at=EVENING - dt.timedelta(days=days))

    page = phone.get("/today/")

    assert "on 2 of 14 days; 2 sessions." in text(page)
    assert "3 sessions since 28 April 2026, 6 min at angle." in text(page)
    assert len(re.findall(r'<a href="/journal/2026-\d\d-\d\d/"', page.content.decode())) >= 14


def test_today_is_the_patients_own_date(client, clock):
    patient = make.patient(tz="Pacific/Auckland")
    client.force_login(patient.user)

    assert "Wednesday 13 May" in text(client.get("/today/"))


@pytest.mark.parametrize(
    ("later", "minutes"), [(59, 0), (60, 1), (29 * 60 + 59, 29), (-120, 0), (-1, 0)]
)
def test_minutes_since_are_whole_and_never_below_none(later, minutes):
    assert minutes_since(EVENING, EVENING + dt.timedelta(seconds=later)) == minutes


def test_today_costs_the_same_with_one_day_and_with_three(
    phone, patient, django_assert_num_queries
):
    def day(number):
        moment = EVENING - dt.timedelta(days=number)
        make.entry(of=patient, day=moment.date(), note="words")
        make.session(of=patient, ended_at=moment, pain_after=None, side_effects={"dizzy": 1})

    day(0)
    make.opened(of=patient)
    with django_assert_num_queries(8):  # of the 9 that are allowed
        phone.get("/today/")
    for number in (1, 2):
        day(number)
    with django_assert_num_queries(8):
        phone.get("/today/")


def press_tile(client, page, score):
    """Tap one of the eleven buttons of the card."""
    card = page.content.decode().split('class="next"')[1].split("</section>")[0]
    [url] = re.findall(r'action="([^"]+)"', card)
    return press(client, page, to=url, score=score)


def test_later_pain_is_answered_by_one_tap_and_leads_back(phone, patient, clock):
    session = make.session(of=patient, ended_at=EVENING)
    make.session(of=make.patient(), ended_at=EVENING)
    clock.move_to(EVENING + 33 * MINUTE)
    page = phone.get("/today/")
    assert "How is your pain now, 30 minutes after the session? It ended on Tue 12 May, 19:04." in (
        text(page)
    )

    assert press_tile(phone, page, "2").url == "/today/"

    assert queries.later_of(own_access(patient), session, EVENING)[0].pain == 2
    after = text(phone.get("/today/"))
    assert "Pain 2 / 10 at 19:37 saved. Undo" in after
    assert "How is your pain now" not in after


def test_today_asks_the_oldest_that_counts_and_names_the_others(phone, patient, clock):
    night = EVENING + 496 * MINUTE  # 03:20: two hours later is near the morning
    session = make.session(of=patient, ended_at=night)
    clock.move_to(night + 135 * MINUTE)

    said = text(phone.get("/today/"))

    assert "How is your pain now, 2 hours after the session? It ended on Wed 13 May, 03:20" in said
    assert "1 more question Pain the morning after the session It ended on Wed 13 May" in said
    assert "1 missed question A number now is kept with the time of your tap;" in said
    make.answer(of=session, kind=FollowUpKind.HOURS_2, at=night + 135 * MINUTE)
    assert "more question" not in text(phone.get("/today/"))


def test_today_asks_no_more_about_a_session_that_another_one_followed(phone, patient, clock):
    make.session(of=patient, ended_at=EVENING)
    make.session(of=patient, ended_at=EVENING + 80 * MINUTE)
    clock.move_to(EVENING + 115 * MINUTE)

    said = text(phone.get("/today/"))

    assert "How is your pain now, 30 minutes after the session? It ended on Tue 12 May, 20:24" in (
        said
    )
    assert "more question" not in said
    assert "missed question" not in said


def test_missed_question_is_answered_late_with_its_true_time(phone, patient, clock):
    actions.choose_follow_ups(
        patient=patient, kinds=[FollowUpKind.HOURS_2], morning_at=dt.time(7, 30)
    )
    session = make.session(of=patient, ended_at=EVENING)
    make.rating(of=patient, at=EVENING)
    clock.move_to(EVENING + 4 * 60 * MINUTE)
    page = phone.get("/today/")
    assert (
        "This was asked for Tue 12 May, 21:04, 2 hours after a session: a number now is kept with the time"
        in text(page)
    )

    press_tile(phone, page, "5")

    [later] = queries.later_of(own_access(patient), session, EVENING)
    assert (later.pain, later.answered_at, later.is_late) == (5, EVENING + 240 * MINUTE, True)


def test_rating_is_asked_near_the_usual_time_and_kept_by_one_tap(phone, patient, clock):
    clock.move_to(EVENING - 36 * MINUTE)  # 18:28
    assert "How has your pain been today?" in text(phone.get("/today/"))
    make.rating(of=patient, at=EVENING - 8 * 60 * MINUTE)
    clock.move_to(EVENING)

    page = phone.get("/today/")

    assert "asked every day at about 20:00. Days without a session matter as much" in text(page)
    assert press_tile(phone, page, "4").url == "/today/"
    after = text(phone.get("/today/"))
    assert "How strong is your back pain right now?" not in after
    assert "How has your pain been today?" in after


def links(page):
    return re.findall(r'href="([^"]+)"', page.content.decode())


def test_today_says_what_holds_sessions_up_and_where_to_go(phone, patient):
    page = phone.get("/today/")

    assert "The safety questions are due." in text(page)
    assert "/safety/screen/" in links(page)
    assert "/sessions/live/" not in links(page)

    make.screening(of=patient, reflux=Reply.YES)
    page = phone.get("/today/")
    assert "Talk with a clinician first." in text(page)
    assert "/safety/confirm/" in links(page)


def test_today_that_is_open_says_nothing_of_safety_and_leads_to_a_session(phone, patient):
    make.opened(of=patient)
    make.red_flags(of=make.patient(), saddle_numbness=Reply.YES)

    page = phone.get("/today/")

    assert 'class="notice"' not in page.content.decode()
    assert "signs that should be checked" not in text(page)
    assert "/sessions/live/" in links(page)


@pytest.mark.parametrize("state", ["none", "open", "blocked", "suspended"])
def test_one_press_starts_a_session_while_safety_is_open_and_logs_one_in_every_state(
    phone, patient, state
):
    if state != "none":
        make.opened(of=patient)
    if state == "blocked":
        make.screening(of=patient, pregnancy=Reply.YES)
    if state == "suspended":
        make.red_flags(of=patient, fever_or_unwell=Reply.YES)

    content = phone.get("/today/").content.decode()

    primary = re.findall(r'class="btn btn-primary" href="([^"]+)"', content)
    assert primary == ["/sessions/live/" if state == "open" else "/sessions/new/"]
    assert 'href="/sessions/new/">Log a session</a>' in content


def test_today_asks_for_the_signs_when_they_are_due_and_why(phone, patient, clock):
    assert "Before you begin: do you have any of the signs" in text(phone.get("/today/"))
    assert "/safety/red-flags/?next=/today/" in links(phone.get("/today/"))

    make.opened(of=patient)
    assert "do you have any of the signs" not in text(phone.get("/today/"))
    clock.move_to(EVENING + dt.timedelta(days=7))
    assert "Once a week: do you have any of the signs" in text(phone.get("/today/"))


def test_today_says_when_a_pause_ends(phone, patient):
    make.opened(of=patient)
    make.session(of=patient, ended_at=EVENING, side_effects={"headache": 1})

    said = text(phone.get("/today/"))

    assert "Paused for 24 hours." in said
    assert "The pause ends on Wednesday 13 May at 19:04." in said


def test_today_leads_to_an_emergency_until_it_was_read(phone, patient):
    make.red_flags(of=patient, bladder_change=Reply.YES)
    assert phone.get("/today/").url == "/safety/emergency/"

    make.read_alarms(of=patient)
    assert "Sessions are suspended." in text(phone.get("/today/"))


def test_today_tells_of_proposals_that_wait_and_of_nobody_elses(phone, patient):
    clinician = make.clinician(name="Dr. Reader")
    make.grant(of=patient, to=clinician.user)
    other = make.patient()
    make.grant(of=other, to=clinician.user)
    waiting = make.cap(of=patient, by=clinician, accepted=False)
    make.plan(of=other, by=clinician, accepted=False)

    page = phone.get("/today/")

    assert "Dr. Reader proposes limits for one session." in text(page)
    assert "proposes a plan" not in text(page)
    assert f"/safety/proposals/{waiting.id}/" in links(page)
