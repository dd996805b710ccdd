"""What the data say: one sentence at the top, its numbers in JSON, a question of one's own, a curve."""

import re

import pytest
from playwright.sync_api import Page, expect

from invertrack.demo.accounts import PATIENT

from .steps import log_in

YEAR = "?period=365"


@pytest.fixture
def patient(visitor):
    page = visitor()
    log_in(page, PATIENT.email)
    return page


def findings(page: Page) -> dict[str, dict]:
    """Return what the page's JSON says, by id."""
    answer = page.request.get(f"/insights/findings.json{YEAR}")
    assert answer.ok
    return {one["id"]: one for one in answer.json()["findings"]}


def ask_first(page: Page, question: str) -> None:
    """Choose the question by its page, from the link of the dashboard."""
    page.goto(f"/insights/{YEAR}")
    page.get_by_role("link", name="Choose the question").click()
    page.get_by_label(question).check()
    page.get_by_role("button", name=re.compile("Ask this first")).click()


def test_the_page_says_in_one_sentence_what_its_numbers_say(patient, assert_accessible):
    patient.goto(f"/insights/{YEAR}")

    top = patient.get_by_role("region", name="What can be said today")
    trend = findings(patient)["pain-trend"]
    assert trend["role"] == "primary"
    assert trend["interval"][0] < trend["estimate"] < trend["interval"][1]
    said = top.inner_text()
    assert all(f"{abs(end):.1f}" in said for end in trend["interval"])
    assert f"n = {trend['n']} rated days" in said
    assert_accessible(patient)


def test_a_question_chosen_today_leaves_what_was_recorded_before_exploratory(
    patient, assert_accessible
):
    ask_first(patient, "What is left of that beside pain settling by itself?")
    try:
        patient.goto(f"/insights/{YEAR}")
        top = patient.get_by_role("region", name="What can be said today")
        expect(top).to_contain_text("What is left of that beside pain settling by itself?")
        assert {one["role"] for one in findings(patient).values()} == {"exploratory"}
        assert_accessible(patient)
    finally:
        ask_first(patient, "How does my daily pain go over the weeks?")


def test_a_curve_is_drawn_when_it_is_asked_for(patient):
    patient.goto(f"/insights/{YEAR}")
    section = patient.get_by_role("region", name="Relief by angle", exact=True)
    section.scroll_into_view_if_needed()
    expect(section.locator("figure")).to_have_attribute("data-drawn", "")

    with patient.expect_response(re.compile("relief-curve-angle")) as answered:
        section.get_by_role("button", name="Draw a smooth curve").click()

    roles = {found["role"] for found in answered.value.json()["data"]["datasets"]}
    assert roles
    expect(section).to_contain_text(re.compile("descriptive", re.IGNORECASE))


def test_everything_is_said_without_scripts(visitor):
    page = visitor(java_script_enabled=False)
    log_in(page, PATIENT.email)
    page.goto(f"/insights/{YEAR}")

    top = page.get_by_role("region", name="What can be said today")
    expect(top).to_contain_text("points a week")
    section = page.get_by_role("region", name="Relief by angle", exact=True)
    section.get_by_text("Numbers as a table").click()
    for name in ("Sessions", "95 % interval"):
        expect(section.get_by_role("columnheader", name=name).first).to_be_visible()
