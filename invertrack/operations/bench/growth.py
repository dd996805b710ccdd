"""The same pages over histories of very different length, and far down the list."""

from __future__ import annotations

import re
from typing import Final

from .charts import TREND
from .pages import INSIGHTS, LIST, TODAY
from .ratios import Figure, Times, ratio
from .visitor import Visitor
from .world import Figures, World

FLAT: Final = (TODAY, LIST, TREND)
FAR_PAGE: Final = 500
OLDER: Final = re.compile(rb"[?]before=([^\"&]+)")
MONTH: Final = b'class="rows-head"'


def measure(world: World) -> Figures:
    """Return the figures of this part."""
    people = world.people
    visitors = {
        "small": world.as_patient(people.small),
        "middle": world.as_patient(people.middle),
        "large": world.as_patient(people.large),
    }
    candidates = {
        f"{size} {path}": visitor.page(path)
        for size, visitor in visitors.items()
        for path in (FLAT if size == "large" else (*FLAT, INSIGHTS))
    }
    far = far_down(visitors["middle"], FAR_PAGE)
    times = world.take_turns("growth", candidates | {"far": visitors["middle"].page(far)})
    return {
        "P1b": ratio(times[f"middle {INSIGHTS}"], times[f"small {INSIGHTS}"]),
        "P2.10k": _worst(times, "middle"),
        "P2.100k": _worst(times, "large"),
        "P5.page500": ratio(times["far"], times[f"middle {LIST}"]),
    }


def far_down(visitor: Visitor, page: int) -> str:
    """Return the address of that page of the list, or of a near one, as the links lead there.

    The nearest that leads on and has as many months on it as page 1 has today: what is compared is
    the place in the list, not the calendar.
    """
    path, first, alike = LIST, visitor.get(LIST).body, LIST
    for _ in range(page):
        body = visitor.get(path).body
        link = OLDER.search(body)
        if link is None:
            break
        if body.count(MONTH) == first.count(MONTH):
            alike = path
        path = f"{LIST}?before={link[1].decode()}"
    return alike


def _worst(times: Times, size: str) -> Figure:
    found = [ratio(times[f"{size} {path}"], times[f"small {path}"]) for path in FLAT]
    return max(found, key=lambda figure: figure.value)
