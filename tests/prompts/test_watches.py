"""A watched session: who is told when it does not end in time, once, and what keeps it silent."""

import datetime as dt
import uuid

import pytest
from django.core import mail

from invertrack.prompts import actions, queries
from invertrack.prompts.enums import WatchState
from invertrack.prompts.models import Contact, Watch
from invertrack.safety.enums import Reply
from tests import make

from .watched import (
    BACK,
    DAY,
    DUE,
    ENDS,
    HOUR,
    MINUTE,
    NOT_BACK,
    SEVEN,
    begin,
    level,
    only,
    person,
    send,
    subjects,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient():
    return person()


# Told, and not told -----------------------------------------------------------------------------


def test_a_contact_is_told_at_the_end_of_the_margin_and_once(patient):
    begin(patient)
    other = person()
    begin(other, ends_at=ENDS + HOUR)

    assert send(DUE - MINUTE) == []
    (message,) = send(DUE)
    assert send(DUE) == send(DUE + MINUTE) == send(DUE + HOUR / 2) == []

    told = only(patient)
    assert (told.state, told.told_at, told.claimed_at) == (WatchState.TOLD, DUE, DUE)
    assert (message.to, subjects([message])) == ([queries.contact_of(patient).email], [NOT_BACK])
    assert only(other).state == WatchState.OPEN


def test_the_mail_says_who_and_when_and_what_to_do(patient, settings):
    settings.SITE_URL = "https://invertrack.example"
    begin(patient)

    (message,) = send(DUE)

    who = f"Ada ({patient.user.email})"
    lines = message.body.splitlines()
    link = next(line for line in lines if line.startswith("https://invertrack.example/prompts/"))
    assert message.subject == "InverTrack: Ada has not confirmed being back up"
    assert lines[:5] == [
        "Hello Robin,",
        "",
        f"{who} has not confirmed being back up from a session that was expected to end at 19:10 on "
        "21 November (Europe/Berlin).",
        "",
        "Please call them. If you cannot reach them, go there or call your local emergency number.",
    ]
    assert "later than planned" not in message.body
    assert "pain" not in message.body
    assert message.extra_headers["List-Unsubscribe"] == f"<{link}>"
    assert message.message().get_content_type() == "text/plain"


def test_level_just_before_keeps_it_silent(patient):
    session_id = begin(patient)
    level(patient, session_id, DUE - dt.timedelta(seconds=1))

    assert send(DUE) == send(DUE + HOUR) == []
    assert (only(patient).state, only(patient).look_at) == (WatchState.LEVEL, None)


def test_a_session_saved_under_its_id_counts_as_level_whatever_its_time(patient):
    begin(patient)
    saved = make.session(of=patient, at=ENDS, ended_at=SEVEN - HOUR)
    Watch.objects.for_patient(patient).update(session_id=saved.id)

    assert send(DUE) == []
    assert (only(patient).state, only(patient).level_at) == (WatchState.LEVEL, None)


def test_another_session_that_ended_since_counts_and_an_earlier_one_does_not(patient):
    begin(patient)
    make.session(of=patient, at=SEVEN + MINUTE, ended_at=SEVEN - HOUR)  # logged late
    other = person()
    begin(other)
    make.session(of=other, at=ENDS + MINUTE, ended_at=ENDS)

    (message,) = send(DUE)
    assert message.to == [queries.contact_of(patient).email]
    assert (only(patient).state, only(other).state) == (WatchState.TOLD, WatchState.LEVEL)


def test_going_on_moves_the_end_also_after_a_pause_at_level(patient):
    session_id = begin(patient)
    level(patient, session_id, SEVEN + 5 * MINUTE)
    later = ENDS + 10 * MINUTE
    watched = actions.go_on(
        patient=patient, session_id=session_id, ends_at=later, at=SEVEN + 6 * MINUTE
    )

    assert (watched[0].due_at, watched[1].name) == (later + 5 * MINUTE, "Robin")
    assert send(DUE) == []
    assert subjects(send(later + 5 * MINUTE)) == [NOT_BACK]


def test_a_session_that_was_told_of_is_not_watched_again(patient):
    session_id = begin(patient)
    send(DUE)

    for write in (actions.watch, actions.go_on):
        values = {"session_id": session_id, "ends_at": DUE + HOUR, "at": DUE + MINUTE}
        assert write(patient=patient, **values) is None
    assert send(DUE + 2 * HOUR) == []


def test_a_beginning_that_is_sent_twice_is_one_watch(patient):
    values = {"patient": patient, "session_id": uuid.uuid4(), "ends_at": ENDS, "at": SEVEN}

    first, again = actions.watch(**values), actions.watch(**values)

    assert first[0].id == again[0].id == only(patient).id


def test_a_page_that_begins_again_moves_the_end(patient):
    session_id = begin(patient)

    values = {"session_id": session_id, "ends_at": ENDS + HOUR, "at": SEVEN + MINUTE}
    assert actions.watch(patient=patient, **values)[0].ends_at == ENDS + HOUR

    assert send(DUE) == []
    assert subjects(send(DUE + HOUR)) == [NOT_BACK]


def test_a_beginning_that_arrives_after_the_end_watches_nothing(patient):
    session_id = uuid.uuid4()
    level(patient, session_id, SEVEN + 8 * MINUTE)

    values = {"session_id": session_id, "ends_at": ENDS, "at": SEVEN + 9 * MINUTE}
    assert actions.watch(patient=patient, **values) is None
    assert send(DUE) == []


@pytest.mark.parametrize("minutes", [0, -5, 181])
def test_an_end_that_no_session_has_is_not_watched(patient, minutes):
    ends_at = SEVEN + minutes * MINUTE
    values = {"session_id": uuid.uuid4(), "ends_at": ends_at, "at": SEVEN}

    assert actions.watch(patient=patient, **values) is None
    assert not Watch.objects.for_patient(patient).exists()


def test_quiet_hours_a_pause_and_the_safety_state_hold_nothing_back(patient):
    values = {"quiet_from": dt.time(18), "paused_until": DUE.date(), "is_by_email": False}
    actions.keep_settings(patient=patient, values=values, at=SEVEN - HOUR)
    make.red_flags(of=patient, at=SEVEN - HOUR, saddle_numbness=Reply.YES)
    begin(patient)

    assert subjects(send(DUE)) == [NOT_BACK]


def test_a_round_after_a_rest_of_the_server_says_how_late_it_is(patient):
    begin(patient)

    (message,) = send(DUE + 75 * MINUTE)

    assert "This e-mail is 75 minutes later than planned." in message.body


def test_after_a_day_a_call_helps_nobody(patient):
    begin(patient)

    assert send(DUE + DAY + MINUTE) == []
    assert (only(patient).state, only(patient).look_at) == (WatchState.FAILED, None)


# Who is never told ------------------------------------------------------------------------------


def test_who_has_not_agreed_is_told_nothing():
    patient = make.patient()
    contact = make.contact(of=patient, at=SEVEN - DAY, agrees=False)
    values = {"session_id": uuid.uuid4(), "ends_at": ENDS, "at": SEVEN}

    assert queries.who_is_told(patient, SEVEN) is None
    assert actions.watch(patient=patient, **values) is None
    actions.agree(contact=contact, at=SEVEN)
    assert queries.who_is_told(patient, SEVEN).id == contact.id


@pytest.mark.parametrize("how", ["declined", "removed", "closed"])
def test_who_does_not_want_to_be_told_any_more_is_not(patient, how):
    begin(patient)
    if how == "declined":
        actions.decline(contact=queries.contact_of(patient), at=SEVEN + MINUTE)
    elif how == "removed":
        actions.remove_contact(patient=patient, at=SEVEN + MINUTE)
    else:
        type(patient.user).objects.filter(pk=patient.user_id).update(is_active=False)

    assert send(DUE) == []
    assert (only(patient).state, only(patient).look_at) == (WatchState.DROPPED, None)


def test_a_contact_is_told_eight_times_a_day_at_most(patient):
    sent = []
    for number in range(9):
        at = SEVEN + number * HOUR
        values = {"session_id": uuid.uuid4(), "ends_at": at + MINUTE, "at": at}
        actions.watch(patient=patient, **values)
        sent += subjects(send(at + 6 * MINUTE))

    assert sent == [NOT_BACK] * queries.MOST_TOLD
    assert queries.who_is_told(patient, SEVEN + 9 * HOUR) is None
    assert queries.who_is_told(patient, SEVEN + 25 * HOUR) is not None


# Back after all ---------------------------------------------------------------------------------


def test_who_comes_back_after_the_mail_has_their_contact_told_once(patient):
    session_id = begin(patient)
    send(DUE)
    level(patient, session_id, DUE + 2 * MINUTE)
    level(patient, session_id, DUE + 3 * MINUTE)

    (message,) = send(DUE + 3 * MINUTE)
    assert send(DUE + 4 * MINUTE) == send(DUE + HOUR) == []

    assert (subjects([message]), message.to) == ([BACK], [queries.contact_of(patient).email])
    assert "expected to end at 19:10" in message.body
    back = only(patient)
    assert (back.state, back.level_at) == (WatchState.BACK, DUE + 2 * MINUTE)


def test_a_session_that_is_saved_later_says_so_too(patient):
    begin(patient)
    send(DUE)
    make.session(of=patient, at=DUE + HOUR, ended_at=DUE - MINUTE)

    assert subjects(send(DUE + HOUR)) == [BACK]


def test_another_contact_is_not_told_of_being_back(patient):
    session_id = begin(patient)
    send(DUE)
    other = make.contact(of=patient, at=DUE, name="Kim", email="kim@example.org")
    mail.outbox.clear()
    level(patient, session_id, DUE + MINUTE)

    assert send(DUE + MINUTE) == []
    assert (queries.contact_of(patient).id, only(patient).look_at) == (other.id, None)


def test_a_watch_is_looked_at_no_longer_than_a_day(patient):
    begin(patient)
    send(DUE)

    send(DUE + DAY + MINUTE)

    assert (only(patient).state, only(patient).look_at) == (WatchState.TOLD, None)


# What is kept -----------------------------------------------------------------------------------


def test_what_was_watched_long_ago_is_forgotten(patient):
    begin(patient, at=SEVEN - 91 * DAY, ends_at=ENDS - 91 * DAY)
    kept = begin(patient, at=SEVEN - 89 * DAY, ends_at=ENDS - 89 * DAY)
    today = begin(patient)

    found = Watch.objects.for_patient(patient).values_list("session_id", flat=True)
    assert set(found) == {kept, today}


def test_a_flood_of_beginnings_is_watched_up_to_a_number(patient):
    for _ in range(60):
        begin(patient)

    values = {"session_id": uuid.uuid4(), "ends_at": ENDS, "at": SEVEN}
    assert actions.watch(patient=patient, **values) is None
    assert Watch.objects.for_patient(patient).count() == 60


def test_watches_and_contacts_go_with_the_account(patient):
    begin(patient)

    patient.user.delete()

    assert not Watch.objects.for_patient(patient.pk).exists()
    assert not Contact.objects.for_patient(patient.pk).exists()
