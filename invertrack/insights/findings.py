"""What an analysis found, number by number: estimate, interval, n, gate and the sentence for it.

Pages, charts, the JSON and the command that reads files all say what stands here and nothing else.
No database is asked, and neither numpy nor scipy is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format

from invertrack.analysis.gates import Gate, Reason
from invertrack.analysis.results import BinMean, CellMean, Estimate, Groups, Interval, Method, Term
from invertrack.core.templatetags.display import duration

from . import sentences
from .enums import Question
from .voice import CLINICIAN, Voice

if TYPE_CHECKING:
    from .stored import Found

POINTS = "points"
POINTS_A_WEEK = "points a week"
RELIEF = "points of relief"
RELIEF_PER_10_DEG = "points of relief per 10 degrees"
RELIEF_PER_MINUTE = "points of relief per minute"
SHARE = "share"
ANSWERS = {  # the finding that answers each question
    Question.TREND: "pain-trend",
    Question.CHANGE: "mean-change",
    Question.LEFT: "left",
    Question.ANGLE: "angle-slope",
    Question.MINUTES: "minutes-slope",
}
TIMES = {  # of the medians, in their order: name, and when that was
    "before": "before a session",
    "after": "right after a session",
    "30min": "30 minutes after a session",
    "2h": "2 hours after a session",
    "next-morning": "on the morning after a session",
}


class Role(StrEnum):
    """Whether a number answers the question that was fixed before the data, or was looked at too."""

    PRIMARY = "primary"
    EXPLORATORY = "exploratory"


@dataclass(frozen=True, slots=True)
class Finding:
    """One number with what it stands on; ``estimate`` None is withheld by its gate.

    ``claim`` says the number, ``beside`` what it stands on, ``caution`` what must be said next to
    it; a page that shows several numbers may say a common caution once.
    """

    id: str
    unit: str
    n: int
    method: Method
    gate: Gate
    claim: str
    estimate: float | None = None
    interval: Interval | None = None
    beside: str = ""
    caution: str = ""
    role: Role = Role.EXPLORATORY

    @property
    def sentence(self) -> str:
        """All that is said of it."""
        return " ".join(filter(None, (self.claim, self.beside, self.caution)))


type Group = BinMean | CellMean
type Maker = Callable[["Found", Voice], Iterable[Finding]]


def findings_of(found: Found, *, voice: Voice) -> tuple[Finding, ...]:
    """Return every number that the results hold, and of each that is withheld why.

    The finding that answers the chosen question is primary where that was chosen before the first
    of the records; everything else is exploratory.
    """
    made = [finding for make in MAKERS for finding in make(found, voice)]
    return tuple(_with_role(finding, found, voice) for finding in made)


def headline(findings: Iterable[Finding], question: Question) -> str:
    """Return what can be said today of the question: its finding's claim, or what is missing."""
    return next(one.claim for one in findings if one.id == ANSWERS[question])


