"""The page of one question: eleven buttons, what was answered, and which questions are asked."""

import datetime as dt

import pytest
from django.urls import reverse

from invertrack.care.access import own_access
from invertrack.care.models import Write
from invertrack.sessions import queries
from invertrack.sessions.enums import FollowUpKind
from tests import make
from tests.sessions.filled import EVENING, MINUTE, filled, press, text, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

HOUR = dt.timedelta(hours=1)
IN_30_MIN, IN_2_H, NEXT_MORNING = FollowUpKind
PLACES = ["follow_up", "correct_follow_up", "take_back_follow_up"]


@pytest.fixture
def session(patient):
    return make.session(of=patient, ended_at=EVENING)


def place(session, kind=IN_2_H, name="follow_up"):
    return reverse(f"sessions:{name}", args=[session.id, kind])


def later(session, at=EVENING):
    found = queries.later_of(own_access(session.patient), session, at)
    return {one.kind: one for one in found}


def test_question_is_eleven_buttons_and_one_tap_saves(phone, session, clock):
    clock.move_to(EVENING + 2 * HOUR)
    page = phone.get(place(session))

    assert "How is your pain now, 2 hours after the session?" in text(page)
    assert (
        "ended on Tue 12 May, 19:04. This is asked for Tue 12 May, 21:04, 2 hours after it."
        in text(page)
    )
    assert page.content.decode().count('name="score" value=') == 11
    assert press(phone, page, score="3").url == url(session)
    assert later(session)[IN_2_H].pain == 3
    assert "Pain 3 / 10 at 21:04 saved. Undo" in text(phone.get(url(session)))


def test_answer_leads_back_to_where_one_came_from_on_this_site_only(phone, session, clock):
    clock.move_to(EVENING + 2 * HOUR)

    page = phone.get(f"{place(session)}?next=/today/")
    assert press(phone, page, to=place(session), score="3").url == "/today/"
    page = phone.get(f"{place(session, IN_30_MIN)}?next=//evil.example/")
    assert press(phone, page, to=place(session, IN_30_MIN), score="3").url == url(session)


def test_answer_is_taken_back_by_undo(phone, session, clock):
    clock.move_to(EVENING + 2 * HOUR)
    press(phone, phone.get(place(session)), score="3")
    saved = phone.get(url(session))

    undone = press(phone, saved, to=place(session, name="take_back_follow_up"))

    assert undone.url == place(session)
    assert later(session)[IN_2_H].pain is None
    assert "The answer is taken back." in text(phone.get(undone.url))


def test_phone_whose_clock_is_behind_answers_with_the_server_s_time(phone, session, clock):
    clock.move_to(EVENING + 2 * HOUR)
    behind = (EVENING - 5 * HOUR).isoformat()

    press(phone, phone.get(place(session)), score="3", device_now=behind)

    assert later(session)[IN_2_H].answered_at == EVENING + 2 * HOUR


def test_tap_without_a_number_asks_for_one(phone, session, clock):
    clock.move_to(EVENING + 2 * HOUR)

    for score in ("", "11", "-1", "3.5"):
        page = press(phone, phone.get(place(session)), score=score)
        assert page.status_code == 200
        assert 'role="alert"' in page.content.decode()

    assert later(session)[IN_2_H].pain is None


def test_question_is_not_asked_before_its_time_and_not_after_a_day(phone, session, clock):
    page = phone.get(place(session))
    assert "It is asked from Tue 12 May, 20:34 on." in text(page)
    assert 'name="score"' not in page.content.decode()

    clock.move_to(EVENING + 2 * HOUR)
    waiting = phone.get(place(session))
    clock.move_to(EVENING + 26 * HOUR + MINUTE)
    assert "not answered is never counted as 0." in text(phone.get(place(session)))
    refused = press(phone, waiting, to=place(session), score="3", device_now="")
    assert refused.status_code == 410
    assert "Your tap on 3 is not saved." in text(refused)
    assert later(session)[IN_2_H].pain is None


def test_late_answer_says_what_becomes_of_it(phone, session, clock):
    clock.move_to(EVENING + 2 * HOUR)
    assert "Its time is over." not in text(phone.get(place(session)))
    clock.move_to(EVENING + 4 * HOUR)

    page = phone.get(place(session))
    assert "Its time is over. A number now is kept with the time of your tap" in text(page)
    press(phone, page, score="6")

    assert "Later 30 minutes after Missed; can be answered late" in text(phone.get(url(session)))
    assert "2 hours after 6 / 10, answered on Tue 12 May, 23:04 not at its time" in (
        text(phone.get(url(session)))
    )


def test_second_answer_from_another_tab_is_refused_and_the_first_shown(phone, session, clock):
    clock.move_to(EVENING + 2 * HOUR)
    one, other = phone.get(place(session)), phone.get(place(session))
    sent = filled(one, score="3")
    phone.post(place(session), sent)

    again = phone.post(place(session), sent)
    refused = press(phone, other, score="7")

    assert again.status_code == 302
    assert refused.status_code == 409
    assert "answered already. What was answered stays. Your tap on 7 is not saved." in text(refused)
    assert "Your answer 3" in text(refused)
    assert later(session)[IN_2_H].pain == 3


def test_answer_is_changed_and_its_time_stays(phone, session, clock):
    row = make.answer(of=session, pain=3)
    clock.move_to(EVENING + 48 * HOUR)
    assert "Answered on Tue 12 May, 21:04" in text(phone.get(place(session)))

    page = phone.get(place(session, name="correct_follow_up"))
    assert "3 / 10 is stored, of Tue 12 May, 21:04." in text(page)
    assert press(phone, page, score="8").url == url(session)

    changed = later(session)[IN_2_H]
    assert (changed.pain, changed.answered_at) == (8, row.answered_at)
    assert "Pain 2 hours after: changed from 3 / 10 to 8 / 10" in text(phone.get(url(session)))


