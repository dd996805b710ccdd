"""What a page shows only after something was done, or when something went wrong."""

import sqlite3
from collections.abc import Callable, Iterator

from django.db import connection
from django.urls import reverse
from playwright.sync_api import Page

from invertrack.sessions.enums import FollowUpKind
from invertrack.sessions.models import Session

from .live import live_states
from .people import Person
from .stops import Stop

TRIES = 12  # more than may ask for a new password in a minute


def states(people: dict[str, Person]) -> Iterator[Stop]:
    """Yield each state with the one person who is sent there."""
    five = people["five"]
    yield from wrong_forms(five)
    yield from later_pain(five)
    yield from failures(five)
    yield from live_states()
    yield Stop("bar", "years", "/today/", "more-open", press("summary.bar-item"))
    yield Stop("insights-dashboard", "years", "/insights/", "tables-open", open_all)
    yield Stop("insights-dashboard", "years", "/insights/?period=all", "all")
    yield Stop("insights-dashboard", "ten-years", "/insights/?period=all", "ten-years-all")
    yield Stop("insights-dashboard", "sessions-100", "/insights/", "curves", draw_curves)
    yield Stop("insights-dashboard", "years", "/insights/?from=2026-13-01&to=x", "wrong-days")
    review = f"/clinic/{people['clinic-years'].ids['patient_id']}/"
    yield Stop("clinic-review", "clinic-years", review, "tables-open", open_all)


def draw_curves(page: Page) -> None:
    """Ask for each smooth curve, and wait until it is said what it is."""
    said = page.locator(".chart-curve [role=status]").filter(has_text="descriptive only")
    for index, button in enumerate(page.locator("[data-curve]").all()):
        button.scroll_into_view_if_needed()
        button.click()  # visible as soon as its chart is drawn
        said.nth(index).wait_for()


def wrong_forms(five: Person) -> Iterator[Stop]:
    """Yield forms unfolded, and as they come back when something in them does not hold."""
    create, invite = reverse("sessions:create"), reverse("care:invite")
    edit = reverse("sessions:edit", kwargs={"session_id": five.ids["session_id"]})
    day = reverse("journals:day", kwargs={"day": five.ids["day"]})
    yield Stop("sessions-create", "five", create, "opened", open_all)
    yield Stop("sessions-create", "five", create, "wrong", fill("angle_deg", "180"))
    yield Stop("sessions-edit", "five", edit, "wrong", fill("angle_deg", "180"))
    yield Stop("sessions-edit", "five", edit, "stale", spoil("version", "0"), status=409)
    screen, flags = reverse("safety:screen"), reverse("safety:red_flags")
    yield Stop("safety-screen", "blocked", screen, "toggled", press("[data-mode]"))
    yield Stop("safety-screen", "blocked", screen, "wrong", submit_at_once)
    yield Stop("safety-red_flags", "suspended", flags, "ticked", press("[value=yes]"))
    yield Stop("safety-confirm", "suspended", reverse("safety:confirm"), "wrong", submit)
    start = reverse("sessions:start")
    yield Stop("sessions-start", "years", start, "wrong", submit)
    yield Stop("sessions-checked", "years", start, "passed", check_all)
    yield Stop("care-invite", "five", invite, "wrong", submit)
    yield Stop("users-settings", "five", reverse("users:settings"), "wrong", settings_without_time)
    yield Stop("account_login", "nobody", reverse("account_login"), "wrong", wrong_login)
    yield Stop("account_signup", "nobody", reverse("account_signup"), "wrong", submit)
    yield Stop("journals-day", "five", day, "opened", open_all)
    yield Stop("journals-rate", "five", f"{day}ratings/", "wrong", submit)


def later_pain(five: Person) -> Iterator[Stop]:
    """Yield the questions of yesterday's session, one answered, one asked late; and one ahead."""
    rows = Session.objects.for_patient(five.ids["patient"]).live().newest_first()
    newest, yesterday = rows.values_list("pk", flat=True)[:2]
    for state, session_id, kind in (
        ("answered", yesterday, FollowUpKind.MINUTES_30),
        ("late", yesterday, FollowUpKind.HOURS_2),
        ("ahead", newest, FollowUpKind.HOURS_2),
    ):
        asked = reverse("sessions:follow_up", args=[session_id, kind])
        yield Stop("sessions-follow_up", "five", asked, state)
        if state == "answered":
            change = reverse("sessions:correct_follow_up", args=[session_id, kind])
            yield Stop("sessions-correct_follow_up", "five", change)


