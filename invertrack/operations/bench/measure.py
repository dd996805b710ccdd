"""One engine, from an empty database to its figures: runs in a process with settings of its own."""

from __future__ import annotations

import gc
import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import django
from django.utils import timezone

from .progress import Bar, start_bar

PATIENTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the process is asked for; ``answer`` is the file that it writes."""

    engine: str
    parts: tuple[str, ...]
    sizes: tuple[int, int, int]
    rounds: int
    panel: int
    browser: bool
    answer: str

    def as_text(self) -> str:
        """Return the order as it travels to the process."""
        return json.dumps(asdict(self))

    @classmethod
    def of_text(cls, text: str) -> Order:
        """Return the order that the text says."""
        given = json.loads(text)
        return cls(**given | {"parts": tuple(given["parts"]), "sizes": tuple(given["sizes"])})


def figures(order: Order, bar: Bar) -> dict[str, Any]:
    """Load everybody and have each part measure; Django is set up."""
    from django.conf import settings
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    settings.ROOT_URLCONF = "invertrack.operations.bench.urls"
    from . import browser, charts, growth, insights, pages, people, world, writes

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if not Path(settings.STATIC_ROOT).exists():  # the engines share it
        call_command("collectstatic", interactive=False, verbosity=0)
    now = timezone.now()
    tick = bar("loading people", PATIENTS + order.panel)
    loaded = people.load(order.sizes, panel=order.panel, now=now, tick=tick)
    here = world.World(
        application=get_wsgi_application(),
        people=loaded,
        today=loaded.middle.today(now),
        rounds=order.rounds,
        bar=bar,
    )
    gc.collect()
    gc.freeze()  # or each collection walks the invented people again
    parts = (pages, charts, writes, growth, insights)
    measures = {part.__name__.rpartition(".")[2]: part for part in parts}
    found = {}
    for part in order.parts:
        found |= measures[part].measure(here)
    if order.browser:
        found |= browser.measure(here, order.parts)
    return found


def main(text: str) -> None:
    """Measure what is ordered and write the figures."""
    order = Order.of_text(text)
    os.environ["DJANGO_SETTINGS_MODULE"] = "invertrack.settings"
    django.setup()
    found = figures(order, lambda what, total: start_bar(f"{order.engine}: {what}", total))
    Path(order.answer).write_text(
        json.dumps({key: asdict(figure) for key, figure in found.items()})
    )


if __name__ == "__main__":
    main(sys.argv[1])
