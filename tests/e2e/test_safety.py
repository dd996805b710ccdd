"""Safety on a phone and at a clinician's desk: screening and clearance, a red flag, a cap."""

import re

import pytest
from playwright.sync_api import Page, expect

from invertrack.demo.accounts import CLINICIAN
from tests.e2e.steps import angle, invite, log_in, sign_up, tap, unchecked

DESK = {"width": 1280, "height": 800}
FULL_PAGE_S = 5


@pytest.fixture
def patient(visitor):
    """A phone in the hands of somebody who has just signed up and is asked for the first time."""
    page = visitor()
    email = f"sam{id(page)}@example.org"
    sign_up(page, email=email, role="I track my own pain", check=unchecked)
    expect(page).to_have_url(re.compile("/safety/red-flags/$"))
    return page


@pytest.fixture
def clinician(visitor):
    """A desk at which the demo's clinician is logged in."""
    page = visitor(viewport=DESK)
    log_in(page, CLINICIAN.email)
    expect(page).to_have_url(re.compile("/clinic/$"))
    return page


def answer(page: Page, about: str, reply: str) -> None:
    """Answer the question that is in sight; the next one follows by itself."""
    question = page.get_by_role("group", name=re.compile(about))
    question.locator("label", has_text=re.compile(rf"^\s*{reply}\s*$")).click()
    expect(question).to_be_hidden()


def none_of_this_group(page: Page) -> None:
    """Press the one button in sight: the script has to have hidden those of the other groups."""
    button = page.locator("[data-none]:visible")
    expect(button).to_have_count(1)
    button.click()


def pass_questions(page: Page) -> None:
    """Answer both lists so that nothing holds sessions up: one tap a group, and one question."""
    page.get_by_role("button", name="None of these").click()
    expect(page).to_have_url(re.compile("/safety/screen/$"))
    for _ in range(5):
        none_of_this_group(page)
    answer(page, "get out of the table", "Yes")
    page.get_by_role("button", name="Save answers").last.click()


def share(patient: Page, clinician: Page) -> str:
    """Give the clinician access to sessions and journal; return the address of the review."""
    link = invite(patient, unchecked, email=CLINICIAN.email)
    clinician.goto(link)
    clinician.get_by_role("button", name="Accept").click()
    expect(clinician).to_have_url(re.compile("/clinic/[0-9a-f-]{36}/$"))
    return clinician.url


def say_glaucoma(patient: Page, check) -> None:
    patient.get_by_role("button", name="None of these").click()
    expect(patient.get_by_text("This list cannot find every risk.")).to_be_visible()
    one_by_one = patient.locator("[data-next]:visible", has_text="One by one")
    expect(one_by_one).to_have_count(1)
    one_by_one.click()
    check(patient)
    answer(patient, "glaucoma", "Yes")
    answer(patient, "retina", "No")
    answer(patient, "pink eye", "No")
    for _ in range(4):
        none_of_this_group(patient)
    answer(patient, "get out of the table", "Yes")
    patient.get_by_role("button", name="Save answers").last.click()


def clear_glaucoma(clinician: Page, check) -> None:
    expect(clinician.get_by_text("glaucoma or raised pressure in the eye").first).to_be_visible()
    check(clinician)
    clinician.get_by_role("link", name=re.compile("Clear this answer.*glaucoma")).click()
    check(clinician)
    clinician.get_by_label("Note").fill("Eye pressure 14 and 15, no glaucoma found.")
    clinician.get_by_label("I have discussed this answer").check()
    clinician.get_by_role("button", name="Clear this answer").click()
    expect(clinician).to_have_url(re.compile("#safety$"))


def may_start(patient: Page, *, is_open: bool) -> None:
    patient.goto("/sessions/start/")
    expect(patient.get_by_role("button", name="Go on")).to_have_count(int(is_open))


def test_screening_closes_sessions_until_a_linked_clinician_clears_the_item(
    patient, clinician, assert_accessible
):
    """S7."""
    say_glaucoma(patient, assert_accessible)
    expect(patient.get_by_role("heading", level=1)).to_contain_text("closed by one of your answers")
    expect(patient.get_by_text("Source").first).to_be_visible()
    assert_accessible(patient)
    may_start(patient, is_open=False)
    assert_accessible(patient)

    share(patient, clinician)
    clear_glaucoma(clinician, assert_accessible)

    patient.goto("/safety/")
    cleared = patient.get_by_text(re.compile(r"Cleared by Dr\. Ada Okafor.*until")).first
    expect(cleared).to_be_visible()
    expect(patient.get_by_text("safe for you")).to_have_count(0)
    assert_accessible(patient)
    may_start(patient, is_open=True)
    assert_accessible(patient)


