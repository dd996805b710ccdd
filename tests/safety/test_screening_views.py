"""The safety questions as a person answers them, with and without "None of these"."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse

from invertrack.safety.enums import ListName, Reply
from invertrack.safety.lists import screening
from invertrack.safety.models import Answer, SafetyState, Screen
from tests import make
from tests.safety.pages import NONE, answers, text

pytestmark = pytest.mark.django_db

PAGE, AGAIN, HOME = map(reverse, ("safety:screen", "safety:screen_again", "safety:home"))
EVENING = dt.datetime(2026, 5, 12, 17, 4, tzinfo=dt.UTC)
GLAUCOMA = "glaucoma_or_high_eye_pressure"
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(EVENING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def patient(client):
    made = make.patient()
    client.force_login(made.user)
    return made


def checked(page):
    """The answers that are chosen on a page, by item."""
    inputs = re.findall(r"<input type=\"radio\"[^>]*>", page.content.decode())
    chosen = [tag for tag in inputs if " checked" in tag]
    return {
        re.search(r'name="(\w+)"', tag)[1]: re.search(r'value="(\w+)"', tag)[1] for tag in chosen
    }


def screens(patient):
    return Screen.objects.for_patient(patient).filter(list_name=ListName.SCREENING)


def test_page_asks_every_question_with_its_source_under_the_fixed_text(client, patient):
    page = client.get(PAGE)
    said = text(page)

    assert "A &#x27;no&#x27; to everything does not mean" in said
    assert "Not sure counts as yes." in said
    for item in screening().items:
        assert item.text.replace("'", "&#x27;") in said
    assert "/evidence/#source-MAYO" in page.content.decode()
    assert said.count("Source: ") == len(screening().items)
    assert checked(page) == {}


def test_every_group_is_answered_by_one_tap_but_the_table(client, patient):
    content = client.get(PAGE).content.decode()

    offered = re.findall(r'name="none" value="(\w+)"', content)
    assert offered == [group.id for group in screening().groups if group.has_none]
    assert "table" not in offered


def test_answers_are_kept_with_version_time_and_every_item(client, patient):
    stranger = make.patient()
    response = client.post(PAGE, answers(client, PAGE, **NONE | {GLAUCOMA: "unsure"}))

    assert response.url == HOME
    kept = screens(patient).get()
    assert (kept.list_version, kept.at) == (screening().version, EVENING)
    replies = dict(Answer.objects.for_patient(patient).values_list("item_id", "reply"))
    assert replies == NONE | {GLAUCOMA: "unsure"}
    assert not screens(stranger).exists()


def test_a_question_without_an_answer_says_so_and_nothing_is_lost(client, patient):
    partly = {key: value for key, value in NONE.items() if key != "migraine"} | {GLAUCOMA: "yes"}

    page = client.post(PAGE, answers(client, PAGE, **partly))

    assert page.status_code == 200
    assert set(page.context["form"].errors) == {"migraine"}
    assert "1 question has no answer yet." in text(page)
    assert checked(page) == partly
    assert not screens(patient).exists()


def test_none_of_these_answers_its_group_and_saves_nothing(client, patient):
    page = client.post(PAGE, answers(client, PAGE, none="eyes", migraine="unsure"))

    eyes = {item.id for item in screening().items if item.group == "eyes"}
    assert checked(page) == dict.fromkeys(eyes, "no") | {"migraine": "unsure"}
    assert not page.context["form"].is_bound  # no error anywhere: the person is not done yet
    assert not screens(patient).exists()


def test_none_of_these_never_takes_a_yes_back(client, patient):
    page = client.post(PAGE, answers(client, PAGE, none="eyes", **{GLAUCOMA: "yes"}))

    assert checked(page)[GLAUCOMA] == "yes"
    assert set(checked(page).values()) == {"yes", "no"}


def test_none_of_these_answers_no_group_that_has_no_such_button(client, patient):
    page = client.post(PAGE, answers(client, PAGE, none="table"))

    assert checked(page) == {}


def test_form_after_none_of_these_is_the_same_write(client, patient):
    data = answers(client, PAGE, none="eyes")
    page = client.post(PAGE, data)

    assert str(page.context["form"]["write_id"].value()) == data["write_id"]
    assert f'value="{data["write_id"]}"' in page.content.decode()


def test_sent_twice_is_kept_once(client, patient):
    data = answers(client, PAGE, **NONE)
    answered = [client.post(PAGE, data).url for _ in range(2)]

    assert answered == [HOME, HOME]
    assert screens(patient).count() == 1


def test_unknown_answer_is_refused_at_its_question(client, patient):
    for forged in ("known", "maybe"):
        page = client.post(PAGE, answers(client, PAGE, **NONE | {GLAUCOMA: forged}))
        assert set(page.context["form"].errors) == {GLAUCOMA}
    assert not screens(patient).exists()


def test_what_counted_last_time_stands_at_its_question_unchosen(client, patient):
    make.screening(of=patient, at=EVENING - DAY, reflux=Reply.YES)

    page = client.get(PAGE)

    assert text(page).count("Last time: yes.") == 1
    assert "Last answered on 11 May 2026." in text(page)
    assert checked(page) == {}


def test_questions_that_changed_are_said_to_have(client, patient):
    make.screening(of=patient)
    assert "have changed since" not in text(client.get(PAGE))

    screens(patient).update(list_version="2020-01")
    assert "The questions have changed since." in text(client.get(PAGE))


def test_answers_that_only_grew_old_are_given_again_by_one_tap(client, patient, clock):
    make.screening(of=patient, reflux=Reply.YES)
    make.confirmation(of=patient, items=["reflux"])
    clock.move_to(EVENING + 90 * DAY)
    client.force_login(patient.user)

    page = client.get(AGAIN)
    assert "Do you get acid reflux (GERD) often?" in text(page)
    assert "Your other 26 answers need no talk and no clearance." in text(page)
    response = client.post(AGAIN, answers(client, AGAIN))

    assert response.url == HOME
    latest = screens(patient).latest("at")
    assert latest.at == EVENING + 90 * DAY
    replies = Answer.objects.for_patient(patient).filter(screen=latest)
    assert dict(replies.values_list("item_id", "reply")) == NONE | {"reflux": "yes"}


@pytest.mark.parametrize("why", ["never", "still new", "list changed"])
def test_answers_cannot_be_given_again_for_any_other_reason(client, patient, clock, why):
    if why != "never":
        make.screening(of=patient)
    if why == "list changed":
        clock.move_to(EVENING + 90 * DAY)
        SafetyState.objects.for_patient(patient).update(list_version="2020-01")
        client.force_login(patient.user)
    before = screens(patient).count()

    assert client.get(AGAIN).url == PAGE
    assert (
        client.post(AGAIN, {"write_id": "0198c0de-0000-7000-8000-000000000001"}).status_code == 409
    )
    assert screens(patient).count() == before


@pytest.mark.parametrize("pressed", [{}, {"none": "eyes"}])
def test_answers_outlive_a_log_in_that_ended(client, patient, pressed):
    data = answers(client, PAGE, migraine="unsure", **pressed)
    client.logout()
    assert client.post(PAGE, data).url.startswith("/account/login/")

    log_in = {"login": patient.user.email, "password": make.PASSWORD}
    assert client.post(f"/account/login/?next={PAGE}", log_in).url == PAGE
    page = client.get(PAGE)

    assert checked(page)["migraine"] == "unsure"
    assert len(checked(page)) == (4 if pressed else 1)
    assert page.context["form"]["write_id"].value() == data["write_id"]
    assert not screens(patient).exists()
