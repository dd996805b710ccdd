"""Every check and test of InverTrack, one after the other, with one summary: `make test`."""

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from invertrack.operations.chromium import bring_chromium, find_chromium  # noqa: E402
from invertrack.operations.postgres import throwaway_postgres  # noqa: E402

BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
COVERAGE = [sys.executable, "-m", "coverage"]
PYTEST = [sys.executable, "-m", "pytest", "-q"]
SUITE = [*PYTEST, "--ignore=tests/e2e", "--numprocesses=2", "--dist=worksteal"]
# What no database has a part in need not be asked on each. Of the demo's rows, loading them tells all
# that a database can say, and the bench's people are loaded likewise; of whole days the clock decides,
# and of who may open what our own code, whose reads are asked everywhere by the packages' own tests.
ELSEWHERE = ("demo/test_story.py", "demo/test_safety.py", "demo/test_prompts.py")
ELSEWHERE += ("prompts/test_whole_days.py", "access/test_matrix.py")
ELSEWHERE += ("operations/test_bench_people.py", "operations/test_bench_command.py")
ELSEWHERE += ("operations/test_bench_insights.py",)
# Tables straight from the models, which a check holds equal to what the migrations make.
AT_ONCE = "--nomigrations"
WITH_DATABASE = [*SUITE, "-m", "with_database", *(f"--ignore=tests/{what}" for what in ELSEWHERE)]
# Nothing that is measured hangs on these, and measuring doubles the time they take.
UNMEASURED = ("tests/conventions", "tests/prompts/test_whole_days.py")
UNMEASURED += ("tests/analysis/test_simulated_claims.py",)
UNMEASURED += ("tests/demo/test_safety.py", "tests/demo/test_prompts.py")
UNMEASURED += ("tests/demo/test_follow_ups.py", "tests/demo/test_questionnaires.py")
MEASURED = [*SUITE[1:], *(f"--ignore={what}" for what in UNMEASURED)]
# Laid apart are the tables of patients' records: the packages that own them, and those that read.
# Their pages are asked there, which demands more of every statement; what is about rows also runs on
# plain tables, as do the write path and the races that all of them stand on.
OF_PATIENTS = ("clinic", "insights", "journals", "prompts", "questionnaires", "safety", "sessions")
OF_PATIENTS += ("today",)
OF_BOTH = ("care", "faults")
OF_ROWS = ("models", "actions", "rollups", "queries", "rounds", "watches")
ON_PLAIN = [
    str(path)
    for path in sorted((ROOT / "tests").rglob("test_*.py"))
    if (path.parent.name not in OF_PATIENTS or path.stem.endswith(OF_ROWS))
    and path.parent.name != "e2e"
    and not str(path).endswith(ELSEWHERE)
]
ON_POSTGRES = [*WITH_DATABASE, *ON_PLAIN]
ON_PARTITIONS = [*WITH_DATABASE, AT_ONCE, "-p", "no:captured-sql"]  # read in the runs before it
ON_PARTITIONS += [f"tests/{package}" for package in OF_PATIENTS + OF_BOTH]
# A file a process: the journeys of a file share one server. A browser waits a third of its time.
JOURNEYS = [*PYTEST, "tests/e2e", "--numprocesses=3", "--dist=loadfile"]
CACHE = ROOT / "var" / "cache"
CAPTURED_SQL = str(CACHE / "captured-sql")
LOCAL = {
    "CAPTURED_SQL": CAPTURED_SQL,
    "INVERTRACK_MODE": "local",
    "SECRET_KEY": "only-for-tests",
    "DATABASE_URL": "sqlite://:memory:",
}
PRODUCTION = LOCAL | {
    "INVERTRACK_MODE": "production",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "EMERGENCY_NUMBERS": "GB=999",
    "ALLOWED_HOSTS": "invertrack.example",
    "MAIL_HOST": "mail.invertrack.example",
}


@dataclass(frozen=True)
class Check:
    """One command that passes or fails; a suite shows its output while it runs."""

    name: str
    command: list[str]
    env: dict[str, str] = field(default_factory=lambda: LOCAL)
    is_suite: bool = False


@dataclass(frozen=True)
class Result:
    name: str
    passed: bool
    seconds: float


