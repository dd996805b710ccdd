"""On paper: ink, every table open, and nothing that could be pressed."""

import pytest
from playwright.sync_api import Page, expect

from invertrack.demo.accounts import CLINICIAN, PATIENT
from tests.e2e.steps import log_in

DESK = {"width": 1280, "height": 800}


def open_review(page: Page) -> None:
    log_in(page, CLINICIAN.email)
    page.locator("main .rows a").first.click()


def open_dashboard(page: Page) -> None:
    log_in(page, PATIENT.email)
    page.get_by_role("link", name="Insights", exact=True).click()


@pytest.mark.parametrize("open_page", [open_review, open_dashboard])
def test_paper_shows_records_and_no_controls(visitor, open_page):
    page = visitor(viewport=DESK, color_scheme="dark")
    open_page(page)
    tables = page.locator("main table")
    assert not tables.first.is_visible()

    page.emulate_media(media="print")

    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert tables.count() > 3
    assert all(table.is_visible() for table in tables.all())
    controls = page.locator("nav, button, input, select, summary, .btn, .pain-now, .skip")
    assert [found.inner_text() for found in controls.all() if found.is_visible()] == []
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
