"""Sessions that are watched, lived by a clock that stands: what the phone says, and what goes out."""

from __future__ import annotations

import datetime as dt
import uuid

import time_machine
from django.core import mail
from django.core.management import call_command

from invertrack.prompts import actions
from invertrack.prompts.models import Watch
from invertrack.users.models import Patient
from tests import make
from tests.prompts.days import local

SEVEN = local("2026-11-21 19:00")
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
# A session of ten minutes, and a contact who is told five minutes after its expected end.
ENDS, DUE = SEVEN + 10 * MINUTE, SEVEN + 15 * MINUTE

NOT_BACK, BACK = "has not confirmed being back up", "has confirmed being back up"


def person(**fields: object) -> Patient:
    """Somebody whose contact Robin agreed a day ago, and of whom nothing else is asked."""
    patient = make.patient(name="Ada", **fields)
    actions.keep_settings(
        patient=patient, values={"asks_rating": False, "questionnaires_at": None}, at=SEVEN - DAY
    )
    make.contact(of=patient, at=SEVEN - DAY)
    mail.outbox.clear()
    return patient


def begin(patient: Patient, *, at: dt.datetime = SEVEN, ends_at: dt.datetime = ENDS) -> uuid.UUID:
    """Have a session watched that begins now; return its id."""
    session_id = uuid.uuid4()
    watched = actions.watch(patient=patient, session_id=session_id, ends_at=ends_at, at=at)
    assert watched is not None
    return session_id


def level(patient: Patient, session_id: uuid.UUID, at: dt.datetime) -> None:
    """Have the phone say that the person is back."""
    actions.level(patient=patient, session_id=session_id, level_at=at, at=at)


def only(patient: Patient) -> Watch:
    """The one watch of a person."""
    return Watch.objects.for_patient(patient).get()


def send(at: dt.datetime) -> list[mail.EmailMessage]:
    """Send one round, and return what it mailed."""
    before = len(mail.outbox)
    with time_machine.travel(at, tick=False):
        call_command("send_prompts", verbosity=0)
    return mail.outbox[before:]


def subjects(mails: list[mail.EmailMessage]) -> list[str]:
    """What the mails are about, without who it is about."""
    return [one.subject.removeprefix("InverTrack: Ada ") for one in mails]
