"""Real parts: the production server on a database of its own, and Chromium at a phone's width."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from tests.chromium import find_chromium

ROOT = Path(__file__).resolve().parent.parent.parent
PHONE = {"width": 390, "height": 844}
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The address of InverTrack, served as `make run` serves it, with two demo patients."""
    home = tmp_path_factory.mktemp("site")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    env = os.environ | {
        "DATABASE_URL": f"sqlite:///{home / 'invertrack.sqlite3'}",
        "VAR_DIR": str(home),
        "PORT": str(port),
    }
    manage = [sys.executable, "manage.py"]
    for command in (["migrate", "-v0"], ["demo", "--patients=2", "--years=1"]):
        subprocess.run([*manage, *command], cwd=ROOT, env=env, check=True)
    server = subprocess.Popen([*manage, "serve", "--workers=2"], cwd=ROOT, env=env)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_serving(address, server)
        yield address
    finally:
        server.terminate()
        server.wait()


def _wait_until_serving(address, server):
    for _ in range(1200):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5).close()
        except OSError:
            assert server.poll() is None, "the server ended before it served"
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not answer /healthz with 200 within two minutes")


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def visitor(browser, site):
    """Open a page for one more person, with cookies of their own; paths are relative to the site.

    A script error or something that the content security policy refused fails the test.
    """
    contexts, complaints = [], []

    def open_page(*, viewport=PHONE, **options) -> Page:
        context = browser.new_context(
            base_url=site, viewport=viewport, timezone_id="Europe/Berlin", locale="en-GB", **options
        )
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
