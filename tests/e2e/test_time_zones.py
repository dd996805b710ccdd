"""S5, the date is mine: each entry stays on the local date where it was made, and all pages agree."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.server import serving_by_clock

from .lived import CLINICIAN_EMAIL, PATIENT_EMAIL, Life, share, tap

AUCKLAND, LOS_ANGELES = "Pacific/Auckland", "America/Los_Angeles"
FLIGHT = "from=2026-05-04&to=2026-05-11"
AUTUMN_NIGHT = "from=2026-10-26&to=2026-11-01"


@pytest.fixture(scope="module")
def life(tmp_path_factory):
    clock = tmp_path_factory.mktemp("clock") / "now"
    life = Life(clock)
    life.at(AUCKLAND, 2026, 3, 1, 12)
    return life


@pytest.fixture(scope="module")
def site(tmp_path_factory, life):
    home = tmp_path_factory.mktemp("lived")
    with serving_by_clock(home, life.clock, "--patients=1", "--years=0.1") as address:
        yield address


def log_now(page: Page) -> None:
    page.goto("/sessions/new/")
    tap(page, "Pain before", 6)
    tap(page, "Pain after", 4)
    page.get_by_role("spinbutton", name="Angle").first.fill("30")
    page.get_by_role("spinbutton", name="min").first.fill("2")
    page.get_by_role("button", name="Save session").click()
    expect(page.get_by_text("Session saved.")).to_be_visible()


def log_earlier(page: Page, local: str) -> None:
    """Log a session that ended at this local time; leaves the page with the server's answer."""
    page.goto("/sessions/new/")
    tap(page, "Pain before", 6)
    tap(page, "Pain after", 4)
    page.get_by_role("spinbutton", name="Angle").first.fill("30")
    page.get_by_role("spinbutton", name="min").first.fill("2")
    page.get_by_text("Time, source, note").click()
    page.get_by_role("radio", name="Earlier", exact=True).check()
    page.get_by_label("Ended at").fill(local)
    page.get_by_role("button", name="Save session").click()


def days_of_sessions(page: Page) -> list[str]:
    """Return the days of the list of sessions, newest first, as they are written there."""
    page.goto("/sessions/")
    said = page.locator("main .row-when").all_inner_texts()
    return [text.split(",")[0] for text in said]


def sessions_by_week(page: Page, url: str) -> dict[str, str]:
    """Return the weeks of the table under the pain chart and the sessions in each."""
    page.goto(url)
    page.locator("section", has=page.locator("#pain-by-day")).get_by_text(
        "Numbers as a table"
    ).click()
    rows = page.get_by_role("table", name="Pain by week").locator("tbody tr").all()
    cells = [row.locator("th, td").all_inner_texts() for row in rows]
    return {row[0].strip(): row[-1].strip() for row in cells}


def test_entries_stay_on_the_dates_of_the_places_where_they_were_made(visitor, life):
    life.at(AUCKLAND, 2026, 5, 10, 23, 50)
    patient = life.join(visitor(zone=AUCKLAND), PATIENT_EMAIL)
    log_now(patient)
    life.at(AUCKLAND, 2026, 5, 11, 0, 10)
    log_now(patient)
    landed = life.join(visitor(zone=LOS_ANGELES), PATIENT_EMAIL)
    # She flew back across the date line: it is Sunday once more.
    life.at(LOS_ANGELES, 2026, 5, 10, 23, 50)
    log_now(landed)
    life.at(LOS_ANGELES, 2026, 5, 11, 0, 10)
    log_now(landed)

    assert days_of_sessions(landed) == ["Mon 11 May", "Sun 10 May", "Mon 11 May", "Sun 10 May"]
    own = sessions_by_week(landed, f"/insights/?{FLIGHT}")
    assert list(own.values()) == ["2", "2"]
    clinician = life.join(visitor(zone="Europe/Berlin"), CLINICIAN_EMAIL)
    share(landed, clinician)
    assert sessions_by_week(clinician, f"{clinician.url}?{FLIGHT}") == own


def test_the_night_that_is_an_hour_longer_keeps_every_session_once(visitor, life):
    life.at(LOS_ANGELES, 2026, 11, 1, 1, 30)
    patient = life.join(visitor(zone=LOS_ANGELES), PATIENT_EMAIL)
    log_now(patient)
    life.at(LOS_ANGELES, 2026, 11, 1, 1, 30, fold=1)
    log_now(patient)
    life.at(LOS_ANGELES, 2026, 11, 1, 9, 0)
    log_earlier(patient, "2026-11-01T01:10")
    expect(patient.get_by_text(re.compile("twice"))).not_to_have_count(0)
    patient.get_by_label("Which of the two").select_option(label="the second")
    patient.get_by_role("button", name="Save session").click()
    expect(patient.get_by_text("Session saved.")).to_be_visible()

    assert days_of_sessions(patient)[:3] == ["Sun 1 Nov"] * 3
    assert list(sessions_by_week(patient, f"/insights/?{AUTUMN_NIGHT}").values()) == ["3"]


def test_an_hour_that_never_was_is_not_taken(visitor, life):
    life.at(LOS_ANGELES, 2026, 3, 8, 9, 0)
    patient = life.join(visitor(zone=LOS_ANGELES), PATIENT_EMAIL)
    log_earlier(patient, "2026-03-08T02:30")

    expect(patient.get_by_text(re.compile("clocks"))).not_to_have_count(0)
    patient.get_by_label("Ended at").fill("2026-03-08T03:30")
    patient.get_by_role("button", name="Save session").click()
    expect(patient.get_by_text("Session saved.")).to_be_visible()
    assert days_of_sessions(patient)[-1:] == ["Sun 8 Mar"]
