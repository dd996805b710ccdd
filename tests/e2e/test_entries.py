"""S4: two entries in one day, a correction that is seen, a delete that can be undone for ten minutes."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.server import serving_by_clock

from .lived import CLINICIAN_EMAIL, PATIENT_EMAIL, Life, share, tap

BERLIN = "Europe/Berlin"
THOSE_DAYS = "from=2026-05-01&to=2026-05-04"


@pytest.fixture
def life(tmp_path):
    life = Life(tmp_path / "now")
    life.at(BERLIN, 2026, 5, 3, 20)
    return life


@pytest.fixture
def site(tmp_path, life):
    with serving_by_clock(tmp_path, life.clock, "--patients=1", "--years=0.1") as address:
        yield address


def rate_now(page: Page, score: int) -> None:
    page.get_by_role("link", name="Pain now").click()
    page.get_by_role("button", name=re.compile(rf"^{score}\b")).click()
    expect(page.get_by_text(re.compile(rf"Pain {score} / 10 at [\d:]+ saved"))).to_be_visible()
    expect(page.get_by_text(f"Pain {score} / 10")).to_be_visible()


def ratings_of(page: Page, day: str) -> list[str]:
    """Return the scores at single moments of a day, in the order of the page."""
    page.goto(f"/journal/{day}/")
    chips = page.locator("section", has=page.locator("#ratings")).locator(".row-value [data-score]")
    return [chip.get_attribute("data-score") for chip in chips.all()]


def charted(page: Page, url: str) -> list[int]:
    """Return the right-now scores that the pain chart of a page was drawn from, by time."""
    page.goto(url)
    figure = page.locator("figure[data-chart*='pain-trend']")
    figure.scroll_into_view_if_needed()
    expect(figure).to_have_attribute("data-drawn", "")
    chart = page.request.get(figure.get_attribute("data-chart")).json()
    (ratings,) = (found for found in chart["data"]["datasets"] if found["role"] == "rating")
    return [point["y"] for point in ratings["data"]]


def delete(page: Page, day: str, time: str) -> None:
    page.goto(f"/journal/{day}/")
    page.get_by_role("link", name=f"Delete the rating of {time}").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Delete this rating?")
    page.get_by_role("button", name="Delete").click()


def test_entries_of_a_day_stand_beside_each_other_and_keep_what_they_said(visitor, life):
    patient = life.join(visitor(zone=BERLIN), PATIENT_EMAIL)
    rate_now(patient, 8)
    life.at(BERLIN, 2026, 5, 4, 8)
    rate_now(patient, 3)
    life.at(BERLIN, 2026, 5, 4, 21)
    rate_now(patient, 7)
    assert ratings_of(patient, "2026-05-04") == ["3", "7"]

    patient.goto("/journal/2026-05-03/")
    patient.get_by_role("link", name="Correct the rating").click()
    tap(patient, "pain", 5)
    patient.get_by_role("button", name="Save").click()
    assert ratings_of(patient, "2026-05-03") == ["5"]
    expect(patient.get_by_text("Changed from 8 / 10 on 4 May")).to_be_visible()
    assert charted(patient, f"/insights/?{THOSE_DAYS}") == [5, 3, 7]

    clinician = life.join(visitor(zone=BERLIN), CLINICIAN_EMAIL)
    share(patient, clinician)
    assert charted(clinician, f"{clinician.url}?{THOSE_DAYS}") == [5, 3, 7]
    expect(clinician.get_by_text("changed from 8 / 10 to 5 / 10 on 4 May")).to_be_visible()


def test_a_deleted_rating_comes_back_for_ten_minutes(visitor, life):
    patient = life.join(visitor(zone=BERLIN), PATIENT_EMAIL)
    rate_now(patient, 8)
    life.at(BERLIN, 2026, 5, 3, 20, 30)
    rate_now(patient, 4)

    delete(patient, "2026-05-03", "20:00")
    assert ratings_of(patient, "2026-05-03") == ["4"]
    patient.go_back()
    life.at(BERLIN, 2026, 5, 3, 20, 39)
    patient.get_by_role("button", name="Undo").click()
    assert ratings_of(patient, "2026-05-03") == ["8", "4"]

    delete(patient, "2026-05-03", "20:30")
    life.at(BERLIN, 2026, 5, 3, 20, 50)
    patient.get_by_role("button", name="Undo").click()
    expect(patient.get_by_role("heading", level=1)).to_be_visible()
    assert ratings_of(patient, "2026-05-03") == ["8"]
