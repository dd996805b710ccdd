"""The page of a one-question link: works without a log-in, answers once, shows nothing else."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.test import Client

from invertrack.journals.models import PainRating
from invertrack.prompts import actions, links, queries
from invertrack.prompts.enums import Status
from invertrack.prompts.models import Delivery
from invertrack.sessions.models import FollowUp
from tests import make
from tests.access.world import ALL_MARKS
from tests.prompts.days import live, local, send, someone

pytestmark = pytest.mark.django_db

SEVEN = local("2026-11-21 19:00")
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
GONE = "This link opens nothing any more"


@pytest.fixture
def patient():
    """Somebody whose session ended at seven, so that 19:30, 21:00 and the morning are asked."""
    patient = someone(SEVEN, asks_rating=False)
    make.session(of=patient, ended_at=SEVEN, note="MARK-SESSION-NOTE")
    return patient


@pytest.fixture
def stranger():
    """A browser without any cookie, in which the token of a form would be asked for."""
    return Client(enforce_csrf_checks=True)


def link_at(at):
    """Send a round and return the path of the link that it mailed."""
    (message,) = send(at)
    url = next(line for line in message.body.splitlines() if "/answer/" in line)
    return "/" + url.split("/", 3)[3]


def get(client, path, at):
    with time_machine.travel(at, tick=False):
        return client.get(path)


def post(client, path, at, **fields):
    with time_machine.travel(at, tick=False):
        return client.post(path, fields)


def answers(patient):
    rows = FollowUp.objects.for_patient(patient).order_by("due_at")
    return [(row.pain, row.answered_at) for row in rows]


def test_a_tap_answers_the_question_with_its_time_and_without_a_log_in(patient, stranger):
    path = link_at(SEVEN + HOUR / 2)

    page = get(stranger, path, SEVEN + 31 * MINUTE)
    assert page.status_code == 200
    assert "How strong is your back pain right now?" in page.content.decode()
    assert answers(patient) == [(None, None)] * 3  # a look answers nothing

    kept = post(stranger, path, SEVEN + 32 * MINUTE, score="4")
    assert "Saved: 4 / 10" in kept.content.decode()
    assert answers(patient) == [(4, SEVEN + 32 * MINUTE), (None, None), (None, None)]
    assert Delivery.objects.for_patient(patient).get().answered_at == SEVEN + 32 * MINUTE


def test_a_second_tap_changes_nothing_and_sees_the_first(patient, stranger):
    path = link_at(SEVEN + HOUR / 2)
    at = SEVEN + 40 * MINUTE
    post(stranger, path, at, score="4")

    again = post(stranger, path, at + dt.timedelta(seconds=2), score="9")
    assert "Saved: 4 / 10" in again.content.decode()
    later = post(stranger, path, at + 2 * MINUTE, score="9")
    assert "This question is answered" in later.content.decode()
    assert "4 / 10" not in later.content.decode()
    assert get(stranger, path, at + 2 * MINUTE).content == later.content
    assert answers(patient)[0] == (4, at)


def test_an_answer_that_comes_late_keeps_its_true_time(patient, stranger):
    send(SEVEN + HOUR / 2)
    path = link_at(SEVEN + 2 * HOUR)

    post(stranger, path, SEVEN + 4 * HOUR + 10 * MINUTE, score="3")

    assert answers(patient)[1] == (3, local("2026-11-21 23:10"))


def test_the_link_dies_a_day_after_it_was_sent(patient, stranger):
    path, sent_at = link_at(SEVEN + HOUR / 2), SEVEN + HOUR / 2

    assert get(stranger, path, sent_at + 24 * HOUR).status_code == 200
    dead = get(stranger, path, sent_at + 24 * HOUR + MINUTE)
    assert (dead.status_code, GONE in dead.content.decode()) == (410, True)
    assert post(stranger, path, sent_at + 25 * HOUR, score="4").status_code == 410
    assert answers(patient) == [(None, None)] * 3


def test_links_that_open_nothing_are_told_apart_by_nothing(patient, stranger):
    path = link_at(SEVEN + HOUR / 2)
    at = SEVEN + HOUR
    foreign = links.answer_url(
        Delivery(patient_id=make.patient().id, id=Delivery.objects.get().id)
    ).split("/answer")[1]
    unknown = links.answer_url(Delivery(patient=patient, id=uuid.uuid4())).split("/answer")[1]
    forged = f"{path[:-3]}AA/"
    stop = links.stop_url(patient.id).replace("/stop/", "/answer/").split("/answer")[1]
    dead = get(stranger, path, at + 25 * HOUR)

    for other in (forged, f"/prompts/answer{foreign}", f"/prompts/answer{unknown}"):
        answer = get(stranger, other, at)
        assert (answer.status_code, answer.content) == (410, dead.content)
        assert post(stranger, other, at, score="4").content == dead.content
    assert get(stranger, f"/prompts/answer{stop}", at).content == dead.content


def test_a_question_whose_session_was_deleted_is_gone(patient, stranger):
    path = link_at(SEVEN + HOUR / 2)
    FollowUp.objects.for_patient(patient).update(deleted_at=SEVEN + HOUR)

    assert get(stranger, path, SEVEN + HOUR).status_code == 410


def test_what_was_answered_in_the_app_is_answered_here_and_not_shown(patient, stranger):
    path = link_at(SEVEN + HOUR / 2)
    FollowUp.objects.for_patient(patient).filter(kind="30min").update(
        pain=7, answered_at=SEVEN + 33 * MINUTE
    )

    page = post(stranger, path, SEVEN + 33 * MINUTE, score="2")

    assert "This question is answered" in page.content.decode()
    assert "7 / 10" not in page.content.decode()
    assert answers(patient)[0][0] == 7


def test_an_answer_taken_back_in_the_app_is_not_given_again_by_the_link(patient, stranger):
    path = link_at(SEVEN + HOUR / 2)
    post(stranger, path, SEVEN + 32 * MINUTE, score="4")
    FollowUp.objects.for_patient(patient).update(pain=None, answered_at=None)

    page = post(stranger, path, SEVEN + HOUR, score="9")

    assert "This question is answered" in page.content.decode()
    assert answers(patient)[0] == (None, None)


@pytest.mark.parametrize("fields", [{}, {"score": "11"}, {"score": "-1"}, {"score": "٤"}])
def test_anything_but_a_number_of_the_eleven_is_asked_again(patient, stranger, fields):
    path = link_at(SEVEN + HOUR / 2)

    page = post(stranger, path, SEVEN + HOUR, **fields)

    assert "Tap one of the numbers, 0 to 10." in page.content.decode()
    assert answers(patient)[0] == (None, None)


def test_the_page_shows_nothing_of_the_person_and_leaves_nothing_behind(stranger):
    user = make.user(email="mark-owner@example.org")
    patient = make.patient(of=user, name="MARK-OWNER-NAME")
    session = make.session(of=patient, ended_at=SEVEN, note="MARK-SESSION-NOTE")
    make.rating(of=patient, score=9, at=SEVEN)
    type(patient).objects.filter(pk=patient.pk).update(created_at=SEVEN - 48 * HOUR)
    path = link_at(SEVEN + HOUR / 2)

    page = get(stranger, path, SEVEN + HOUR)
    kept = post(stranger, path, SEVEN + HOUR, score="4")

    for answer in (page, kept):
        text = answer.content.decode()
        assert not answer.cookies
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        for mark in (*ALL_MARKS, str(patient.id), str(session.id), "30 minutes after", "9 / 10"):
            assert mark not in text


def test_the_link_of_another_person_shows_nothing_of_whoever_is_logged_in(patient):
    path = link_at(SEVEN + HOUR / 2)
    other = make.patient(of=make.user(email="somebody@example.org"))
    browser = Client()
    browser.force_login(other.user)

    page = get(browser, path, SEVEN + HOUR)

    assert "somebody@example.org" not in page.content.decode()
    assert "Log out" not in page.content.decode()


def test_two_next_mornings_are_answered_by_one_tap(patient, stranger):
    make.session(of=patient, ended_at=SEVEN + HOUR)
    morning = local("2026-11-22 07:30")

    post(stranger, link_at(morning), morning + MINUTE, score="2")

    rows = FollowUp.objects.for_patient(patient).filter(kind="next_morning")
    assert [(row.pain, row.answered_at) for row in rows] == [(2, morning + MINUTE)] * 2


# The daily rating -------------------------------------------------------------------------------


def test_the_daily_rating_is_answered_once_and_known_as_asked_for(stranger):
    patient = someone(SEVEN)
    path = link_at(SEVEN + HOUR)

    post(stranger, path, SEVEN + 65 * MINUTE, score="6")
    again = post(stranger, path, SEVEN + 65 * MINUTE, score="1")

    (rating,) = PainRating.objects.for_patient(patient)
    assert (rating.score, rating.at, rating.is_prompted) == (6, SEVEN + 65 * MINUTE, True)
    assert "Saved: 6 / 10" in again.content.decode()


def test_a_question_that_moved_with_its_session_and_is_not_asked_yet_is_gone(patient, stranger):
    path, at = link_at(SEVEN + HOUR / 2), SEVEN + 35 * MINUTE
    rows = FollowUp.objects.for_patient(patient).filter(kind="30min")
    rows.update(due_at=at + 11 * MINUTE)  # open ten minutes before

    assert get(stranger, path, at).status_code == 410
    assert get(stranger, path, at + MINUTE).status_code == 200


def test_the_link_of_an_account_that_is_closed_opens_nothing(patient, stranger):
    path, at = link_at(SEVEN + HOUR / 2), SEVEN + 35 * MINUTE
    type(patient.user).objects.filter(pk=patient.user_id).update(is_active=False)

    assert get(stranger, path, at).status_code == 410
    assert post(stranger, path, at, score="4").status_code == 410
    assert answers(patient) == [(None, None)] * 3


# Asked again ------------------------------------------------------------------------------------


def test_a_snooze_that_puts_nothing_off_does_not_say_that_it_did(patient, stranger):
    path, at = link_at(SEVEN + HOUR / 2), SEVEN + HOUR / 2
    # The worker that sent it died before it wrote that down.
    Delivery.objects.for_patient(patient).update(status=Status.CLAIMED)

    assert "comes again" not in post(stranger, path, at, snooze="15").content.decode()


def test_a_snoozed_question_comes_again_once_with_the_same_link(patient, stranger):
    path, at = link_at(SEVEN + 2 * HOUR), SEVEN + 2 * HOUR

    page = post(stranger, path, at + 2 * MINUTE, snooze="30")
    post(stranger, path, at + 2 * MINUTE, snooze="30")

    assert "30 minutes" in page.content.decode()
    assert live(at + 3 * MINUTE, at + 50 * MINUTE) == ["21 21:32"]
    row = Delivery.objects.for_patient(patient).get(kind="2h")
    assert (row.status, row.sent_at) == (Status.SENT, at + 32 * MINUTE)
    assert links.answer_url(row).endswith(path)


def test_a_snoozed_question_that_was_answered_meanwhile_stays_silent(patient, stranger):
    path, at = link_at(SEVEN + 2 * HOUR), SEVEN + 2 * HOUR
    post(stranger, path, at, snooze="15")

    post(stranger, path, at + 5 * MINUTE, score="5")

    assert send(at + 15 * MINUTE) == []
    assert answers(patient)[1] == (5, at + 5 * MINUTE)


@pytest.mark.parametrize(
    ("minutes_later", "offered"),
    [(0, [15, 30]), (1, [15]), (15, [15]), (16, [])],
)
def test_a_snooze_never_goes_past_where_an_answer_counts(patient, stranger, minutes_later, offered):
    path, at = link_at(SEVEN + HOUR / 2), SEVEN + HOUR / 2 + minutes_later * MINUTE

    page = get(stranger, path, at).content.decode()

    assert [minutes for minutes in queries.SNOOZES if f'value="{minutes}">' in page] == offered
    refused = post(stranger, path, at, snooze="60")
    assert "Tap one of the numbers" in refused.content.decode()
    assert Delivery.objects.for_patient(patient).get().status == Status.SENT


def test_a_snooze_that_would_end_in_quiet_hours_is_not_offered(patient, stranger):
    quiet_from = {"quiet_from": dt.time(21, 20)}
    actions.keep_settings(patient=patient, values=quiet_from, at=SEVEN)
    path, at = link_at(SEVEN + 2 * HOUR), SEVEN + 2 * HOUR

    page = get(stranger, path, at).content.decode()

    assert [minutes for minutes in queries.SNOOZES if f'value="{minutes}">' in page] == [15]
    assert "comes again" not in post(stranger, path, at, snooze="30").content.decode()


# The end of e-mails -----------------------------------------------------------------------------


def test_the_stop_link_asks_once_and_ends_the_mails(patient, stranger):
    send(SEVEN + HOUR / 2)
    path = "/" + links.stop_url(patient.id).split("/", 3)[3]

    assert "Stop e-mails with questions?" in stranger.get(path).content.decode()
    assert queries.settings_of(patient).is_by_email
    done = stranger.post(path)
    assert "No more e-mails with questions" in done.content.decode()
    assert not queries.settings_of(patient).is_by_email
    assert not done.cookies
    assert send(SEVEN + 2 * HOUR) == []


def test_a_mail_program_ends_the_mails_by_itself(patient, stranger):
    (message,) = send(SEVEN + HOUR / 2)
    url = message.extra_headers["List-Unsubscribe"].strip("<>")

    answer = stranger.post("/" + url.split("/", 3)[3], {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert not queries.settings_of(patient).is_by_email


def test_other_settings_stay_when_the_mails_end(patient, stranger):
    actions.keep_settings(patient=patient, values={"journal_at": dt.time(9)}, at=SEVEN)

    stranger.post("/" + links.stop_url(patient.id).split("/", 3)[3])

    assert queries.settings_of(patient).journal_at == dt.time(9)


def test_a_stop_link_that_is_nobodys_says_so(patient, stranger):
    erased = "/" + links.stop_url(uuid.uuid4()).split("/", 3)[3]

    assert stranger.post(erased).status_code == 410
    assert stranger.post("/prompts/stop/none-1/").status_code == 410
    assert queries.settings_of(patient).is_by_email
