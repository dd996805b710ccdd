"""What waits on a phone and the server refuses: it says why, and is settled on the server's own page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .steps import angle, log_in, tap

pytestmark = pytest.mark.usefixtures("room_for_sessions")

PATIENT = "patient@demo.example"
IN_CHARGE = "() => navigator.serviceWorker.controller?.state === 'activated'"
NO_DATABASE = "Object.defineProperty(window, 'indexedDB', { value: undefined })"


def open_form(page: Page, path: str) -> None:
    page.goto(path)
    page.wait_for_function(IN_CHARGE)  # what keeps its forms is on the phone


def save_offline(page: Page) -> None:
    page.context.set_offline(True)
    page.locator("form[data-queue] [type=submit]").last.click()
    expect(page.get_by_text("saved on this phone.")).to_be_visible()
    page.context.set_offline(False)


def one_day(page: Page) -> str:
    """Return the address of a day that has an entry."""
    page.goto("/journal/")
    return page.locator(".month-day[data-score]").last.get_attribute("href")


def listed(page: Page, number: int) -> None:
    page.goto("/offline/waiting/")
    expect(
        page.get_by_text(f"Saved on this phone, {number} waiting for you to look at")
    ).to_be_visible()


def test_refused_entries_are_settled_on_the_pages_of_the_server(visitor, assert_accessible):
    page = visitor(service_workers="allow")
    log_in(page, PATIENT)
    day, other = one_day(page), page.context.new_page()
    open_form(page, day)
    other.goto(day)
    tap(other, "at its worst", 9)
    other.get_by_role("button", name="Save the day").click()
    expect(other.get_by_text("The day is saved.").first).to_be_visible()
    tap(page, "at its worst", 2)
    save_offline(page)
    open_form(page, "/sessions/new/")
    tap(page, "Pain before", 6)
    angle(page).fill("140")
    save_offline(page)

    listed(page, 2)
    expect(page.get_by_text("Angle: 140° is not an angle")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Open both").click()
    expect(page.get_by_text("stored now is")).to_be_visible()
    page.get_by_role("button", name="Save the day").click()
    expect(page.get_by_text("The day is saved.")).to_be_visible()
    assert_accessible(page)

    listed(page, 1)
    page.get_by_role("button", name="Correct").click()
    angle(page).fill("40")
    page.get_by_role("button", name="Save session").click()
    expect(page.get_by_text("Session saved.")).to_be_visible()
    page.goto("/offline/waiting/")
    expect(page.get_by_text("Nothing waits on this phone.")).to_be_visible()


def test_entry_is_deleted_unsent_only_after_a_question(visitor):
    page = visitor(service_workers="allow")
    log_in(page, PATIENT)
    open_form(page, "/sessions/new/")
    angle(page).fill("140")
    save_offline(page)
    listed(page, 1)

    page.get_by_role("button", name="Delete from this phone").click()
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("button", name="Delete from this phone").click()
    page.get_by_role("button", name="Delete it").click()

    expect(page.get_by_text("Nothing waits on this phone.")).to_be_visible()


def test_browser_that_keeps_nothing_sends_the_form_as_ever(visitor):
    page = visitor(service_workers="allow")
    page.add_init_script(NO_DATABASE)
    log_in(page, PATIENT)
    open_form(page, "/journal/now/")

    page.get_by_role("button", name="3", exact=True).click()

    expect(page).to_have_url(re.compile(r"/journal/\d{4}-\d\d-\d\d/$"))
    expect(page.get_by_text(re.compile(r"Pain 3 / 10 at \d\d:\d\d saved"))).to_be_visible()
