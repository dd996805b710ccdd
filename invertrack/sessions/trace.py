"""What a phone measured of a session: its summary and its trace, read and laid out for drawing."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from invertrack.safety.lists import stop_now

from .models import TRACE_MAX_BYTES
from .models.session import ANGLE_MAX_DEG

# What stands in a trace's marks besides the codes of symptoms.
MARKS: Final = {
    "over_cap": "above the cap",
    "come_up": "“come up now” pressed",
    "stop": "the stop list was opened",
}
HOLD: Final = "hold"  # where a hold began; drawn as the hold itself
MOST_MARKS = 40
LOWEST_DEG = -ANGLE_MAX_DEG  # head straight up
# Summary of the samples: each number with the most it can be.
SUMMARY: Final = {
    "n": 1_000_000,
    "mean_deg": ANGLE_MAX_DEG,
    "max_deg": ANGLE_MAX_DEG,
    "sd_deg": 2 * ANGLE_MAX_DEG,
    "over_cap_s": 14_400,
    "gap_s": 14_400,
}


@dataclass(frozen=True, slots=True)
class TraceValues:
    """The angle by time: whole degrees each ``every_s`` seconds, and [second, what] marks."""

    every_s: int
    degrees: tuple[int | None, ...]
    marks: tuple[tuple[int, str], ...] = ()


def read_samples(text: str | None) -> dict[str, float] | None:
    """Return the summary of what was measured; None where there is none or it makes no sense."""
    found = _json(text)
    if not isinstance(found, dict):
        return None
    numbers = {name: found.get(name) for name in SUMMARY}
    if not all(_is_number(numbers[name], most) for name, most in SUMMARY.items()):
        return None
    return {name: round(number, 1) for name, number in numbers.items()}


def read_trace(text: str | None) -> TraceValues | None:
    """Return a trace; None where there is none, it is longer than allowed, or it makes no sense."""
    if len((text or "").encode()) > TRACE_MAX_BYTES:
        return None
    found = _json(text)
    if not isinstance(found, dict):
        return None
    every_s, degrees, marks = (found.get(name) for name in ("every_s", "degrees", "marks"))
    if not (_is_whole(every_s, 1, 600) and _are_degrees(degrees) and _are_marks(marks)):
        return None
    return TraceValues(every_s, tuple(degrees), tuple((second, what) for second, what in marks))


def _json(text: str | None) -> Any:
    try:
        return json.loads(text or "null")
    except (ValueError, RecursionError):
        return None


def _is_number(value: Any, most: float) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and LOWEST_DEG <= value <= most  # neither holds of NaN


def _is_whole(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _are_degrees(values: Any) -> bool:
    return (
        isinstance(values, list)
        and any(value is not None for value in values)
        and all(value is None or _is_whole(value, LOWEST_DEG, ANGLE_MAX_DEG) for value in values)
    )


def _are_marks(values: Any) -> bool:
    if not isinstance(values, list) or len(values) > MOST_MARKS:
        return False
    return all(
        isinstance(mark, list)
        and len(mark) == 2
        and _is_whole(mark[0], 0, SUMMARY["gap_s"])
        and isinstance(mark[1], str)
        and (mark[1] == HOLD or mark[1] in MARKS or mark[1] in stop_now())
        for mark in values
    )


# Drawing -------------------------------------------------------------------------------------------

WIDTH, HEIGHT = 640, 220  # of the drawing, in its own units
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 22, 28
ABOVE_DEG = 15  # how much of "head above level" is drawn; what is higher lies on the edge
GRID_DEG = 15
LEAST_DEPTH_DEG = 30
MOST_ROWS = 24
STEPS_S = (15, 30, 60, 120, 300, 600, 1_800, 3_600)  # between two marks of the time axis
MOST_TICKS = 7


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid: where it lies, and what it says."""

    at: str
    label: str


@dataclass(frozen=True, slots=True)
class Span:
    """A hold: where it begins, and how long it is."""

    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What happened at a second of the session."""

    x: str
    second: int
    label: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A trace laid out: lines in the drawing's units, as text because SVG knows only points."""

    lines: list[str]
    holds: list[Span]
    marks: list[Mark]
    angles: list[Tick]
    times: list[Tick]
    rows: list[tuple[int, int | None]]  # second and degrees, thinned for reading
    level: str
    cap: str | None


def draw(
    trace: TraceValues,
    holds: Sequence[tuple[int, int]],
    *,
    cap_deg: int | None = None,
) -> Drawing:
    """Lay out a trace with its holds (degrees, seconds), each where its mark says it began."""
    total = max(1, (len(trace.degrees) - 1) * trace.every_s)
    known = [value for value in trace.degrees if value is not None]
    depth = max(LEAST_DEPTH_DEG, *known, *(angle for angle, _ in holds))
    depth = min(ANGLE_MAX_DEG, -(-depth // GRID_DEG) * GRID_DEG)
    x, y = _scale(total, LEFT, WIDTH - RIGHT), _scale(depth, TOP, HEIGHT - BOTTOM, ABOVE_DEG)
    began = [second for second, what in trace.marks if what == HOLD]
    told = [(second, what) for second, what in trace.marks if what != HOLD]
    return Drawing(
        lines=_lines(trace, x, y),
        holds=_spans(began, holds, x) if len(began) == len(holds) else [],  # else: corrected since
        marks=[Mark(x(second), second, name_of(what)) for second, what in told],
        angles=[Tick(y(angle), f"{angle}°") for angle in range(0, depth + 1, GRID_DEG)],
        times=[Tick(x(second), _clock(second)) for second in _ticks(total)],
        rows=_rows(trace),
        level=y(0),
        cap=y(cap_deg) if cap_deg is not None and cap_deg <= depth else None,
    )


def name_of(what: str) -> str:
    """Return what a mark is called: a word of ours, or the symptom."""
    return MARKS.get(what) or stop_now()[what].text


def _scale(most: float, start: int, end: int, above: float = 0) -> Callable[[float], str]:
    """Return what lays [-above, most] onto [start, end]; what is outside lies on the edge."""

    def place(value: float) -> str:
        inside = min(max(value, -above), most)
        return _text(start + (inside + above) / (most + above) * (end - start))

    return place


def _text(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _spans(
    began: Sequence[int], holds: Sequence[tuple[int, int]], x: Callable[[float], str]
) -> list[Span]:
    ends = (start + seconds for start, (_, seconds) in zip(began, holds, strict=True))
    places = ((x(start), x(end)) for start, end in zip(began, ends, strict=True))
    return [Span(start, _text(float(end) - float(start))) for start, end in places]


def _lines(trace: TraceValues, x: Callable[[float], str], y: Callable[[float], str]) -> list[str]:
    """Return one line for each stretch without a gap: a gap is a gap."""
    lines: list[list[str]] = [[]]
    for number, value in enumerate(trace.degrees):
        if value is None:
            lines.append([])
        else:
            lines[-1].append(f"{x(number * trace.every_s)},{y(value)}")
    return [" ".join(line) for line in lines if line]


def _ticks(total_s: int) -> range:
    step = next((step for step in STEPS_S if total_s / step <= MOST_TICKS), STEPS_S[-1])
    return range(0, total_s + 1, step)


def _clock(second: int) -> str:
    return f"{second // 60}:{second % 60:02}"


def _rows(trace: TraceValues) -> list[tuple[int, int | None]]:
    step = -(-len(trace.degrees) // MOST_ROWS)
    return [
        (number * trace.every_s, trace.degrees[number])
        for number in range(0, len(trace.degrees), step)
    ]