def failures(five: Person) -> Iterator[Stop]:
    """Yield one page for each kind of no."""
    create = reverse("sessions:create")
    gone = reverse("sessions:edit", kwargs={"session_id": five.deleted["session_id"]})
    not_yours = reverse("sessions:detail", kwargs={"session_id": five.ids["session_id"]})
    yield Stop("damaged", "five", create, "400", spoil("write_id", "x"), status=400)
    yield Stop("sessions-create", "five", create, "again", spoil("csrfmiddlewaretoken", "x"))
    yield Stop("not-found", "nobody", "/nothing-here/", "404", status=404)
    yield Stop("not-yours", "empty", not_yours, "404", status=404)
    yield Stop("deleted", "five", gone, "410", status=410)
    reset = reverse("account_reset_password")
    yield Stop("too-often", "nobody", reset, "429", ask_too_often, status=429)
    yield Stop("core-mail", "nobody", reverse("core:mailbox"), "sent", press("main .rows a"))
    yield Stop("away", "five", create, "503", while_the_database_is_away, status=503)


def check_all(page: Page) -> None:
    """Pass the check before a session: nothing today, everything done at the table."""
    page.locator("[name=none_of_these]").check()
    for box in page.locator(".checks").last.locator("[type=checkbox]").all():
        box.check()
    submit(page)


def submit_at_once(page: Page) -> None:
    """Send the safety questions as they are: on a phone only the last of them can be sent."""
    page.locator("[data-mode]").click()
    submit(page)


def press(selector: str) -> Callable[[Page], None]:
    """Return the act of pressing the first of what a selector finds."""
    return lambda page: page.locator(selector).first.click()


def fill(name: str, value: str) -> Callable[[Page], None]:
    """Return the act of sending a form with this value typed."""

    def act(page: Page) -> None:
        page.locator(f"[name={name}]").first.fill(value)
        submit(page)

    return act


def spoil(name: str, value: str) -> Callable[[Page], None]:
    """Return the act of sending a form with a hidden field that is not what the server gave."""

    def act(page: Page) -> None:
        hidden = page.locator(f"main form [name={name}]").last
        hidden.evaluate("(field, value) => { field.value = value }", value)
        submit(page)

    return act


def submit(page: Page) -> None:
    """Send the page's last form as it is: the browser's own refusals, and its keeping, would hide ours."""
    page.locator("main form").last.evaluate(
        "form => { form.noValidate = true; delete form.dataset.queue }"
    )
    with page.expect_navigation():
        page.locator("main form [type=submit]").last.click()


def open_all(page: Page) -> None:
    """Unfold what is folded, except the navigation."""
    page.evaluate(
        "document.querySelectorAll('main details').forEach((fold) => { fold.open = true })"
    )


def settings_without_time(page: Page) -> None:
    """Send the settings without the one thing that they need."""
    page.locator("[name=usual_rating_time]").fill("")
    page.locator("form:has([name=usual_rating_time])").evaluate(
        "form => { form.noValidate = true }"
    )
    with page.expect_navigation():
        page.locator("[name=settings]").click()


def wrong_login(page: Page) -> None:
    """Log in with a password that nobody has."""
    page.locator("[name=login]").fill("nobody@example.org")
    page.locator("[name=password]").fill("not-the-password")
    submit(page)


def ask_too_often(page: Page) -> None:
    """Ask for a new password until the answer is that this is enough."""
    for _ in range(TRIES):
        page.goto(reverse("account_reset_password"))
        page.locator("[name=email]").fill("nobody@example.org")
        with page.expect_navigation() as navigation:
            page.locator("main form [type=submit]").last.click()
        if navigation.value.status == 429:
            return


def while_the_database_is_away(page: Page) -> None:
    """Save while somebody else holds the only place where SQLite lets one write."""
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        fill("angle_deg", "30")(page)
    finally:
        other.execute("ROLLBACK")
        other.close()
