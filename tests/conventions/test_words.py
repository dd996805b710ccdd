"""What people read promises nothing, praises nobody and never shouts (the words of domain.md 5.8).

The texts of the data files (`*/data/*.json`) are quoted from their sources and are exempt.
"""

import ast
import re

import pytest

from .sources import PACKAGE, docstrings, name, python, scripts, templates

BANNED = re.compile(
    r"\b(?:works|effective\w*|proven|best|optimal\w*|recommended|significan\w+|cure[sd]?|successful\w*"
    r"|should increase|safe for you|decompress your discs)\b|\w\s?!(?![\w=])",
    re.IGNORECASE,
)
TALKING_ATTRIBUTE = re.compile(r"""\b(?:aria-label|title|alt|placeholder|content)="([^"]*)\"""")
TAG = re.compile(r"<[^>]*>")
TEMPLATE_COMMENT = re.compile(
    r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!doctype[^>]*>", re.DOTALL
)
TEMPLATE_CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
QUOTED = re.compile(r""""([^"]*)"|'([^']*)'""")
JS_STRING = re.compile(r"""(["'`])((?:\\.|(?!\1).)*)\1""")


def said_in_template(text: str) -> str:
    """Return the words of a template: its text, and what its tags and attributes hand on as text."""
    text = TEMPLATE_COMMENT.sub(" ", text)
    handed_on = " ".join(
        " ".join(filter(None, quoted))
        for code in TEMPLATE_CODE.findall(text)
        for quoted in QUOTED.findall(code)
        if not code.startswith(("{% url", "{% static", "{% load", '{% include "', "{% extends"))
        or "text=" in code
    )
    plain = TEMPLATE_CODE.sub(" … ", text)
    attributes = " ".join(TALKING_ATTRIBUTE.findall(plain))
    return f"{TAG.sub(' ', plain)} {attributes} {handed_on}"


def said_in_python(source: str) -> str:
    """Return the strings of a module that are not docstrings."""
    tree = ast.parse(source)
    silent = docstrings(tree)
    strings = (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in silent
    )
    return "\n".join(strings)


def said_in_script(source: str) -> str:
    """Return the strings of a script."""
    code = re.sub(r"^\s*//.*$", "", source, flags=re.MULTILINE)
    return "\n".join(match[1] for match in JS_STRING.findall(code))


def banned(words: str) -> list[str]:
    return [match.group().strip() for match in BANNED.finditer(words)]


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Inversion works for you.</p>", ["works"]),
        ("<p>Well done!</p>", ["e!"]),
        ('<a title="The best angle">x</a>', ["best"]),
        ('{% include "components/empty.html" with text="A proven way." %}', ["proven"]),
        ('{{ angle|default:"the optimal one" }}', ["optimal"]),
        ("<p>Saved successfully.</p>", ["successfully"]),
        ("<p>This is safe for\n you.</p>".replace("\n", ""), ["safe for you"]),
        ("{# works best #}<!doctype html><p>It keeps records.</p>", []),
        ("{% if a != b %}<a href=\"{% url 'best:works' %}\">Networks</a>{% endif %}", []),
    ],
)
def test_banned_words_are_found_in_what_a_template_says(template, found):
    assert banned(said_in_template(template)) == found


def test_banned_words_are_found_in_what_python_says():
    source = '"""Works best."""\nasked = "Is this the best?"\nname = f"{asked!r} is significant"'

    assert banned(said_in_python(source)) == ["best", "significant"]


def test_banned_words_are_found_in_what_a_script_says():
    source = '// works best\nconst said = `Proven by ${name}`; if (a != b) said = "Done!";'

    assert banned(said_in_script(source)) == ["Proven", "e!"]


def test_templates_promise_nothing():
    found = {name(path): banned(said_in_template(path.read_text())) for path in templates()}

    assert {path: words for path, words in found.items() if words} == {}


def test_python_promises_nothing():
    modules = [path for path in python(PACKAGE) if "management" not in path.parts]
    found = {name(path): banned(said_in_python(path.read_text())) for path in modules}

    assert {path: words for path, words in found.items() if words} == {}


def test_scripts_promise_nothing():
    found = {name(path): banned(said_in_script(path.read_text())) for path in scripts()}

    assert {path: words for path, words in found.items() if words} == {}
