"""What holds for every template and style sheet, read as text."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
TEXTS = [*TEMPLATES, *sorted((ROOT / "templates").rglob("*.txt"))]
BANNED = re.compile(
    r"\b(works|effective|proven|best|optimal|recommended|should increase|safe for you|significant"
    r"|cure|decompress your discs|successfully)\b",
    re.IGNORECASE,
)


def name(path):
    return str(path.relative_to(ROOT))


def words(source):
    """What a person reads: without tags, template code and comments."""
    return re.sub(r"(?s){%.*?%}|{{.*?}}|{#.*?#}|<[^>]*>", " ", source)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_holds_nothing_that_our_content_security_policy_refuses(path):
    source = path.read_text()

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", source)
    assert not [tag for tag in re.findall(r"<script[^>]*>", source) if " src=" not in tag]


@pytest.mark.parametrize("path", TEXTS, ids=name)
def test_template_speaks_calmly_and_claims_nothing(path):
    said = words(path.read_text())

    assert BANNED.findall(said) == []
    assert "!" not in said


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_is_short_enough_to_be_held_in_the_head(path):
    assert len(path.read_text().splitlines()) <= 120


def test_scripts_are_short_enough_to_be_held_in_the_head():
    scripts = sorted((ROOT / "static" / "js").rglob("*.js"))

    assert {name(path) for path in scripts if len(path.read_text().splitlines()) > 120} == set()


# Text on its ground, as the style sheets pair them.
PAIRS = [
    *((text, ground) for text in ("ink", "muted", "teal") for ground in ("paper", "surface")),
    ("muted", "sunken"),
    ("ink", "sunken"),
    ("teal", "teal-wash"),
    ("ink", "teal-wash"),
    ("on-teal", "teal"),
    ("on-teal", "teal-deep"),
    ("amber-ink", "amber-wash"),
    ("red-ink", "red-wash"),
    ("chart-text", "chart-ground"),
    *(("on-pain-pale", f"pain-{score}") for score in range(5)),
    ("on-pain-middle", "pain-5"),
    *(("on-pain-deep", f"pain-{score}") for score in range(6, 11)),
]


def tokens(scheme):
    """The colours of one scheme: the dark ones stand over the light ones."""
    source = (ROOT / "static" / "css" / "tokens.css").read_text()
    light, dark = source.split("@media", 1)[0], source.split("/* Bootstrap", 1)[0]
    return dict(
        re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", light if scheme == "light" else dark)
    )


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """WCAG's contrast ratio of two colours.

    >>> contrast("#ffffff", "#000000")
    21.0
    """
    darker, lighter = sorted((luminance(one), luminance(other)))
    return round((lighter + 0.05) / (darker + 0.05), 2)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(scheme, text, ground):
    colours = tokens(scheme)

    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_border_that_carries_meaning_can_be_seen(scheme):
    colours = tokens(scheme)

    assert contrast(colours["edge"], colours["paper"]) >= 3
    assert contrast(colours["edge"], colours["surface"]) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pain_ramp_runs_one_way(scheme):
    colours = tokens(scheme)

    steps = [luminance(colours[f"pain-{score}"]) for score in range(11)]

    assert steps == sorted(steps, reverse=scheme == "light")


@pytest.mark.parametrize("page", ["500.html", "503.html"])
def test_the_page_of_a_broken_server_needs_nothing_from_it(page):
    html = render_to_string(page)

    assert "<h1>" in html
    assert "not for emergencies" in html
