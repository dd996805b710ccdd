"""`.env.example` describes every variable that InverTrack reads, no more and no less."""

import ast
import re
from pathlib import Path

from tests.deployment import COMPOSE, VARIABLE, calls, variable

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = (ROOT / ".env.example").read_text()
READERS = ["settings.py", "operations/processes.py", "operations/health.py"]
SET_BY_DJANGO = {"DJANGO_SETTINGS_MODULE"}
OF_TOOLS = {"CHROMIUM"}  # which browser tests and measurements use: CONTRIBUTING.md


def described():
    return re.findall(r"^(?:# )?([A-Z_]+)=", EXAMPLE, re.MULTILINE)


def test_every_variable_that_is_read_is_described_once():
    read = {variable(call) for name in READERS for call in calls(ROOT / "invertrack" / name)}
    composed = {name for name, _, _ in VARIABLE.findall(COMPOSE.read_text())}

    assert sorted(described()) == sorted((read | composed) - {None})


def test_nothing_else_reads_the_environment():
    elsewhere = {
        variable(call)
        for path in (ROOT / "invertrack").rglob("*.py")
        if str(path.relative_to(ROOT / "invertrack")) not in READERS
        for call in calls(path)
    }

    assert elsewhere - {None} - SET_BY_DJANGO - OF_TOOLS == set()


def test_defaults_that_are_shown_are_the_ones_in_force():
    shown = dict(re.findall(r"^# ([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))
    plain = {
        variable(call): keyword.value.value
        for call in calls(ROOT / "invertrack" / "settings.py")
        for keyword in call.keywords
        if keyword.arg == "default" and isinstance(keyword.value, ast.Constant)
    }

    assert {name: shown[name] for name in plain} == {
        name: str(default) for name, default in plain.items()
    }
