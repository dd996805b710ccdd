"""Caps on pages: who set them and when, setting one's own, and answering a proposal."""

import pytest
from django.urls import reverse

from invertrack.care.access import own_access
from invertrack.safety import queries
from invertrack.safety.enums import ProposalState
from invertrack.safety.models import Cap, Plan
from tests import make

pytestmark = pytest.mark.django_db

CAPS = reverse("safety:caps")


@pytest.fixture
def patient(client):
    made = make.patient()
    client.force_login(made.user)
    return made


@pytest.fixture
def clinician(patient):
    reader = make.clinician(name="Dr. Reader")
    make.grant(of=patient, to=reader.user)
    return reader


def words(page):
    return " ".join(page.content.decode().split())


def filled(client, *, angle="", minutes="", **fields):
    """What a browser posts of the form for one's own cap."""
    page = client.get(CAPS)
    seen = page.context["form"]["replaces"].value() or ""
    typed = {"angle_deg": angle, "duration_s_0": minutes, "duration_s_1": "", "replaces": seen}
    return make.form(page, **typed | fields)


def answered(client, proposal, answer):
    url = reverse("safety:proposal", args=[proposal.id])
    page = client.get(url)
    seen = page.context["form"]["replaces"].value() or ""
    return client.post(url, make.form(page, answer=answer, replaces=seen), follow=True)


def only(patient):
    return Cap.objects.for_patient(patient).get()


def test_own_cap_is_set_and_shown_with_its_time(client, patient):
    page = client.post(CAPS, filled(client, angle=30, minutes=2), follow=True)

    assert "Your cap is set." in words(page)
    assert "up to 30°, up to 2 min" in words(page)
    assert (only(patient).angle_deg, only(patient).duration_s, only(patient).is_own) == (
        30,
        120,
        True,
    )


@pytest.mark.parametrize(
    ("angle", "minutes", "said"),
    [
        ("", "", "Enter an angle here, a time below, or both."),
        (46, "", "A cap is 1 to 45 degrees here."),
        (0, "", "A cap is 1 to 45 degrees here."),
        ("", 6, "A cap is 5 min or less here."),
        (91, "", "91° is not an angle this table can have here"),
    ],
)
def test_cap_that_cannot_be_says_what_would_be_right_and_keeps_what_was_typed(
    client, patient, angle, minutes, said
):
    page = client.post(CAPS, filled(client, angle=angle, minutes=minutes))

    assert said in words(page)
    assert page.context["form"]["angle_deg"].value() == str(angle)
    assert not Cap.objects.for_patient(patient).exists()


def test_cap_that_was_typed_while_the_log_in_had_ended_is_kept(client, patient):
    form = filled(client, angle=25)
    client.logout()
    client.post(CAPS, form)
    client.force_login(patient.user)

    again = client.get(CAPS)

    assert again.context["form"]["angle_deg"].value() == "25"
    assert "What you typed is here again" in words(again)
    assert not Cap.objects.for_patient(patient).exists()


def test_cap_of_a_clinician_is_replaced_only_by_saying_so(client, patient, clinician):
    theirs = make.cap(of=patient, by=clinician)
    asked = client.post(CAPS, filled(client, angle=20))

    assert "Tick this to replace the cap in force; otherwise it stays." in words(asked)
    assert "by Dr. Reader, who can see that." in words(asked)
    assert only(patient) == theirs

    client.post(CAPS, filled(client, angle=20, agrees="on"))

    caps = queries.agreements(own_access(patient), Cap)
    assert [(cap.angle_deg, cap.state) for cap in caps] == [
        (20, ProposalState.IN_FORCE),
        (45, ProposalState.ENDED),
    ]


def test_cap_that_came_meanwhile_is_shown_before_it_is_replaced(client, patient, clinician):
    form = filled(client, angle=20)
    make.cap(of=patient, by=clinician)

    asked = client.post(CAPS, form | {"agrees": "on"})

    assert "The limits in force changed meanwhile." in words(asked)
    assert "by Dr. Reader, who can see that." in words(asked)
    assert not asked.context["form"]["agrees"].value()
    again = make.form(
        asked,
        angle_deg=20,
        duration_s_0="",
        duration_s_1="",
        agrees="on",
        replaces=asked.context["form"]["replaces"].value(),
    )
    assert "Your cap is set." in words(client.post(CAPS, again, follow=True))


