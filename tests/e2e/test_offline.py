"""The basement: pages open without a network, and what is saved there arrives once, whatever breaks."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
from contextlib import closing, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from .fault_proxy import Fault, fault_proxy
from .steps import angle, log_in, tap

pytestmark = pytest.mark.usefixtures("room_for_sessions")

PATIENT, OTHER = "patient@demo.example", "stranger@demo.example"
LOG, BOOKED = "/sessions/new/", (Fault.AFTER, Fault.HALF)
SESSIONS, RATINGS = "inversion_session", "journals_painrating"
KEPT = """async () => {
  const kept = await Promise.all(
    (await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
  return kept.flat().map(({ url }) => new URL(url).pathname);
}"""
IS_READY = """() => Promise.race([
  navigator.serviceWorker.ready.then(() => true),
  new Promise((done) => setTimeout(done, 30000, false)),
])"""
# What a person types may lie in the phone's database only sealed: nothing in it says these.
STORED = """async () => {
  const db = await new Promise((done) => {
    indexedDB.open("invertrack").onsuccess = ({ target }) => done(target.result);
  });
  const rows = await new Promise((done) => {
    const all = db.transaction("entries").objectStore("entries").getAll();
    all.onsuccess = () => done(all.result);
  });
  const text = new TextDecoder();
  return rows.map(({ sealed, ...rest }) => JSON.stringify(rest) + text.decode(sealed.data));
}"""
PLACES = {
    "/today/": re.compile(r"^\w+day \d+ \w+$"),
    LOG: "Log a session",
    "/sessions/live/": "Before a session",
    "/journal/2026-05-12/": re.compile("^Tuesday 12 May$"),
    "/journal/now/": "Pain right now",
    "/offline/waiting/": "Waiting on this phone",
    "/insights/": "This page needs a connection",
}


@pytest.fixture(scope="module")
def proxy(site):
    """What stands between the browser and the site, and breaks when it is told to."""
    port = int(site.rsplit(":", 1)[1])
    with fault_proxy(port) as proxy:
        proxy.kill = lambda: kill_workers(port)
        yield proxy


@pytest.fixture(autouse=True)
def mended(proxy):
    yield
    proxy.mend()


@pytest.fixture
def phone(visitor, proxy):
    """A phone behind the proxy, logged in, that keeps all it needs without a network."""
    page = visitor(base_url=proxy.address, service_workers="allow")
    log_in(page, PATIENT)
    settle(page)
    return page


def settle(page: Page) -> None:
    page.goto("/today/")
    assert page.evaluate(IS_READY)
    for _ in range(100):  # what a log-out cleared is kept anew
        if page.evaluate(KEPT):
            break
        page.wait_for_timeout(50)
    page.wait_for_load_state("networkidle")


def count(database: Path, table: str, **where: str) -> int:
    """Return how many rows the server has."""
    clause = " AND ".join(f"{name} = ?" for name in where) or "1"
    with closing(sqlite3.connect(database, timeout=10)) as connection:
        query = f"SELECT count(*) FROM {table} WHERE {clause}"  # noqa: S608 -- our own names
        return connection.execute(query, list(where.values())).fetchone()[0]


def kill_workers(port: int) -> None:
    """Kill the server's workers as a power cut would; the server starts others in their place."""
    pattern = f"granian.*--port={port} "
    servers = subprocess.check_output(["pgrep", "-f", pattern], text=True).split()
    workers = ["pgrep", "-f", pattern, "-P", ",".join(servers)]
    for worker in subprocess.check_output(workers, text=True).split():
        os.kill(int(worker), signal.SIGKILL)


def waits(page: Page, number: int) -> None:
    expect(page.get_by_text(f"Saved on this phone, {number} waiting").first).to_be_visible()


def send_now(page: Page) -> None:
    """Press, and wait until it has been tried."""
    with page.expect_request(lambda request: request.method == "POST"):
        page.get_by_role("button", name="Send now").first.click()
    expect(page.get_by_role("button", name="Send now").first).to_be_enabled()


def send_all(page: Page) -> None:
    """Look at the list until it is empty; what a back-off still holds is sent by a press."""
    page.goto("/offline/waiting/")
    done = page.get_by_text("Nothing waits on this phone.")
    press = page.get_by_role("button", name=re.compile("^Send (all )?now"))
    for _ in range(60):  # a server that was killed is back in some seconds
        expect(done.or_(press.first).first).to_be_visible()
        if done.is_visible():
            return
        with suppress(TimeoutError):  # it went by itself meanwhile
            press.first.click(timeout=500)
        page.wait_for_timeout(200)
    raise AssertionError("something still waits on this phone")


def log_session(page: Page, *, note: str) -> None:
    page.goto(LOG)
    tap(page, "Pain before", 6)
    angle(page).fill("40")
    page.get_by_role("button", name="3 min", exact=True).click()
    page.get_by_text("Time, source, note").click()
    page.get_by_role("textbox", name="Note").fill(note)
    page.get_by_role("button", name="Save session").click()


def rate(page: Page, score: int) -> None:
    page.goto("/journal/now/")
    page.get_by_role("button", name=re.compile(rf"^{score}\b")).click()
    expect(page.locator(".score-press:visible")).to_have_count(0)  # kept, or saved


def test_pages_open_without_a_network_and_hold_nobodys_data(phone, proxy, assert_accessible):
    kept = {path for path in phone.evaluate(KEPT) if not path.startswith("/static/")}
    shells = ("today", "log", "live", "journal", "now", "waiting", "elsewhere")
    assert kept == {f"/offline/{name}/" for name in shells}

    proxy.cut()
    for path, heading in PLACES.items():
        phone.goto(path)
        expect(phone.get_by_role("heading", level=1).first).to_have_text(heading)
        assert_accessible(phone)

    phone.goto(LOG)
    expect(angle(phone)).not_to_have_value("")  # as last time


def test_session_of_the_basement_is_kept_sealed_and_arrives_once(phone, proxy, database):
    before = count(database, SESSIONS, entered="offline")
    proxy.cut()
    log_session(phone, note="hung below the stairs")
    waits(phone, 1)
    (stored,) = phone.evaluate(STORED)
    assert "stairs" not in stored
    assert "angle" not in stored

    phone.goto("/today/")
    for _ in range(3):
        waits(phone, 1)
        phone.get_by_role("button", name="Send now").click()
    phone.reload()
    waits(phone, 1)
    assert count(database, SESSIONS, entered="offline") == before

    proxy.mend()
    phone.goto("/today/")
    send_all(phone)
    assert count(database, SESSIONS, entered="offline") == before + 1
    assert phone.evaluate(STORED) == []


def test_session_is_booked_once_wherever_the_connection_breaks(phone, proxy, database):
    for fault in (Fault.REFUSED, Fault.BEFORE, Fault.AFTER, Fault.HALF, Fault.BUSY):
        before, posts = count(database, SESSIONS), len(proxy.posted(LOG))
        proxy.break_posts(fault)
        log_session(phone, note="")
        for _ in range(3):
            waits(phone, 1)
            send_now(phone)
        phone.reload()
        waits(phone, 1)
        assert count(database, SESSIONS) == before + (fault in BOOKED), fault

        proxy.mend()
        send_all(phone)

        assert count(database, SESSIONS) == before + 1, fault
        assert proxy.posted(LOG)[posts : posts + 4] == [fault] * 4


def test_session_is_booked_once_by_a_server_that_is_killed_before_it_answers(
    phone, proxy, database
):
    before, posts = count(database, SESSIONS), len(proxy.posted(LOG))
    proxy.break_posts(Fault.KILLED, times=1)
    log_session(phone, note="")
    waits(phone, 1)
    assert count(database, SESSIONS) == before + 1

    phone.goto("/today/")
    send_all(phone)

    assert count(database, SESSIONS) == before + 1
    assert proxy.posted(LOG)[posts] == Fault.KILLED


def test_ended_log_in_lets_it_wait_for_the_same_account(phone, proxy, database):
    before = count(database, RATINGS)
    proxy.cut()
    rate(phone, 7)
    waits(phone, 1)

    phone.context.clear_cookies()
    proxy.mend()
    phone.goto("/offline/waiting/")
    expect(phone.get_by_text("Log in to send it.").first).to_be_visible()
    assert count(database, RATINGS) == before

    log_in(phone, PATIENT)
    phone.goto("/today/")
    send_all(phone)
    assert count(database, RATINGS) == before + 1


def test_other_account_on_the_phone_neither_sees_nor_sends(phone, proxy, database):
    before = count(database, RATINGS)
    proxy.cut(Fault.BUSY)
    rate(phone, 8)
    waits(phone, 1)
    proxy.mend()
    proxy.plan = lambda method, path: Fault.BUSY if path == "/offline/who/" else Fault.NONE
    leave(phone, warned=True)
    assert phone.evaluate(KEPT) == []

    log_in(phone, OTHER)
    proxy.mend()
    settle(phone)
    send_all(phone)
    expect(phone.get_by_text(re.compile(r"\d waiting"))).to_have_count(0)
    assert count(database, RATINGS) == before
    leave(phone, warned=False)

    log_in(phone, PATIENT)
    phone.goto("/today/")
    send_all(phone)
    assert count(database, RATINGS) == before + 1


def leave(page: Page, *, warned: bool) -> None:
    page.goto("/account/logout/")
    expect(page.locator("[data-unsent]")).to_be_visible(visible=warned)
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("link", name="Log in").first).to_be_visible()


def test_ten_runs_through_a_faulty_network_lose_nothing_and_double_nothing(phone, proxy, database):
    for seed in range(10):
        before = count(database, RATINGS)
        proxy.randomly(seed, share=0.6)
        for score in (2, 9):
            rate(phone, score)
        proxy.mend()
        send_all(phone)
        assert count(database, RATINGS) == before + 2, f"seed {seed}"


def test_emergency_that_waits_closes_sessions_and_what_was_sent_is_asked_about(phone, proxy):
    proxy.cut()
    rate(phone, 3)
    proxy.mend()
    with phone.expect_response(lambda answer: answer.url.endswith("/offline/facts/")):
        phone.goto("/offline/waiting/")
    send_all(phone)

    proxy.cut()
    phone.goto("/sessions/live/")
    opener = phone.get_by_role("button", name=re.compile("^None of these"))
    expect(opener).to_be_visible()
    phone.goto(LOG)
    tap(phone, "Pain before", 6)
    felt = phone.locator("select[name=effect_chest_pain]")
    felt.evaluate("field => { for (let at = field; at; at = at.parentElement) at.open = true }")
    felt.select_option("3")
    phone.get_by_role("button", name="Save session").click()
    waits(phone, 1)

    phone.goto("/sessions/live/")
    expect(phone.get_by_role("heading", name="Get help before anything else")).to_be_visible()
    expect(opener).to_be_hidden()
    phone.context.clear_cookies()  # the other journeys of this account start sessions
    phone.close()


def test_browser_finds_an_app_that_it_can_install(phone):
    browser = phone.context.new_cdp_session(phone)

    found = browser.send("Page.getInstallabilityErrors")["installabilityErrors"]
    manifest = browser.send("Page.getAppManifest")

    assert [one["errorId"] for one in found if one["errorId"] != "in-incognito"] == []
    assert manifest["errors"] == []
    assert manifest["url"].endswith("/manifest.json")
