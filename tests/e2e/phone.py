"""A phone strapped to somebody on the table: its clock, its tilt, what it says, and how often it is tapped."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page

UPRIGHT_DEG = -80
STEP_S = 0.25
# What a browser without a screen or a voice does not have; what was said is written down.
SENSES = """
window.said = [];
speechSynthesis.speak = (one) => {
  if (one.volume) said.push(one.text);
  setTimeout(() => one.onstart?.());
};
speechSynthesis.cancel = () => {};
window.locks = { held: 0, asked: 0 };
const lock = () => Object.assign(new EventTarget(), {
  released: false,
  async release() { locks.held -= 1; this.released = true; },
});
Object.defineProperty(navigator, "wakeLock", {
  configurable: true,
  value: { request: async () => { locks.held += 1; locks.asked += 1; return lock(); } },
});
"""


class Phone:
    """A page by a clock that the test moves, tilted as the test says (degrees, 90 head down)."""

    def __init__(self, page: Page, *, began: dt.datetime) -> None:
        self.page, self.taps = page, 0
        self.cdp = page.context.new_cdp_session(page)
        page.add_init_script(SENSES)
        page.clock.install(time=began)

    def tap(self, target: Locator) -> None:
        """Press something, and count it."""
        target.click()
        self.taps += 1

    def tap_score(self, question: str, score: int) -> None:
        """Press one of the eleven buttons of a question."""
        group = self.page.get_by_role("group", name=question)
        self.tap(group.get_by_role("button", name=re.compile(rf"^{score}\b")))

    def tilt(self, angle_deg: float) -> None:
        """Tell the page how the phone lies: its long axis along the body, its face up at level."""
        orientation = {"alpha": 0, "beta": -angle_deg, "gamma": 0}
        self.cdp.send("DeviceOrientation.setDeviceOrientationOverride", orientation)

    def wait(self, seconds: float) -> None:
        """Let time pass on the phone."""
        for _ in range(round(seconds / STEP_S)):
            self.page.clock.run_for(STEP_S * 1000)

    @contextmanager
    def by_the_second(self) -> Iterator[None]:
        """Inside, time passes by `wait` alone; outside it also passes while the test looks on."""
        now = self.page.evaluate("Date.now()")
        self.page.clock.pause_at(dt.datetime.fromtimestamp(now / 1000 + 1, dt.UTC))
        yield
        self.page.clock.resume()

    def move(self, start_deg: float, end_deg: float, seconds: float) -> None:
        """Tilt steadily from one angle to another."""
        steps = round(seconds / STEP_S)
        for step in range(1, steps + 1):
            self.tilt(start_deg + (end_deg - start_deg) * step / steps)
            self.wait(STEP_S)

    def hold(self, angle_deg: float, seconds: float, *, wobble_deg: float = 1) -> None:
        """Lie at an angle, as still as people lie."""
        for second in range(round(seconds)):
            self.tilt(angle_deg + (wobble_deg if second % 2 else -wobble_deg))
            self.page.clock.run_for(1000)

    def said(self) -> list[str]:
        """Return what was spoken until now."""
        return self.page.evaluate("said")

    def calibrate(self) -> None:
        """Press "upright" and "level", each as the table stands."""
        for name, angle_deg in (("The table is upright", UPRIGHT_DEG), ("The table is level", 0)):
            self.tilt(angle_deg)
            self.wait(1.5)
            self.page.get_by_role("button", name=name).click()
            self.wait(2)
