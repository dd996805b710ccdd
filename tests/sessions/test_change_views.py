"""Completing, correcting, deleting and restoring a session, each on its page."""

import datetime as dt

import pytest

from invertrack.sessions.models import Hold, SideEffect
from tests import make
from tests.sessions.filled import EVENING, MARKER, MINUTE, filled, log, only, press, text, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


# After-pain ----------------------------------------------------------------------------------


def test_after_pain_is_asked_on_the_sessions_page_for_half_an_hour(phone, patient, clock):
    log(phone, pain_after="")
    session = only(patient)
    clock.move_to(EVENING + 12 * MINUTE)

    page = phone.get(url(session))
    assert "How is your pain now, after the session?" in text(page)
    answer = press(phone, page, to=url(session, "add_pain_after"), pain_after="3")

    assert answer.url == url(session)
    assert (only(patient).pain_after, only(patient).pain_after_delay_s) == (3, 720)


def test_after_pain_later_is_offered_from_memory_by_a_correction(phone, patient, clock):
    log(phone, pain_after="")
    session = only(patient)
    clock.move_to(EVENING + 31 * MINUTE)

    page = phone.get(url(session))
    assert "How is your pain now" not in text(page)
    assert f'href="{url(session, "edit")}">add it from memory</a>' in page.content.decode()
    press(phone, phone.get(url(session, "edit")), pain_after="3")

    assert (only(patient).pain_after, only(patient).pain_after_delay_s) == (3, None)
    assert "from memory" in text(phone.get("/sessions/"))


def test_after_pain_page_says_when_it_counts_as_from_memory(phone, patient, clock):
    session = make.session(of=patient, pain_after=None)
    in_time = text(phone.get(url(session, "add_pain_after")))
    clock.move_to(EVENING + 31 * MINUTE)
    late = text(phone.get(url(session, "add_pain_after")))

    assert ("How is your pain now" in in_time, "from memory" in in_time) == (True, False)
    assert ("How is your pain now" in late, "from memory" in late) == (False, True)


def test_after_pain_without_a_tap_is_asked_again(phone, patient):
    session = make.session(of=patient, pain_after=None)

    page = press(phone, phone.get(url(session, "add_pain_after")), pain_after="")

    assert page.status_code == 200
    assert "Tap the number, 0 to 10." in text(page)


def test_after_pain_that_is_there_is_not_overwritten_unseen(phone, patient):
    session = make.session(of=patient, pain_after=4)

    assert "Pain after is stored as 4 / 10." in text(phone.get(url(session, "add_pain_after")))


def test_after_pain_given_meanwhile_stands_beside_the_new_one(phone, patient):
    session = make.session(of=patient, pain_after=None)
    one, other = (phone.get(url(session, "add_pain_after")) for _ in range(2))
    press(phone, one, pain_after="2")

    conflict = press(phone, other, pain_after="7")

    assert conflict.status_code == 409
    assert "after: 2 out of 10" in text(conflict)
    assert filled(conflict)["pain_after"] == "7"
    assert only(patient).pain_after == 2
    press(phone, conflict)
    assert only(patient).pain_after == 7


# Correcting ----------------------------------------------------------------------------------


def test_correction_without_a_change_changes_nothing(phone, patient):
    log(phone, effect_dizzy="2", note=MARKER)
    before = {**vars(only(patient)), "_state": None, "version": None}

    assert press(phone, phone.get(url(only(patient), "edit"))).url == url(only(patient))

    assert {**vars(only(patient)), "_state": None, "version": None} == before
    assert "What it said before" not in text(phone.get(url(only(patient))))


def test_correction_shows_what_it_said_before(phone, patient):
    session = make.session(of=patient, ended_at=EVENING, pain_before=8)

    press(phone, phone.get(url(session, "edit")), pain_before="5")

    said = text(phone.get(url(session)))
    assert "Changes saved." in said
    assert "Pain before: changed from 8 / 10 to 5 / 10 on 12 May, 19:04" in said


def test_correction_of_another_year_names_it(phone, patient, clock):
    session = make.session(of=patient, ended_at=EVENING, pain_before=8, note=MARKER)
    press(phone, phone.get(url(session, "edit")), pain_before="", note="")
    clock.move_to(EVENING + dt.timedelta(days=300))
    phone.force_login(patient.user)

    said = text(phone.get(url(session)))

    assert "Pain before: taken away, was 8 / 10 on 12 May 2026, 19:04" in said
    assert f"Note: taken away, was {MARKER} on 12 May 2026, 19:04" in said


