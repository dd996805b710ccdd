"""What a deployment is made of, as data: Dockerfile, .dockerignore, docker-compose.yml, variables.

`build` lays the image's files together without Docker.
"""

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
DOCKERFILE = ROOT / "Dockerfile"
COMPOSE = ROOT / "docker-compose.yml"
# Of the machine's own environment nothing else reaches a container.
PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
# ${NAME}, ${NAME-default}, ${NAME:-default}, ${NAME:?what to do}; a default has no braces in it.
VARIABLE = re.compile(r"\$\{([A-Z_]+)(?:(:?[-?])([^}]*))?\}")
ASKS = {"env", "environ"}  # env("NAME"), env.bool("NAME"), environ.get("NAME")


def calls(path: Path) -> list[ast.Call]:
    """Return the calls in a Python file that have an argument."""
    tree = ast.parse(path.read_text())
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]


def variable(call: ast.Call) -> str | None:
    """Return the name that a call asks the environment for, None if it asks for something else."""
    asked = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    asked = asked.attr if isinstance(asked, ast.Attribute) else getattr(asked, "id", None)
    name = call.args[0]
    is_name = isinstance(name, ast.Constant) and str(name.value).isupper()
    return name.value if asked in ASKS and is_name else None


@dataclass
class Stage:
    """One FROM of the Dockerfile and what follows it, as (instruction, its words)."""

    base: str
    steps: list[tuple[str, str]] = field(default_factory=list)

    def all(self, instruction: str) -> list[str]:
        return [text for name, text in self.steps if name == instruction]

    def one(self, instruction: str) -> str:
        (text,) = self.all(instruction)
        return text

    @property
    def env(self) -> dict[str, str]:
        return dict(text.split("=", 1) for text in self.all("ENV"))


def stages() -> dict[str, Stage]:
    """Return the Dockerfile's stages by name, the one that becomes the image last."""
    lines = [line for line in DOCKERFILE.read_text().splitlines() if not line.startswith("#")]
    found: dict[str, Stage] = {}
    for line in re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines():
        instruction, _, text = line.partition(" ")
        if instruction == "FROM":
            base, name = text.split(" AS ")
            found[name] = Stage(base)
        elif instruction:
            list(found.values())[-1].steps.append((instruction, text))
    return found


def compose(values: dict[str, str] | None = None) -> dict[str, Any]:
    """Return docker-compose.yml, its variables replaced if there are values for them."""
    text = COMPOSE.read_text()
    if values is not None:
        text = VARIABLE.sub(lambda match: replaced(match, values), text)
    return yaml.safe_load(text)


def replaced(match: re.Match[str], values: dict[str, str]) -> str:
    name, operator, words = match.groups()
    if values.get(name):
        return values[name]
    if operator == ":?":
        raise ValueError(f"{name}: {words}")
    return words or ""


def environment(service: str, values: dict[str, str]) -> dict[str, str]:
    """Return what Compose would set for a service, with these values in its .env."""
    given = compose(values)["services"][service]["environment"]
    passed_on = {name: values.get(name) for name, value in given.items() if value is None}
    return {name: value for name, value in (given | passed_on).items() if value is not None}


def reaches_the_image(path: str) -> bool:
    """Whether .dockerignore lets a path of the checkout into the build; the last pattern wins."""
    is_in = True
    above = [path, *(str(parent) for parent in Path(path).parents)][:-1]
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        pattern = line.removeprefix("!")
        if pattern and not pattern.startswith("#") and any(matches(pattern, at) for at in above):
            is_in = line.startswith("!")
    return is_in


def matches(pattern: str, path: str) -> bool:
    parts = (re.escape(part).replace(r"\*", "[^/]*") for part in pattern.split("**/"))
    return re.fullmatch("(?:.*/)?".join(parts), path) is not None


def build(name: str, home: Path) -> Path:
    """Do a stage's COPY and its own commands in a folder; what is downloaded comes from here.

    Commands that install packages are left out: ours are in .venv and node_modules.
    """
    folder = home / name
    folder.mkdir()
    if name == "front-end":
        (folder / "node_modules").symlink_to(ROOT / "node_modules")
    for instruction, text in stages()[name].steps:
        if instruction == "COPY":
            copy(text, folder, home)
        elif instruction == "RUN" and "npm ci" not in text:
            subprocess.run(["sh", "-c", text], cwd=folder, env={"PATH": PATH}, check=True)
    return folder


def copy(text: str, folder: Path, home: Path) -> None:
    words = shlex.split(text)
    origin = ROOT
    if words[0].startswith("--from="):
        stage = words.pop(0).removeprefix("--from=")
        origin = home / stage
        words[0] = words[0].removeprefix("/app/")
        if not origin.exists():
            build(stage, home)
    *sources, target = words
    for source in sources:
        into = folder / target / source if target.endswith("/") else folder / target
        into.parent.mkdir(parents=True, exist_ok=True)
        if (origin / source).is_dir():
            shutil.copytree(origin / source, into, ignore=_ignored if origin == ROOT else None)
        elif origin != ROOT or reaches_the_image(source):
            shutil.copy2(origin / source, into)


def _ignored(folder: str, names: list[str]) -> list[str]:
    inside = Path(folder).relative_to(ROOT)
    return [name for name in names if not reaches_the_image(str(inside / name))]


def health_check() -> list[str]:
    """Return the command by which the image asks for its health."""
    return json.loads(stages()["final"].one("HEALTHCHECK").partition("CMD ")[2])
