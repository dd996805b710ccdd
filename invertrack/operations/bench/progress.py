"""Bars on standard error, so that standard output holds the result alone."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Final, TextIO

WIDTH: Final = 30

type Bar = Callable[[str, int], Callable[[], None]]


def start_bar(what: str, total: int, out: TextIO | None = None) -> Callable[[], None]:
    """Show a bar and return what moves it on by one; a file gets a line at each quarter."""
    out = out or sys.stderr
    done = 0
    is_shown = out.isatty()

    def tick() -> None:
        nonlocal done
        done += 1
        if is_shown or 4 * done // total > 4 * (done - 1) // total:
            filled = WIDTH * done // total
            start = "\r" if is_shown else ""
            end = "\n" if done == total or not is_shown else ""
            out.write(f"{start}{what:<32} [{'#' * filled:<{WIDTH}}] {done} of {total}{end}")
            out.flush()

    return tick
