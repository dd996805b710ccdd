"""A model that does not say whose rows it holds, or lets patients' rows meet, stops the deploy."""

import pytest
from django.apps import apps
from django.core import checks
from django.db import models
from django.db.models.functions import Lower
from django.test.utils import isolate_apps

from invertrack.core.checks import check_models
from invertrack.core.ownership import OWNER, REFERENCE, UNLINKED, patient_column, patient_models
from invertrack.core.records import PatientRow, SamePatientFK
from invertrack.sessions.models import Session
from invertrack.users.models import Patient, User

pytestmark = pytest.mark.filterwarnings("ignore:Model .* was already registered:RuntimeWarning")


def told(*found):
    """Which checks these models alone fail, without what is missing beside them."""
    return [error.id for error in check_models(found) if error.id != "core.E004"]


@pytest.fixture(autouse=True)
def isolated():
    """Throwaway models leave no trace, and find a patient to link to."""
    with isolate_apps("invertrack.core", "invertrack.users"):
        kept("Patient", meta={"app_label": "users"})
        yield


def row(**members):
    """A throwaway model of a patient's rows."""
    return kept("Row", PatientRow, **members)


def kept(name, *bases, meta=None, **members):
    options = type("Meta", (), {"app_label": "core", **(meta or {})})
    members = {"__module__": __name__, "Meta": options, **members}
    return type(name, bases or (models.Model,), members)


def test_our_models_are_all_declared():
    assert check_models(apps.get_models(include_auto_created=True)) == []


def test_check_runs_with_every_deploy():
    registered = {check.__module__ for check in checks.registry.registry.get_checks()}

    assert "invertrack.core.checks" in registered


def test_each_declaration_gives_a_reason():
    assert all([*REFERENCE.values(), *UNLINKED.values()])


def test_patient_stands_before_their_rows():
    (first, column), *rest = patient_models()

    assert (first, column) == (Patient, "id")
    assert {column for _, column in rest} == {"patient_id"}
    assert (Session, "patient_id") in rest
    assert patient_column(User) is None


def test_model_of_a_patients_rows_passes():
    parent = row()
    child = kept("Child", PatientRow, parent=SamePatientFK(parent, models.CASCADE))

    assert told(parent, child) == []


def test_model_that_declares_nothing_is_found():
    assert told(kept("Undeclared")) == ["core.E001"]


def test_patient_beside_other_rows_is_no_declaration():
    linked = kept("Linked", patient=models.ForeignKey(OWNER, models.CASCADE))

    assert told(linked) == ["core.E001", "core.E002"]


def test_model_that_declares_both_is_found(monkeypatch):
    monkeypatch.setitem(REFERENCE, "core.Row", "by mistake")

    assert told(row()) == ["core.E001"]


@pytest.mark.parametrize("link", [models.ForeignKey, models.OneToOneField])
def test_plain_link_between_two_rows_is_found(link):
    parent = row()
    child = kept("Child", PatientRow, parent=link(parent, models.CASCADE, related_name="+"))

    assert "core.E002" in told(parent, child)


def test_link_from_reference_rows_is_found(monkeypatch):
    monkeypatch.setitem(REFERENCE, "core.List", "for everybody")
    parent = row()
    lists = kept("List", parent=SamePatientFK(parent, models.CASCADE))

    assert told(parent, lists) == ["core.E002"]


def test_link_to_reference_rows_passes(monkeypatch):
    monkeypatch.setitem(REFERENCE, "core.List", "for everybody")
    lists = kept("List")

    assert told(lists, row(list=models.ForeignKey(lists, models.CASCADE))) == []


def test_many_to_many_is_found_with_its_hidden_table():
    parent = row()
    many = kept("Many", PatientRow, parents=models.ManyToManyField(parent))
    hidden = many._meta.get_field("parents").remote_field.through

    assert told(parent, many) == ["core.E002"]
    assert told(hidden) == ["core.E001", "core.E002", "core.E002"]


@pytest.mark.parametrize(
    ("members", "meta"),
    [
        ({"code": models.CharField(max_length=9, unique=True)}, {}),
        ({}, {"constraints": [models.UniqueConstraint(fields=["id", "code"], name="law")]}),
        ({}, {"constraints": [models.UniqueConstraint(Lower("code"), name="law")]}),
        ({}, {"unique_together": [("id", "code")]}),
    ],
    ids=["field", "constraint", "expression", "together"],
)
def test_uniqueness_across_patients_is_found(members, meta):
    members = {"code": models.CharField(max_length=9), **members}

    assert told(kept("Row", PatientRow, meta=meta, **members)) == ["core.E003"]


@pytest.mark.parametrize(
    "meta",
    [
        {"constraints": [models.UniqueConstraint(fields=["patient", "code"], name="law")]},
        {"constraints": [models.UniqueConstraint("patient", Lower("code"), name="law")]},
        {"unique_together": [("patient", "code")]},
    ],
    ids=["constraint", "expression", "together"],
)
def test_uniqueness_for_one_patient_passes(meta):
    assert told(kept("Row", PatientRow, meta=meta, code=models.CharField(max_length=9))) == []


def test_declaration_of_a_model_that_is_gone_is_found(monkeypatch):
    monkeypatch.setitem(REFERENCE, "core.Gone", "was removed")

    errors = check_models(apps.get_models(include_auto_created=True))

    assert [(error.id, "core.Gone" in error.msg) for error in errors] == [("core.E004", True)]
