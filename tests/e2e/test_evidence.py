"""What studies say, read by anybody; and blood pressure over time, drawn."""

import re

import pytest
from playwright.sync_api import Page, expect

from invertrack.demo.accounts import PASSWORD, PATIENT

DESK = {"width": 1280, "height": 800}


def log_in(page: Page) -> None:
    page.goto("/account/login/")
    page.get_by_role("textbox", name="E-mail").fill(PATIENT.email)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def sideways(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_stranger_reads_what_studies_say_from_the_foot_of_a_page(
    visitor, assert_accessible, scheme
):
    page = visitor(color_scheme=scheme)
    page.goto("/account/login/")

    page.get_by_role("contentinfo").get_by_role("link", name="What studies say").click()

    expect(page).to_have_url(re.compile("/evidence/$"))
    assert_accessible(page)
    assert sideways(page) == 0
    page.get_by_role("link", name="Friberg and Weinreb 1985").first.click()
    expect(page.locator(":target")).to_contain_text("from 14.1 to 35.6")
    page.locator(":target").get_by_role("link").click()
    expect(page.locator(":target")).to_contain_text("JAMA 1985;253:1755")
    assert_accessible(page)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_patient_reads_their_own_data_beside_each_claim(visitor, assert_accessible, width):
    page = visitor(viewport={"width": width, "height": 800})
    log_in(page)
    page.goto("/evidence/")

    claim = page.get_by_role("region", name="Is there less pain right after a session?")
    expect(claim.get_by_role("heading", name="What was measured")).to_be_visible()
    own = claim.locator(".own-data")
    expect(own).to_contain_text("95% interval")
    expect(own).to_contain_text("This does not tell you that inversion caused it.")
    assert sideways(page) == 0
    assert_accessible(page)
    spasm = page.get_by_role("region", name="Are there fewer muscle spasms?")
    spasm.get_by_role("link", name="Let the journal ask for it").click()
    expect(page.get_by_role("heading", name="What the journal asks", level=1)).to_be_visible()


@pytest.mark.parametrize("query", ["", "?period=all"])
def test_blood_pressure_is_drawn_with_its_sentence_and_its_table(visitor, assert_accessible, query):
    page = visitor(viewport=DESK)
    log_in(page)
    page.goto(f"/insights/{query}")

    section = page.get_by_role("region", name="Blood pressure and heart rate", exact=True)
    section.scroll_into_view_if_needed()

    expect(section.locator("figure")).to_have_attribute("data-drawn", "")
    expect(section.locator("figcaption")).to_contain_text("Before sessions: blood pressure")
    expect(section.locator(".chart-failed")).to_have_count(0)
    section.get_by_text("Numbers as a table").click()
    expect(section.get_by_role("columnheader", name="Systolic, mmHg")).to_be_visible()
    assert_accessible(page)
