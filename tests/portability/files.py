"""Writing the CSV files of tests."""

import csv
from pathlib import Path


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    """Write rows under the columns of the first one; None is an empty cell."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return path


def session(**cells: object) -> dict[str, object]:
    """One session of the evening of 1 March: 30 degrees for two minutes, pain 6 to 4."""
    return {
        "session_id": "",
        "start_at": "2026-03-01T19:00:00+01:00",
        "local_date": "2026-03-01",
        "angle_deg": 30,
        "duration_s": 120,
        "pain_before": 6,
        "pain_after": 4,
        "pain_after_delay_min": 1,
    } | cells


def rating(**cells: object) -> dict[str, object]:
    """One row of the journal: the evening of 1 March, pain 5 right now and over the day."""
    return {
        "local_date": "2026-03-01",
        "rated_at": "2026-03-01T20:00:00+01:00",
        "pain_now": 5,
        "pain_avg_24h": 5,
        "session_that_day": "",
    } | cells
