"""Where it hurts: the same map by touch, by keyboard, and as a list without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from .lived import PATIENT_EMAIL
from .steps import log_in

DESK = {"width": 1280, "height": 900}


@pytest.fixture
def open_map(visitor):
    """Open the body map of yesterday, which the demo kept or not, with nothing marked."""

    def opened(**options) -> Page:
        page = visitor(**options)
        log_in(page, PATIENT_EMAIL)
        page.goto("/journal/")
        page.get_by_role("link", name="Yesterday").click()
        page.get_by_role("link", name="where it hurts").click()
        return page

    return opened


def site(page: Page, name: str):
    return page.get_by_role("button", name=name).filter(visible=True)


def shown_on_the_day(page: Page) -> str:
    section = page.locator("section", has=page.locator("#body"))
    return " ".join(section.locator("dl").inner_text().split())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_places_are_marked_by_touch(open_map, assert_accessible, scheme):
    page = open_map(has_touch=True, color_scheme=scheme)
    assert_accessible(page)
    site(page, "Lower back, left").tap()
    assert_accessible(page)
    page.get_by_role("dialog").get_by_role("button", name="6", exact=True).tap()
    page.get_by_role("button", name="From the front").tap()
    site(page, "Knee, right").tap()
    page.get_by_role("dialog").get_by_role("button", name="3", exact=True).tap()
    expect(page.get_by_role("status")).to_contain_text("back 6, hips and legs 3")
    assert_accessible(page)

    page.get_by_role("button", name="Save where it hurts").tap()

    said = shown_on_the_day(page)
    assert "Back, highest 6 / 10" in said
    assert "Lower back, left 6" in said
    assert "Knee, right 3" in said
    assert_accessible(page)


def test_places_are_marked_by_keyboard_and_focus_stays_where_it_was(open_map, assert_accessible):
    page = open_map(viewport=DESK)
    place = page.locator("[data-body-view=back] [data-site=tailbone-middle]")
    expect(place).to_have_role("button")  # once the script has run
    place.focus()
    page.keyboard.press("Space")
    question = page.get_by_role("dialog", name="Tailbone")
    for _ in range(4):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(question).to_be_hidden()
    expect(place).to_be_focused()
    expect(place).to_have_accessible_name("Tailbone: 4 out of 10")
    expect(page.get_by_role("combobox", name="Tailbone")).to_have_value("4")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(place).to_be_focused()
    page.keyboard.press("Enter")
    question.get_by_role("button", name="Not rated").press("Enter")
    expect(place).to_have_accessible_name("Tailbone: not rated")
    page.get_by_role("combobox", name="Calf, left").select_option("7")
    expect(site(page, "Calf, left: 7 out of 10")).to_be_visible()
    assert_accessible(page)


def test_map_is_a_list_without_javascript(open_map):
    page = open_map(java_script_enabled=False)

    page.get_by_label("Neck", exact=True).select_option("5")
    page.get_by_role("button", name="Save where it hurts").click()

    assert "Neck 5" in shown_on_the_day(page)
