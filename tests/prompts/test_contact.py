"""Whom to tell: naming one, the question they get, their yes and no by a link, and removing them."""

import re

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from invertrack.prompts import actions, links, queries
from invertrack.prompts.channels import Outcome
from invertrack.prompts.channels.mail import Outbox
from invertrack.prompts.enums import WatchState
from invertrack.prompts.forms import ContactForm
from invertrack.prompts.models import Contact, Watch
from tests import make

from .watched import DAY, DUE, ENDS, HOUR, MINUTE, SEVEN

pytestmark = pytest.mark.django_db

URL = "/prompts/contact/"
ROBIN = {"name": "Robin", "email": "robin@example.org", "margin_min": "5"}
GONE = "This link opens nothing any more"


@pytest.fixture(autouse=True)
def clock():
    cache.clear()  # how often an address was asked today
    with time_machine.travel(SEVEN, tick=False) as traveller:
        yield traveller


@pytest.fixture
def patient():
    return make.patient(name="Ada")


@pytest.fixture
def phone(client, patient):
    client.force_login(patient.user)
    return client


@pytest.fixture
def stranger():
    """A browser without any cookie, in which the token of a form would be asked for."""
    return Client(enforce_csrf_checks=True)


def name_one(phone, **fields):
    """Post the form; return the sentence of the page it leads to."""
    answer = phone.post(URL, ROBIN | fields)
    assert (answer.status_code, answer.headers["Location"]) == (302, URL)
    return said(phone)


def said(phone):
    (message,) = phone.get(URL).context["messages"]
    return str(message)


def link():
    """The path of the link in the last mail."""
    return re.search(r"/prompts/contact/\S+", mail.outbox[-1].body)[0]


def text(page):
    return re.sub(r"\s+", " ", page.content.decode())


def heading(page):
    return re.search(r"<h1>(.*?)</h1>", page.content.decode())[1]


# Naming one -------------------------------------------------------------------------------------


def test_url_is_the_public_one():
    assert reverse("prompts:contact") == URL


def test_who_is_named_is_asked_and_told_nothing_before_they_agree(phone, patient):
    assert name_one(phone) == "Robin is asked by e-mail. Until they agree, nobody is told."

    (message,) = mail.outbox
    contact = queries.contact_of(patient)
    assert (contact.name, contact.margin_min, contact.asked_at) == ("Robin", 5, SEVEN)
    assert (message.to, contact.confirmed_at) == (["robin@example.org"], None)
    assert queries.who_is_told(patient, SEVEN) is None
    assert "Robin was asked on 21 November, 19:00 and has not answered." in text(phone.get(URL))


def test_the_question_says_who_asks_and_what_it_is_not(phone, patient):
    name_one(phone, margin_min="8")

    (message,) = mail.outbox
    who = f"Ada ({patient.user.email})"
    assert message.subject == "InverTrack: Ada asks you to be their contact"
    assert f"{who} lies on an inversion table" in message.body
    assert "the phone has 8 minutes after the expected end" in message.body
    assert "What it is not: an emergency service." in message.body
    assert "pain" not in message.body
    unsubscribe = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert unsubscribe == links.contact_url(queries.contact_of(patient))


def test_a_name_of_several_lines_stays_out_of_the_headers(client):
    patient = make.patient(name="Ada\r\nBcc of\u2028Hood")
    client.force_login(patient.user)

    name_one(client, name="Robin  of\tHood")

    (message,) = mail.outbox
    assert message.subject == "InverTrack: Ada Bcc of Hood asks you to be their contact"
    assert message.body.startswith("Hello Robin of Hood,\n")
    assert message.recipients() == ["robin@example.org"]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": " "}, {"name": ["Enter a name, such as Robin."]}),
        (
            {"email": "robin"},
            {"email": ["Enter an e-mail address, such as robin@example.org."]},
        ),
        (
            {"email": "Ada@Example.org"},
            {"email": ["This is your own address. Enter somebody else's."]},
        ),
        ({"margin_min": "1"}, {"margin_min": ["Enter 2 to 30 minutes."]}),
        ({"margin_min": "31"}, {"margin_min": ["Enter 2 to 30 minutes."]}),
        ({"margin_min": "x"}, {"margin_min": ["Enter 2 to 30 minutes."]}),
        ({"margin_min": "30"}, {}),
    ],
)
def test_what_the_form_takes(fields, wrong):
    assert ContactForm(ROBIN | fields, own="ada@example.org").errors == wrong


