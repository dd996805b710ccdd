"""One link tapped in many places at once: each tap says another number, and one of them counts."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client

from invertrack.journals.models import PainRating
from invertrack.sessions.models import FollowUp
from tests import make
from tests.prompts.days import local, send, someone

pytestmark = pytest.mark.django_db(transaction=True)

SEVEN = local("2026-11-21 19:00")
MINUTE = dt.timedelta(minutes=1)


def tap(path, score):
    """Tap in a browser of its own, without a log-in or a cookie; return the number it was told."""
    page = Client(enforce_csrf_checks=True).post(path, {"score": score}).content.decode()
    return int(re.search(r"<h1>Saved: (\d+) / 10</h1>", page)[1])


def stored(patient_id):
    ratings = PainRating.objects.for_patient(patient_id).values_list("score", flat=True)
    answers = FollowUp.objects.for_patient(patient_id).exclude(pain=None)
    return [*ratings, *answers.values_list("pain", flat=True)]


@pytest.mark.parametrize("is_rating", [True, False], ids=["rating", "follow-up"])
def test_eleven_taps_at_once_are_one_answer(at_once, is_rating):
    half_past = SEVEN + 30 * MINUTE
    patient = someone(SEVEN, asks_rating=False, extra_times=["19:30"] if is_rating else [])
    if not is_rating:
        make.session(of=patient, ended_at=SEVEN)
    (message,) = send(half_past)
    path = re.search(r"/prompts/answer/\S+", message.body)[0]

    with time_machine.travel(half_past + MINUTE, tick=False):
        told = at_once(lambda score: tap(path, score), list(range(11)))

    assert at_once(stored, [patient.pk]) == [told[:1]]
    assert set(told) == {told[0]}
