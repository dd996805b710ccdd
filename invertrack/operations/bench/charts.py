"""The pain of ten years as JSON, against one raw statement and ``json.dumps`` of the same days."""

from __future__ import annotations

from typing import Final

from .ratios import Figure, ratio
from .world import Figures, World, brotli_bytes, count_statements

TREND: Final = "/insights/charts/pain-trend.json"
RAW: Final = "/bench/trend/"


def measure(world: World) -> Figures:
    """Return the figures of this part."""
    patient = world.as_patient(world.people.middle)
    asked, full = f"{TREND}?{world.ten_years}", f"{TREND}?{world.ten_years}&step=1"
    raw = f"{RAW}?{world.ten_years}"
    times = world.take_turns("charts", {path: patient.page(path) for path in (raw, asked, full)})
    body = patient.get(asked).body
    return {
        "P3": ratio(times[asked], times[raw]),
        "P3.bytes": Figure.exact(len(body)),
        "P3.brotli": Figure.exact(brotli_bytes(body)),
        "P3.full": ratio(times[full], times[raw]),
        "P7.chart": count_statements(patient, asked),
    }
