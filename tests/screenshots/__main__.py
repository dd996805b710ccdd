"""Take a picture of every page, on a phone and a desk, light and dark, into var/screenshots: `make screenshots`.

The real server runs on a database of its own. A page that answers 500, that the content security
policy complains of or that asks anybody else for a file fails the run.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Response, sync_playwright

from invertrack.operations.chromium import QUIET, bring_chromium, find_chromium
from tests.server import ROOT, environment, serving

OUT = ROOT / "var" / "screenshots"
WIDTHS = {390: 844, 1280: 800}
SCHEMES = ("light", "dark")
DEMO = ["--patients=4", "--years=2"]
SHEET_COLUMNS, SHEET_PICTURES = 6, 18


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="pages whose picture's name holds this")
    parser.add_argument("--out", type=Path, default=OUT, help="default: var/screenshots")
    options = parser.parse_args()
    bring_chromium()
    shutil.rmtree(options.out, ignore_errors=True)
    options.out.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ.update({"INVERTRACK_MODE": "local"} | environment(Path(home)))
        with serving(Path(home), *DEMO, LOG_LEVEL="CRITICAL") as address:
            problems = walk(address, only=options.only, out=options.out)
    for problem in problems:
        print(problem)
    print(f"{len(list(options.out.glob('*.png')))} pictures in {options.out}")
    return 1 if problems else 0


def walk(address: str, *, only: str, out: Path) -> list[str]:
    """Visit every stop with every person; return what went wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "invertrack.settings")
    import django

    django.setup()
    from .people import everybody
    from .states import states
    from .stops import all_addresses, slug, stops

    people = {person.state: person for person in everybody()}
    camera = Camera(address, out)
    wanted = [stop for person in people.values() for stop in stops(person)]
    wanted += states(people)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
        for person in people.values():
            context = browser.new_context(
                base_url=address, timezone_id="Europe/Berlin", locale="en-GB"
            )
            if person.cookie:
                context.add_cookies([{"name": "sessionid", "value": person.cookie, "url": address}])
            for stop in wanted:
                if stop.person == person.state and only in stop.name:
                    camera.visit(context, stop)
            context.close()
        camera.contact_sheets(browser)
        browser.close()
    missed = {slug(name) for name in all_addresses()} - camera.seen
    if missed and not only:
        camera.problems.append(f"Nobody got to see: {', '.join(sorted(missed))}")
    return camera.problems


class Camera:
    """Takes the pictures of one stop after the other and remembers what a page complained of."""

    def __init__(self, address: str, out: Path) -> None:
        self.address, self.out = address, out
        self.seen: set[str] = set()
        self.problems: list[str] = []
        self.pictures: list[Path] = []

    def visit(self, context: BrowserContext, stop) -> None:
        """Open a stop in a tab of its own and take it in both widths and both schemes."""
        page = context.new_page()
        self._listen(page, stop.name)
        try:
            for scheme in SCHEMES:
                if not self._open(page, stop, scheme):
                    return
                for width, height in stop.sizes or WIDTHS.items():
                    stand_before(page, width, height)
                    path = self.out / f"{stop.name}-{width}-{scheme}.png"
                    page.screenshot(path=path)
                    self.pictures.append(path)
            self.seen.add(stop.page)
        except Exception as error:  # one page that cannot be taken must not hide the others
            self.problems.append(f"{stop.name}: {error}")
        finally:
            page.close()

    def _open(self, page: Page, stop, scheme: str) -> bool:
        """Go there and do what the stop asks for; whether there is a page to be seen."""
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": 390, "height": 844})
        response = page.goto(stop.path)
        if stop.act is None:
            return self._is_page(page, response, stop)
        answers: list[Response] = []
        page.on("response", lambda answer: answers.append(answer))
        stop.act(page)
        wait_for_charts(page)
        pages = [answer for answer in answers if answer.request.is_navigation_request()]
        status = pages[-1].status if pages else 200
        if status != stop.status:
            self.problems.append(f"{stop.name}: answered {status}, not {stop.status}")
        return True

    def _is_page(self, page: Page, response: Response | None, stop) -> bool:
        status = response.status if response else 0
        if status >= 500 and status != stop.status:
            self.problems.append(f"{stop.name}: {stop.path} answered {status}")
        moved = urlsplit(page.url).path != urlsplit(stop.path).path
        return status == stop.status and not moved

    def _listen(self, page: Page, name: str) -> None:
        page.on("pageerror", lambda error: self.problems.append(f"{name}: {error}"))
        page.on(
            "console",
            lambda said: (
                self.problems.append(f"{name}: {said.text}")
                if said.type == "error" and "Failed to load resource" not in said.text
                else None
            ),
        )
        page.on(
            "request",
            lambda asked: (
                None
                if asked.url.startswith((self.address, "data:", "blob:"))
                else self.problems.append(f"{name}: asked {asked.url}")
            ),
        )

    def contact_sheets(self, browser) -> None:
        """Lay the pictures of each width and scheme out on sheets, to be looked at together."""
        for width in WIDTHS:
            for scheme in SCHEMES:
                taken = [p for p in sorted(self.pictures) if p.stem.endswith(f"-{width}-{scheme}")]
                for first in range(0, len(taken), SHEET_PICTURES):
                    part = taken[first : first + SHEET_PICTURES]
                    name = f"sheet-{width}-{scheme}-{first // SHEET_PICTURES + 1:02}.png"
                    sheet(browser, part, self.out / name)


def stand_before(page: Page, width: int, height: int) -> None:
    """Make the window as tall as the page, so that its bar stands at the end, and wait for charts."""
    page.set_viewport_size({"width": width, "height": height})
    wait_for_charts(page)
    whole = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(height, whole)})
    page.evaluate("scrollTo(0, 0)")


def wait_for_charts(page: Page) -> None:
    """Wait until every chart in sight is drawn or says why not."""
    for figure in page.locator("figure[data-chart]").all():
        if figure.is_visible():
            figure.scroll_into_view_if_needed()
            figure.and_(page.locator("[data-drawn], :has(.chart-failed)")).wait_for()


def sheet(browser, pictures: list[Path], target: Path) -> None:
    """Draw one contact sheet."""
    cells = "".join(
        f"<figure><img src='{path.as_uri()}'><figcaption>{path.stem}</figcaption></figure>"
        for path in pictures
    )
    style = (
        f"body{{display:grid;grid-template-columns:repeat({SHEET_COLUMNS},1fr);gap:8px;margin:8px;"
        "font:12px sans-serif;background:#888;align-items:start}figure{margin:0}"
        "img{width:100%;max-height:900px;object-fit:cover;object-position:top}"
    )
    listing = target.with_suffix(".html")
    listing.write_text(f"<!doctype html><meta charset=utf-8><style>{style}</style>{cells}")
    page = browser.new_page(viewport={"width": 1900, "height": 800})
    page.goto(listing.as_uri())
    page.screenshot(path=target, full_page=True)
    page.close()
    listing.unlink()


if __name__ == "__main__":
    started = time.monotonic()
    code = main()
    print(f"{time.monotonic() - started:.0f} s")
    sys.exit(code)
