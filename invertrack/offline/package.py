"""What one version of the offline pages consists of, and the service worker that keeps it."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, normpath
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from invertrack.core.storage import without_comments

from .shells import SHELLS, render_shell

WORKER = "js/offline/worker.js"
KEPT_LINKS = {"stylesheet", "icon", "modulepreload"}
HASH = re.compile(r"\.[0-9a-f]{12}(?=\.[a-z0-9]+$)")
IMPORTED = re.compile(r'\b(?:from|import)\s*\(?\s*"(\.{1,2}/[^"]+)"')


@dataclass(frozen=True, slots=True)
class Package:
    """The shells by name, the addresses of the files they need, and the worker's whole script.

    The version is made of all of it: whatever differs is another worker, with a cache of its own.
    """

    version: str
    shells: dict[str, str]
    files: tuple[str, ...]
    script: str


@cache
def package() -> Package:
    """Return the package of this process: what it is made of changes with the code only."""
    shells = {name: render_shell(name) for name in SHELLS}
    files = tuple(files_of(shells.values()))
    worker = without_comments(_source(WORKER))
    version = _digest(worker, *files, *shells.values())
    build = {
        "version": version,
        "static": f"/{settings.STATIC_URL.strip('/')}/",
        "files": files,
        "shells": list(shells),
    }
    script = f"const BUILD = {json.dumps(build)};\n{worker}"
    return Package(version, shells, files, script)


def files_of(pages: object) -> list[str]:
    """Return the addresses of the files that pages name, and of the scripts which those import."""
    names: set[str] = set()
    waiting = [_name(address) for page in pages for address in _Links.of(page)]
    while waiting:
        name = waiting.pop()
        if name in names:
            continue
        names.add(name)
        if name.endswith(".js"):
            found = IMPORTED.findall(_source(name))
            waiting += [normpath(f"{dirname(name)}/{path}") for path in found]
    return sorted(staticfiles_storage.url(name) for name in names)


class _Links(HTMLParser):
    """Collects the static files of one page: styles, scripts, icon, pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    @classmethod
    def of(cls, page: str) -> list[str]:
        """Return the addresses under the folder of static files."""
        parser = cls()
        parser.feed(page)
        base = staticfiles_storage.base_url
        return [address for address in parser.found if address.startswith(base)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag in ("script", "img"):
            self.found.append(said.get("src") or "")
        elif tag == "link" and said.get("rel") in KEPT_LINKS:
            self.found.append(said.get("href") or "")


def _name(address: str) -> str:
    """Return a file's name before it was hashed."""
    path = urlsplit(address).path.removeprefix(staticfiles_storage.base_url)
    return HASH.sub("", path)


def _source(name: str) -> str:
    path = finders.find(name)
    if path is None:
        raise FileNotFoundError(f"A page that phones keep needs {name}, and there is no such file.")
    return Path(path).read_text()


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]
