import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.db.models import DateField, DateTimeField
from django.utils import timezone

from invertrack.care.access import granted_access, own_access
from invertrack.care.enums import InvitationState, Scope
from invertrack.care.models import Grant, Invitation, Revision
from invertrack.core.enums import Verb
from invertrack.core.models import AuditEvent
from invertrack.core.records import SamePatientFK
from invertrack.demo.accounts import CLINICIAN, LOGINS, PASSWORD, PATIENT, STRANGER
from invertrack.demo.actions import NotLocal, load, preview
from invertrack.demo.story import Demo
from invertrack.journals.models import Entry, EntryText, JournalDay, PainRating
from invertrack.operations.actions import rebuild_rollups
from invertrack.safety.models import SafetyFact
from invertrack.sessions.models import (
    Hold,
    Session,
    SessionDay,
    SessionText,
    SessionTotals,
    SideEffect,
)
from invertrack.users.models import Consent, Patient, User
from tests import make
from tests.demo.rows import NOW, build, patient_models, quiet, snapshot

pytestmark = pytest.mark.django_db
LOOKING_AHEAD = {"expires_at", "valid_until", "due_at", "send_at", "next_at"}


def test_the_same_demo_twice_is_the_same_rows_with_the_same_keys():
    build()
    first = snapshot()
    build()

    assert snapshot() == first
    assert len(first["Session"]) > 50


def test_another_seed_gives_other_records_under_the_same_accounts():
    build()
    first = snapshot()
    build(seed=8)
    other = snapshot()

    assert [user["id"] for user in other["User"]] == [user["id"] for user in first["User"]]
    assert other["Session"] != first["Session"]


def test_a_later_hour_of_the_same_day_adds_rows_and_changes_none():
    build(now=NOW - dt.timedelta(hours=14))
    early = snapshot()
    build(now=NOW)
    late = snapshot()

    for model in ("Session", "SideEffect", "SessionText", "Entry", "EntryText", "PainRating"):
        assert [row for row in early[model] if row not in late[model]] == []
        assert len(late[model]) - len(early[model]) in range(8)
    assert len(late["PainRating"]) > len(early["PainRating"])


def test_a_smaller_demo_leaves_nobody_of_the_larger_one():
    build(patients=5)
    build(patients=2)

    assert Patient.objects.count() == 3  # the stranger is one
    assert set(Session.objects.values_list("patient", flat=True)) <= set(
        Patient.objects.values_list("id", flat=True)
    )


def test_a_dry_run_counts_what_a_load_makes_and_makes_nothing():
    would = preview(Demo(patients=3, years=0.2, now=NOW), on_person=quiet)

    assert not Patient.objects.exists()
    assert build() == would


@pytest.mark.parametrize("act", [load, preview])
def test_production_refuses_the_demo(act, settings):
    settings.LOCAL = False

    with pytest.raises(NotLocal, match="local mode only"):
        act(Demo(patients=1, years=0.1, now=NOW), on_person=quiet)

    assert not User.objects.exists()


def test_every_kind_of_row_is_there():
    build()
    missing = [
        model.__name__
        for model in (
            Consent, Grant, Invitation, Session, Hold, SideEffect, SessionText, SafetyFact,
            SessionDay, SessionTotals, Entry, EntryText, PainRating, JournalDay, Revision,
        )
        if not model.objects.exists()
    ]  # fmt: skip

    assert missing == []


def test_the_days_are_what_recomputing_them_gives():
    build()
    models = (SessionDay, SessionTotals, JournalDay)
    loaded = [sorted(model.objects.values(), key=str) for model in models]

    for patient in Patient.objects.all():
        rebuild_rollups(patient, at=timezone.now(), dry_run=False)

    assert [sorted(model.objects.values(), key=str) for model in models] == loaded
    assert all(loaded)


def test_every_row_obeys_the_laws_of_its_model():
    build()
    for model in patient_models():
        for row in model.objects.order_by("id")[:15]:
            values = {field.name: getattr(row, field.attname) for field in model._meta.fields}
            empty = [name for name, value in values.items() if value in (None, "", [], {})]
            row.clean_fields(exclude=empty)
            row.validate_constraints()


def test_every_part_has_the_patient_of_its_whole():
    build()
    links = 0
    for model in patient_models():
        for field in model._meta.fields:
            if isinstance(field, SamePatientFK):
                parents = dict(field.related_model.objects.values_list("id", "patient"))
                linked = model.objects.exclude(**{field.attname: None})
                for parent, patient in linked.values_list(field.attname, "patient"):
                    assert parents[parent] == patient
                    links += 1

    assert links > 100


