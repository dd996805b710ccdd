"""What the database itself refuses of a session and its parts, and the sentence that goes with it."""

import datetime as dt
import uuid

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from invertrack.sessions.models import (
    FollowUp,
    Hold,
    Session,
    SessionDay,
    SessionSettings,
    SessionText,
    SessionTotals,
    SideEffect,
    Trace,
    Vitals,
)
from tests import make

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 5, 12, 12, tzinfo=dt.UTC)
DAY = dt.date(2026, 5, 12)
MADE = {"created_at": NOON}
DEFAULTS = {
    Session: MADE
    | {
        "started_at": NOON - dt.timedelta(seconds=120),
        "ended_at": NOON,
        "tz": "UTC",
        "local_date": DAY,
        "duration_s": 120,
        "angle_deg": 30,
        "angle_max_deg": 30,
    },
    Hold: MADE | {"order": 1, "angle_deg": 30, "seconds": 120},
    Vitals: MADE | {"moment": "before"},
    SideEffect: MADE | {"code": "dizzy", "severity": 1},
    FollowUp: MADE | {"kind": "2h", "due_at": NOON},
    SessionText: MADE | {"note": "words"},
    Trace: MADE | {"every_s": 1, "degrees": [0, 25, 0]},
    SessionDay: {"local_date": DAY, "sessions": 1, "seconds": 120, "angle_max_deg": 30},
    SessionSettings: {},
    SessionTotals: {
        "sessions": 1,
        "seconds": 120,
        "paired_days": 0,
        "first_date": DAY,
        "last_date": DAY,
    },
}
AFTER = {"pain_after": 4}
PRESSURE = {"systolic": 120, "diastolic": 80}
# constraint: (model, what is taken at the limit, what is refused beyond it)
CHECKS = {
    "session_angle_at_most_90_deg": (
        Session,
        {"angle_deg": 90, "angle_max_deg": 90},
        {"angle_deg": 91, "angle_max_deg": 91},
    ),
    "session_steepest_at_least_mean": (Session, {"angle_max_deg": 30}, {"angle_max_deg": 29}),
    "session_duration_5_s_to_30_min": (Session, {"duration_s": 5}, {"duration_s": 4}),
    "session_ends_after_it_starts": (
        Session,
        {"started_at": NOON - dt.timedelta(seconds=1)},
        {"started_at": NOON},
    ),
    "session_pain_before_0_to_10": (Session, {"pain_before": 10}, {"pain_before": 11}),
    "session_pain_after_0_to_10": (Session, {"pain_after": 10}, {"pain_after": 11}),
    "session_after_delay_at_most_30_min": (
        Session,
        AFTER | {"pain_after_delay_s": 1800},
        AFTER | {"pain_after_delay_s": 1801},
    ),
    "hold_angle_at_most_90_deg": (Hold, {"angle_deg": 90}, {"angle_deg": 91}),
    "hold_1_s_to_30_min": (Hold, {"seconds": 1800}, {"seconds": 1801}),
    "vitals_pressure_possible": (Vitals, PRESSURE, PRESSURE | {"diastolic": 116}),
    "vitals_heart_rate_30_to_220": (Vitals, {"heart_rate": 220}, {"heart_rate": 221}),
    "side_effect_severity_0_to_3": (SideEffect, {"severity": 3}, {"severity": 4}),
    "follow_up_answer_has_its_time": (
        FollowUp,
        {"pain": 0, "answered_at": NOON},
        {"pain": 0, "answered_at": None},
    ),
    "trace_at_most_1_hz": (Trace, {"every_s": 1}, {"every_s": 0}),
}
# More rows that the same constraints refuse, or take.
REFUSED_TOO = [
    (Session, {"duration_s": 1801}),
    (Session, {"angle_max_deg": 91}),
    (Session, {"pain_after": None, "pain_after_delay_s": 60}),
    (Hold, {"seconds": 0}),
    (Vitals, {"systolic": 261, "diastolic": 80}),
    (Vitals, {"systolic": 59, "diastolic": 40}),
    (Vitals, {"heart_rate": 29}),
    (FollowUp, {"pain": 11, "answered_at": NOON}),
]
TAKEN_TOO = [
    (Session, {"duration_s": 1800}),
    (Session, {"angle_deg": 0, "angle_max_deg": 0}),  # lying level is the control session
    (Session, AFTER),
    (Vitals, {"systolic": 260, "diastolic": 160}),
    (Vitals, {"systolic": 85, "diastolic": 80}),
    (FollowUp, {}),
]
# constraint: (model, what may differ so that a second live row is taken)
ONCE = {
    "hold_order_once_per_session": (Hold, {"order": 2}),
    "vitals_once_per_moment": (Vitals, {"moment": "after"}),
    "side_effect_once_per_session": (SideEffect, {"code": "nausea"}),
    "follow_up_once_per_kind": (FollowUp, {"kind": "30min"}),
    "session_text_once": (SessionText, None),
    "trace_once_per_session": (Trace, None),
    "session_day_once": (SessionDay, {"local_date": DAY + dt.timedelta(days=1)}),
    "session_totals_once": (SessionTotals, None),
    "session_settings_once": (SessionSettings, None),
}
CHILDREN = (Hold, Vitals, SideEffect, FollowUp, SessionText, Trace)


