"""A small demo, and every row that there is of it."""

import datetime as dt
from collections import Counter

from django.apps import apps

from invertrack.core.models import AuditEvent
from invertrack.core.records import PatientRow
from invertrack.demo.actions import load
from invertrack.demo.story import Demo
from invertrack.users.models import ClinicianProfile, Patient, User

# Half an hour before midnight in Berlin, in the night in which its clocks go forward.
NOW = dt.datetime(2026, 3, 28, 22, 30, tzinfo=dt.UTC)
# The roll-ups' own keys are made when they are computed; nothing points to them.
DERIVED = {"SessionDay", "SessionTotals", "JournalDay", "SafetyState"}


def quiet(number: int) -> None:
    """Nobody watches the progress."""


def build(**asked) -> Counter:
    """Load a demo of three people for ten weeks, unless told otherwise."""
    return load(Demo(**({"patients": 3, "years": 0.2, "now": NOW} | asked)), on_person=quiet)


def patient_models() -> list[type[PatientRow]]:
    """Return every model whose rows belong to a patient."""
    return [model for model in apps.get_models() if issubclass(model, PatientRow)]


def snapshot() -> dict[str, list]:
    """Return every row there is, by model, in a fixed order."""
    found = {}
    for model in (User, Patient, ClinicianProfile, AuditEvent, *patient_models()):
        rows = list(model.objects.values())
        if model.__name__ in DERIVED:
            rows = [{k: v for k, v in row.items() if k != "id"} for row in rows]
        found[model.__name__] = sorted(rows, key=str)
    return found
