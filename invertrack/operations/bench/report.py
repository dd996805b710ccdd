"""Figures as JSON, as a table in the terminal, and as docs/bench.md."""

from __future__ import annotations

import datetime as dt
import os
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from .goals import ENGINES, Goal, goals
from .ratios import Figure

NAMES: Final = {"sqlite": "SQLite", "postgresql": "PostgreSQL 18"}
DIGITS: Final = 3
UNKNOWN: Final = "the reason is not known yet."

type Results = Mapping[str, Mapping[str, Figure]]

PAGE: Final = """# Speed, measured

Written by `make bench` (`{command}`), {day}. Made anew by the same command; nothing here is typed by hand.

- Machine: {machine}
- Data: patients with {small:,}, {middle:,} and {large:,} sessions, one a day on the newest {small:,} days of each; a clinician with {panel:,} patients.
- Each round calls every candidate once, in an order left to chance, through the WSGI application without a socket, in one
  process per engine; {rounds:,} rounds after {warm_up} that do not count. A ratio is the median of the ratios of the
  rounds, with its bootstrap 95 % interval. What is counted (statements, bytes) has no interval.
- SQLite syncs at each commit (`synchronous=FULL`), PostgreSQL too (`fsync=on`, `synchronous_commit=on`).
- The auth page is the least that a page behind a log-in can be: session, user, two small templates, our middleware.
- Bytes are what the server sends of static files, and brotli {brotli} of what it makes anew, as a proxy would compress it.
- What belongs to the browser does not depend on the engine: it is measured once and stands in each table.
{tables}"""


def as_json(results: Results) -> dict[str, dict[str, Any]]:
    """Return the figures by engine and id; ``ratio`` is the value whatever its unit."""
    by_key = {goal.key: goal for goal in goals_of(results)}
    return {
        engine: {
            key: {
                "ratio": round(figure.value, DIGITS),
                "interval": [round(figure.low, DIGITS), round(figure.high, DIGITS)],
                "goal": by_key[key].most,
            }
            for key, figure in found.items()
            if key in by_key
        }
        for engine, found in results.items()
    }


def goals_of(results: Results) -> list[Goal]:
    """Return the goals that were measured, in the order of the list."""
    from .goals import PARTS

    measured = {key for found in results.values() for key in found}
    return [goal for goal in goals(PARTS) if goal.key in measured]


def lines(results: Results) -> list[str]:
    """Return the figures as lines for a terminal."""
    found = []
    for engine, figures in results.items():
        found.append(f"{NAMES[engine]}")
        for goal in goals_of({engine: figures}):
            figure = figures[goal.key]
            verdict = "reached" if goal.is_reached(figure) else "NOT REACHED"
            found.append(
                f"  {goal.key:<15} {_value(goal, figure.value):>12} {_interval(goal, figure):<18}"
                f" at most {_value(goal, goal.most):<12} {verdict:<12} {goal.what}"
            )
    return found


def write(
    path: Path,
    results: Results,
    *,
    command: str,
    rounds: int,
    warm_up: int,
    brotli: int,
    **sizes: int,
) -> None:
    """Write docs/bench.md."""
    tables = "".join(_table(engine, results[engine]) for engine in ENGINES if engine in results)
    path.write_text(
        PAGE.format(
            command=command,
            day=dt.datetime.now(dt.UTC).strftime("%-d %B %Y"),
            machine=machine(),
            rounds=rounds,
            warm_up=warm_up,
            brotli=brotli,
            tables=tables,
            **sizes,
        )
    )


def machine() -> str:
    """Say what the figures were measured on, without naming the machine."""
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {gib:.0f} GiB, {_processor()}, {platform.system()}"
        f" {platform.machine()}, Python {platform.python_version()}"
    )


def _processor() -> str:
    try:
        known = Path("/proc/cpuinfo").read_text()
    except OSError:
        return platform.processor() or "processor unknown"
    names = [line.partition(":")[2].strip() for line in known.splitlines() if "model name" in line]
    return names[0] if names else "processor unknown"


def _table(engine: str, figures: Mapping[str, Figure]) -> str:
    rows = [
        f"\n## {NAMES[engine]}\n",
        "| id | what | measured | 95 % interval | goal | reached |",
        "|---|---|---|---|---|---|",
    ]
    missed = []
    for goal in goals_of({engine: figures}):
        figure = figures[goal.key]
        reached = goal.is_reached(figure)
        if not reached:
            missed.append(goal)
        cells = (
            goal.key,
            goal.what,
            _value(goal, figure.value),
            _interval(goal, figure),
            f"<= {_value(goal, goal.most)}",
            "yes" if reached else "no",
        )
        rows.append(f"| {' | '.join(cells)} |")
    rows += ["", *_reasons(missed, figures)]
    return "\n".join(rows).rstrip() + "\n"


def _reasons(missed: list[Goal], figures: Mapping[str, Figure]) -> list[str]:
    if not missed:
        return ["Every goal is reached."]
    reasons = [f"- {goal.key}: {goal.stands_off or UNKNOWN}" for goal in missed]
    for key, figure in figures.items():
        reasons = [reason.replace(f"[{key}]", f"{figure.value:.3g}") for reason in reasons]
    return ["Not reached:", "", *reasons]


def _interval(goal: Goal, figure: Figure) -> str:
    if figure.low == figure.high == figure.value:
        return ""
    return f"{_value(goal, figure.low)} to {_value(goal, figure.high)}"


def _value(goal: Goal, value: float) -> str:
    if goal.unit == "x":
        return f"{value:.2f}"
    return f"{value:,.1f} ms" if goal.unit == "ms" else f"{value:,.0f} {goal.unit}"
