"""What a first view weighs and how long ten years take to draw: Chromium before the real server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from django.conf import settings

from ..chromium import QUIET, find_chromium
from .pages import INSIGHTS, LIVE, PLAIN_PAGES
from .ratios import Figure, median
from .world import Figures, World, brotli_bytes

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Response

PHONE: Final = {"width": 390, "height": 844}
SLOWED: Final = 4
MOST_DRAWINGS: Final = 15
SECONDS_TO_START: Final = 60
# What static/js/charts notes of each drawing, from the data to the finished canvas.
DRAWN: Final = (
    "performance.getEntriesByName('invertrack:draw:pain-trend').map((entry) => entry.duration)"
)


class Elsewhere(RuntimeError):
    """A page asked another origin, or for a font."""


def measure(world: World, parts: Collection[str]) -> Figures:
    """Return the figures of these parts that belong to the browser."""
    from playwright.sync_api import sync_playwright

    visitor = world.as_patient(world.people.middle)
    found: Figures = {}
    with _served() as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
        phone = chromium.new_context(base_url=address, viewport=PHONE)
        phone.add_cookies(
            [
                {"name": name, "value": text, "url": address}
                for name, text in visitor.cookies.items()
            ]
        )
        if "pages" in parts:
            found |= _first_views(world, phone)
        if "charts" in parts:
            found["P12.chart_page"] = Figure.exact(_chart_page(world, phone))
            found |= _drawing(world, phone)
        chromium.close()
    return found


def _first_views(world: World, phone: BrowserContext) -> Figures:
    tick = world.bar("first views", len(PLAIN_PAGES))
    weights = []
    for path in PLAIN_PAGES:
        weights.append(_weights(phone, path))
        tick()
    return {
        "P12.css": Figure.exact(max(weight.get("stylesheet", 0) for weight in weights)),
        "P12.js": Figure.exact(max(weight.get("script", 0) for weight in weights)),
        "P12.js_live": Figure.exact(_weights(phone, LIVE).get("script", 0)),
    }


def _chart_page(world: World, phone: BrowserContext) -> int:
    """Return the bytes of everything that insights loads once each chart came into sight."""
    tick = world.bar("insights in the browser", 1)
    weights = _weights(phone, INSIGHTS, scroll=True)
    tick()
    return sum(weights.values())


def _weights(phone: BrowserContext, path: str, *, scroll: bool = False) -> dict[str, int]:
    """Return bytes by kind of resource, nothing cached: a body that is not compressed counts as brotli."""
    page = phone.new_page()
    seen: list[Response] = []
    page.on("response", lambda response: seen.append(response))
    page.goto(path, wait_until="networkidle")
    if scroll:
        _scroll(page)
    origin = "/".join(page.url.split("/", 3)[:3])
    weights: dict[str, int] = {}
    for response in seen:
        kind = response.request.resource_type
        if response.url.startswith("data:"):
            continue
        if kind == "font" or not response.url.startswith(f"{origin}/"):
            raise Elsewhere(f"{path} loads {response.url}")
        weights[kind] = weights.get(kind, 0) + _bytes(response)
    page.close()
    return weights


def _bytes(response: Response) -> int:
    headers = response.all_headers()
    if headers.get("content-encoding"):
        return int(headers["content-length"])
    return brotli_bytes(response.body())


def _scroll(page: Page) -> None:
    """Bring every chart near the window, one after the other."""
    for figure in page.locator("[data-chart]").all():
        figure.scroll_into_view_if_needed()
        page.wait_for_load_state("networkidle")


def _drawing(world: World, phone: BrowserContext) -> Figures:
    """Return the milliseconds in which a slow phone draws ten years of pain: at first, and again.

    The first drawing of a page compiles Chart.js as it runs; a change between light and dark draws
    the same again. Each page gives one of either.
    """
    pages = min(MOST_DRAWINGS, world.rounds)
    tick, first, again = world.bar("drawing ten years", pages), [], []
    for _ in range(pages):
        page = phone.new_page()
        slow = phone.new_cdp_session(page)
        slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        page.goto(f"{INSIGHTS}?{world.ten_years}")
        page.locator("[data-chart]").first.scroll_into_view_if_needed()
        _await_drawings(page, 1)
        for number, scheme in enumerate(("dark", "light", "dark", "light"), start=2):
            page.emulate_media(color_scheme=scheme)
            _await_drawings(page, number)
        times = page.evaluate(DRAWN)
        first.append(times[0])
        again.append(times[-1])
        page.close()
        tick()
    return {"P13": median(again), "P13.first": median(first)}


def _await_drawings(page: Page, number: int) -> None:
    """Ask from here: the page's own policy forbids the script that would wait inside it."""
    deadline = time.monotonic() + SECONDS_TO_START
    while page.evaluate(f"{DRAWN}.length") < number:
        if time.monotonic() > deadline:
            raise RuntimeError("The chart was not drawn in a minute.")
        page.wait_for_timeout(20)


@contextmanager
def _served() -> Iterator[str]:
    """Serve this very database as production does, with one worker; gives the address."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "invertrack.wsgi:application", "--interface=wsgi"]
    command += [f"--port={port}", "--blocking-threads=1", "--no-ws", "--log-level=warning"]
    server = subprocess.Popen(command, cwd=settings.BASE_DIR, env=os.environ, process_group=0)
    try:
        _wait_until_serving(port, server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _wait_until_serving(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The server did not start; what it said is above.")