@pytest.mark.parametrize("name", ["Win at evil.example", "https://a.example", "x@a.example"])
def test_no_name_carries_a_link_to_an_address_that_asked_for_nothing(client, name):
    own = make.patient(name=name)
    client.force_login(own.user)

    assert "name" in ContactForm(ROBIN | {"name": name}, own="a@example.org").errors
    name_one(client, name="J. Robin")

    (letter,) = mail.outbox
    assert letter.subject == f"InverTrack: {own.user.email} asks you to be their contact"
    assert name not in letter.body


def test_a_wrong_form_comes_back_and_asks_nobody(phone, patient):
    page = phone.post(URL, ROBIN | {"margin_min": "1"})

    assert "Enter 2 to 30 minutes." in text(page)
    assert (mail.outbox, queries.contact_of(patient)) == ([], None)


def test_name_and_margin_change_without_another_question(phone, patient):
    name_one(phone)
    actions.agree(contact=queries.contact_of(patient), at=SEVEN)

    assert name_one(phone, name="Rob", email="Robin@Example.org", margin_min="9") == "Saved."

    told = queries.who_is_told(patient, SEVEN)
    assert (told.name, told.margin_min, len(mail.outbox)) == ("Rob", 9, 1)


def test_another_address_takes_the_place_of_the_first_and_is_asked(phone, patient, stranger):
    name_one(phone)
    first = link()
    actions.agree(contact=queries.contact_of(patient), at=SEVEN)

    name_one(phone, name="Kim", email="kim@example.org")

    assert [one.to for one in mail.outbox] == [["robin@example.org"], ["kim@example.org"]]
    assert queries.who_is_told(patient, SEVEN) is None
    assert Contact.objects.for_patient(patient).count() == 1
    assert (stranger.get(first).status_code, heading(stranger.get(first))) == (410, GONE)


