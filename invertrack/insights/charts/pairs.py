"""Pain before against pain after, and what of the change is expected without any effect."""

from __future__ import annotations

from invertrack.analysis.results import Baseline

from ..queries import ScorePair, drawn_pairs, relief_points
from ..sentences import interval_words, plain_interval, signed
from ..stored import found_in
from .payload import Asked, Chart, Dataset, chart, points

BEFORE_AXIS = {"title": "Pain before, 0 to 10", "type": "number", "min": 0, "max": 10}
AFTER_AXIS = {"title": "Pain after, 0 to 10", "min": 0, "max": 10}


def draw_before_after(asked: Asked) -> Chart:
    """How many sessions went from each score to each other; those outside averages stand apart."""
    if not asked.access.sessions:
        return chart("before-after", [], BEFORE_AXIS, AFTER_AXIS)
    found = found_in(asked.access, asked.period)
    pairs = drawn_pairs(relief_points(asked.access, found.period_of(asked.period)))
    filled = [
        {"x": pair.before, "y": pair.after, "n": pair.sessions - pair.hollow}
        for pair in pairs
        if pair.sessions > pair.hollow
    ]
    hollow = [
        {"x": pair.before, "y": pair.after, "n": pair.hollow} for pair in pairs if pair.hollow
    ]
    datasets = [
        points("Sessions", "pair", filled),
        points("From memory, entered late, or not the day's first", "pair-late", hollow),
    ]
    if found.analysis.baseline is not None:
        datasets += _expected(found.analysis.baseline, pairs)
    return chart("before-after", datasets, BEFORE_AXIS, AFTER_AXIS)


def _expected(baseline: Baseline, pairs: list[ScorePair]) -> list[Dataset]:
    """Return usual pain as a line, and the mean change from the line of no change downwards.

    It starts at the mean pain before of the sessions that the comparison counts: first what settles
    by itself, then what is left, which ends at ``y``.
    """
    counted = [(pair.before, pair.sessions - pair.hollow) for pair in pairs]
    before = sum(score * n for score, n in counted) / sum(n for _, n in counted)
    usual, settling, left = baseline.usual, baseline.settling, baseline.left
    expected = before + settling.value
    end = {"y": round(expected + left.value, 3), "low": None, "high": None}
    if left.interval is not None:
        end["low"] = round(expected + left.interval.low, 3)
        end["high"] = round(expected + left.interval.high, 3)
    x, at = round(before, 3), {"x": round(usual.value, 3)}
    about, n = f"n = {usual.n:,}, {plain_interval(usual.interval)}", f"n = {left.n:,}"
    by_itself = f"{signed(settling.value)} points ({interval_words(settling.interval)}), {n}"
    beside = f"{signed(left.value)} points ({interval_words(left.interval)}), {n}"
    return [
        points(f"Usual pain {usual.value:.1f} ({about})", "usual", [at]),
        points(
            f"Expected without any effect: {by_itself}",
            "settling",
            [{"x": x, "y": round(expected, 3), "from": x}],
        ),
        points(f"What is left: {beside}", "left", [{"x": x, "from": round(expected, 3), **end}]),
    ]
