"""Measure speed on throwaway databases, and what is claimed of invented people; hold both to goals."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from invertrack.operations.bench.goals import ENGINES, PARTS, needs_browser

ROUNDS = 200
SIZES = (100, 10_000, 100_000)
PANEL = 200
CALIBRATION = "calibration"  # no speed: it stands alone, and needs no database
PEOPLE = 1000
SEED = 7
JOBS = 2


class Command(BaseCommand):
    help = (
        "Measure pages, charts, writes, growth and insights as ratios on SQLite and PostgreSQL, in"
        " databases that are made for it and thrown away; the configured one is not touched."
        " 'calibration' alone counts what the analysis claims of people of known truth."
    )

    requires_system_checks = []  # some of them ask the configured database

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "parts",
            nargs="*",
            metavar="part",
            help=f"{CALIBRATION}, or some of the default: {' '.join(PARTS)}",
        )
        parser.add_argument(
            "--engine", choices=ENGINES, action="append", help="may come twice; default: both"
        )
        parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"default: {ROUNDS}")
        parser.add_argument(
            "--sizes",
            type=int,
            nargs=3,
            default=SIZES,
            metavar=("SMALL", "MIDDLE", "LARGE"),
            help=f"sessions of the three patients; default: {' '.join(map(str, SIZES))}",
        )
        parser.add_argument(
            "--panel", type=int, default=PANEL, help=f"the clinician's patients; default: {PANEL}"
        )
        parser.add_argument(
            "--patients", type=int, default=PEOPLE, help=f"people a row; default: {PEOPLE}"
        )
        parser.add_argument("--seed", type=int, default=SEED, help=f"of them; default: {SEED}")
        parser.add_argument(
            "--jobs", type=int, default=JOBS, help=f"processes that live them; default: {JOBS}"
        )
        parser.add_argument("--json", action="store_true", help="Print the figures as JSON.")
        parser.add_argument("--write", type=Path, metavar="FILE", help="Write the page of figures.")

    def handle(
        self,
        *,
        parts: list[str],
        engine: list[str] | None,
        rounds: int,
        sizes: list[int],
        panel: int,
        **options: Any,
    ) -> None:
        from invertrack.operations.bench import engines, report  # numpy, when it is needed

        if CALIBRATION in parts:
            self.stdout.write(calibrated(parts, **options))
            return
        chosen = _parts(parts)
        _refuse(rounds=rounds, sizes=sizes, panel=panel)
        asked = tuple(name for name in ENGINES if not engine or name in engine)
        try:
            engines.check(asked, chosen)
            results = measured(asked, parts=chosen, rounds=rounds, sizes=sizes, panel=panel)
        except (engines.Missing, engines.Failed) as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(results), indent=2))
        else:
            self.stdout.write("\n".join(report.lines(results)))
        if options["write"]:
            write_page(options["write"], results, rounds=rounds, sizes=sizes, panel=panel)


def calibrated(
    parts: list[str],
    *,
    patients: int,
    seed: int,
    jobs: int,
    write: Path | None,
    **options: Any,
) -> str:
    """Count what is claimed of invented people, write the page if asked, and return the figures."""
    if parts != [CALIBRATION]:
        raise CommandError(f"'{CALIBRATION}' is no speed: ask for it alone.")
    if patients < 1 or jobs < 1 or seed < 0:
        raise CommandError("--patients and --jobs are 1 or more, --seed is 0 or more.")
    from invertrack.operations.bench.calibration import page, rows, run
    from invertrack.operations.bench.progress import start_bar

    tick = start_bar(CALIBRATION, len(run.tasks(rows.ROWS, people=patients, seed=seed)))
    found = run.tallies(rows.ROWS, people=patients, seed=seed, jobs=jobs, tick=tick)
    if write:
        page.write(write, found, people=patients, seed=seed)
    if options["json"]:
        return json.dumps(page.as_json(found), indent=2)
    return "\n".join(page.lines(found))


def measured(
    asked: tuple[str, ...], *, parts: tuple[str, ...], rounds: int, sizes: list[int], panel: int
) -> dict[str, dict]:
    """Measure the engines one after the other; the browser's figures come from the first."""
    from invertrack.operations.bench import engines
    from invertrack.operations.bench.goals import goals
    from invertrack.operations.bench.measure import Order

    of_browser = [goal.key for goal in goals(parts) if goal.in_browser]
    results: dict[str, dict] = {}
    with engines.stopped_by_sigterm(), tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for name in asked:
            order = Order(
                engine=name,
                parts=parts,
                sizes=tuple(sizes),
                rounds=rounds,
                panel=panel,
                browser=not results and needs_browser(parts),
                answer=str(Path(folder) / "figures.json"),
            )
            found = engines.measure(order, home=Path(folder))
            first = results.get(asked[0], found)
            results[name] = found | {key: first[key] for key in of_browser}
    return results


def write_page(
    path: Path, results: dict[str, dict], *, rounds: int, sizes: list[int], panel: int
) -> None:
    """Write the page that the repository keeps."""
    from invertrack.operations.bench import ratios, report, world

    report.write(
        path,
        results,
        command="manage.py bench --write docs/bench.md",
        rounds=rounds,
        warm_up=ratios.WARM_UP_ROUNDS,
        brotli=world.BROTLI_OF_A_PROXY,
        small=sizes[0],
        middle=sizes[1],
        large=sizes[2],
        panel=panel,
    )


def _parts(named: list[str]) -> tuple[str, ...]:
    unknown = [name for name in named if name not in PARTS]
    if unknown:
        raise CommandError(f"There is no part {unknown[0]}: {', '.join(PARTS)}.")
    return tuple(part for part in PARTS if not named or part in named)


def _refuse(*, rounds: int, sizes: list[int], panel: int) -> None:
    if rounds < 1 or panel < 1:
        raise CommandError("--rounds and --panel are 1 or more.")
    small, middle, large = sizes
    if not 1 <= small <= middle <= large:
        raise CommandError(
            "--sizes are three numbers of sessions, none smaller than the one before."
        )