def test_a_question_that_could_not_be_sent_can_be_sent_again(phone, patient, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(Outbox, "post", lambda outbox, letter: Outcome.REFUSED)
        for _ in range(4):  # what went nowhere is not counted
            assert "could not be sent" in name_one(phone)
    assert "The question to Robin could not be sent." in text(phone.get(URL))

    phone.post("/prompts/contact/ask/")

    assert said(phone) == "Robin is asked by e-mail. Until they agree, nobody is told."
    assert (len(mail.outbox), queries.contact_of(patient).asked_at) == (1, SEVEN)


def test_a_question_goes_out_three_times_a_day_at_most(phone, patient):
    for name in ("a", "b", "c"):
        name_one(phone, email=f"{name}@example.org")

    assert name_one(phone, email="d@example.org").startswith("Not saved")
    assert queries.contact_of(patient).email == "c@example.org"
    phone.post("/prompts/contact/ask/")
    assert said(phone) == "The question went out a few times today. Try again tomorrow."
    assert len(mail.outbox) == 3


def test_an_address_is_asked_three_times_a_day_whoever_asks():
    for _ in range(5):
        values = {"name": "Robin", "email": "robin@example.org", "margin_min": 5, "at": SEVEN}
        actions.choose_contact(patient=make.patient(), **values)

    assert len(mail.outbox) == 3


def test_who_has_answered_is_not_asked_again(phone, patient):
    contact = make.contact(of=patient)
    mail.outbox.clear()

    phone.post("/prompts/contact/ask/")
    actions.decline(contact=contact, at=SEVEN)
    phone.post("/prompts/contact/ask/")

    assert mail.outbox == []


# The contact's own link -------------------------------------------------------------------------


def test_a_look_answers_nothing_and_names_nobody(phone, patient, stranger):
    name_one(phone)

    page = stranger.get(link())

    assert heading(page) == "Do you want to be told?"
    assert queries.contact_of(patient).confirmed_at is None
    for name in ("Ada", "Robin", patient.user.email, "robin@example.org"):
        assert name not in text(page)
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_yes_and_no_hold_until_the_other(phone, patient, stranger, clock):
    name_one(phone)
    path = link()

    assert heading(stranger.post(path, {"answer": "yes"})) == "You are told"
    assert queries.who_is_told(patient, SEVEN).confirmed_at == SEVEN
    clock.shift(HOUR)
    assert heading(stranger.post(path, {"answer": "yes"})) == "You are told"
    assert queries.contact_of(patient).confirmed_at == SEVEN
    assert heading(stranger.post(path, {"answer": "no"})) == "You are not told"
    assert queries.who_is_told(patient, SEVEN + HOUR) is None
    assert "Robin said no on 21 November. Nobody is told." in text(phone.get(URL))
    stranger.post(path, {"answer": "yes"})
    assert queries.who_is_told(patient, SEVEN + HOUR).confirmed_at == SEVEN + HOUR


def test_one_press_in_a_mail_program_is_a_no(phone, patient, stranger):
    name_one(phone)
    actions.agree(contact=queries.contact_of(patient), at=SEVEN)

    stranger.post(link(), {"List-Unsubscribe": "One-Click"})

    assert queries.contact_of(patient).declined_at == SEVEN


def test_links_that_open_nothing_say_so(phone, patient, stranger):
    name_one(phone)
    path = link()
    foreign = Contact(patient=make.patient(), id=queries.contact_of(patient).id)
    stop = links.stop_url(patient.id).split("/")[-2]
    for token in (path.split("/")[-2][:-2] + "AA", links.contact_url(foreign).split("/")[-2], stop):
        assert stranger.get(f"{URL}{token}/").status_code == 410
    type(patient.user).objects.filter(pk=patient.user_id).update(is_active=False)

    assert stranger.get(path).status_code == 410
    assert stranger.post(path, {"answer": "yes"}).status_code == 410


# Removing, and a no that stays ------------------------------------------------------------------


def test_who_is_removed_leaves_nothing(phone, patient, stranger):
    name_one(phone)
    actions.agree(contact=queries.contact_of(patient), at=SEVEN)
    path = link()

    phone.post("/prompts/contact/remove/")

    assert said(phone) == "Removed. Nobody is told any more."
    assert not Contact.objects.for_patient(patient).exists()
    assert stranger.get(path).status_code == 410


def test_a_no_outlives_removing_without_name_and_address(phone, patient, stranger):
    name_one(phone)
    path = link()
    stranger.post(path, {"answer": "no"})
    phone.post("/prompts/contact/remove/")
    assert said(phone) == "Removed. Nobody is told any more."

    left = Contact.objects.for_patient(patient).get()
    assert (left.name, left.email, queries.contact_of(patient)) == ("", "", None)
    assert "they are not asked again" in name_one(phone, name="Rob", email="ROBIN@example.org")
    assert (len(mail.outbox), queries.who_is_told(patient, SEVEN)) == (1, None)
    # They alone can change it.
    stranger.post(path, {"answer": "yes"})
    assert queries.who_is_told(patient, SEVEN).name == "Rob"


# What became of the latest ----------------------------------------------------------------------


WATCHES = [
    ({"state": "open"}, "Your contact is told at 19:15 if you are not back by then."),
    ({"state": "open", "attempts": 1}, "The mail server has not taken the e-mail"),
    ({"state": "level", "level_at": ENDS}, "Back at level at 19:10. Nobody was told."),
    ({"state": "level"}, "Saved in time. Nobody was told."),
    ({"state": "dropped"}, "Nobody was told: no contact had agreed at 19:15."),
    ({"state": "failed"}, "Your contact could not be told."),
    ({"state": "claimed", "claimed_at": DUE}, "was on its way at 19:15. Whether it came is not"),
    ({"state": "told", "told_at": DUE}, "Your contact was told at 19:15. </span>"),
    (
        {"state": "returned", "told_at": DUE, "level_at": DUE + MINUTE},
        "Your contact was told at 19:15. You were back at level at 19:16. </span>",
    ),
    (
        {"state": "back", "told_at": DUE, "level_at": DUE + MINUTE},
        "You were back at level at 19:16. They were told that, too.",
    ),
    ({"state": "back", "claimed_at": DUE}, "An e-mail to your contact was on its way at 19:15."),
]


@pytest.mark.parametrize(("fields", "words"), WATCHES)
def test_the_page_says_what_became_of_a_session(phone, patient, fields, words):
    values = {"session_id": patient.id, "started_at": SEVEN, "ends_at": ENDS, "due_at": DUE}
    Watch.objects.create(patient=patient, **values, **fields)

    assert words in text(phone.get(URL))


def test_every_state_has_its_words():
    assert {fields["state"] for fields, _ in WATCHES} == set(WatchState)


def test_the_page_shows_the_mail_without_its_link(phone, patient):
    contact = make.contact(of=patient, name="Kim")

    page = text(phone.get(URL))

    assert "Hello Kim, Ada (" in page
    assert "(a link of their own)" in page
    assert links.contact_url(contact) not in page


def test_the_settings_of_prompts_lead_here(phone, patient):
    assert "Nobody is told when a live session does not end in time." in text(
        phone.get("/prompts/")
    )
    make.contact(of=patient, at=SEVEN - DAY)

    page = text(phone.get("/prompts/"))

    assert (
        "Robin agreed on 20 November, and is told when a live session is not over 5 minutes" in page
    )
    assert f'<a href="{URL}">Change who is told</a>' in page
