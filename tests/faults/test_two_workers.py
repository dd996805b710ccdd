"""Several workers send prompts in the same moment, as two servers with one database do."""

import datetime as dt

import pytest
from django.core import mail

from invertrack.prompts import actions
from invertrack.prompts.enums import Status
from invertrack.prompts.models import Delivery
from tests import make
from tests.prompts.days import local, someone

pytestmark = pytest.mark.django_db(transaction=True)

WORKERS, PEOPLE = 6, 4
EVENING = local("2026-11-21 20:00")
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def people():
    """People with three questions due each: a new one, one of a session, and one that was held back."""
    found = [someone(EVENING - 120 * MINUTE) for _ in range(PEOPLE)]
    for patient in found:
        make.session(of=patient, ended_at=EVENING - 31 * MINUTE)
        Delivery.objects.create(
            patient=patient,
            kind="rating",
            due_at=EVENING - 60 * MINUTE,
            send_at=EVENING,
            local_date=dt.date(2026, 11, 21),
            status=Status.PLANNED,
        )
    return found


def send(at):
    return actions.send_due(at=at)


def stored(patient_id):
    rows = Delivery.objects.for_patient(patient_id)
    return sorted(rows.values_list("kind", "status", "attempts"))


def test_six_workers_send_each_prompt_once(people, at_once):
    rounds = at_once(send, [EVENING] * WORKERS)

    # A worker that found the database busy left its prompts to the next round.
    assert at_once(send, [EVENING + MINUTE])[0].broken == 0
    expected = [
        ("30min", Status.SENT, 1),
        ("rating", Status.SENT, 1),
        ("rating", Status.SENT, 1),
    ]
    for patient in people:
        assert at_once(stored, [patient.pk]) == [expected]
        assert len([one for one in mail.outbox if one.to == [patient.user.email]]) == 3
    assert len(mail.outbox) == 3 * PEOPLE
    assert sum(done.sent for done in rounds) <= 3 * PEOPLE


def test_rounds_in_pairs_minute_after_minute_sends_each_prompt_once(people, at_once):
    for minutes in range(20):
        at_once(send, [EVENING + minutes * MINUTE] * 2)

    assert len(mail.outbox) == 3 * PEOPLE
