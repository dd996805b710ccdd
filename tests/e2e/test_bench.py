"""The bench as it is run, whole but small: what it finds is counted here, never timed."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SMALL = ["--engine=sqlite", "--rounds=2", "--sizes", "30", "60", "200", "--panel=3", "--json"]


def test_bench_measures_every_part_in_a_database_and_a_browser_of_its_own(tmp_path):
    configured = tmp_path / "configured.sqlite3"
    env = os.environ | {"DATABASE_URL": f"sqlite:///{configured}"}

    done = subprocess.run(
        [sys.executable, "manage.py", "bench", *SMALL],
        cwd=ROOT,
        env=env,
        check=True,
        stdout=subprocess.PIPE,
    )

    found = json.loads(done.stdout)["sqlite"]
    within = {key for key, figure in found.items() if figure["ratio"] <= figure["goal"]}
    assert within >= {"P7.today", "P7.list", "P7.chart", "P7.post", "P7.clinic", "P1b.queries"}
    assert within >= {"P3.bytes", "P3.brotli", "P12.html", "P12.css", "P12.js", "P12.chart_page"}
    assert set(found) >= {"P1", "P1b", "P2.10k", "P2.100k", "P3", "P5.page500", "P6", "P13"}
    assert not configured.exists()
