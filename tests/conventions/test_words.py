"""What people read promises nothing, advises nothing, praises nobody and never shouts.

That holds for pages, messages, scripts and the texts of the data files (`*/data/*.json`). What a data
file quotes from its source is exempt where QUOTED says so, text by text.
"""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from .sources import PACKAGE, docstrings, name, python, scripts, templates

BANNED = re.compile(
    r"\b(?:works|effective\w*|proven|best|optimal\w*|recommended|significan\w+|cure[sd]?|successful\w*"
    r"|should increase|safe for you|decompress your discs)\b|\w\s?!(?![\w=])",
    re.IGNORECASE,
)
SETTING = r"(?:angles?|degrees|times?|minutes|durations?|settings?|doses?|sessions?|plans?)"
MORE = r"(?:more|less|longer|shorter|steeper|flatter|higher|lower|further|up|on)"
# What would tell a person how to invert, or how they did: only the screening's own texts may.
ADVICE = re.compile(
    r"\b(?:"
    r"(?:we|invertrack) (?:recommends?|suggests?|advises?)|(?:is|are) (?:recommended|suggested|advised)"
    rf"|you (?:should|ought to|could|may want to|might want to|need to) (?:now )?(?:go|try|increase|use|invert|hang|hold|stay|choose|set|start|raise|reduce|add|do {MORE})"
    rf"|you (?:can|may) (?:now )?(?:go {MORE}|increase|raise)"
    rf"|(?:try|aim for|go (?:up )?to|stay at|start (?:at|with)|increase to) (?:an? |the )?(?:\d+|… (?:degrees|minutes|seconds)|{MORE}|{SETTING})"
    rf"|(?:increase|raise|reduce|double|shorten|lengthen) (?:your|the) {SETTING}"
    r"|ideal\w*|(?:right|good|better|perfect|sweet) (?:angles?|durations?|settings?|doses?|spot)"
    rf"|{SETTING} (?:is|are) right for you"
    rf"|{MORE} is better|ready for more|ready to go|suits you|helps you most"
    r"|well done|good job|great job|congratulations|keep it up|keep going|nice work|you (?:forgot|failed) to"
    r"|(?:is|are|looks?) (?:safe|normal|ok|okay|healthy|dangerously \w+)"
    r")\b",
    re.IGNORECASE,
)
# What data files quote word for word from a source or from the notice that people agree to.
QUOTED = {
    "invertrack/questionnaires/data/peg.json": ["What number best describes"],
    "invertrack/insights/data/evidence.json": ["no agreed best angle"],
    "invertrack/safety/data/screening.json": ["does not mean inversion is safe for you"],
    "invertrack/safety/data/sources.json": ["BMJ Best Practice"],
}
TALKING_ATTRIBUTE = re.compile(r"""\b(?:aria-label|title|alt|placeholder|content)="([^"]*)\"""")
TAG = re.compile(r"<[^>]*>")
TEMPLATE_COMMENT = re.compile(
    r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!doctype[^>]*>", re.DOTALL
)
TEMPLATE_CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
IN_QUOTES = re.compile(r""""([^"]*)"|'([^']*)'""")
JS_STRING = re.compile(r"""(["'`])((?:\\.|(?!\1).)*)\1""")


def said_in_template(text: str) -> str:
    """Return the words of a template: its text, and what its tags and attributes hand on as text."""
    text = TEMPLATE_COMMENT.sub(" ", text)
    handed_on = " ".join(
        " ".join(filter(None, quoted))
        for code in TEMPLATE_CODE.findall(text)
        for quoted in IN_QUOTES.findall(code)
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


def said_in_data(path: Path) -> str:
    """Return the texts of a data file without what it quotes."""
    said = "\n".join(texts(json.loads(path.read_text())))
    for quoted in QUOTED.get(name(path), []):
        said = said.replace(quoted, " … ")
    return said


def texts(value: object) -> Iterator[str]:
    """Yield every string of a data file, however deep; its keys are for us."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inside in value.values() if isinstance(value, dict) else value:
            yield from texts(inside)


def data() -> list[Path]:
    return sorted(PACKAGE.rglob("data/*.json"))


def banned(words: str) -> list[str]:
    return [match.group().strip() for match in BANNED.finditer(words)]


def advice(words: str) -> list[str]:
    return [match.group() for match in ADVICE.finditer(" ".join(words.split()))]


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


@pytest.mark.parametrize(
    "said",
    [
        "We recommend 30 degrees.",
        "InverTrack suggests a break.",
        "15 degrees is recommended.",
        "You should go steeper.",
        "You could try a longer hold.",
        "You may now go up to 20 degrees.",
        "Try 30 degrees.",
        "Try … degrees next.",
        "Aim for 3 minutes.",
        "Increase your angle.",
        "Increase the time\n      next week.",
        "The ideal angle is 40.",
        "Find the right angle for you.",
        "This setting is right for you.",
        "Steeper is better.",
        "You are ready for more.",
        "Well done.",
        "Your reading is normal.",
        "Inversion is safe.",
    ],
)
def test_advice_is_found(said):
    assert len(advice(said)) == 1


@pytest.mark.parametrize(
    "said",
    [
        "Contact a doctor or urgent-care line today.",
        "Check the time.",
        "Come up slowly to flat, rest, and leave it for today.",
        "Sit down, wait about five minutes, measure again.",
        "Talk to a clinician before you start.",
        "UK guidance does not recommend traction.",
        "Choose an earlier period.",
        "You can choose the next step, or stay.",
        "Write the angle as a whole number from 0 to 90.",
        "The right time zone is in your settings.",
        "Go to an emergency department now.",
        "Try again in a minute.",
        "More sessions",
        "You could get out of the table without help.",
        "Start with the first session.",
        "The cap is 45 degrees.",
        "Average pain is lower.",
        "Your answers are kept.",
    ],
)
def test_what_is_no_advice_passes(said):
    assert advice(said) == []


def found_in(said: dict[str, str]) -> dict[str, list[str]]:
    """Return what is banned or advises, by file, in the files where there is any."""
    found = {path: [*banned(words), *advice(words)] for path, words in said.items()}
    return {path: words for path, words in found.items() if words}


def test_templates_promise_and_advise_nothing():
    assert found_in({name(path): said_in_template(path.read_text()) for path in templates()}) == {}


def test_python_promises_and_advises_nothing():
    modules = [path for path in python(PACKAGE) if "management" not in path.parts]

    assert found_in({name(path): said_in_python(path.read_text()) for path in modules}) == {}


def test_scripts_promise_and_advise_nothing():
    assert found_in({name(path): said_in_script(path.read_text()) for path in scripts()}) == {}


def test_data_texts_promise_and_advise_nothing():
    assert found_in({name(path): said_in_data(path) for path in data()}) == {}


def test_what_is_quoted_is_there_and_would_be_found():
    for path in data():
        said = "\n".join(texts(json.loads(path.read_text())))
        for quoted in QUOTED.get(name(path), []):
            assert quoted in said
            assert [*banned(quoted), *advice(quoted)]