def row(model, patient, *, session=None, **fields):
    """An unsaved row; a child gets a session of its own unless one is given."""
    if model in CHILDREN:
        fields["session"] = session or saved(Session, patient)
    return model(patient=patient, **{**DEFAULTS[model], **fields})


def saved(model, patient, **fields):
    made = row(model, patient, **fields)
    made.save(force_insert=True)
    return made


def refusal(made):
    """The sentence with which the row is refused, by the form's check and by the database."""
    with pytest.raises(ValidationError) as told:
        made.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)
    return told.value.messages


def sentence(model, name):
    [law] = [law for law in model._meta.constraints if law.name == name]
    return law.violation_error_message


@pytest.mark.parametrize("name", CHECKS)
def test_check_takes_the_limit_and_refuses_what_lies_beyond_in_words(name):
    model, taken, refused = CHECKS[name]
    patient = make.patient()

    saved(model, patient, **taken)

    assert sentence(model, name) in refusal(row(model, patient, **refused))


@pytest.mark.parametrize(("model", "fields"), REFUSED_TOO)
def test_other_end_of_a_limit_is_refused_too(model, fields):
    assert refusal(row(model, make.patient(), **fields))


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Vitals, {"systolic": 120}),
        (Vitals, {"diastolic": 80}),
        (FollowUp, {"answered_at": NOON}),
    ],
)
def test_half_of_what_belongs_together_is_refused(model, fields):
    assert refusal(row(model, make.patient(), **fields))


@pytest.mark.parametrize(("model", "fields"), TAKEN_TOO)
def test_other_end_of_a_limit_is_taken_too(model, fields):
    made = row(model, make.patient(), **fields)

    made.validate_constraints()
    made.save(force_insert=True)


@pytest.mark.parametrize("name", ONCE)
def test_second_row_of_the_same_is_refused_and_another_persons_is_not(name):
    model, _ = ONCE[name]
    patient = make.patient()
    first = saved(model, patient)
    beside = {"session": first.session} if model in CHILDREN else {}

    saved(model, make.patient())

    assert refusal(row(model, patient, **beside))


@pytest.mark.parametrize(
    ("model", "other"), [(model, other) for model, other in ONCE.values() if other]
)
def test_second_row_of_another_kind_is_taken(model, other):
    patient = make.patient()
    first = saved(model, patient)
    beside = {"session": first.session} if model in CHILDREN else {}

    assert saved(model, patient, **beside, **other).pk != first.pk


@pytest.mark.parametrize("model", CHILDREN)
def test_deleted_row_makes_room_for_a_new_one(model):
    patient = make.patient()
    first = saved(model, patient, deleted_at=NOON, deleted_by_write=uuid.uuid4())

    assert saved(model, patient, session=first.session).pk != first.pk


def test_every_constraint_of_the_app_has_its_case():
    names = {
        law.name
        for model in apps.get_app_config("inversion").get_models()
        for law in model._meta.constraints
    }

    assert names == {*CHECKS, *ONCE}


@pytest.mark.parametrize("model", DEFAULTS)
def test_each_row_has_a_name_of_its_own(model):
    one, other = (row(model, make.patient()) for _ in range(2))

    assert str(one) != str(other)
    assert str(one.pk) in str(one)


def test_side_effect_has_its_words_in_the_published_list():
    assert SideEffect(code="nausea").item.text == "Feeling sick: come up as soon as it starts"
