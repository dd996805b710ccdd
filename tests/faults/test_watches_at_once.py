"""Several workers, and the phone, look at one watch in the same moment."""

import uuid

import pytest
from django.core import mail

from invertrack.prompts import actions, queries
from invertrack.prompts.enums import WatchState
from invertrack.prompts.models import Watch
from tests.prompts.watched import DUE, ENDS, MINUTE, SEVEN, begin, person

pytestmark = pytest.mark.django_db(transaction=True)

WORKERS, PEOPLE = 6, 3


def send(at):
    return actions.send_due(at=at)


def states(patient_id):
    rows = Watch.objects.for_patient(patient_id)
    return sorted(rows.values_list("state", "attempts"))


def test_six_workers_tell_each_contact_once(at_once):
    people = [person() for _ in range(PEOPLE)]
    for patient in people:
        begin(patient)
    asked = [[queries.contact_of(patient).email] for patient in people]

    at_once(send, [DUE] * WORKERS)
    at_once(send, [DUE + MINUTE])  # what a worker that found the database busy left

    for patient in people:
        assert at_once(states, [patient.pk]) == [[(WatchState.TOLD, 1)]]
    assert sorted(one.to for one in mail.outbox) == sorted(asked)


def test_level_and_a_round_at_once_agree_on_what_was_told(at_once):
    patients = [person() for _ in range(PEOPLE)]
    watched = {patient.pk: begin(patient) for patient in patients}

    def act(what):
        if what is None:
            return send(DUE)
        values = {"session_id": watched[what.pk], "level_at": DUE, "at": DUE}
        return actions.level(patient=what, **values)

    at_once(act, [*patients, None, None])
    at_once(send, [DUE + MINUTE])

    for patient in patients:
        ((found,),) = at_once(states, [patient.pk])
        told = [one for one in mail.outbox if patient.user.email in one.body]
        # Either the phone was first and nobody heard of it, or the contact heard both.
        assert (found, len(told)) in {((WatchState.LEVEL, 0), 0), ((WatchState.BACK, 1), 2)}


def test_a_beginning_that_arrives_many_times_at_once_is_one_watch(at_once):
    patient, session_id = person(), uuid.uuid4()

    def start(number):
        values = {"session_id": session_id, "ends_at": ENDS, "at": SEVEN}
        return actions.watch(patient=patient, **values) is not None

    assert at_once(start, list(range(8))) == [True] * 8
    assert at_once(states, [patient.pk]) == [[(WatchState.OPEN, 0)]]
