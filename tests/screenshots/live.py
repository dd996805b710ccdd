"""The live session, state by state, and the same stage upside down and on its side."""

from collections.abc import Callable, Iterator

from django.urls import reverse
from playwright.sync_api import Page

from .stops import Stop

CHECKED = "None of these, and all of this is done"
SIDEWAYS = ((390, 844), (844, 390))  # as phones are strapped on
MS = 1000


def live_states() -> Iterator[Stop]:
    """Yield the states that a person goes through, without a sensor: the angle is typed."""
    address = reverse("sessions:live")
    for state, act in {
        "one-is-true": one_is_true,
        "before": checked,
        "ready": ready,
        "set-up": set_up,
        "not-measured": wrong_angle,
        "stop-list": stop_list,
        "emergency": emergency,
        "after": after,
        "effects": effects,
    }.items():
        yield Stop("sessions-live", "years", address, state, act)
    for turn in ("stay", "over"):
        for state, steps in {
            "tilting": (),
            "holding": (12,),
            "resting": (12, "main", "main"),
        }.items():
            act = stage(turn, *steps)
            yield Stop("sessions-live", "years", address, f"{state}-{turn}", act, sizes=SIDEWAYS)


def anew(page: Page) -> None:
    """Forget the session that an earlier picture began: the page would go on with it."""
    where = {"origin": page.evaluate("location.origin"), "storageTypes": "indexeddb"}
    page.context.new_cdp_session(page).send("Storage.clearDataForOrigin", where)
    page.reload()


def checked(page: Page) -> None:
    """Pass the check, by a clock that the pictures move."""
    page.clock.install()
    anew(page)
    page.get_by_role("button", name=CHECKED).click()


def ready(page: Page) -> None:
    checked(page)
    page.locator("[data-score=before] [value='6']").click()
    pass_time(page, 2)


def set_up(page: Page) -> None:
    ready(page)
    page.locator("[data-setup] > summary").click()


def one_is_true(page: Page) -> None:
    anew(page)
    page.get_by_role("button", name="One of these is true").click()
    page.locator("[name=meal]").check()


def wrong_angle(page: Page) -> None:
    set_up(page)
    page.get_by_label("Degrees", exact=True).fill("180")


def stage(turn: str, *steps: int | str) -> Callable[[Page], None]:
    """Return the act of going on the table this way up, and then of waiting and pressing."""

    def act(page: Page) -> None:
        set_up(page)
        page.get_by_label("Degrees", exact=True).fill("40")
        page.get_by_label("Minutes", exact=True).fill("3")
        page.locator(f"[name=turn][value={turn}]").check()
        page.locator("[data-press=go]").click()
        pass_time(page, 1)
        for step in steps:
            if isinstance(step, int):
                pass_time(page, step)
            else:
                page.locator(f"[data-press={step}]").click()
                pass_time(page, 1)

    return act


def stop_list(page: Page) -> None:
    stage("stay", 12)(page)
    page.locator(".stage-stop").click()


def emergency(page: Page) -> None:
    stop_list(page)
    page.locator("[data-symptom=chest_pain]").click()


def after(page: Page) -> None:
    stage("stay", 18, "main", "main", "main")(page)


def effects(page: Page) -> None:
    after(page)
    page.locator("[data-score=after] [value='4']").click()
    page.get_by_role("button", name="There was something").click()


def pass_time(page: Page, seconds: int) -> None:
    page.clock.run_for(seconds * MS)