def test_change_of_what_was_changed_meanwhile_asks_again(phone, session):
    make.answer(of=session, pain=3)
    one, other = (phone.get(place(session, name="correct_follow_up")) for _ in range(2))
    press(phone, one, score="8")

    stale = press(phone, other, score="5")

    assert stale.status_code == 409
    assert "Your tap on 5 is not saved." in text(stale)
    assert "8 / 10 is stored" in text(stale)
    press(phone, stale, score="5")
    assert later(session)[IN_2_H].pain == 5


def test_there_is_nothing_to_change_before_an_answer(phone, session):
    assert phone.get(place(session, name="correct_follow_up")).url == place(session)


@pytest.mark.parametrize("name", PLACES)
def test_question_of_somebody_else_or_of_no_kind_is_not_found(phone, session, name):
    other = make.session(of=make.patient(), ended_at=EVENING)
    ask = phone.post if name == "take_back_follow_up" else phone.get

    assert ask(place(other, name=name)).status_code == 404
    assert ask(place(session, kind="next_year", name=name)).status_code == 404


def test_question_of_a_deleted_session_is_gone(phone, session):
    press(phone, phone.get(url(session, "delete")))

    assert phone.get(place(session)).status_code == 410


def test_session_shows_each_question_and_never_a_zero_for_none(phone, session, clock):
    make.answer(of=session, kind=IN_30_MIN, pain=2)
    clock.move_to(EVENING + 2 * HOUR)

    page = phone.get(url(session))

    assert "30 minutes after 2 / 10, answered on Tue 12 May, 19:34" in text(page)
    assert "2 hours after Answer now" in text(page)
    assert "Next morning Asked for Wed 13 May, 07:30" in text(page)
    clock.move_to(EVENING + 48 * HOUR)
    assert text(phone.get(url(session))).count("Not answered") == 3


def test_session_that_another_one_followed_says_that_it_asks_no_more(phone, session, clock):
    make.session(of=session.patient, ended_at=EVENING + HOUR)
    clock.move_to(EVENING + 2 * HOUR)
    followed = "2 hours after Not asked: another session followed"

    assert followed in text(phone.get(url(session)))
    assert "is neither drawn nor counted" in text(phone.get(place(session)))
    clock.move_to(EVENING + 30 * HOUR)
    assert "2 hours after Not answered" in text(phone.get(url(session)))


def test_session_that_planned_nothing_shows_no_questions(phone, patient):
    old = make.session(of=patient, ended_at=EVENING - 72 * HOUR, at=EVENING)

    assert "Next morning" not in text(phone.get(url(old)))


def test_tap_after_an_ended_log_in_waits_with_its_time(client, patient, session, clock):
    client.force_login(patient.user)
    clock.move_to(EVENING + 2 * HOUR)
    waiting = filled(client.get(place(session)), score="4")
    client.logout()
    client.post(place(session), waiting)
    clock.move_to(EVENING + 2 * HOUR + 20 * MINUTE)
    client.force_login(patient.user)

    page = client.get(place(session))

    assert "Save 4 / 10, tapped at 21:04" in text(page)
    press(client, page, score="4")
    assert later(session)[IN_2_H].answered_at == EVENING + 2 * HOUR


def test_settings_choose_what_later_sessions_ask(phone, patient, session):
    page = phone.get("/sessions/settings/")
    assert page.content.decode().count("checked") == 3

    answer = phone.post("/sessions/settings/", {"kinds": ["next_morning"], "morning_at": "06:15"})

    assert answer.url == "/sessions/"
    assert "Sessions that you log from now on ask what you chose." in text(phone.get(answer.url))
    assert list(later(session)) == [IN_30_MIN, IN_2_H, NEXT_MORNING]
    assert list(later(make.session(of=patient, ended_at=EVENING))) == [NEXT_MORNING]
    assert phone.get("/sessions/settings/").content.decode().count("checked") == 1


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"morning_at": "25:00"}, "Enter a time, such as 07:30."),
        ({}, "Enter the time of day, such as 07:30."),
    ],
)
def test_settings_say_what_a_time_is(phone, patient, sent, told):
    page = phone.post("/sessions/settings/", sent)

    assert told in text(page)
    assert queries.settings_of(patient).kinds == list(FollowUpKind)


def test_settings_are_found_from_the_list_the_session_and_the_account(phone, session):
    for page in ("/sessions/", url(session), "/account/settings/"):
        assert 'href="/sessions/settings/"' in phone.get(page).content.decode()


def test_page_of_a_question_costs_the_same_with_one_session_and_with_three(
    phone, patient, session, clock, django_assert_num_queries
):
    clock.move_to(EVENING + 2 * HOUR)
    with django_assert_num_queries(4):
        phone.get(place(session))
    for number in (1, 2):
        make.session(of=patient, ended_at=EVENING - number * HOUR)
    with django_assert_num_queries(4):
        phone.get(place(session))


def test_answer_without_its_own_name_is_no_answer(phone, session, clock):
    clock.move_to(EVENING + 2 * HOUR)

    assert phone.post(place(session), {"score": "3"}).status_code == 400
    assert not Write.objects.for_patient(session.patient).filter(at=EVENING + 2 * HOUR).exists()
