"""A patient and a clinician who live through days that a test chooses, wherever they happen to be."""

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from invertrack.demo.accounts import CLINICIAN, PASSWORD, STRANGER

PATIENT_EMAIL, CLINICIAN_EMAIL = STRANGER.email, CLINICIAN.email  # she has no records yet


@dataclass
class Life:
    """The one clock of server and browsers."""

    clock: Path
    pages: list[Page] = field(default_factory=list)

    def at(self, zone: str, *local: int, fold: int = 0) -> None:
        """Let it be this local time; of one that came twice, ``fold=1`` is the second."""
        instant = dt.datetime(*local, tzinfo=ZoneInfo(zone), fold=fold).astimezone(dt.UTC)
        self.clock.write_text(instant.isoformat())
        for page in (page for page in self.pages if not page.is_closed()):
            page.clock.set_fixed_time(instant)

    def join(self, page: Page, email: str) -> Page:
        """Log somebody in, in whose browser time goes on as it does on the server."""
        self.pages.append(page)
        page.clock.set_fixed_time(dt.datetime.fromisoformat(self.clock.read_text()))
        page.goto("/account/login/")
        page.get_by_role("textbox", name="E-mail").fill(email)
        page.get_by_role("textbox", name="Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        expect(page).to_have_url(re.compile("/(today|clinic)/$"))
        return page


def tap(page: Page, question: str, score: int) -> None:
    """Choose a score by its tile."""
    group = page.get_by_role("group", name=question)
    group.locator("label", has_text=re.compile(rf"^\s*{score}\b")).click()


def share(patient: Page, clinician: Page) -> None:
    """Let the clinician see everything."""
    patient.goto("/sharing/invite/")
    patient.get_by_label("Your clinician's e-mail").fill(CLINICIAN_EMAIL)
    patient.get_by_label(re.compile("I agree that the clinician")).check()
    patient.get_by_role("button", name="Send the invitation").click()
    clinician.goto(patient.locator(".link-to-copy").inner_text().strip())
    clinician.get_by_role("button", name="Accept").click()
    expect(clinician).to_have_url(re.compile("/clinic/[0-9a-f-]{36}/$"))