def test_correction_of_everything_is_stored_shown_and_told(phone, patient):
    everything = {"hold_2_0": "45", "hold_2_1": "1", "hold_2_2": "", "effect_dizzy": "1"}
    everything |= {"before_systolic": "128", "before_diastolic": "82", "equipment_tether": "3"}
    log(phone, **everything, effect_dizzy_onset="coming_up", effect_dizzy_gone="600")
    session = only(patient)
    assert (session.duration_s, session.angle_deg, session.angle_max_deg) == (180, 35, 45)
    assert "Hold 2 45°, 1 min" in text(phone.get(url(session)))

    press(
        phone,
        phone.get(url(session, "edit")),
        hold_2_0="40",
        effect_dizzy_gone="2147483647",
        before_diastolic="84",
        equipment_tether="4",
    )

    said = text(phone.get(url(session)))
    for words in (
        "Hold 2 40°, 1 min",
        "Dizzy or light-headed (often a sign of coming up too fast) Began when coming up, still",
        "Before 128 / 84 mmHg",
        "Tether mark 4",
        "Hold 2, angle: changed from 45° to 40° on 12 May, 19:04",
        "went: changed from Within 10 minutes to Still there on 12 May",
        "Diastolic pressure before: changed from 82 mmHg to 84 mmHg on 12 May",
        "Tether mark: changed from 3 to 4 on 12 May",
    ):
        assert words in said


def test_hold_that_is_emptied_goes_and_the_others_close_up(phone, patient):
    log(phone, **{f"hold_{n}_{part}": "1" for n in (2, 3) for part in (0, 1)})
    edit = phone.get(url(only(patient), "edit"))
    press(phone, edit, hold_2_0="", hold_2_1="", hold_2_2="")

    live = Hold.objects.for_patient(patient).live().order_by("order")
    assert list(live.values_list("order", "angle_deg", "seconds")) == [(1, 30, 120), (2, 1, 60)]
    assert only(patient).duration_s == 180


def test_correction_of_the_typed_end_moves_the_day(phone, patient):
    session = make.session(of=patient, ended_at=EVENING)

    press(phone, phone.get(url(session, "edit")), ended_local_0="2026-05-11T19:04")

    assert only(patient).local_date == dt.date(2026, 5, 11)


def test_stale_correction_shows_stored_and_typed_and_can_then_be_saved(phone, patient):
    session = make.session(of=patient, ended_at=EVENING)
    here, elsewhere = (phone.get(url(session, "edit")) for _ in range(2))
    press(phone, elsewhere, angle_deg="55", note="stored-words", effect_dizzy="2")

    conflict = press(phone, here, angle_deg="20", note=MARKER, pain_before="9")

    assert conflict.status_code == 409
    said = text(conflict)
    assert "Nothing is lost" in said
    for words in ("Angle 55° 20°", "Pain before 6 / 10 9 / 10", f"Note stored-words {MARKER}"):
        assert words in said
    assert "All that is stored now" in said
    assert "fast) Moderate –" in said
    shown = filled(conflict)
    assert (shown["angle_deg"], shown["note"], shown["pain_before"]) == ("20", MARKER, "9")
    assert only(patient).angle_deg == 55

    assert press(phone, conflict).url == url(session)
    assert (only(patient).angle_deg, only(patient).pain_before) == (20, 9)


def test_stale_correction_compares_parts_and_shows_what_is_stored_even_with_an_error(
    phone, patient
):
    session = make.session(of=patient, ended_at=EVENING)
    here, elsewhere = (phone.get(url(session, "edit")) for _ in range(2))
    stored = {"hold_2_0": "10", "hold_2_1": "1", "after_heart_rate": "58", "equipment_pin": "2"}
    press(phone, elsewhere, **stored)

    conflict = press(phone, here, effect_nausea="1", before_heart_rate="64")
    said = text(conflict)
    for words in (
        "Hold 2, angle 10° –",
        "Heart rate before – 64 a minute",
        "Heart rate after 58 a minute –",
        "Angle pin 2 –",
        "Feeling sick: come up as soon as it starts – Mild",
    ):
        assert words in said

    wrong = press(phone, here, before_heart_rate="700")
    assert wrong.status_code == 409
    assert "Where the two differ" not in text(wrong)
    assert "Hold 2 10°, 1 min" in text(wrong)
    assert "Check the number." in text(wrong)