@pytest.mark.parametrize("hour", [0, 6, 12, 18])
def test_nothing_is_dated_after_now_on_anybodys_clock(hour):
    now = NOW.replace(hour=hour)
    build(patients=6, years=0.1, now=now)
    today = {patient.pk: patient.today(now) for patient in Patient.objects.all()}
    for model in (User, AuditEvent, *patient_models()):
        for field in model._meta.fields:
            dates = model.objects.exclude(**{field.name: None})
            if isinstance(field, DateTimeField) and field.name not in LOOKING_AHEAD:
                assert not dates.filter(**{f"{field.name}__gt": now}).exists(), field
            elif type(field) is DateField:
                for patient_id, day in dates.values_list("patient", field.name):
                    assert day <= today[patient_id], field


def test_until_a_day_ends_with_that_day():
    until = dt.date(2026, 3, 10)
    build(until=until)

    assert SessionDay.objects.latest("local_date").local_date <= until
    assert JournalDay.objects.latest("local_date").local_date == until
    assert JournalDay.objects.earliest("local_date").local_date == until - dt.timedelta(days=72)


def test_a_rebuild_leaves_other_people_and_their_grants_alone():
    build()
    other = make.patient()
    make.session(of=other)
    make.entry(of=other, day=dt.date(2026, 1, 5), note="Mine.")
    clinician = User.objects.get(email=CLINICIAN.email)
    make.grant(of=other, to=clinician)
    AuditEvent.objects.create(
        patient_id=other.pk, actor_id=clinician.pk, verb=Verb.LOOKED, at=timezone.now()
    )
    before = snapshot()
    build()

    assert snapshot() == before
    granted_access(to=clinician, patient_id=other.pk, at=timezone.now())


def test_a_rebuild_takes_back_a_demo_account_that_was_renamed():
    build()
    User.objects.filter(email=PATIENT.email).update(email="mine@example.org")
    build()

    assert User.objects.get(email=PATIENT.email).patient.name == "Marta Lindner"
    assert not User.objects.filter(email="mine@example.org").exists()


def test_a_hand_made_account_in_the_place_of_a_demo_one_makes_room():
    make.patient(of=make.user(email=PATIENT.email))
    build()

    assert User.objects.get(email=PATIENT.email).patient.name == "Marta Lindner"


@pytest.mark.parametrize("login", LOGINS)
def test_each_log_in_that_is_offered_opens_with_the_password(login, rf):
    build()

    account = authenticate(rf.post("/"), email=login.email, password=PASSWORD)

    assert account.email == login.email
    assert EmailAddress.objects.get(user=account).verified


def test_the_clinician_reads_all_thirty_and_each_as_far_as_was_shared():
    build(patients=30, years=0.1)
    clinician = User.objects.get(email=CLINICIAN.email)
    patients = Patient.objects.exclude(user__email=STRANGER.email)
    opened = [granted_access(to=clinician, patient_id=one.pk, at=NOW) for one in patients]
    shared = [access.scopes for access in opened]

    assert len(opened) == 30
    assert shared.count(frozenset(Scope)) > 15
    assert shared.count(frozenset({Scope.SESSIONS})) == 1
    assert shared.count(frozenset({Scope.SESSIONS, Scope.JOURNAL})) > 2
    assert sum(access.data_from is not None for access in opened) > 2
    assert all(patient.name and patient.tz != "UTC" for patient in patients)


def test_the_stranger_has_no_records_and_no_patients():
    build()
    stranger = User.objects.get(email=STRANGER.email)

    assert stranger.clinician.name == stranger.patient.name
    assert not Grant.objects.filter(clinician=stranger).exists()
    held = [
        model.__name__
        for model in patient_models()
        if model.objects.for_patient(stranger.patient).exists()
    ]
    assert sorted(held) == ["Consent", "PromptSettings"]


def test_the_patient_shares_all_and_has_an_offer_open_and_one_that_lapsed():
    build()
    patient = Patient.objects.get(user__email=PATIENT.email)
    clinician = User.objects.get(email=CLINICIAN.email)
    access = granted_access(to=clinician, patient_id=patient.pk, at=NOW)
    states = [offer.state(NOW) for offer in Invitation.objects.for_patient(patient)]
    looks = AuditEvent.objects.about(patient).filter(verb=Verb.LOOKED)

    assert access.scopes == own_access(patient).scopes
    assert access.data_from is None
    assert sorted(states) == [
        InvitationState.ACCEPTED, InvitationState.EXPIRED, InvitationState.PENDING
    ]  # fmt: skip
    assert looks.count() >= 3
    assert {look.actor_name for look in looks} == {str(clinician.clinician)}
    assert looks.first().at.astimezone(ZoneInfo(patient.tz)).hour in range(11, 17)
