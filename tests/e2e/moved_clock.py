"""InverTrack by another clock, for `granian tests.e2e.moved_clock:application`.

Each request is answered at the instant that stands in the file $CLOCK, so that a test can live
through days and nights. Nothing in the application knows of this.
"""

import datetime as dt
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import time_machine

from invertrack.wsgi import application as invertrack


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    now = dt.datetime.fromisoformat(Path(os.environ["CLOCK"]).read_text())
    with time_machine.travel(now, tick=True):
        return invertrack(environ, start_response)
