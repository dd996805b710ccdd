"""The signs that should be checked: why they are asked, and where the answers lead."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from invertrack.safety.enums import AlarmKind, Level, ListName, Reply
from invertrack.safety.lists import red_flags
from invertrack.safety.models import Alarm, Answer, Screen
from tests import make
from tests.safety.pages import answers, text

pytestmark = pytest.mark.django_db

PAGE, HOME, SCREEN = map(reverse, ("safety:red_flags", "safety:home", "safety:screen"))
EMERGENCY = reverse("safety:emergency")
EVENING = dt.datetime(2026, 5, 12, 17, 4, tzinfo=dt.UTC)
WEEK = dt.timedelta(days=7)
NO = dict.fromkeys((item.id for item in red_flags().items), "no")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(EVENING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def patient(client):
    made = make.patient()
    client.force_login(made.user)
    return made


def kept(patient):
    screens = Screen.objects.for_patient(patient).filter(list_name=ListName.RED_FLAGS)
    return screens.order_by("-at").first()


def replies(patient):
    rows = Answer.objects.for_patient(patient).filter(screen=kept(patient))
    return dict(rows.values_list("item_id", "reply"))


def test_page_says_why_it_asks(client, patient, clock):
    assert "Asked now: before you begin." in text(client.get(PAGE))

    make.red_flags(of=patient)
    assert "Asked now" not in text(client.get(PAGE))
    make.session(of=patient, pain_before=2, pain_after=4, at=EVENING + dt.timedelta(minutes=1))
    assert "Asked now: your pain rose by 2 or more after a session." in text(client.get(PAGE))
    make.red_flags(of=patient, at=EVENING + dt.timedelta(minutes=2))
    clock.move_to(EVENING + WEEK + dt.timedelta(minutes=2))
    assert "Asked now: once a week." in text(client.get(PAGE))


def test_none_of_these_is_one_tap_and_goes_back_where_it_was_asked(client, patient):
    asked = f"{PAGE}?next=/sessions/"

    response = client.post(asked, answers(client, asked, none="all"))

    assert response.url == "/sessions/"
    assert replies(patient) == NO
    assert not Alarm.objects.for_patient(patient).exists()


def test_other_sites_are_no_way_back(client, patient):
    make.screening(of=patient)
    asked = f"{PAGE}?next=//evil.example/"

    assert client.post(asked, answers(client, asked, **NO)).url == HOME


def test_after_the_first_time_come_the_safety_questions(client, patient):
    assert client.post(PAGE, answers(client, PAGE, **NO)).url == SCREEN

    make.screening(of=patient)
    assert client.post(PAGE, answers(client, PAGE, **NO)).url == HOME


@pytest.mark.parametrize("reply", ["yes", "unsure"])
def test_a_sign_of_an_emergency_leads_to_help_whatever_else_is_open(client, patient, reply):
    asked = f"{PAGE}?next=/today/"

    response = client.post(asked, answers(client, asked, saddle_numbness=reply, weight_loss="yes"))

    assert response.url == EMERGENCY
    assert replies(patient) == {"saddle_numbness": reply, "weight_loss": "yes"}
    alarm = Alarm.objects.for_patient(patient).get()
    assert (alarm.kind, alarm.level) == (AlarmKind.RED_FLAG, Level.EMERGENCY)


def test_an_urgent_sign_leads_to_its_text(client, patient):
    asked = f"{PAGE}?next=/today/"

    response = client.post(asked, answers(client, asked, **NO | {"fever_or_unwell": "yes"}))

    assert response.url == HOME
    said = text(client.get(HOME))
    assert "Sessions are suspended" in said
    assert "Back pain with fever, chills or feeling very unwell" in said
    assert "Contact a doctor or urgent-care line today." in said
    assert "Nobody watches these answers live." in said


def test_a_sign_that_is_mild_alone_has_softer_words_only_alone(client, patient):
    age = {"new_pain_under_20_or_over_55": "yes"}
    client.post(PAGE, answers(client, PAGE, **NO | age))
    assert "Worth a check: mention it to a doctor." in text(client.get(HOME))

    other = make.patient()
    client.force_login(other.user)
    client.post(PAGE, answers(client, PAGE, **NO | age | {"weight_loss": "yes"}))
    said = text(client.get(HOME))
    assert "Worth a check" not in said
    assert "Contact a doctor or urgent-care line today." in said


def test_without_an_emergency_every_sign_is_to_be_answered(client, patient):
    page = client.post(PAGE, answers(client, PAGE, weight_loss="yes"))

    assert set(page.context["form"].errors) == set(NO) - {"weight_loss"}
    assert page.context["form"]["weight_loss"].value() == "yes"
    assert kept(patient) is None


def test_none_of_these_beside_a_yes_is_shown_and_not_saved(client, patient):
    page = client.post(PAGE, answers(client, PAGE, none="all", weight_loss="yes"))

    form = page.context["form"]
    assert page.status_code == 200
    assert {key: form[key].value() for key in NO} == NO | {"weight_loss": "yes"}
    assert "Not kept yet: an answer below is yes or not sure." in text(page)
    assert "Not kept yet" not in text(client.get(PAGE))
    assert kept(patient) is None


def test_as_before_is_offered_only_where_the_last_answer_was_a_yes(client, patient):
    make.screening(of=patient)
    make.red_flags(of=patient, weight_loss=Reply.YES)

    page = client.get(PAGE)

    assert page.content.decode().count('value="known"') == 1
    assert "Yes, new or worse" in text(page)
    forged = client.post(PAGE, answers(client, PAGE, **NO | {"fever_or_unwell": "known"}))
    assert set(forged.context["form"].errors) == {"fever_or_unwell"}


def test_only_what_is_new_acts(client, patient, clock):
    make.screening(of=patient)
    make.red_flags(of=patient, weight_loss=Reply.YES)
    clock.move_to(EVENING + WEEK)

    known = answers(client, PAGE, none="all", weight_loss="known")
    assert client.post(PAGE, known).url == HOME
    assert replies(patient) == NO | {"weight_loss": "known"}
    assert Alarm.objects.for_patient(patient).count() == 1

    client.post(PAGE, answers(client, PAGE, **NO | {"weight_loss": "yes"}))
    assert Alarm.objects.for_patient(patient).count() == 2


def test_sent_twice_raises_one_alarm_and_leads_to_the_same_place(client, patient):
    data = answers(client, PAGE, **NO | {"fever_or_unwell": "yes"})

    assert [client.post(PAGE, data).url for _ in range(2)] == [HOME, HOME]
    assert Alarm.objects.for_patient(patient).count() == 1


def test_later_leads_back_where_it_was_asked(client, patient):
    assert (
        '<a href="/sessions/">Later</a>' in client.get(f"{PAGE}?next=/sessions/").content.decode()
    )
    assert '<a href="/today/">Later</a>' in client.get(PAGE).content.decode()