def test_correction_onto_a_full_day_is_refused_on_the_page(phone, patient):
    for number in range(8):
        make.session(of=patient, ended_at=EVENING - number * 10 * MINUTE)
    yesterday = make.session(of=patient, ended_at=EVENING - dt.timedelta(days=1))

    page = press(phone, phone.get(url(yesterday, "edit")), ended_local_0="2026-05-12T19:00")

    assert page.status_code == 200
    assert "12 May already has 8 sessions" in text(page)


def test_side_effect_that_is_set_back_to_no_is_gone(phone, patient):
    session = make.session(of=patient, side_effects={"dizzy": 1, "nausea": 1})

    press(phone, phone.get(url(session, "edit")), effect_dizzy="")

    live = SideEffect.objects.for_patient(patient).live()
    assert list(live.values_list("code", flat=True)) == ["nausea"]


# Deleting ------------------------------------------------------------------------------------


def test_delete_asks_once_and_can_be_undone(phone, patient):
    session = make.session(of=patient, ended_at=EVENING, note=MARKER)
    asked = phone.get(url(session, "delete"))
    assert "Delete this session?" in text(asked)
    assert only(patient).deleted_at is None

    assert press(phone, asked).url == "/sessions/"
    listed = phone.get("/sessions/")
    assert "Session deleted. Undo" in text(listed)
    assert "No sessions here yet." in text(listed)
    assert phone.get(url(session)).status_code == 410

    undone = press(phone, listed, to=url(session, "restore"))
    assert undone.url == url(session)
    assert MARKER in text(phone.get(undone.url))


def test_every_row_of_the_list_leads_to_its_delete(phone, patient):
    sessions = [make.session(of=patient, ended_at=EVENING - n * 60 * MINUTE) for n in range(3)]

    page = phone.get("/sessions/")

    for session in sessions:
        assert f'class="row-action" href="{url(session, "delete")}"' in page.content.decode()
    assert "Delete the session of Tue 12 May, 19:02" in text(page)


def test_undo_that_is_pressed_twice_is_done_once(phone, patient):
    session = make.session(of=patient, ended_at=EVENING)
    press(phone, phone.get(url(session, "delete")))
    typed = filled(phone.get("/sessions/"))

    first, again = (phone.post(url(session, "restore"), typed) for _ in range(2))

    assert (first.url, again.url) == (url(session), url(session))


def test_page_of_a_deleted_session_offers_undo_too(phone, patient):
    session = make.session(of=patient, ended_at=EVENING)
    press(phone, phone.get(url(session, "delete")))

    offer = phone.get(url(session, "restore"))

    assert "The session on 12 May is deleted" in text(offer)
    assert press(phone, offer).url == url(session)


def test_undo_is_offered_for_ten_minutes(phone, patient, clock):
    session = make.session(of=patient, ended_at=EVENING)
    press(phone, phone.get(url(session, "delete")))
    offer = phone.get(url(session, "restore"))
    clock.move_to(EVENING + 10 * MINUTE)

    assert phone.get(url(session, "restore")).status_code == 404
    assert press(phone, offer).status_code == 410


def test_undo_onto_a_day_that_filled_up_is_refused_on_the_page(phone, patient):
    session, *_ = [make.session(of=patient, ended_at=EVENING - n * MINUTE) for n in range(8)]
    press(phone, phone.get(url(session, "delete")))
    make.session(of=patient, ended_at=EVENING - 30 * MINUTE)

    page = press(phone, phone.get(url(session, "restore")))

    assert page.status_code == 200
    assert "12 May already has 8 sessions" in text(page)


def test_delete_of_a_session_that_changed_meanwhile_shows_it_and_asks_again(phone, patient):
    session = make.session(of=patient, ended_at=EVENING)
    asked = phone.get(url(session, "delete"))
    press(phone, phone.get(url(session, "edit")), pain_before="1", note=MARKER, effect_dizzy="1")

    refused = press(phone, asked)

    assert refused.status_code == 409
    said = text(refused)
    assert "changed in another tab or on another device meanwhile, so it is not deleted" in said
    assert all(words in said for words in ("before: 1 out of 10", MARKER, "Dizzy", "Keep it"))
    assert only(patient).deleted_at is None
    assert press(phone, refused).url == "/sessions/"
    assert only(patient).deleted_at == EVENING
