"""`manage.py bench` as people and scripts meet it; what is measured here is not how fast."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from invertrack.operations.bench import engines, report
from invertrack.operations.bench.goals import ENGINES, GOALS, PARTS, goals, needs_browser
from invertrack.operations.bench.measure import Order
from invertrack.operations.bench.ratios import Figure

KEYS = [
    "P1",
    "P1b",
    "P1b.queries",
    "P2.10k",
    "P2.100k",
    "P3",
    "P3.bytes",
    "P3.brotli",
    "P3.full",
    "P5.page500",
    "P5.auth",
    "P6",
    "P7.today",
    "P7.list",
    "P7.chart",
    "P7.post",
    "P7.clinic",
    "P12.html",
    "P12.css",
    "P12.js",
    "P12.js_live",
    "P12.chart_page",
    "P13",
    "P13.first",
    "I1",
    "I1.memory",
    "I1.memory.ratio",
    "I2.page",
    "I2.json",
    "I2.made",
]
AUTH = {"P6.auth": Figure(4.75, 4.5, 5.0)}
RESULTS = {
    engine: {goal.key: Figure(goal.most * share, goal.most * share, goal.most) for goal in GOALS}
    for engine, share in zip(ENGINES, (0.5, 2), strict=True)
}


@pytest.fixture
def fake_engines(monkeypatch):
    """Measuring answers at once; gives the orders it was asked for."""
    orders = []

    def measured(order, *, home):
        assert home.is_dir()
        orders.append(order)
        keys = [goal.key for goal in goals(order.parts) if order.browser or not goal.in_browser]
        return {key: RESULTS[order.engine][key] for key in keys} | AUTH

    monkeypatch.setattr(engines, "check", lambda *_: None)
    monkeypatch.setattr(engines, "measure", measured)
    return orders


def test_json_holds_every_figure_of_both_engines(fake_engines, capsys):
    call_command("bench", "--json")

    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["sqlite", "postgresql"]
    for engine in found:
        assert sorted(found[engine]) == sorted(KEYS)
    assert found["postgresql"]["P1"] == {"ratio": 3.2, "interval": [3.2, 1.6], "goal": 1.6}


def test_browser_measures_once_and_counts_for_both(fake_engines, capsys):
    call_command("bench", "charts", "--json")

    found = json.loads(capsys.readouterr().out)
    assert [order.browser for order in fake_engines] == [True, False]
    assert found["sqlite"]["P13"] == found["postgresql"]["P13"]


def test_one_engine_and_one_part_measure_no_more(fake_engines, capsys):
    call_command("bench", "writes", "--engine", "postgresql", "--json", "--rounds", "3")

    [order] = fake_engines
    assert (order.engine, order.parts, order.rounds, order.browser) == (
        "postgresql",
        ("writes",),
        3,
        False,
    )
    assert sorted(json.loads(capsys.readouterr().out)["postgresql"]) == ["P6", "P7.post"]


def test_page_tells_what_is_reached_and_why_the_rest_is_not(fake_engines, tmp_path, capsys):
    page = tmp_path / "bench.md"

    call_command("bench", "--write", str(page))

    said = page.read_text()
    assert "`manage.py bench --write docs/bench.md`" in said
    assert "cores" in said
    sqlite, postgresql = said.split("## PostgreSQL")
    assert "Every goal is reached." in sqlite
    assert "| no |" in postgresql
    assert "- P1: the reason is not known yet." in postgresql
    assert "the auth page, already takes 4.75 raw INSERTs" in postgresql
    assert "takes 32 statements" in postgresql
    assert "NOT REACHED" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["speed"], "There is no part speed"),
        (["--rounds", "0"], "1 or more"),
        (["--sizes", "9", "5", "10"], "none smaller"),
    ],
)
def test_nonsense_is_refused_before_anything_is_measured(fake_engines, arguments, words):
    with pytest.raises(CommandError, match=words):
        call_command("bench", *arguments)
    assert fake_engines == []


def test_missing_engine_or_browser_says_what_brings_it(monkeypatch):
    monkeypatch.setattr(engines, "has_postgres", lambda: False)
    monkeypatch.setattr(engines, "has_browser", lambda: False)

    with pytest.raises(CommandError, match=r"PostgreSQL.*run `make bench`, which brings both"):
        call_command("bench")
    with pytest.raises(CommandError, match=r"Chromium.*run `make bench`, which brings both"):
        call_command("bench", "--engine", "sqlite", "pages")
    engines.check(("sqlite",), ("writes", "growth"))


def test_only_pages_and_charts_need_a_browser():
    assert [part for part in PARTS if needs_browser([part])] == ["pages", "charts"]


def test_failed_measuring_fails_the_command(monkeypatch, tmp_path):
    gone = subprocess.CompletedProcess([], 1)
    monkeypatch.setattr(engines.subprocess, "run", lambda *_, **__: gone)

    with pytest.raises(CommandError, match="Measuring sqlite failed"):
        call_command("bench", "writes", "--engine", "sqlite")


def test_order_travels_as_text():
    order = Order(
        engine="sqlite",
        parts=("pages",),
        sizes=(1, 2, 3),
        rounds=4,
        panel=5,
        browser=False,
        answer="figures.json",
    )

    assert Order.of_text(order.as_text()) == order


def test_terminal_lines_name_the_unit():
    said = "\n".join(report.lines({"sqlite": RESULTS["sqlite"]}))

    assert "8,000 bytes" in said
    assert "15.0 ms" in said


@pytest.mark.skipif(not (settings.BASE_DIR / "var" / "vendor").is_dir(), reason="no front end")
def test_small_measurement_of_sqlite_touches_no_configured_database(tmp_path):
    """From the command to the figures, with a handful of sessions; the browser has its own tests."""
    configured = tmp_path / "configured.sqlite3"
    command = [
        sys.executable,
        "manage.py",
        "bench",
        "writes",
        "growth",
        "--engine=sqlite",
        "--json",
    ]
    command += ["--rounds=2", "--sizes", "21", "30", "40", "--panel=1"]

    done = subprocess.run(
        command,
        cwd=settings.BASE_DIR,
        env=_environment(tmp_path, configured),
        check=True,
        text=True,
        capture_output=True,
    )

    found = json.loads(done.stdout)["sqlite"]
    assert sorted(found) == ["P1b", "P2.100k", "P2.10k", "P5.page500", "P6", "P7.post"]
    assert all(figure["ratio"] > 0 for figure in found.values())
    assert found["P7.post"]["interval"] == [found["P7.post"]["ratio"]] * 2
    assert "sqlite: growth" in done.stderr
    assert not configured.exists()


def _environment(home: Path, configured: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "INVERTRACK_MODE": "local",
        "SECRET_KEY": "only-for-tests",
        "DATABASE_URL": f"sqlite:///{configured}",
        "VAR_DIR": str(home),
    }
