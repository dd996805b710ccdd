"""A live session as the server keeps it: instants, holds, what was measured, exactly once."""

import datetime as dt
import json
import uuid

import pytest

from invertrack.care.access import own_access
from invertrack.core.ids import uuid7
from invertrack.safety.models import Screen
from invertrack.sessions.live import live_facts
from invertrack.sessions.models import FollowUp, Hold, Session, SideEffect, Trace
from tests import make
from tests.sessions.filled import EVENING, MINUTE, text, url
from tests.sessions.lived import LEVEL, LIVE, SAMPLES, START, TRACE, lived, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def only(patient):
    [session] = Session.objects.for_patient(patient).live()
    return session


def kept(phone, patient, **said):
    answer = send(phone, lived(patient.user, **said))
    assert answer.status_code == 200, answer.content
    return only(patient)


# What is kept ----------------------------------------------------------------------------------


def test_session_keeps_both_instants_and_what_was_measured(phone, patient):
    session = kept(phone, patient)

    assert (session.started_at, session.ended_at) == (START, LEVEL)
    assert (session.angle_deg, session.angle_max_deg, session.duration_s) == (25, 27, 120)
    assert (session.angle_source, session.entered) == ("measured", "live")
    assert (session.pain_before, session.pain_after, session.pain_after_delay_s) == (6, 4, 70)
    assert (session.samples, session.rest_at_zero_s) == (SAMPLES, 60)
    trace = Trace.objects.for_patient(patient).get(session=session)
    assert (trace.every_s, trace.degrees, trace.marks) == tuple(TRACE.values())


def test_session_has_the_id_that_the_phone_gave_it_and_plans_its_follow_ups(phone, patient):
    given = str(uuid7())

    session = kept(phone, patient, record_id=given)

    assert str(session.id) == given
    assert FollowUp.objects.for_patient(patient).filter(session=session).count() == 3


def test_several_holds_and_side_effects_are_kept_in_their_order(phone, patient):
    session = kept(
        phone,
        patient,
        duration_s_0="1",
        hold_2_0="40",
        hold_2_1="1",
        hold_2_2="0",
        effect_dizzy="1",
        effect_dizzy_onset="coming_up",
    )

    holds = Hold.objects.for_patient(patient).filter(session=session).order_by("order")
    assert list(holds.values_list("angle_deg", "seconds")) == [(25, 60), (40, 60)]
    assert session.angle_deg == 33
    effect = SideEffect.objects.for_patient(patient).get(session=session)
    assert (effect.code, effect.severity, effect.onset) == ("dizzy", 1, "coming_up")


def test_typed_angle_carries_no_numbers_of_a_sensor(phone, patient):
    session = kept(phone, patient, angle_source="mark")

    assert (session.angle_source, session.samples) == ("mark", None)
    assert not Trace.objects.for_patient(patient).exists()


@pytest.mark.parametrize(
    "broken",
    [
        {"samples": "{", "trace": "{"},
        {"samples": json.dumps(SAMPLES | {"max_deg": 91})},
        {"samples": json.dumps(SAMPLES | {"n": True})},
        {"samples": '{"n": NaN}'},
        {"samples": "[]"},
    ],
)
def test_numbers_that_make_no_sense_are_left_out_and_the_session_is_kept(phone, patient, broken):
    session = kept(phone, patient, **broken)

    assert session.samples is None
    assert not Trace.objects.for_patient(patient).exists()
    assert session.duration_s == 120


@pytest.mark.parametrize(
    "broken",
    [
        {"every_s": 0},
        {"degrees": [91]},
        {"degrees": [None]},
        {"degrees": "25"},
        {"marks": [[5, "<script>"]]},
        {"marks": [[-1, "stop"]]},
        {"degrees": [25] * 700},
    ],
)
def test_trace_that_makes_no_sense_is_left_out_alone(phone, patient, broken):
    session = kept(phone, patient, trace=json.dumps(TRACE | broken))

    assert session.samples == SAMPLES
    assert not Trace.objects.for_patient(patient).exists()


# Time ------------------------------------------------------------------------------------------


def test_phone_whose_clock_runs_ahead_is_set_right_by_its_press(phone, patient):
    hour = 60 * MINUTE
    ahead = {
        name: (at + hour).isoformat()
        for name, at in {
            "device_now": EVENING,
            "started_at": START,
            "ended_at": LEVEL,
            "rated_at": EVENING,
        }.items()
    }

    session = kept(phone, patient, **ahead)

    assert (session.started_at, session.ended_at) == (START, LEVEL)


def test_session_sent_two_days_later_keeps_its_day_and_its_delay(phone, patient, clock):
    fields = lived(patient.user)
    clock.move_to(EVENING + dt.timedelta(days=2))

    assert send(phone, fields).status_code == 200

    session = only(patient)
    assert (session.local_date, session.ended_at) == (dt.date(2026, 5, 12), LEVEL)
    assert (session.pain_after_delay_s, session.is_entered_late) == (70, True)


