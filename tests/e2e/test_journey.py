"""The main job on a phone and on a desk: sign up, log, journal, chart, invite, accept, review, who looked, revoke."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.steps import angle, invite, sign_up, tap, unchecked

PATIENT, CLINICIAN = "kim{}@example.org", "ada{}@example.org"
CHARTS = 6
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}


def log_session(page: Page, *, before: int, after: int, degrees: int) -> None:
    page.get_by_role("link", name="Log", exact=True).click()
    tap(page, "Pain before", before)
    tap(page, "Pain after", after)
    angle(page).fill(str(degrees))
    page.get_by_role("spinbutton", name="min").fill("2")
    page.get_by_role("button", name="Save session").click()


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_patient_and_clinician_do_the_main_job(visitor, assert_accessible, viewport):
    # The same pages twice: what axe can tell of them does not hang on the width.
    check, width = (assert_accessible if viewport == PHONE else unchecked), viewport["width"]
    patient = visitor(viewport=viewport)
    sign_up(patient, email=PATIENT.format(width), role="I track my own pain", check=check)
    expect(patient).to_have_url(re.compile("/safety/red-flags/$"))
    check(patient)
    patient.get_by_role("button", name="None of these").click()
    expect(patient).to_have_url(re.compile("/safety/screen/$"))
    check(patient)
    patient.get_by_role("link", name="Later").click()
    expect(patient).to_have_url(re.compile("/today/$"))
    check(patient)

    log_session(patient, before=6, after=4, degrees=180)
    expect(patient.get_by_text("180° is not an angle").first).to_be_visible()
    check(patient)
    angle(patient).fill("25")
    patient.get_by_role("button", name="Save session").click()
    expect(patient.get_by_text("Session saved.")).to_be_visible()
    check(patient)

    patient.get_by_role("link", name="Log", exact=True).click()
    check(patient)
    expect(angle(patient)).to_have_value("25")
    tap(patient, "Pain before", 7)
    tap(patient, "Pain after", 3)
    patient.get_by_role("button", name="Save session").click()
    expect(patient.get_by_text("Session saved.")).to_be_visible()

    keep_journal(patient, check)
    see_charts(patient, check)
    link = invite(patient, check, email=CLINICIAN.format(width))

    clinician = visitor(viewport=viewport)
    clinician.goto(link)
    check(clinician)
    expect(clinician.get_by_role("heading", level=1)).to_contain_text("invited")
    sign_up(clinician, email=CLINICIAN.format(width), role="I review patients", check=check)
    clinician.goto(link)
    check(clinician)
    clinician.get_by_role("button", name="Accept").click()
    review(clinician, check)

    patient.goto("/sharing/")
    check(patient)
    expect(patient.get_by_text("Dr. Ada Okafor looked at your records").first).to_be_visible()
    patient.get_by_role("button", name="End access").click()
    expect(patient.get_by_text("Access is ended.")).to_be_visible()

    answer = clinician.reload()
    assert answer.status == 404
    check(clinician)
    clinician.goto("/")
    expect(clinician).to_have_url(re.compile("/clinic/$"))
    check(clinician)


def keep_journal(page: Page, check) -> None:
    page.get_by_role("link", name="Journal", exact=True).click()
    check(page)
    page.get_by_role("link", name=re.compile("Today")).last.click()
    check(page)
    tap(page, "Back pain, on average", 5)
    page.get_by_label("Note").fill("Slept badly.")
    page.get_by_role("button", name="Save the day").click()
    expect(page.get_by_text("saved", exact=False).first).to_be_visible()


def see_charts(page: Page, check) -> None:
    page.get_by_role("link", name="Insights", exact=True).click()
    check(page)
    figures = page.locator("figure[data-chart]")
    expect(figures).to_have_count(CHARTS)
    for number in range(CHARTS):
        figures.nth(number).scroll_into_view_if_needed()
        expect(figures.nth(number)).to_have_attribute("data-drawn", "")
    page.get_by_text("Numbers as a table").first.click()
    check(page)


def review(page: Page, check) -> None:
    expect(page).to_have_url(re.compile("/clinic/[0-9a-f-]{36}/$"))
    check(page)
    expect(page.locator("figure[data-chart]")).to_have_count(CHARTS)
    expect(page.get_by_text("Slept badly.")).to_have_count(0)
    expect(page.get_by_text("25°").first).to_be_visible()
