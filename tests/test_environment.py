"""`.env.example` describes every variable that InverTrack reads, no more and no less."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = (ROOT / ".env.example").read_text()
READERS = ["settings.py", "operations/management/commands/serve.py"]
ASKS = {"env", "environ"}  # env("NAME"), env.bool("NAME"), environ.get("NAME")
SET_BY_DJANGO = {"DJANGO_SETTINGS_MODULE"}


def calls(path):
    tree = ast.parse(path.read_text())
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]


def variable(call):
    """Return the name that a call asks the environment for, None if it asks for something else."""
    asked = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    asked = asked.attr if isinstance(asked, ast.Attribute) else getattr(asked, "id", None)
    name = call.args[0]
    is_name = isinstance(name, ast.Constant) and str(name.value).isupper()
    return name.value if asked in ASKS and is_name else None


def described():
    return re.findall(r"^(?:# )?([A-Z_]+)=", EXAMPLE, re.MULTILINE)


def test_every_variable_that_is_read_is_described_once():
    read = {variable(call) for name in READERS for call in calls(ROOT / "invertrack" / name)}

    assert sorted(described()) == sorted(read - {None})


def test_nothing_else_reads_the_environment():
    elsewhere = {
        variable(call)
        for path in (ROOT / "invertrack").rglob("*.py")
        if str(path.relative_to(ROOT / "invertrack")) not in READERS
        for call in calls(path)
    }

    assert elsewhere - {None} - SET_BY_DJANGO == set()


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