def as_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return findings as plain values, in the order and with the fields of ``docs/findings.md``."""
    return [
        {
            "id": one.id,
            "estimate": one.estimate,
            "interval": [one.interval.low, one.interval.high] if one.interval else None,
            "n": one.n,
            "unit": one.unit,
            "method": one.method.value,
            "gate": {"open": one.gate.open, "reason": one.gate.reason.value},
            "role": one.role.value,
            "sentence": one.sentence,
        }
        for one in findings
    ]


def _with_role(finding: Finding, found: Found, voice: Voice) -> Finding:
    if finding.id != ANSWERS[found.chosen.question]:
        return finding
    if found.first is None or found.chosen.is_asked_before(found.first):
        return replace(finding, role=Role.PRIMARY)
    since = sentences.SINCE.format(your=voice.your, day=date_format(found.chosen.since))
    return replace(finding, beside=" ".join(filter(None, (finding.beside, since))))


def _open(id_: str, unit: str, gate: Gate, estimate: Estimate, claim: str, **more: Any) -> Finding:
    return Finding(
        id_,
        unit,
        estimate.n,
        estimate.method,
        gate,
        claim,
        estimate=estimate.value,
        interval=estimate.interval,
        **more,
    )


def _trend(found: Found, voice: Voice) -> Iterator[Finding]:
    gate, trend = found.analysis.trend_gate, found.analysis.trend
    if trend is None:
        claim = sentences.no_trend_yet(gate)
        n = found.analysis.rated_days
        yield Finding("pain-trend", POINTS_A_WEEK, n, Method.THEIL_SEN_SMOOTHED, gate, claim)
        return
    yield _open(
        "pain-trend",
        POINTS_A_WEEK,
        gate,
        trend.shown.times(7),
        sentences.trend(trend, voice),
        beside=f"n = {trend.shown.n:,} rated days, 95% interval.",
        caution=sentences.NATURAL_COURSE,
    )


def _change(found: Found, voice: Voice) -> Iterator[Finding]:
    analysis = found.analysis
    gate, change, n = analysis.mean_gate, analysis.change, analysis.pairs
    if change is None:
        wait = sentences.too_few_sessions(analysis.share_gate, "A share of sessions")
        yield Finding("share-lower", SHARE, n, Method.WILSON, analysis.share_gate, wait)
    else:
        said = sentences.share(change.directions, voice)
        lower = change.share_lower
        more = {"beside": sentences.percent(lower), "caution": voice.caution}
        yield _open("share-lower", SHARE, analysis.share_gate, lower, said, **more)
    if change is None or not gate.open:
        wait = sentences.too_few_sessions(gate, "An average change")
        yield Finding("mean-change", POINTS, n, Method.AR1_EFFECTIVE_N, gate, wait)
        yield Finding("median-change", POINTS, n, Method.HODGES_LEHMANN, gate, wait)
        return
    early = sentences.EARLY if gate.reason == Reason.EARLY else ""
    more = {"beside": early, "caution": voice.caution}
    both = f"{said} {sentences.mean(change.mean.shown)}"
    yield _open("mean-change", POINTS, gate, change.mean.shown, both, **more)
    middle = change.hodges_lehmann
    yield _open("median-change", POINTS, gate, middle, sentences.median_change(middle), **more)


def _baseline(found: Found, voice: Voice) -> Iterator[Finding]:
    gate, baseline = found.analysis.baseline_gate, found.analysis.baseline
    if baseline is None:
        wait = sentences.no_baseline(gate, voice)
        for id_ in ("usual-pain", "settling", "left"):
            yield Finding(id_, POINTS, found.analysis.pairs, Method.MEE_CHUA, gate, wait)
        return
    stands_on = f"n = {baseline.left.n:,} sessions."
    usual, settling, left = baseline.usual, baseline.settling, baseline.left
    yield _open("usual-pain", POINTS, gate, usual, sentences.usual(usual, voice))
    yield _open(
        "settling",
        POINTS,
        gate,
        settling,
        sentences.settling(baseline, voice),
        beside=f"{stands_on[:-1]}, {sentences.interval_words(settling.interval)}.",
    )
    yield _open(
        "left",
        POINTS,
        gate,
        left,
        sentences.left(baseline, voice),
        beside=stands_on,
        caution=voice.caution,
    )


def _dose(found: Found, voice: Voice) -> Iterator[Finding]:
    analysis = found.analysis
    chosen = sentences.chosen(analysis.angle_with_before, voice)
    gate, dose = analysis.dose_gate, analysis.dose
    if dose is None:
        wait = sentences.no_link_yet(gate)
        for id_, unit in (("angle-slope", RELIEF_PER_10_DEG), ("minutes-slope", RELIEF_PER_MINUTE)):
            yield Finding(id_, unit, analysis.pairs, Method.REGRESSION, gate, wait, beside=chosen)
        return

    def slope(id_: str, unit: str, term: Term, **words: str) -> Finding:
        return _open(
            id_,
            unit,
            gate,
            term.shown,
            sentences.link(term, voice, is_clear=dose.is_clear(term), **words),
            beside=f"{sentences.link_stands_on(dose)} {chosen}",
            caution=voice.caution,
        )

    steeper = {"setting": "angle", "sessions": "Steeper sessions", "step": "10 degrees"}
    longer = {"setting": "time at angle", "sessions": "Longer sessions", "step": "minute"}
    yield slope("angle-slope", RELIEF_PER_10_DEG, dose.angle, **steeper)
    yield slope("minutes-slope", RELIEF_PER_MINUTE, dose.minutes, **longer)


def _groups(found: Found, voice: Voice) -> Iterator[Finding]:
    analysis, reach = found.analysis, found.reach
    by = (
        ("angle", "angles", "at {}°", analysis.by_angle, reach and reach.angle_deg + 1),
        ("minutes", "times", "for {} min", analysis.by_minutes, reach and reach.duration_s / 60),
    )
    for name, plural, at, groups, end in by:
        yield _compared(f"{name}-groups", plural, groups, end, voice)
        for index, one in enumerate(groups.bins):
            id_, where = f"{name}-{_slug(one.bin.label)}", at.format(one.bin.label)
            yield from _grouped(id_, where, one, groups.bins, found)
            for led in groups.stands_out:
                if led.index == index and _is_inside(one.bin.high, end):
                    said = sentences.stands_out(where, led, voice)
                    more = {"caution": voice.caution}
                    yield _open(f"{id_}-lead", RELIEF, groups.gate, led.lead, said, **more)


def _compared(id_: str, plural: str, groups: Groups, end: float | None, voice: Voice) -> Finding:
    gate, n = groups.gate, sum(one.n for one in groups.bins)
    if gate.open and groups.pooling is None:
        gate = replace(gate, open=False, reason=Reason.NO_SPREAD)
        return Finding(id_, RELIEF, n, Method.PARTIAL_POOLING, gate, sentences.NO_SPREAD)
    if not gate.open or groups.pooling is None:
        needs = f"Comparing {plural} needs {gate.needed} groups of 8 sessions"
        claim = sentences.missing(gate, needs)
        return Finding(id_, RELIEF, n, Method.PARTIAL_POOLING, gate, claim)
    outside = [
        led for led in groups.stands_out if not _is_inside(groups.bins[led.index].bin.high, end)
    ]
    said = [sentences.all_groups(plural, groups.pooling.mean)]
    if not groups.stands_out:
        said.append(sentences.NONE_STANDS_OUT)
    elif outside:
        said.append(sentences.NOT_NAMED)
    return _open(id_, RELIEF, gate, groups.pooling.mean, " ".join(said), caution=voice.caution)


def _settings(found: Found, voice: Voice) -> Iterator[Finding]:
    cells = found.analysis.cells
    for one in cells:
        angle_deg, duration_s = one.cell
        where = f"at {angle_deg}° for {duration(duration_s)}"
        yield from _grouped(f"setting-{angle_deg}-{duration_s}", where, one, cells, found)


def _grouped(
    id_: str, where: str, one: Group, groups: Sequence[Group], found: Found
) -> Iterator[Finding]:
    """Yield a group's own mean, and the one drawn towards all groups."""
    read_at = found.analysis.adjustment
    is_read_at = read_at is not None and one.gate.open
    beside = f"Read at pain before of {read_at.at_before:.1f}." if is_read_at else ""
    claim = sentences.group(where, one)
    yield Finding(id_, RELIEF, one.n, Method.T, one.gate, claim, one.mean, one.interval, beside)
    pooled, gate, id_ = one.pooled, one.gate, f"{id_}-pooled"
    if pooled is not None:
        said = sentences.pooled_group(where, pooled)
        yield _open(id_, RELIEF, gate, pooled, said, beside=beside)
        return
    open_ones = sum(other.gate.open for other in groups)
    if gate.open and open_ones > 1:
        gate, claim = Gate(False, 2, open_ones, Reason.NO_SPREAD), sentences.NO_SPREAD
    elif gate.open:
        gate, claim = Gate(False, 2, open_ones, Reason.TOO_FEW_GROUPS), sentences.ONE_GROUP
    yield Finding(id_, RELIEF, one.n, Method.PARTIAL_POOLING, gate, claim)


