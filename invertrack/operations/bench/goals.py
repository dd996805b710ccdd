"""What is measured, in which unit, and what is wanted of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from .ratios import Figure

PARTS: Final = ("pages", "charts", "writes", "growth", "insights")
ENGINES: Final = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True)
class Goal:
    """One figure: ``most`` is the highest value that reaches it.

    ``unit`` is "x" for a ratio, else what is counted. ``stands_off`` says why it is not reached,
    where that is known; [key] in it is the figure of that name.
    """

    key: str
    part: str
    what: str
    most: float
    unit: str = "x"
    in_browser: bool = False
    stands_off: str = ""

    def is_reached(self, found: Figure) -> bool:
        """Whether the measured value is within the goal."""
        return found.value <= self.most


# A figure without a goal, for the sentence below.
AUTH_TO_RAW: Final = "P6.auth"
LOGGING: Final = (
    "a request that only proves who asks, the auth page, already takes [P6.auth] raw INSERTs. Beside"
    " that, logging checks a form of some thirty fields and takes [P7.post] statements in one"
    " transaction: the book of writes, the session, its hold, what safety reads of it, and the day and"
    " the totals, each computed anew from the rows."
)
BY_WEEK: Final = (
    "the anchor reads one join and writes it down; the chart adds up two tables by week, lowest and"
    " highest apart, looks for changed treatments in the same statement, and checks its payload."
)
BY_DAY: Final = (
    "the anchor sends the lowest and highest rating of a day; the chart sends each rating at its time"
    " of day and says which were entered late. No page asks for more than 366 days of that."
)
FIRST_DRAWING: Final = (
    "a page's first drawing runs Chart.js and our modules before the browser has compiled them; each"
    " later one, as on zoom, takes [P13]."
)

LIVE_PAGE: Final = (
    "the live session is an application of fifty small modules: the angle, the state machine, speech,"
    " the queue and its sealing. They come in one round, and after that from what the browser keeps."
)

# fmt: off
GOALS: Final = (
    Goal("P1", "pages", "Today, 10,000 sessions, to the auth page", 1.6),
    Goal("P1b", "growth", "Insights of 90 days, 10,000 to 100 sessions at one a day", 1.05),
    Goal("P1b.queries", "pages", "Insights of 90 days: statements, with log-in", 8, "statements"),
    Goal("P2.10k", "growth", "Today, list, chart: 10,000 to 100 sessions, the worst of them", 1.05),
    Goal("P2.100k", "growth", "Today, list, chart: 100,000 to 100 sessions, the worst of them", 1.10),
    Goal("P3", "charts", "Pain of ten years as the page asks for it, to raw SQL and json.dumps", 0.6, stands_off=BY_WEEK),
    Goal("P3.bytes", "charts", "The same, as it is", 16_000, "bytes"),
    Goal("P3.brotli", "charts", "The same, brotli 5", 5_000, "bytes"),
    Goal("P3.full", "charts", "Pain of ten years, every day of them, to raw SQL and json.dumps", 1.0, stands_off=BY_DAY),
    Goal("P5.page500", "growth", "List: page 500 to page 1", 1.05),
    Goal("P5.auth", "pages", "List of 20 sessions to the auth page", 2.0),
    Goal("P6", "writes", "Logging a session by its form, to a raw INSERT and commit", 5.0, stands_off=LOGGING),
    Goal("P7.today", "pages", "Today: statements, with log-in", 9, "statements"),
    Goal("P7.list", "pages", "List: statements, with log-in", 5, "statements"),
    Goal("P7.chart", "charts", "Chart: statements, with log-in", 4, "statements"),
    Goal("P7.post", "writes", "Logging a session: statements, with log-in", 16, "statements"),
    Goal("P7.clinic", "pages", "Clinician's list of 200 patients: statements, with log-in and audit", 8, "statements"),
    Goal("P12.html", "pages", "First view: HTML of the largest page, brotli 5", 12_000, "bytes"),
    Goal("P12.css", "pages", "First view: stylesheets, as they are served", 15_000, "bytes", in_browser=True),
    Goal("P12.js", "pages", "First view: scripts of the heaviest page without charts", 15_000, "bytes", in_browser=True),
    Goal("P12.js_live", "pages", "First view: scripts of the live session", 15_000, "bytes", in_browser=True, stands_off=LIVE_PAGE),
    Goal("P12.chart_page", "charts", "Insights with all its charts: everything it loads", 110_000, "bytes", in_browser=True),
    Goal("P13", "charts", "Ten years drawn in Chromium, processor slowed four times", 30, "ms", in_browser=True),
    Goal("P13.first", "charts", "The same, the first drawing of a page", 30, "ms", in_browser=True, stands_off=FIRST_DRAWING),
    Goal("I1", "insights", "All findings of ten years of days, to one scipy.stats.theilslopes of the same days", 1.0),
    Goal("I1.memory", "insights", "The same: most memory held at once", 100, "MB"),
    Goal("I1.memory.ratio", "insights", "The same memory, to that of the one call", 1.0),
    Goal("I2.page", "insights", "Insights of ten years: second view to the first after a change", 0.5),
    Goal("I2.json", "insights", "Findings of ten years as JSON: the same", 0.5),
    Goal("I2.made", "insights", "Analyses made by a second view of either", 0, "analyses"),
)
# fmt: on


def goals(parts: Collection[str]) -> list[Goal]:
    """Return the goals of some parts, in the order of the list."""
    return [goal for goal in GOALS if goal.part in parts]


def needs_browser(parts: Collection[str]) -> bool:
    """Whether any goal of these parts is measured in a browser."""
    return any(goal.in_browser for goal in goals(parts))