def test_proposal_waits_on_the_page_with_who_and_what(client, patient, clinician):
    cap = make.cap(of=patient, by=clinician, accepted=False)

    page = words(client.get(CAPS))

    assert "Dr. Reader proposes a cap: up to 45°, up to 3 min." in page
    assert reverse("safety:proposal", args=[cap.id]) in page
    assert "No cap is in force." in page


def test_proposal_says_what_it_would_replace_and_is_accepted(client, patient, clinician):
    make.cap(of=patient, angle_deg=20)
    cap = make.cap(of=patient, by=clinician, accepted=False)
    url = reverse("safety:proposal", args=[cap.id])

    assert "the cap in force ends: up to 20°, up to 3 min, set by you on" in words(client.get(url))
    page = words(answered(client, cap, "accept"))

    assert "You accepted this cap." in page
    assert "Accepted by you on" in page
    assert "In force." in page


def test_proposal_is_declined(client, patient, clinician):
    cap = make.cap(of=patient, by=clinician, accepted=False)

    page = words(answered(client, cap, "decline"))

    assert "You declined this cap." in page
    assert 'name="answer"' not in page
    assert only(patient).state == ProposalState.DECLINED


def test_cap_in_force_is_ended(client, patient, clinician):
    cap = make.cap(of=patient, by=clinician)

    page = words(answered(client, cap, "end"))

    assert "This cap is not in force any more." in page
    assert only(patient).state == ProposalState.ENDED


@pytest.mark.parametrize("answer", ["", "maybe"])
def test_answer_that_is_none_changes_nothing(client, patient, clinician, answer):
    cap = make.cap(of=patient, by=clinician, accepted=False)

    assert answered(client, cap, answer).status_code == 200
    assert only(patient).state == ProposalState.WAITING


def test_proposal_that_was_replaced_meanwhile_is_not_accepted(client, patient, clinician):
    cap = make.cap(of=patient, by=clinician, accepted=False)
    url = reverse("safety:proposal", args=[cap.id])
    form = make.form(client.get(url), answer="accept", replaces="")
    make.cap(of=patient, by=clinician, angle_deg=20, accepted=False)

    page = client.post(url, form)

    assert "Where it stands: replaced by a newer proposal." in words(page)
    assert queries.cap_at(own_access(patient), cap.proposed_at) is None


def test_limits_that_changed_meanwhile_are_shown_before_a_proposal_is_accepted(
    client, patient, clinician
):
    cap = make.cap(of=patient, by=clinician, accepted=False)
    url = reverse("safety:proposal", args=[cap.id])
    form = make.form(client.get(url), answer="accept", replaces="")
    own = make.cap(of=patient, angle_deg=20)

    page = client.post(url, form)

    assert "The limits in force changed meanwhile." in words(page)
    assert page.context["form"]["replaces"].value() == str(own.id)
    assert "You accepted this cap." in words(answered(client, cap, "accept"))


def test_plan_is_shown_with_its_steps_and_accepted(client, patient, clinician):
    plan = make.plan(of=patient, by=clinician, accepted=False)
    shown = words(client.get(reverse("safety:proposal", args=[plan.id])))

    assert "A plan of 2 steps" in shown
    assert "it takes the place of the usual plan." in shown
    assert "You accepted this plan." in words(answered(client, plan, "accept"))
    assert Plan.objects.for_patient(patient).get().state == ProposalState.IN_FORCE


def test_nothing_tells_which_angle_to_take(client, patient, clinician):
    cap = make.cap(of=patient, by=clinician, accepted=False)
    pages = [client.get(CAPS), client.get(reverse("safety:proposal", args=[cap.id]))]

    for page in pages:
        assert not {"recommended", "ideal", "should"} & set(words(page).lower().split())


@pytest.mark.parametrize("number", [1, 8])
def test_page_costs_the_same_however_many_caps(client, patient, number, django_assert_num_queries):
    for _ in range(number):
        make.cap(of=patient)

    with django_assert_num_queries(4):
        client.get(CAPS)
