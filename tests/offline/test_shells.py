"""The pages that a phone keeps: the same for everybody, of one version, with all they need."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from invertrack.offline.package import HASH, files_of, package
from invertrack.offline.shells import SHELLS, render_shell
from tests import make

TODAY_SHELL = "/offline/today/"
PERSONAL = ("account", "write_id", "version", "csrfmiddlewaretoken")


def address(name):
    return reverse("offline:shell", args=[name])


@pytest.mark.django_db
@pytest.mark.parametrize("name", SHELLS)
def test_shell_is_the_same_bytes_for_everybody(client, name):
    patient = make.patient(name="MARK-NAME")
    make.session(of=patient, note="MARK-NOTE")
    unknown = client.get(address(name))
    client.force_login(patient.user)
    known = client.get(address(name))

    assert known.content == unknown.content
    assert unknown.status_code == 200
    assert not unknown.cookies
    page = known.content.decode()
    assert "MARK-" not in page
    assert patient.user.email not in page
    assert str(patient.user_id) not in page
    assert not re.search(r"[\w.]+@[\w.]+", page)


@pytest.mark.parametrize("name", SHELLS)
def test_shell_carries_no_field_of_a_person_and_nothing_of_an_hour(name):
    page = render_shell(name)

    assert page == render_shell(name)
    assert f'data-shell="{name}"' in page
    assert "data-account" not in page
    assert [field for field in PERSONAL if f'name="{field}"' in page] == []
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", page)


def test_shells_keep_by_the_forms_whose_place_they_take():
    forms = {
        name: re.findall(r'<form[^>]*?action="([^"]+)"', render_shell(name))
        for name in ("log", "journal", "now")
    }

    assert forms == {"log": ["/sessions/new/"], "journal": ["/journal/"], "now": ["/journal/now/"]}
    for name in forms:
        assert "data-queue=" in render_shell(name)
    log = render_shell("log")
    assert '<input type="hidden" name="entered" value="offline">' in log
    assert 'name="record_id"' in log


def test_shell_of_another_version_is_not_found(client):
    version = package().version

    found = [client.get(TODAY_SHELL, {"v": said}).status_code for said in (version, "other", "")]
    assert found == [200, 404, 404]
    assert client.get("/offline/nothing/").status_code == 404


def test_worker_says_which_files_its_version_consists_of(client):
    answer = client.get("/service-worker.js")
    first, script = answer.content.decode().split("\n", 1)
    build = json.loads(first.removeprefix("const BUILD = ").removesuffix(";"))

    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert build["version"] == package().version
    assert build["shells"] == list(SHELLS)
    assert build["static"] == "/static/"
    assert {"/static/css/site.css", "/static/js/offline/queue.js"} <= set(build["files"])
    assert 'addEventListener("push"' in script
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]


def test_files_of_a_package_are_there_and_import_nothing_that_is_missing():
    files = [name.removeprefix("/static/") for name in package().files]

    assert [name for name in files if finders.find(name) is None] == []
    scripts = [name for name in files if name.endswith(".js")]
    assert [name for name in scripts if name.startswith(("js/charts", "vendor"))] == []
    assert "js/offline/worker.js" not in files


def test_files_are_followed_through_every_kind_of_import(tmp_path, settings):
    folder = tmp_path / "js"
    folder.mkdir()
    texts = {
        "a.js": 'import { b } from "./b.js";\nimport(\n  "./c.js",\n);\n',
        "b.js": 'export { d } from "./deep/d.js";\n',
        "c.js": 'import "./b.js";\n// from nowhere\n',
        "e.js": "",
    }
    (folder / "deep").mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text)
    (folder / "deep" / "d.js").write_text('import { a } from "../a.js";\n')
    settings.STATICFILES_DIRS = [tmp_path]
    finders.get_finder.cache_clear()

    found = files_of(['<script src="/static/js/a.js"></script><a href="/static/js/e.js">e</a>'])

    finders.get_finder.cache_clear()
    assert found == [f"/static/js/{name}" for name in ("a.js", "b.js", "c.js", "deep/d.js")]


def test_hash_is_taken_out_of_a_name_only_where_one_is():
    names = ["js/more.0123456789ab.js", "js/more.js", "vendor/chart.umd.min.js"]

    assert [HASH.sub("", name) for name in names] == ["js/more.js", "js/more.js", names[2]]


def test_package_changes_with_any_of_its_parts(monkeypatch):
    before = package()
    package.cache_clear()
    with monkeypatch.context() as other:
        other.setattr("invertrack.offline.package.render_shell", lambda name: f"<p>{name}</p>")
        after = package()
    package.cache_clear()

    assert after.version != before.version
    assert package() == before