def _medians(found: Found, voice: Voice) -> Iterator[Finding]:
    for (name, when), one in zip(TIMES.items(), found.analysis.medians, strict=True):
        id_, claim = f"median-{name}", sentences.median(when, one.n, one.gate, one.median)
        if one.median is None:
            yield Finding(id_, POINTS, one.n, Method.ORDER_STATISTICS, one.gate, claim)
        else:
            yield _open(id_, POINTS, one.gate, one.median, claim)


def _single_case(found: Found, voice: Voice) -> Iterator[Finding]:
    gate, case = found.analysis.single_case_gate, found.analysis.single_case
    if voice != CLINICIAN:
        return
    if case is None:
        n, wait = found.analysis.rated_days, sentences.no_overlap_yet(gate)
        yield Finding("single-case", SHARE, n, Method.NEWCOMBE, gate, wait)
        return
    yield _open("single-case", SHARE, gate, case.nap, sentences.overlap(case))


MAKERS: Sequence[Maker] = (
    _trend,
    _change,
    _baseline,
    _dose,
    _groups,
    _settings,
    _medians,
    _single_case,
)


def _is_inside(high: float | None, end: float | None) -> bool:
    """Whether all of a group lies within the plan; what no plan holds is never named."""
    return high is not None and end is not None and high <= end


def _slug(label: str) -> str:
    return label.replace(" ", "-")
