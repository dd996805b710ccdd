"""`docs/map.md` leads to what is there: every page has its row, every path in a document exists."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import get_resolver

ROOT = Path(__file__).resolve().parent.parent
MAP = ROOT / "docs" / "map.md"
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
MADE_BY_SETUP = (".venv/", "var/")
SPAN = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"(?!/)[\w.-]+(?:/[\w.-]+)*/?")  # sessions/models.py; an address begins with /


def rows():
    """Yield each page's row as (heading of its section, column name -> code spans)."""
    heading, names = "", []
    for line in MAP.read_text().splitlines():
        if line.startswith("#"):
            heading, names = line.lstrip("# "), []
        elif line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if not names:
                names = cells
            elif "view" in names and not set(cells[0]) <= set("-: "):
                spans = (SPAN.findall(cell) for cell in cells)
                yield heading, dict(zip(names, spans, strict=True))


def pages(resolver=None, namespace=""):
    """Yield (URL name, view) of every page that is ours."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            prefix = f"{pattern.namespace}:" if pattern.namespace else namespace
            yield from pages(pattern, prefix)
        elif pattern.callback.__module__.startswith("invertrack."):
            view = getattr(pattern.callback, "view_class", pattern.callback)
            yield f"{namespace}{pattern.name}", f"{view.__module__}.{view.__name__}"


def test_every_page_has_a_row_that_names_its_view():
    listed = {
        name: f"invertrack.{heading}.{view}"
        for heading, row in rows()
        for name, view in zip(row["URL name"], row["view"], strict=True)
    }

    assert listed == dict(pages())


@pytest.mark.parametrize(
    ("heading", "row"),
    [pytest.param(heading, row, id=" ".join(row["URL name"])) for heading, row in rows()],
)
def test_what_a_row_names_is_there(heading, row):
    known = {model.__name__ for model in apps.get_models()}
    folders = {"template": ROOT / "templates" / heading, "test": ROOT / "tests" / heading}

    assert set(row["model"]) <= known
    for column, folder in folders.items():
        missing = [
            name
            for name in row[column]
            if not (folder / name).exists() and not (ROOT / name).exists()
        ]
        assert not missing, f"{column} of {row['URL name']}"
    for name in row["action"]:
        actions = import_module(f"invertrack.{heading}.actions")
        assert hasattr(actions, name), f"{actions.__name__}.{name}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_paths_and_links_of_a_document_lead_somewhere(document):
    text = re.sub(r"```.*?```", "", document.read_text(), flags=re.DOTALL)
    spans = [span for span in SPAN.findall(text) if "/" in span and PATH.fullmatch(span)]
    named = [span for span in spans if not span.startswith(MADE_BY_SETUP)]
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if ":" not in link]

    missing = [
        name
        for name in named
        if not (ROOT / name).exists() and not (ROOT / "invertrack" / name).exists()
    ]
    missing += [link for link in links if not (document.parent / link).exists()]
    assert not missing
