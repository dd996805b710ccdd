"""What the conventions are checked on: our files, and what Python makes of them."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE, TESTS = ROOT / "invertrack", ROOT / "tests"
TEMPLATES, STATIC = ROOT / "templates", ROOT / "static"


def python(*folders: Path) -> list[Path]:
    """Return the modules that people write: Django writes the migrations."""
    found = (path for folder in folders for path in sorted(folder.rglob("*.py")))
    return [path for path in found if "migrations" not in path.parts]


def templates() -> list[Path]:
    """Return every page, its parts and its mails."""
    return sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt"})


def scripts() -> list[Path]:
    return sorted(STATIC.rglob("*.js"))


def styles() -> list[Path]:
    return sorted(STATIC.rglob("*.css"))


def name(path: Path) -> str:
    """Return a file as it is spoken of: from the repository's folder."""
    return str(path.relative_to(ROOT))


def functions(source: str) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            yield node


def docstrings(tree: ast.Module) -> set[ast.expr]:
    """Return the nodes that are docstrings, which nobody but us reads."""
    return {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and ast.get_docstring(node) is not None
    }
