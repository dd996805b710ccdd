"""The live page as it is served: what it carries, what it says, and that it can be read by anybody."""

import html
import json
import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from invertrack.care.access import own_access
from invertrack.safety.lists import before_session, stop_now
from invertrack.sessions.live import live_facts
from invertrack.sessions.views.live import live_texts
from tests import make
from tests.sessions.filled import EVENING, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

LIVE = "/sessions/live/"
ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "static" / "js" / "live"
AAA = 7
# What stands on what on the live page, by token.
PAIRS = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "sunken"),
    ("paper", "ink"),
    ("muted", "paper"),
    ("muted", "surface"),
    ("teal", "paper"),
    ("teal", "surface"),
    ("teal", "teal-wash"),
    ("on-teal", "teal"),
    ("on-teal", "teal-deep"),
    ("amber-ink", "amber-wash"),
    ("amber-ink", "paper"),
    ("red-ink", "red-wash"),
    ("paper", "red"),
]
WORD = re.compile(r'<template data-(word|cue)="(\w+)"')


def carried(page):
    [said] = re.findall(r'<script id="live-facts"[^>]*>(.*?)</script>', page.content.decode())
    return json.loads(said)


def shown(**context):
    return html.unescape(render_to_string("sessions/live/whole.html", live_texts() | context))


# What it carries -------------------------------------------------------------------------------


def test_page_carries_the_facts_of_its_own_patient(phone, patient):
    make.opened(of=patient)
    make.cap(of=make.patient(), angle_deg=20)
    make.cap(of=patient, angle_deg=45)

    facts = carried(phone.get(LIVE))

    assert facts == json.loads(json.dumps(live_facts(own_access(patient), EVENING)))
    assert (facts["is_open"], facts["cap"]["angle_deg"]) == (True, 45)


def test_page_that_is_closed_says_so_in_its_facts_and_leads_to_the_log(phone):
    page = phone.get(LIVE)

    assert carried(page)["is_open"] is False
    assert carried(page)["closed"]["title"] == "The safety questions are due"
    assert "/sessions/new/" in page.content.decode()


def test_page_renders_for_nobody_the_same_each_time_and_holds_no_facts():
    page = shown()

    assert page == shown(facts=None, number=None)
    assert "live-facts" not in page
    assert "Call your local emergency number." in page


def test_number_of_the_patients_country_can_be_called(phone, patient, settings):
    settings.EMERGENCY_NUMBERS = {"DE": "112", "GB": "999"}
    patient.country = "GB"
    patient.save(update_fields=["country"])

    page = phone.get(LIVE).content.decode()

    assert 'href="tel:999"' in page
    assert "tel:112" not in page


# What it says ----------------------------------------------------------------------------------


def test_check_and_stop_list_say_every_line_of_the_published_lists():
    page = shown()

    for item in before_session().items:
        assert page.count(f'data-item="{item.id}"') == 1
        assert item.text in page
    day = [item for item in before_session().items if item.group == "day"]
    for item in day:
        assert before_session().texts[item.id] in page
    for item in stop_now().items:
        assert page.count(f'data-symptom="{item.id}" data-level="{item.level}"') == 1


def test_stop_list_says_what_to_do_before_it_asks_what_it_is():
    stop = shown().partition("<dialog")[2]

    assert 0 < stop.index(stop_now().instructions["stop"]) < stop.index("data-symptom")


def test_without_javascript_the_page_leads_to_the_check_and_the_log(phone):
    [said] = re.findall(r"<noscript>(.*?)</noscript>", phone.get(LIVE).content.decode(), re.DOTALL)

    assert re.findall(r'href="([^"]+)"', said) == ["/sessions/start/", "/sessions/new/"]
    assert "needs JavaScript" in said


def test_page_says_that_the_phone_is_strapped_on_and_never_held(phone):
    assert "never hold it over your face" in text(phone.get(LIVE))


def test_impossible_angle_is_answered_with_the_picture_of_0_to_90():
    [wrong] = re.findall(r'id="live-angle-wrong"(.*?)</fieldset>', shown(), re.DOTALL)

    assert "Enter an angle from 0 to 90." in wrong
    assert wrong.count("<figcaption>") == 3


def test_scripts_say_only_what_the_page_has_words_for():
    known = {name for kind, name in WORD.findall(shown()) if kind == "word"}
    code = "\n".join(path.read_text() for path in sorted(SCRIPTS.glob("*.js")))
    said = set(re.findall(r'\bword\("(\w+)"', code))

    assert said - known == set()
    unused = {name for name in known if f'"{name}"' not in code}
    starts = tuple(re.findall(r"`(\w+_)\$\{", code))
    assert {name for name in unused if not name.startswith(starts)} == set()


def test_every_cue_that_may_be_due_has_words_to_speak():
    spoken = {name for kind, name in WORD.findall(shown()) if kind == "cue"}
    listed = re.findall(r"^//   (\w+)(?: |$)", (SCRIPTS / "cues.js").read_text(), re.MULTILINE)

    assert set(listed) | {"hear"} == spoken


# How it looks ----------------------------------------------------------------------------------


def tokens(*names):
    """Return the colours of light and of dark, as they hold on the live page."""
    light, dark = {}, {}
    for name in names:
        css = (ROOT / "static" / "css" / name).read_text()
        day, *night = re.split(r"@media screen and \(prefers-color-scheme: dark\)", css, maxsplit=1)
        light |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", day))
        dark |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", "".join(night)))
    return {"light": light, "dark": light | dark}


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    pale, deep = sorted((luminance(one), luminance(other)), reverse=True)
    return (pale + 0.05) / (deep + 0.05)


def test_contrast_is_reckoned_as_the_guidelines_do():
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text_on", "ground"), PAIRS)
def test_every_text_of_the_page_stands_at_7_to_1(scheme, text_on, ground):
    colours = tokens("tokens.css", "live.css")[scheme]

    assert contrast(colours[text_on], colours[ground]) >= AAA
