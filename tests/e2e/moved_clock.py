"""InverTrack by another clock, for `granian tests.e2e.moved_clock:application`.

Each request is answered at the instant that stands in the file $CLOCK, so that a test can live
through days and nights; `python -m tests.e2e.moved_clock send_prompts` runs a command at that
instant. Nothing in the application knows of this.
"""

import datetime as dt
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import time_machine
from django.core.management import call_command

from invertrack.wsgi import application as invertrack


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    with time_machine.travel(now(), tick=True):
        return invertrack(environ, start_response)


def now() -> dt.datetime:
    """Return the instant that the file shows."""
    return dt.datetime.fromisoformat(Path(os.environ["CLOCK"]).read_text())


if __name__ == "__main__":
    with time_machine.travel(now(), tick=True):
        call_command(*sys.argv[1:])
