"""What journeys have in common: signing up, finding a mail, tapping a score, inviting, logging in."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from invertrack.demo.accounts import PASSWORD as DEMO_PASSWORD

PASSWORD = "quiet-amber-lantern"


def unchecked(page: Page) -> None:
    """Leave out axe: another journey looks at these pages."""


def log_in(page: Page, email: str) -> None:
    """Log in as one of the demo people."""
    page.goto("/account/login/")
    page.get_by_role("textbox", name="E-mail").fill(email)
    page.get_by_role("textbox", name="Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_load_state()


def sign_up(page: Page, *, email: str, role: str, check) -> None:
    page.goto("/")
    check(page)
    page.get_by_role("link", name="Sign up").first.click()
    check(page)
    page.get_by_role("textbox", name="E-mail").fill(email)
    page.get_by_role("textbox", name="Password", exact=True).fill(PASSWORD)
    page.get_by_role("textbox", name="Password (again)").fill(PASSWORD)
    page.get_by_label(role).check()
    if role == "I track my own pain":
        expect(page.get_by_label("Time zone")).to_have_value("Europe/Berlin")
        page.get_by_label("Year of birth").fill("1971")
        page.get_by_label("Country").select_option("DE")
        page.get_by_label("I agree that InverTrack keeps").check()
    else:
        page.get_by_label("Your name, as patients know you").fill("Dr. Ada Okafor")
    page.get_by_label("I am 18 or over").check()
    page.get_by_role("button", name="Sign up").click()
    check(page)
    verify(page, email=email, check=check)


def verify(page: Page, *, email: str, check) -> None:
    open_mail(page, subject="Confirm", email=email, check=check)
    page.locator(".mail-text a").first.click()
    check(page)
    page.get_by_role("button", name="Confirm").click()


def open_mail(page: Page, *, subject: str, email: str, check) -> None:
    page.goto("/mailbox/")
    check(page)
    page.get_by_role("link", name=re.compile(f"{subject}.*{email}", re.DOTALL)).first.click()
    check(page)


def tap(page: Page, question: str, score: int) -> None:
    group = page.get_by_role("group", name=question)
    group.locator("label", has_text=re.compile(rf"^\s*{score}\b")).click()


def angle(page: Page):
    return page.get_by_role("spinbutton", name="Angle")


def invite(page: Page, check, *, email: str) -> str:
    page.goto("/sharing/")
    check(page)
    page.get_by_role("link", name="Invite a clinician").click()
    check(page)
    page.get_by_label("Your clinician's e-mail").fill(email)
    page.get_by_label(re.compile("I agree that the clinician")).check()
    page.get_by_role("button", name="Send the invitation").click()
    check(page)
    return page.locator(".link-to-copy").inner_text().strip()
