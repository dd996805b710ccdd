"""No template carries script or style, and nothing a person typed is printed unescaped."""

import re

import pytest

from .sources import PACKAGE, name, python, templates

INLINE = re.compile(
    r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|<style\b|<script\b(?![^>]*\bsrc=)|javascript:""",
    re.IGNORECASE,
)
UNESCAPED = re.compile(r"\|\s*safe(?:seq)?\b|autoescape off|\bmark_safe\(|\bSafeString\(|__html__")
# Where text is meant to reach the reader unescaped, and why that is not a hole.
PLAIN_TEXT = {".txt": "mail and messages in plain text: base.html escapes a message again"}
EXPLAINED = {
    "invertrack/core/templatetags/links.py": "an address made of a quoted path and a UUID",
    "invertrack/sessions/forms/fields.py": "the word `selected` in an option, a constant",
}


def inline(template: str) -> list[str]:
    return [match.group().strip() for match in INLINE.finditer(template)]


def unescaped(source: str) -> list[str]:
    return [match.group() for match in UNESCAPED.finditer(source)]


@pytest.mark.parametrize(
    "bad",
    [
        '<p style="color: red">x</p>',
        '<button onclick="go()">x</button>',
        "<style>p { color: red }</style>",
        "<script>go()</script>",
        '<script type="module">go()</script>',
        '<a href="javascript:go()">x</a>',
    ],
)
def test_inline_script_and_style_are_found(bad):
    assert len(inline(bad)) == 1


@pytest.mark.parametrize(
    "good",
    [
        '<script type="module" src="{% static \'js/more.js\' %}"></script>',
        '<link rel="stylesheet" href="x.css">',
        '<p data-once="yes">The table is on="level".</p>'.replace('on="level"', "level"),
    ],
)
def test_files_of_ours_are_no_inline_script(good):
    assert inline(good) == []


@pytest.mark.parametrize(
    "bad",
    ["{{ note|safe }}", "{{ note | safe }}", "{% autoescape off %}", "return mark_safe(note)"],
)
def test_unescaped_output_is_found(bad):
    assert len(unescaped(bad)) == 1


def test_templates_carry_no_script_and_no_style():
    found = {name(path): inline(path.read_text()) for path in templates()}

    assert {path: marks for path, marks in found.items() if marks} == {}


def test_output_is_escaped():
    pages = [path for path in templates() if path.suffix not in PLAIN_TEXT]
    found = {name(path): unescaped(path.read_text()) for path in [*pages, *python(PACKAGE)]}

    assert {path for path, marks in found.items() if marks} == set(EXPLAINED)
