"""Questionnaires are answered with a thumb, their results are read, and axe finds nothing."""

import re

import pytest
from playwright.sync_api import expect

from invertrack.demo.accounts import PATIENT

from .steps import log_in, tap

DESK = {"width": 1280, "height": 900}


@pytest.mark.parametrize("viewport", [None, DESK], ids=["phone", "desk"])
def test_roland_morris_is_ticked_and_its_result_says_what_changed(
    visitor, assert_accessible, viewport
):
    page = visitor(viewport=viewport) if viewport else visitor()
    log_in(page, PATIENT.email)
    page.goto("/questionnaires/rmdq24/")
    assert_accessible(page)

    page.get_by_label("I walk more slowly than usual because of my back.").check()
    page.get_by_label("I sleep less well because of my back.").check()
    page.get_by_role("button", name="Save answers").click()

    expect(page.locator(".stat-value")).to_have_text("2 / 24")
    expect(page.get_by_text(re.compile(r"^RMDQ went from \d+ to 2 "))).not_to_have_count(0)
    expect(page.get_by_text("This does not tell you what caused it.")).not_to_have_count(0)
    assert_accessible(page)
    page.get_by_role("link", name="All times").click()
    expect(page.get_by_role("link", name="2 / 24")).not_to_have_count(0)
    assert_accessible(page)


def test_peg_asks_for_all_three_and_keeps_what_was_tapped(page, assert_accessible):
    log_in(page, PATIENT.email)
    page.goto("/questionnaires/peg/")
    tap(page, "your pain on average", 4)
    page.get_by_role("button", name="Save answers").click()

    expect(page.get_by_role("radio", name="4", checked=True)).to_have_count(1)
    assert_accessible(page)
    tap(page, "enjoyment of life", 5)
    tap(page, "general activity", 6)
    page.get_by_role("button", name="Save answers").click()

    expect(page.locator(".stat-value")).to_have_text("5.0 / 10")


@pytest.mark.parametrize("path", ["", "psfs/", "pgic/", "peg/history/", "left-out/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_questionnaires_are_accessible(visitor, assert_accessible, path, scheme):
    page = visitor(color_scheme=scheme)
    log_in(page, PATIENT.email)

    page.goto(f"/questionnaires/{path}")

    assert_accessible(page)
