"""All that a person's record says, in one pass: every result with the gate that opens it."""

import math
from statistics import correlation
from typing import Final

from .baseline import baseline_change, baseline_gate_of
from .bins import groups_by_angle, groups_by_minutes
from .cells import cell_means
from .change import paired_change
from .dose import adjusted_reliefs, adjustment, gated_dose
from .gates import Gate, mean_change_gate, median_gate, share_gate, single_case_gate
from .median import median_score
from .record import Record
from .results import Analysis, Median, PairedChange
from .single_case import single_case
from .trend import gated_trend

_ALL_OF_IT: Final = 1e-9  # the day tells angle or pain entirely


def analyse(record: Record) -> Analysis:
    """Return every result that the record has enough for; what has not is None beside its gate.

    Relief by setting is read at one pain before, from as many sessions on as that needs, because
    who goes steeper on worse days would otherwise see what settles by itself as the angle's.

    Args:
        record: One person's series; any of them may be empty.
    Raises: ValueError: If a series is out of order or holds what is no score.
    Source: the parts, each as its own module says. O(n) but for the trend, which is O(n^2) in
        time and O(n) in memory; ten years of days take well under a second.

    >>> from .record import Pair
    >>> found = analyse(Record(pairs=tuple(Pair(day, 30, 120, 6, 4) for day in range(4))))
    >>> found.change, found.share_gate.to_go
    (None, 1)
    """
    pairs = record.pairs
    trend_opens, trend = gated_trend(
        [day for day, _ in record.pain], [score for _, score in record.pain]
    )
    dose_opens, dose = gated_dose(pairs)
    baseline_opens = baseline_gate_of(record)
    read_at = adjustment(pairs)
    reliefs = adjusted_reliefs(pairs, read_at)
    return Analysis(
        pairs=len(pairs),
        share_gate=share_gate(len(pairs)),
        mean_gate=mean_change_gate(len(pairs)),
        change=_change(record),
        trend_gate=trend_opens,
        trend=trend,
        baseline_gate=baseline_opens,
        baseline=baseline_change(record) if baseline_opens.open else None,
        dose_gate=dose_opens,
        dose=dose,
        adjustment=read_at,
        by_angle=groups_by_angle(pairs, reliefs),
        by_minutes=groups_by_minutes(pairs, reliefs),
        cells=cell_means(pairs, reliefs),
        medians=_medians(record),
        single_case=single_case(record.pain, record.session_days),
        rated_days=len(record.pain),
        angle_with_before=_angle_with_before(record),
        single_case_gate=_single_case_gate(record),
    )


def _change(record: Record) -> PairedChange | None:
    pairs = record.pairs
    if not share_gate(len(pairs)).open:
        return None
    return paired_change([pair.before for pair in pairs], [pair.after for pair in pairs])


def _medians(record: Record) -> tuple[Median, ...]:
    """Return the median of pain at each time around sessions: before, after, and the later ones."""
    rows = [(pair.before, pair.after, *pair.later) for pair in record.pairs]
    columns = list(zip(*rows, strict=True)) if rows else [()] * 5
    return tuple(
        _median([float(score) for score in column if score is not None]) for column in columns
    )


def _median(scores: list[float]) -> Median:
    gate = median_gate(len(scores))
    return Median(len(scores), gate, median_score(scores) if gate.open else None)


def _angle_with_before(record: Record) -> float | None:
    """Return how the chosen angle goes with pain before; known long before a link with relief is.

    An angle that climbs with the weeks hides what it owes to bad days, so it is also read with the
    day held, and the larger one counts.
    """
    angles = [float(pair.angle_deg) for pair in record.pairs]
    before = [float(pair.before) for pair in record.pairs]
    days = [float(pair.day) for pair in record.pairs]
    if not mean_change_gate(len(angles)).open or len(set(angles)) < 2 or len(set(before)) < 2:
        return None
    plain = correlation(angles, before)
    by_day, pain_by_day = correlation(angles, days), correlation(before, days)
    left = (1 - by_day**2) * (1 - pain_by_day**2)
    if left < _ALL_OF_IT:
        return plain
    return max(plain, (plain - by_day * pain_by_day) / math.sqrt(left))


def _single_case_gate(record: Record) -> Gate:
    first = min(record.session_days, default=None)
    before = sum(first is not None and day < first for day, _ in record.pain)
    return single_case_gate(before, len(record.pain) - before)
