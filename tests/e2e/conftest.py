"""Real parts: the production server on a database of its own, and Chromium at a phone's width."""

import datetime as dt
import sqlite3
from contextlib import closing

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from invertrack.operations.chromium import QUIET, find_chromium
from tests.server import serving

# A server's entry point: imported here it would look for static files that nobody collected yet.
collect_ignore = ["moved_clock.py"]

PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The address of InverTrack, served as `make run` serves it, with two demo patients."""
    with serving(tmp_path_factory.mktemp("site"), "--patients=2", "--years=1") as address:
        yield address


@pytest.fixture(scope="session")
def database(tmp_path_factory, site):
    """The file behind the site."""
    return next(tmp_path_factory.getbasetemp().glob("site*/invertrack.sqlite3"))


@pytest.fixture
def room_for_sessions(database):
    """Journeys share the demo's people, and a day holds eight sessions: today's are taken away."""
    yield
    with closing(sqlite3.connect(database, timeout=10)) as connection:
        now = dt.datetime.now(dt.UTC)
        since = str(now - dt.timedelta(days=1))
        connection.execute(
            "UPDATE inversion_session SET deleted_at = ? WHERE created_at > ? AND deleted_at IS NULL",
            (str(now.replace(tzinfo=None)), since),
        )
        connection.commit()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def visitor(browser, site):
    """Open a page for one more person, with cookies of their own; paths are relative to the site.

    A script error or something that the content security policy refused fails the test. The service
    worker, which brings a hundred files into each new browser, is let in where a test is about it.
    """
    contexts, complaints = [], []

    def open_page(*, viewport=PHONE, zone="Europe/Berlin", base_url=site, **options) -> Page:
        where = {"base_url": base_url, "timezone_id": zone, "locale": "en-GB"}
        options = {"service_workers": "block"} | options
        context = browser.new_context(viewport=viewport, **where, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if _is_refusal(said) else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, complaints


def _is_refusal(said):
    """Whether the browser complains of our page; that a 404 was answered may be the point of a test."""
    return said.type == "error" and "Failed to load resource" not in said.text


@pytest.fixture
def page(visitor):
    """A phone in the hands of somebody who has not logged in."""
    return visitor()


@pytest.fixture
def assert_accessible():
    """Fail with axe's report if axe finds anything on the page as it is now."""

    def check(page: Page) -> None:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()

    return check
