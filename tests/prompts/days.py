"""Days that are lived minute by minute: the clock stands at each of them, and a round is sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

import time_machine
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from invertrack.prompts import actions
from invertrack.prompts.models import Delivery
from invertrack.users.models import Patient
from tests import make

MINUTE = dt.timedelta(minutes=1)
LIVED = dt.timedelta(days=1)


def local(text: str, zone: str = "Europe/Berlin") -> dt.datetime:
    """The instant at which the clocks of a zone show a time."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)


def someone(at: dt.datetime, *, tz: str = "Europe/Berlin", **values: object) -> Patient:
    """A patient of some days before, with nothing due from questionnaires unless asked for."""
    patient = make.patient(tz=tz)
    type(patient).objects.filter(pk=patient.pk).update(created_at=at - 3 * LIVED)
    patient.refresh_from_db()
    actions.keep_settings(
        patient=patient, values={"questionnaires_at": None, **values}, at=at - LIVED / 24
    )
    return patient


def only(patient: Patient) -> Delivery:
    """The one prompt of a person."""
    return Delivery.objects.for_patient(patient).get()


def send(at: dt.datetime) -> list[mail.EmailMessage]:
    """Send one round, and return what it mailed."""
    before = len(mail.outbox)
    with time_machine.travel(at, tick=False):
        call_command("send_prompts", verbosity=0)
    return mail.outbox[before:]


def live(
    start: dt.datetime,
    end: dt.datetime,
    zone: str = "Europe/Berlin",
    events: Mapping[dt.datetime, Callable[[], object]] | None = None,
) -> list[str]:
    """Send a round in every minute of [start, end]; return when something came, by the local clock.

    What happens at a minute happens just before its round.
    """
    came, events = [], dict(events or {})
    with time_machine.travel(start, tick=False) as clock:
        while (at := timezone.now()) <= end:
            if at in events:
                events.pop(at)()
            before = len(mail.outbox)
            actions.send_due(
                at=at
            )  # what the command does, without reading its options each minute
            stamp = at.astimezone(ZoneInfo(zone)).strftime("%d %H:%M")
            came += [stamp] * (len(mail.outbox) - before)
            clock.shift(MINUTE)
    assert not events, "each happened at a minute of the stretch"
    return came
