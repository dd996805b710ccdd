"""Notifications: the settings page says how they really stand, and the service worker shows one."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests import make

from .steps import log_in

# A push service is somebody else's, and no test asks it: this stands in for the browser's own.
PUSH_MANAGER = """
const kept = () => {
  const key = localStorage.getItem("key");
  return key && {
    endpoint: "https://updates.push.services.mozilla.com/wpush/v2/e2e",
    options: { applicationServerKey: Uint8Array.from(JSON.parse(key)).buffer },
    toJSON: () => ({ keys: KEYS }),
    unsubscribe: async () => localStorage.removeItem("key"),
  };
};
PushManager.prototype.getSubscription = async () => kept() || null;
PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
  localStorage.setItem("key", JSON.stringify([...applicationServerKey]));
  return kept();
};
"""
TELL = "async (registration) => (await registration.getNotifications()).map((one) => [one.title, one.body, one.data.url])"


@pytest.fixture
def page(visitor):
    page = visitor(permissions=["notifications"], service_workers="allow")
    page.add_init_script(f"const KEYS = {json.dumps(make.BROWSER_KEYS)};{PUSH_MANAGER}")
    log_in(page, "patient@demo.example")
    page.goto("/prompts/")
    return page


def standing(page: Page):
    return page.locator("[data-standing]:visible")


def test_notifications_are_turned_on_and_off_again_in_this_browser(
    page, visitor, assert_accessible
):
    expect(standing(page)).to_contain_text("Notifications in this browser: off")
    assert_accessible(page)

    page.get_by_role("button", name="Turn on").click()
    expect(standing(page)).to_contain_text("Notifications in this browser: on")
    expect(page.get_by_role("button", name="Turn off notifications")).to_be_focused()
    page.reload()
    expect(standing(page)).to_contain_text("Notifications in this browser: on")
    expect(page.locator("[data-digest]")).to_be_hidden()  # the row above is its own

    other = visitor(service_workers="allow")
    log_in(other, "patient@demo.example")
    other.goto("/prompts/")
    expect(other.get_by_text(re.compile(r"on Linux: on"))).to_be_visible()
    expect(standing(other)).to_contain_text("Notifications in this browser: off")

    page.get_by_role("button", name="Turn off notifications").click()
    expect(standing(page)).to_contain_text("Notifications in this browser: off")
    other.reload()
    expect(other.locator("[data-digest]")).to_have_count(0)


def test_browser_that_was_removed_elsewhere_is_shown_as_off(page):
    page.get_by_role("button", name="Turn on").click()
    expect(standing(page)).to_contain_text("Notifications in this browser: on")

    page.reload()  # its row is there, and not shown: the press below comes from another browser
    with page.expect_navigation():
        page.evaluate("document.querySelector('[data-digest] form').submit()")

    expect(standing(page)).to_contain_text("Notifications in this browser: off")


def test_browser_that_refuses_says_so(page):
    page.add_init_script("Object.defineProperty(Notification, 'permission', { value: 'denied' })")
    page.reload()

    expect(standing(page)).to_contain_text("blocked by the browser")


def test_service_worker_shows_that_a_question_waits_and_where(page, site):
    page.get_by_role("button", name="Turn on").click()
    expect(standing(page)).to_contain_text("Notifications in this browser: on")
    found = []
    browser = page.context.new_cdp_session(page)
    browser.on(
        "ServiceWorker.workerRegistrationUpdated", lambda told: found.extend(told["registrations"])
    )
    browser.send("ServiceWorker.enable")
    page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    for _ in range(50):  # the browser tells of it a moment later
        if found:
            break
        page.wait_for_timeout(100)

    said = {"title": "InverTrack", "body": "A question is waiting.", "url": f"{site}/today/"}
    browser.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": site,
            "registrationId": found[0]["registrationId"],
            "data": json.dumps(said),
        },
    )

    handle = page.evaluate_handle("navigator.serviceWorker.ready")
    page.wait_for_function("async (ready) => (await ready.getNotifications()).length", arg=handle)
    assert handle.evaluate(TELL) == [list(said.values())]


def test_without_javascript_the_times_are_kept_all_the_same(visitor):
    page = visitor(java_script_enabled=False)
    log_in(page, "patient@demo.example")
    page.goto("/prompts/")
    expect(standing(page)).to_contain_text("only with JavaScript")

    journal = page.get_by_role("group", name="The day's journal")
    journal.get_by_role("checkbox").check()
    journal.get_by_label("Time of day").fill("21:15")
    page.get_by_role("button", name="Save the times").click()

    expect(page.get_by_text("The times are saved.")).to_be_visible()
    expect(journal.get_by_role("checkbox")).to_be_checked()
    expect(journal.get_by_label("Time of day")).to_have_value("21:15")