def log(page: Page, *, before: int, after: int, symptoms: dict[str, str] | None = None) -> None:
    page.goto("/sessions/new/")
    tap(page, "Pain before", before)
    tap(page, "Pain after", after)
    angle(page).fill("20")
    page.get_by_role("spinbutton", name="min").first.fill("1")
    for words, severity in (symptoms or {}).items():
        page.get_by_text("Any side effects").click()
        page.locator(".symptom", has_text=words).locator("select").first.select_option(
            label=severity
        )
    page.get_by_role("button", name="Save session").click()


def report_numbness(patient: Page) -> None:
    expect(patient).to_have_url(re.compile("/safety/red-flags/"))
    numb = patient.locator("fieldset", has_text="between the legs")
    numb.locator("label", has_text=re.compile(r"^\s*Yes\s*$")).click()
    numb.get_by_role("button", name="Keep this and show what to do").click()


def see_what_to_do(patient: Page, check) -> None:
    expect(patient.get_by_role("heading", name="Get help now")).to_be_visible()
    expect(patient.get_by_role("link", name="Call 112")).to_be_visible()
    expect(patient.get_by_text("Nobody watches these answers live.")).to_be_visible()
    expect(patient.locator("figure, canvas, input:visible, nav")).to_have_count(0)
    expect(patient.get_by_role("button", name="I have read this")).to_be_disabled()
    check(patient)
    patient.goto("/today/")
    expect(patient.get_by_role("heading", name="Get help now")).to_be_visible()


def confirm_reading(patient: Page) -> None:
    patient.goto("/safety/emergency/")
    read = patient.get_by_role("button", name="I have read this")
    expect(read).to_be_enabled(timeout=(FULL_PAGE_S + 5) * 1000)
    read.click()
    expect(patient).to_have_url(re.compile("/safety/$"))


def test_mild_dizziness_is_counted_and_shows_no_emergency(patient):
    """S8's counter-example."""
    pass_questions(patient)

    log(patient, before=5, after=5, symptoms={"Dizzy or light-headed": "Mild"})

    expect(patient).to_have_url(re.compile("/sessions/[0-9a-f-]{36}/$"))
    expect(patient.get_by_text("Dizzy or light-headed").first).to_be_visible()
    expect(patient.get_by_text("Get help now")).to_have_count(0)
    patient.goto("/sessions/")
    expect(patient.get_by_text("1 side effect").first).to_be_visible()


def test_red_flag_shows_what_to_do_at_once_and_locks_the_next_session(
    patient, clinician, assert_accessible
):
    """S8."""
    pass_questions(patient)
    share(patient, clinician)
    log(patient, before=3, after=5)
    assert_accessible(patient)
    report_numbness(patient)
    see_what_to_do(patient, assert_accessible)
    may_start(patient, is_open=False)

    clinician.goto("/clinic/")
    first = clinician.locator("ul.rows > li").first
    expect(first).to_contain_text("between the legs")
    expect(first).to_contain_text("not read yet")
    assert_accessible(clinician)

    confirm_reading(patient)
    expect(patient.get_by_role("heading", level=1)).to_contain_text("suspended")
    assert_accessible(patient)
    may_start(patient, is_open=False)
    log(patient, before=4, after=4)
    expect(patient.get_by_text("Session saved.")).to_be_visible()


def agree_on_a_cap(patient: Page, clinician: Page, check) -> None:
    clinician.get_by_role("link", name="Propose a cap").click()
    clinician.get_by_role("spinbutton", name="Most degrees").fill("45")
    clinician.get_by_role("spinbutton", name="min").fill("3")
    check(clinician)
    clinician.get_by_role("button", name="Propose this cap").click()
    patient.goto("/today/")
    patient.get_by_role("link", name="Look at it").click()
    expect(patient.get_by_role("heading", level=1)).to_contain_text("45°")
    check(patient)
    patient.get_by_role("button", name="Accept").click()
    expect(patient.get_by_text("You accepted this cap.")).to_be_visible()


def test_cap_is_agreed_warns_and_is_never_a_refusal(patient, clinician, assert_accessible):
    """S9."""
    pass_questions(patient)
    review = share(patient, clinician)
    agree_on_a_cap(patient, clinician, assert_accessible)

    patient.goto("/sessions/new/")
    expect(patient.get_by_text("Dr. Ada Okafor").first).to_be_visible()
    tap(patient, "Pain before", 5)
    tap(patient, "Pain after", 4)
    angle(patient).fill("60")
    angle(patient).blur()
    expect(patient.locator("[data-above]:visible").first).to_contain_text("cap")
    assert_accessible(patient)
    patient.get_by_role("spinbutton", name="min").first.fill("2")
    patient.get_by_role("button", name="Save session").click()

    expect(patient.get_by_text("Session saved.")).to_be_visible()
    expect(patient.get_by_text(re.compile("over the cap", re.IGNORECASE)).first).to_be_visible()
    expect(patient.get_by_text("Dr. Ada Okafor").first).to_be_visible()
    patient.goto("/sessions/")
    expect(patient.get_by_text("over the cap").first).to_be_visible()
    clinician.goto(review)
    expect(clinician.get_by_text("over the cap").first).to_be_visible()
