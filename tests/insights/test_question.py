"""The one question that counts as asked beforehand, from the day of the choice on."""

import datetime as dt

import pytest
from django.urls import reverse

from invertrack.insights.enums import Question
from invertrack.insights.models import PrimaryQuestion
from invertrack.insights.stored import Chosen, chosen_by
from tests import make

pytestmark = pytest.mark.django_db

URL = reverse("insights:question")
TODAY = dt.date(2026, 5, 12)


@pytest.fixture
def patient(client):
    patient = make.patient()
    client.force_login(patient.user)
    return patient


def post(client, **fields):
    page = client.get(URL)
    hidden = page.context["form"]
    given = {name: hidden[name].value() or "" for name in ("write_id", "account", "version")}
    return client.post(URL, {**given, **fields}), {**given, **fields}


def test_nobody_who_never_chose_has_another_than_the_trend(client, patient):
    page = client.get(URL).content.decode()

    assert "From the beginning, because no other was chosen." in page
    assert page.count('type="radio"') == len(Question)
    assert page.count("checked") == 1
    assert 'value="trend"' in page[: page.index("checked")].rpartition("<input")[2]


def test_a_choice_counts_from_the_day_it_is_made(client, patient):
    response, _ = post(client, asked="angle")

    assert response.url == reverse("insights:dashboard")
    assert chosen_by(patient) == Chosen(Question.ANGLE, TODAY)
    page = client.get(URL).content.decode()
    assert "Does relief go with the angle?" in page
    assert "Since 12 May 2026." in page


def test_a_choice_sent_twice_counts_once(client, patient):
    _, fields = post(client, asked="angle")

    again = client.post(URL, fields)

    assert again.status_code == 302
    assert PrimaryQuestion.objects.for_patient(patient).count() == 1


def test_the_same_question_again_does_not_begin_anew(client, patient, time_machine):
    post(client, asked="angle")
    time_machine.shift(dt.timedelta(days=3))
    post(client, asked="angle")

    assert chosen_by(patient) == Chosen(Question.ANGLE, TODAY)


def test_the_last_choice_holds_and_earlier_ones_stay(client, patient, time_machine):
    post(client, asked="angle")
    time_machine.shift(dt.timedelta(days=3))
    post(client, asked="change")

    assert chosen_by(patient) == Chosen(Question.CHANGE, TODAY + dt.timedelta(days=3))
    assert PrimaryQuestion.objects.for_patient(patient).count() == 2


@pytest.mark.parametrize("fields", [{}, {"asked": "everything"}])
def test_no_question_is_said_on_the_form(client, patient, fields):
    response, _ = post(client, **fields)

    assert response.status_code == 200
    assert response.context["form"].errors["asked"]
    assert not PrimaryQuestion.objects.for_patient(patient).exists()
