"""Pages link one stylesheet, and collecting makes it whole."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage

from invertrack.core.storage import (
    CSS_COMMENT,
    IMPORT,
    KIT,
    MODULE_IMPORT,
    MODULE_PART,
    SITE_CSS,
    HashedStaticStorage,
    with_kit,
    with_parts,
    without_comments,
)
from tests.conventions.sources import name as name_of
from tests.conventions.sources import scripts

TOP_LEVEL = re.compile(r"^(?:export )?(?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)


@pytest.fixture
def parts():
    """Files as collectstatic hands them over: name -> where it is."""
    storage = InMemoryStorage()
    files = {
        SITE_CSS: '@import "../vendor/b.css";\n@import "a.css";\n@import "p.css" print;\n',
        "vendor/b.css": "/*! licence */\n.b { color: red }\n",
        "css/a.css": '/* Why. */\n.a {\n  background: url("../icons/a.svg")\n}\n',
        "css/p.css": "@page { margin: 0 }\n",
        "icons/a.svg": "<svg/>",
        "js/a.js": '// Why.\nimport { b } from "./b.js";\n/** What\n * it is. */\n  b("//"); // now\n',
        "js/b.js": "export const b = (text) => text;\n",
        "vendor/c.js": "// licence\nlet c;\n",
    }
    for name, text in files.items():
        storage.save(name, ContentFile(text.encode()))
    return {name: (storage, name) for name in files}


def test_parts_stand_in_the_order_of_their_imports(parts):
    assert with_parts(SITE_CSS, parts) == (
        "/*! licence */\n.b { color: red }\n\n"
        '/* Why. */\n.a {\n  background: url("../icons/a.svg")\n}\n\n'
        "@media print {\n@page { margin: 0 }\n}\n\n"
    )


def test_collecting_writes_the_whole_under_a_hashed_name(parts, tmp_path):
    storage = HashedStaticStorage(location=tmp_path, base_url="/static/")
    for name, (source, path) in parts.items():
        storage.save(name, source.open(path))

    problems = [
        found for found in storage.post_process(dict(parts)) if isinstance(found[2], Exception)
    ]

    assert problems == []
    whole = (tmp_path / storage.stored_name(SITE_CSS)).read_text()
    assert "@import" not in whole
    assert re.search(r'url\("../icons/a\.[0-9a-f]{12}\.svg"\)', whole)
    assert whole.startswith("/*! licence */\n.b { color: red }\n\n.a {\nbackground: url(")
    assert (tmp_path / f"{storage.stored_name(SITE_CSS)}.br").exists()


def test_scripts_of_ours_travel_without_comments_and_indents(parts, tmp_path):
    storage = HashedStaticStorage(location=tmp_path, base_url="/static/")
    for name, (source, path) in parts.items():
        storage.save(name, source.open(path))

    list(storage.post_process(dict(parts)))

    ours, theirs = (
        (tmp_path / storage.stored_name(name)).read_text() for name in ("js/a.js", "vendor/c.js")
    )
    assert re.fullmatch(r'import \{ b \} from "\./b\.[0-9a-f]{12}\.js";\nb\("//"\);\n', ours)
    assert theirs == "// licence\nlet c;\n"


def test_no_script_holds_text_over_several_lines_that_could_look_like_a_comment():
    odd = {
        name_of(path): line
        for path in scripts()
        for line in without_comments(path.read_text()).splitlines()
        if line.count("`") % 2
    }

    assert odd == {}


def test_no_style_holds_text_that_could_look_like_a_comment_or_goes_over_lines():
    odd = {
        path.name: line
        for path in Path(finders.find(SITE_CSS)).parent.glob("*.css")
        for line in CSS_COMMENT.sub("", path.read_text()).splitlines()
        if "/*" in line or "*/" in line or line.count('"') % 2
    }

    assert odd == {}


def test_a_dry_run_writes_nothing(parts, tmp_path):
    storage = HashedStaticStorage(location=tmp_path, base_url="/static/")

    assert list(storage.post_process(dict(parts), dry_run=True)) == []
    assert list(tmp_path.iterdir()) == []


def test_every_line_of_the_stylesheet_imports_a_file_that_is_there():
    text = Path(finders.find(SITE_CSS)).read_text()
    imported = [name for name, _ in IMPORT.findall(text)]

    assert text.count("@import") == len(imported)
    assert all(finders.find(f"css/{name}".replace("css/../", "")) for name in imported)


@pytest.fixture
def charts():
    files = {
        KIT: '// Why.\n\nexport * from "./a.js";\nexport * from "./b.js";\n',
        "js/charts/a.js": "export const one = 1;\n",
        "js/charts/b.js": 'import {\n  one,\n} from "./a.js";\n\nexport const two = 2 * one;\n',
        "js/charts/c.js": 'import { one } from "./a.js";\nimport { d } from "./d.js";\nd(one);\n',
        "js/charts/d.js": "export const d = () => {};\n",
        "js/a.js": 'import { one } from "./charts/a.js";\n',
    }
    storage = InMemoryStorage()
    for name, text in files.items():
        storage.save(name, ContentFile(text.encode()))
    return {name: (storage, name) for name in files}


def test_the_kit_is_its_parts_in_one_scope(charts):
    assert with_kit(KIT, charts) == "export const one = 1;\n\nexport const two = 2 * one;\n"


def test_who_imports_a_part_of_the_kit_imports_the_kit(charts):
    assert with_kit("js/charts/c.js", charts) == (
        'import { one } from "./kit.js";\nimport { d } from "./d.js";\nd(one);\n'
    )


@pytest.mark.parametrize("name", ["js/a.js", "js/charts/a.js"])
def test_parts_themselves_and_scripts_elsewhere_stay_as_they_are(charts, name):
    storage, path = charts[name]

    assert with_kit(name, charts) == storage.open(path).read().decode()


def test_parts_of_the_kit_name_nothing_twice_and_come_after_what_they_need():
    folder, named, seen = Path(finders.find(KIT)).parent, {}, set()
    for part in MODULE_PART.findall((folder / "kit.js").read_text()):
        script = without_comments((folder / part).read_text())
        assert set(MODULE_IMPORT.findall(script)) <= seen, part
        seen.add(part)
        for name in TOP_LEVEL.findall(script):
            assert named.setdefault(name, part) == part, name
    assert len(named) > 100
