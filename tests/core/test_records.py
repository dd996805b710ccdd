"""The laws of a row that belongs to one patient, and the log of who looked."""

import datetime as dt
import uuid

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Count
from django.utils import timezone

from invertrack.core.enums import Verb
from invertrack.core.models import LOOK_LASTS, AuditEvent
from invertrack.core.records import PatientRow, SamePatientFK
from invertrack.sessions.models import Session, SideEffect
from tests import make

NOON = dt.datetime(2026, 5, 12, 12, tzinfo=dt.UTC)
OURS = [model for model in apps.get_models() if model.__module__.startswith("invertrack.")]
ROWS = [model for model in OURS if issubclass(model, PatientRow)]
SAME_PATIENT = '"inversion_session"."patient_id" = ("inversion_sideeffect"."patient_id")'


def laws(models_):
    return [(model, law) for model in models_ for law in model._meta.constraints]


def astray():
    """A side effect that points at the session of somebody else, which only a fault could make."""
    theirs = make.session(of=make.patient())
    mine = make.patient()
    effect = SideEffect.objects.create(
        patient=mine, session_id=theirs.id, code="dizzy", severity=1, created_at=timezone.now()
    )
    return effect, theirs


@pytest.mark.parametrize(
    "rows",
    [
        lambda: SideEffect.objects.filter(session__angle_deg=30),
        lambda: SideEffect.objects.select_related("session"),
        lambda: Session.objects.filter(side_effects__code="dizzy"),
        lambda: Session.objects.annotate(number=Count("side_effects")),
    ],
    ids=["child to parent", "select_related", "parent to child", "aggregate"],
)
def test_join_states_that_both_rows_are_one_patients(rows):
    sql = str(rows().query)

    assert sql.count(" JOIN ") == 1
    assert SAME_PATIENT in sql.partition(" JOIN ")[2]


@pytest.mark.django_db
def test_forward_look_up_names_the_patient(django_assert_num_queries):
    session = make.session(of=make.patient(), side_effects={"dizzy": 1})
    effect = SideEffect.objects.for_patient(session.patient).get()

    with django_assert_num_queries(1) as asked:
        assert effect.session == session

    [query] = asked.captured_queries
    assert '"inversion_session"."patient_id" = ' in query["sql"].partition("WHERE")[2]


@pytest.mark.django_db
def test_row_of_somebody_else_cannot_be_reached_over_a_link():
    effect, theirs = astray()

    with pytest.raises(Session.DoesNotExist):
        assert SideEffect.objects.get(id=effect.id).session
    assert not SideEffect.objects.filter(session__angle_deg=theirs.angle_deg).exists()
    assert list(SideEffect.objects.select_related("session")) == []
    assert not Session.objects.filter(side_effects__code="dizzy").exists()
    assert Session.objects.annotate(number=Count("side_effects")).get().number == 0
    SideEffect.objects.all().delete()  # before the database sees it, where it knows this rule too


@pytest.mark.django_db
def test_rows_are_found_by_a_patient_or_its_id():
    session = make.session(of=make.patient())
    make.session(of=make.patient())

    for patient in (session.patient, session.patient_id):
        assert list(Session.objects.for_patient(patient)) == [session]


@pytest.mark.parametrize("model", ROWS)
def test_link_between_two_rows_of_a_patient_is_one_that_checks_it(model):
    links = [
        field
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and issubclass(field.related_model, PatientRow)
    ]

    assert all(isinstance(link, SamePatientFK) for link in links)


def test_such_links_exist():
    linked = [
        model
        for model in ROWS
        if any(isinstance(field, SamePatientFK) for field in model._meta.fields)
    ]

    assert SideEffect in linked


@pytest.mark.parametrize(
    ("model", "law"),
    [found for found in laws(ROWS) if isinstance(found[1], models.UniqueConstraint)],
    ids=lambda value: getattr(value, "name", None),
)
def test_what_is_unique_is_unique_for_one_patient(model, law):
    assert "patient" in law.fields


@pytest.mark.parametrize(
    ("model", "law"), laws(OURS), ids=lambda value: getattr(value, "name", None)
)
def test_what_the_database_refuses_is_told_in_a_sentence(model, law):
    # A plain unique constraint without words of its own reads "... with this ... already exists".
    says_itself = isinstance(law, models.UniqueConstraint) and law.condition is None
    told = law.get_violation_error_message()

    assert says_itself or told != law.default_violation_error_message % {"name": law.name}
    assert law.name not in told or says_itself


@pytest.mark.parametrize("model", ROWS)
def test_row_of_a_patient_has_a_key_that_nobody_can_guess(model):
    assert model._meta.pk.name == "id"
    assert model().pk.version == 7


def look(**fields):
    known = {
        "patient_id": uuid.uuid4(),
        "actor_id": uuid.uuid4(),
        "actor_name": "Dr. Reader",
        "verb": Verb.LOOKED,
        "page": "review",
        "at": NOON,
    }
    return AuditEvent.objects.create(**{**known, **fields})


def live(event, *, at=NOON, **other):
    named = {
        "look_id": event.id,
        "actor_id": event.actor_id,
        "patient": event.patient,
        "page": event.page,
    } | other
    return AuditEvent.objects.live_look(at=at, **named).exists()


@pytest.fixture
def looked(db):
    """A look at a patient's page, and another at somebody else's."""
    patient, other = make.patient(), make.patient()
    event, event.patient = look(patient_id=patient.pk), patient
    look(patient_id=other.pk, actor_id=event.actor_id)
    return event


def test_look_counts_for_its_charts_for_half_an_hour(looked):
    assert live(looked, at=NOON + LOOK_LASTS - dt.timedelta(seconds=1))
    assert not live(looked, at=NOON + LOOK_LASTS)


def test_look_counts_for_nobody_else_and_for_no_other_patient(looked):
    assert live(looked)
    assert not live(looked, actor_id=uuid.uuid4())
    assert not live(looked, patient=make.patient())
    assert not live(looked, look_id=uuid.uuid4())


def test_only_a_look_counts_as_one(looked):
    granted = look(patient_id=looked.patient.pk, verb=Verb.GRANTED)
    granted.patient = looked.patient

    assert not live(granted)


def test_events_about_a_patient_come_newest_first(looked):
    later = look(patient_id=looked.patient.pk, at=NOON + dt.timedelta(hours=1))

    assert list(AuditEvent.objects.about(looked.patient)) == [later, looked]


def test_event_holds_up_no_erasure():
    assert not any(field.is_relation for field in AuditEvent._meta.get_fields())