@pytest.mark.parametrize(
    "times",
    [
        {"started_at": ""},
        {"started_at": "yesterday"},
        {"ended_at": START.isoformat()},
        {"started_at": (LEVEL - 241 * MINUTE).isoformat()},
    ],
)
def test_times_that_do_not_fit_together_are_refused_in_words(phone, patient, times):
    answer = send(phone, lived(patient.user, **times))

    assert answer.status_code == 422
    assert answer.json()["errors"] == {
        "": ["The times of this session do not fit together. Log it by hand."]
    }
    assert not Session.objects.for_patient(patient).exists()


def test_more_time_at_angle_than_there_was_is_refused_and_rounding_is_not(phone, patient):
    whole = {"duration_s_0": "2", "duration_s_1": "12"}  # of 130 seconds

    assert send(phone, lived(patient.user, duration_s_0="3")).json()["errors"] == {
        "duration_s": ["This is longer than the session was from start to level. Check it."]
    }
    session = kept(phone, patient, **whole)

    assert session.ended_at - session.started_at == dt.timedelta(seconds=132)


# Exactly once ----------------------------------------------------------------------------------


def test_same_session_sent_again_is_one_and_leads_to_the_same_page(phone, patient):
    fields = lived(patient.user)

    first, *more = (send(phone, fields).json() for _ in range(3))

    assert first == {"saved": True, "url": url(only(patient))}
    assert more == [first, first]


def test_id_of_somebody_else_is_refused_and_theirs_stays(phone, patient):
    theirs = make.session(of=make.patient(), ended_at=EVENING)

    answer = send(phone, lived(patient.user, record_id=str(theirs.id)))

    if answer.status_code == 409:  # where tables lie apart the id is the writer's own
        assert answer.json()["code"] == "id_taken"
        assert not Session.objects.for_patient(patient).exists()
    assert Session.objects.for_patient(theirs.patient).get(id=theirs.id).angle_deg == 30


VERSION_4 = "3f333df6-90a4-4fda-8dd3-9485d27cee36"


@pytest.mark.parametrize("given", ["7", str(uuid.UUID(int=0)), VERSION_4])
def test_id_that_no_browser_of_ours_makes_is_refused(phone, patient, given):
    assert send(phone, lived(patient.user, record_id=given)).json()["code"] == "damaged"


def test_deleted_session_takes_its_trace_along_and_restore_brings_it_back(phone, patient):
    session = kept(phone, patient)
    trace = Trace.objects.for_patient(patient).filter(session=session)

    phone.post(url(session, "delete"), {"write_id": str(uuid7()), "version": session.version})
    assert not trace.live().exists()
    phone.post(url(session, "restore"), {"write_id": str(uuid7())})

    assert trace.live().count() == 1


# Pages -----------------------------------------------------------------------------------------


def test_refused_session_opens_as_a_form_that_keeps_what_was_measured(phone, patient):
    page = phone.post(LIVE, lived(patient.user, duration_s_0="40"))

    assert page.status_code == 200
    assert "is longer than a session recorded here" in text(page)
    form = page.context["form"]
    assert form["samples"].value() == json.dumps(SAMPLES)
    assert form["started_at"].value() == START.isoformat()


def test_pain_that_rose_leads_past_the_red_flags(phone, patient):
    answer = send(phone, lived(patient.user, pain_before="3", pain_after="6"))

    assert answer.json()["url"].startswith("/safety/red-flags/?next=")


def test_facts_say_what_holds_now(patient):
    make.opened(of=patient, at=EVENING - 60 * MINUTE)
    make.session(of=patient, ended_at=EVENING - 60 * MINUTE, angle_deg=20, angle_source="mark")

    facts = live_facts(own_access(patient), EVENING)

    assert facts == {
        "at": EVENING.isoformat(),
        "is_open": True,
        "closed": None,
        "cap": None,
        "step": None,
        "usual": {"angle_deg": 20, "duration_s": 120, "angle_source": "mark"},
        "asks_someone": True,
        "zone": "Europe/Berlin",
    }


def test_facts_of_a_closed_state_say_why(patient):
    facts = live_facts(own_access(patient), EVENING)

    assert (facts["is_open"], set(facts["closed"])) == (False, {"title", "text", "step"})
    assert facts["closed"]["title"]


def test_check_sent_later_keeps_the_instant_of_its_press(phone, patient, clock):
    make.opened(of=patient, at=EVENING - 60 * MINUTE)
    fields = lived(patient.user, none_of_these="on")
    fields |= dict.fromkeys(("ankle_locks", "tether", "height", "recall", "someone_nearby"), "on")
    clock.move_to(EVENING + 30 * MINUTE)

    assert send(phone, fields, to="/sessions/start/").json()["saved"] is True

    [screen] = Screen.objects.for_patient(patient).filter(list_name="before_session")
    assert screen.at == EVENING
