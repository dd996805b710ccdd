"""No rule outlives what it dressed: each class, property and stylesheet is used by something."""

import re
from pathlib import Path

import crispy_bootstrap5
import pytest

from invertrack.core.storage import IMPORT, SITE_CSS

from .sources import PACKAGE, STATIC, name, python, scripts, styles, templates

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
STRING = re.compile(r"""url\([^)]*\)|"[^"]*"|'[^']*'""")
PRELUDE = re.compile(r"([^{};]+)\{")
CLASS = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")
SET = re.compile(r"(--[\w-]+)\s*:")
BOOTSTRAP = "--bs-"  # what it reads is not ours to search
WORD = re.compile(r"[\w-]+")


def dressed(css: str) -> set[str]:
    """Return the classes that a stylesheet has rules for."""
    plain = STRING.sub("", COMMENT.sub("", css))
    return {found for prelude in PRELUDE.findall(plain) for found in CLASS.findall(prelude)}


def worn(css: str, words: set[str]) -> set[str]:
    """Return those of them that something wears; of ``flash-{{ level }}`` only the start is written."""
    starts = tuple(word for word in words if re.search(r"\w-$", word))
    return {found for found in dressed(css) if found in words or found.startswith(starts)}


def words() -> set[str]:
    """Return every word in our templates, scripts and modules and in crispy-forms' field templates."""
    crispy = Path(crispy_bootstrap5.__file__).parent.rglob("*.html")
    files = [*templates(), *scripts(), *python(PACKAGE), *crispy]
    return {word for path in files for word in WORD.findall(path.read_text())}


# What no other page needs, so that none of them carries it (ADR 0013).
OF_ONE_PAGE = {"live.css", "trace.css"}


def properties(css: str) -> set[str]:
    """Return the custom properties that a stylesheet sets for us."""
    return {found for found in SET.findall(COMMENT.sub("", css)) if not found.startswith(BOOTSTRAP)}


def read(css: str, code: str) -> set[str]:
    """Return those that a rule or a script reads; of ``--chart-${role}`` only the start is written."""
    said = set(WORD.findall(code))
    starts = tuple(word for word in said if re.fullmatch(r"--[\w-]*\w-", word))
    return {
        found
        for found in properties(css)
        if f"var({found})" in css or found in said or found.startswith(starts)
    }


def test_a_class_that_nothing_wears_is_found():
    css = """/* .gone */ .page > .lost:not(.open), .flash-error { color: red }
    @media print { .page .lost-too { background: url("x.png") } }"""

    assert dressed(css) == {"page", "lost", "open", "flash-error", "lost-too"}
    assert worn(css, {"page", "open", "flash-"}) == {"page", "open", "flash-error"}


def test_a_property_that_nothing_reads_is_found():
    css = ":root { --ink: #000; --bs-body-bg: #fff; --lost: 1px } p { color: var(--ink) }"
    css += ":root { --font: serif; --chart-pain: #000 }"

    assert properties(css) == {"--ink", "--lost", "--font", "--chart-pain"}
    assert read(css, 'token("--font"); token(`--chart-${role}`)') == properties(css) - {"--lost"}


@pytest.mark.parametrize("path", styles(), ids=name)
def test_every_class_is_worn(path):
    css = path.read_text()

    assert dressed(css) - worn(css, words()) == set()


def test_every_property_is_read():
    css = "".join(path.read_text() for path in styles())
    code = "".join(path.read_text() for path in scripts())

    assert properties(css) - read(css, code) == set()


def test_every_stylesheet_is_part_of_the_one_that_pages_link_or_of_one_page_s_own():
    linked = set(re.findall(r"static '(css/[^']+)'", "".join(p.read_text() for p in templates())))
    parts = {
        found.removeprefix("../") for found, _ in IMPORT.findall((STATIC / SITE_CSS).read_text())
    }

    assert linked == {SITE_CSS, *(f"css/{name}" for name in OF_ONE_PAGE)}
    own = {path.name for path in styles()} - {"site.css"} - OF_ONE_PAGE
    assert parts == own | {"vendor/bootstrap.min.css"}
