"""Where a person is led after saving: to the session, past an emergency or the red flags."""

import pytest

from invertrack.safety.models import Alarm, SafetyFact
from tests import make
from tests.sessions.filled import (
    EVENING,
    FIRST,
    MINUTE,
    NEW,
    correct,
    filled,
    log,
    only,
    press,
    text,
    url,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

EMERGENCY = "/safety/emergency/"


def red_flags(session):
    return f"/safety/red-flags/?next=%2Fsessions%2F{session.id}%2F"


@pytest.mark.parametrize(
    ("before", "after", "asks"), [("4", "6", True), ("4", "5", False), ("4", "", False)]
)
def test_pain_that_rose_by_two_leads_to_the_red_flags(phone, patient, before, after, asks):
    answer = log(phone, pain_before=before, pain_after=after)

    session = only(patient)
    assert answer.url == (red_flags(session) if asks else url(session))


def test_pain_after_that_comes_later_leads_there_too(phone, patient):
    log(phone, pain_before="3", pain_after="")
    session = only(patient)

    answer = press(phone, phone.get(url(session, "add_pain_after")), pain_after="5")

    assert answer.url == red_flags(session)


def test_correction_asks_only_when_the_rise_is_new(phone, patient):
    log(phone, pain_before="3", pain_after="4")
    session = only(patient)

    first = press(phone, phone.get(url(session, "edit")), pain_after="7")
    second = press(phone, phone.get(url(session, "edit")), note="other words")

    assert (first.url, second.url) == (red_flags(session), url(session))


def test_session_says_that_the_red_flags_wait_until_they_are_answered(phone, patient):
    make.red_flags(of=patient, at=EVENING - MINUTE)
    log(phone, pain_before="3", pain_after="7")
    page = url(only(patient))
    assert "Your pain rose by 2 or more after a session." in text(phone.get(page))

    make.red_flags(of=patient, at=EVENING + MINUTE)

    assert "Your pain rose" not in text(phone.get(page))


def test_emergency_is_a_full_page_before_anything_else(phone, patient):
    answer = log(phone, effect_chest_pain="0", pain_before="2", pain_after="9")

    session = only(patient)
    assert answer.url == url(session)
    assert phone.get(answer.url).url == EMERGENCY
    assert Alarm.objects.for_patient(patient).get().session_id == session.id


def test_log_that_is_sent_twice_leads_to_the_emergency_both_times(phone, patient):
    typed = filled(phone.get(NEW), **FIRST, effect_chest_pain="1")

    for answer in (phone.post(NEW, typed), phone.post(NEW, typed)):
        assert phone.get(answer.url).url == EMERGENCY
    assert Alarm.objects.for_patient(patient).count() == 1


def test_session_is_shown_again_once_the_emergency_was_read(phone, patient):
    log(phone, effect_chest_pain="1")
    make.read_alarms(of=patient, at=EVENING)

    page = phone.get(url(only(patient)))

    assert page.status_code == 200
    assert "Sessions are suspended" in text(page)
    assert 'class="emergency" role="alert"' in page.content.decode()


def test_emergency_locks_the_check_but_not_the_log(phone, patient):
    make.opened(of=patient, at=EVENING - MINUTE)
    log(phone, effect_collapse="0")

    assert "Get help now" in text(phone.get("/sessions/start/"))
    assert phone.get(NEW).status_code == 200


def test_mild_dizziness_pauses_and_is_no_alarm(phone, patient):
    make.opened(of=patient, at=EVENING - MINUTE)

    answer = log(phone, effect_dizzy="1")

    page = phone.get(answer.url)
    assert page.status_code == 200
    assert "Paused for 24 hours" in text(page)
    assert "emergency" not in page.content.decode().replace("not for emergencies", "")
    assert not Alarm.objects.for_patient(patient).exists()
    assert "1 side effect" in text(phone.get("/sessions/"))


def test_steepest_hold_is_what_safety_hears_of(phone, patient):
    def told():
        return SafetyFact.objects.for_patient(patient).get()

    log(phone, angle_deg="10", hold_2_0="40", hold_2_1="1")

    session = only(patient)
    assert (session.angle_deg, told().angle_deg) == (20, 40)
    correct(session, holds=((10, 60), (20, 60)))
    assert told().angle_deg == 20
