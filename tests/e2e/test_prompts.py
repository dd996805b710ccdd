"""S3, after-pain prompts: three questions after a session, each answered by one tap on a message's link."""

import email
import re
from email import policy
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.server import manage_by_clock, serving_by_clock

from .lived import PATIENT_EMAIL, Life, tap

LONDON = "Europe/London"
LINK = re.compile(r"https?://\S+/prompts/answer/\S+")


@pytest.fixture(scope="module")
def life(tmp_path_factory):
    life = Life(tmp_path_factory.mktemp("clock") / "now")
    life.at(LONDON, 2026, 6, 1, 12)
    return life


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("prompted")


@pytest.fixture(scope="module")
def site(home, life):
    with serving_by_clock(home, life.clock, "--patients=1", "--years=0.1") as address:
        yield address


@pytest.fixture
def send_prompts(home, life, site):
    """Send what is due at the clock's time, as the housekeeping does; gives her links so far."""

    def send() -> list[str]:
        manage_by_clock(home, life.clock, site, "send_prompts")
        return links_mailed(home)

    return send


@pytest.fixture
def patient(visitor, life) -> Page:
    """Her own phone, where she is asked after sessions only."""
    page = life.join(visitor(zone=LONDON), PATIENT_EMAIL)
    page.goto("/prompts/")
    for what in ("Pain right now, every day", "A questionnaire that is due"):
        page.get_by_role("group", name=what).get_by_role("checkbox").uncheck()
    page.get_by_role("button", name="Save the times").click()
    page.wait_for_load_state()
    return page


def links_mailed(home: Path) -> list[str]:
    """Return the one-question links that were mailed to her, the oldest first."""
    files = sorted((home / "mailbox").glob("*.log"), key=lambda file: file.stat().st_mtime_ns)
    texts = [text for file in files for text in file.read_text().split("-" * 79) if text.strip()]
    mails = [email.message_from_string(text.lstrip(), policy=policy.default) for text in texts]
    hers = [mail.get_body().get_content() for mail in mails if mail["To"] == PATIENT_EMAIL]
    return [LINK.search(text).group() for text in hers]


def log_session(page: Page) -> str:
    """Log a session that ends now; return the address of its page."""
    page.goto("/sessions/new/")
    tap(page, "Pain before", 6)
    tap(page, "Pain after", 4)
    page.get_by_role("spinbutton", name="Angle").first.fill("30")
    page.get_by_role("spinbutton", name="min").first.fill("2")
    page.get_by_role("button", name="Save session").click()
    expect(page.get_by_text("Session saved.")).to_be_visible()
    return page.url


def press(page: Page, score: int) -> None:
    page.get_by_role("group", name="Pain right now").get_by_role(
        "button", name=re.compile(rf"^{score}\b")
    ).click()


def later(page: Page, session: str) -> str:
    """Return what a session's page says of pain later on."""
    page.goto(session)
    return page.locator("section", has=page.get_by_role("heading", name="Later")).inner_text()


def answer_by_link(phone: Page, link: str, check) -> None:
    """Tap one number where nobody is logged in."""
    phone.goto(link)
    check(phone)
    press(phone, 4)
    expect(phone.get_by_role("heading", name="Saved: 4 / 10")).to_be_visible()
    check(phone)


def answer_once_more(phone: Page, link: str) -> None:
    """Send another number by the same link, and look at it again later."""
    assert phone.request.post(link, form={"score": "9"}).ok
    phone.goto(link)
    expect(phone.get_by_role("heading", name="This question is answered")).to_be_visible()
    assert "4 / 10" not in phone.content()


def test_three_questions_after_a_session_each_by_one_tap(
    visitor, life, patient, send_prompts, assert_accessible
):
    life.at(LONDON, 2026, 6, 1, 19, 0)
    session = log_session(patient)
    life.at(LONDON, 2026, 6, 1, 19, 29)
    assert send_prompts() == []

    life.at(LONDON, 2026, 6, 1, 19, 30)
    assert len(send_prompts()) == 1
    [link] = send_prompts()
    phone = visitor(zone=LONDON)
    answer_by_link(phone, link, assert_accessible)
    life.at(LONDON, 2026, 6, 1, 19, 40)
    answer_once_more(phone, link)
    said = later(patient, session)
    assert ("4 / 10" in said, "9 / 10" in said) == (True, False)

    life.at(LONDON, 2026, 6, 1, 20, 40)  # a little before it is due: answered early in the app
    patient.goto("/today/")
    assert_accessible(patient)
    press(patient, 5)
    expect(patient.get_by_text("Pain 5 / 10 at 20:40 saved.")).to_be_visible()
    life.at(LONDON, 2026, 6, 1, 21, 0)
    assert len(send_prompts()) == 1

    life.at(LONDON, 2026, 6, 2, 7, 30)
    [_, morning] = send_prompts()
    phone.goto(morning)
    press(phone, 3)
    said = later(patient, session)
    assert [score for score in ("4 / 10", "5 / 10", "3 / 10") if score not in said] == []
    patient.goto("/insights/?period=30")
    assert_accessible(patient)
    chart = patient.locator("section", has=patient.locator("#relief-decay"))
    expect(chart.get_by_text("n = 1: too few").first).to_be_attached()


def test_late_answers_keep_their_time_and_quiet_hours_and_dead_links_stay_silent(
    visitor, life, patient, send_prompts
):
    life.at(LONDON, 2026, 6, 8, 19, 0)
    session = log_session(patient)
    life.at(LONDON, 2026, 6, 8, 19, 30)
    before = len(send_prompts())
    life.at(LONDON, 2026, 6, 8, 21, 0)
    links = send_prompts()
    assert len(links) == before + 1

    life.at(LONDON, 2026, 6, 8, 23, 10)
    phone = visitor(zone=LONDON)
    phone.goto(links[-1])
    press(phone, 6)
    expect(phone.get_by_role("heading", name="Saved: 6 / 10")).to_be_visible()
    assert "23:10" in later(patient, session)

    life.at(LONDON, 2026, 6, 9, 21, 45)
    log_session(patient)
    life.at(LONDON, 2026, 6, 9, 22, 15)  # quiet since 22:00
    quiet = len(send_prompts())
    life.at(LONDON, 2026, 6, 9, 23, 45)
    assert len(send_prompts()) == quiet
    life.at(LONDON, 2026, 6, 10, 7, 30)
    links = send_prompts()
    assert len(links) == quiet + 1

    life.at(LONDON, 2026, 6, 11, 7, 31)  # a day and a minute later
    phone.goto(links[-1])
    expect(phone.get_by_role("heading", name="This link opens nothing any more")).to_be_visible()
    assert phone.get_by_role("button").count() == 0
    patient.goto("/prompts/")
    expect(patient.get_by_text("Not sent: quiet hours.").first).to_be_visible()