def static_checks() -> list[Check]:
    """Return what is checked without running a test."""
    templates = sorted(str(path) for path in (ROOT / "templates").rglob("*.html"))
    return [
        Check("Lock files are up to date", [sys.executable, ".ci/lock.py", "--check"]),
        Check("Lint (ruff check)", [f"{BIN}/ruff", "check", "--quiet", "."]),
        Check("Format (ruff format)", [f"{BIN}/ruff", "format", "--check", "--quiet", "."]),
        Check("Templates (djade)", [f"{BIN}/djade", "--target-version=6.1", "--check", *templates]),
        Check("Types (mypy)", [f"{BIN}/mypy"]),
        Check("Layers (import-linter)", [f"{BIN}/lint-imports", "--no-logo", "--no-cache"]),
        Check("Migrations match the models", [*MANAGE, "makemigrations", "--check", "--dry-run"]),
        Check(
            "Deployment (check --deploy)",
            [*MANAGE, "check", "--deploy", "--fail-level=WARNING"],
            PRODUCTION,
        ),
    ]


def suites(postgres_url: str) -> list[Check]:
    """Return the suites, each on the databases that it is about."""
    scripts = sorted(str(path) for path in (ROOT / "tests" / "js").rglob("*.test.*js"))
    browser = LOCAL | {"CHROMIUM": find_chromium() or ""}
    postgres = LOCAL | {"DATABASE_URL": postgres_url}
    apart = postgres | {"PARTITIONED": "1"}
    stale = [sys.executable, "-m", "tests.sql.stale", CAPTURED_SQL]
    found = [
        Check(
            "JavaScript tests", ["node", "--test", "--test-concurrency=2", *scripts], is_suite=True
        ),
        Check("Tests on SQLite", [*COVERAGE, "run", *MEASURED], is_suite=True),
        Check("Tests on SQLite, unmeasured", [*SUITE, AT_ONCE, *UNMEASURED], is_suite=True),
        Check("Tests on PostgreSQL", ON_POSTGRES, postgres, is_suite=True),
        Check("Tests on partitioned PostgreSQL", ON_PARTITIONS, apart, is_suite=True),
        # Unmeasured: the tests above have to reach every branch that counts by themselves.
        Check("Browser journeys", JOURNEYS, browser, is_suite=True),
        Check("Coverage data combined", [*COVERAGE, "combine", "--quiet"]),
        Check("Branch coverage", [*COVERAGE, "report"], is_suite=True),
        Check("Exemptions of captured SQL", stale),
    ]
    return found if scripts else found[1:]


def run(check: Check) -> Result:
    """Run one check; what it printed is shown if it is a suite or fails."""
    print(
        f"\n{check.name} ..." if check.is_suite else f"{check.name} ...",
        end="\n" if check.is_suite else " ",
    )
    sys.stdout.flush()
    started = time.monotonic()
    process = subprocess.run(
        check.command,
        cwd=ROOT,
        env=os.environ | check.env,
        check=False,
        text=True,
        stdout=None if check.is_suite else subprocess.PIPE,
        stderr=None if check.is_suite else subprocess.STDOUT,
    )
    passed = process.returncode == 0
    if not check.is_suite:
        print("passed" if passed else f"failed\n{process.stdout}", flush=True)
    return Result(check.name, passed, time.monotonic() - started)


def summary(results: list[Result]) -> str:
    """Return the table that ends the run, with the counts alone on its last line."""
    rows = [
        f"{result.name:<32} {'passed' if result.passed else 'FAILED':<6} {result.seconds:>6.1f} s"
        for result in results
    ]
    failed = sum(not result.passed for result in results)
    total = f"{'All of it':<32} {'':<6} {sum(result.seconds for result in results):>6.1f} s"
    return "\n".join(
        ["", *rows, total, "", f"Checks: {len(results) - failed} passed, {failed} failed"]
    )


def main() -> int:
    # Ending by a signal must end the database too, which `with` does on any exception.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    for leftover in (*CACHE.glob("coverage*"), *CACHE.glob("captured-sql/*.json")):
        leftover.unlink()
    shutil.rmtree(CACHE / "servers", ignore_errors=True)
    results = [run(check) for check in static_checks()]
    bring_chromium()
    with throwaway_postgres() as postgres_url:
        results += [run(check) for check in suites(postgres_url)]
    print(summary(results), flush=True)
    return 0 if all(result.passed for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
