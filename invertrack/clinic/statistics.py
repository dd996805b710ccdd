"""The numbers behind a patient's findings, with methods and p-values, as clinicians read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from invertrack.analysis.gates import mean_change_gate, trend_gate
from invertrack.analysis.multiplicity import holm
from invertrack.analysis.record import Record
from invertrack.analysis.results import Analysis, Interval, Method
from invertrack.care.access import Access
from invertrack.care.enums import Scope
from invertrack.insights.findings import SHARE, Finding, Role, findings_of
from invertrack.insights.periods import Period
from invertrack.insights.queries import read_days, record_of
from invertrack.insights.sentences import digits_of, signed
from invertrack.insights.stored import Found, stored
from invertrack.insights.voice import CLINICIAN

LISTED: Final = {  # findings of the table in its order, and what they are called there
    "pain-trend": "Trend of daily pain, points a week",
    "share-lower": "Sessions with less pain after",
    "mean-change": "Mean change over a session, points",
    "median-change": "Median change over a session, points",
    "usual-pain": "Usual pain at that time of day, 0 to 10",
    "settling": "Change expected by settling, points",
    "left": "Change left beside it, points",
    "angle-slope": "Relief by angle, points per 10°",
    "minutes-slope": "Relief by time at angle, points per minute",
    "angle-groups": "Relief over all groups of angles, points",
    "minutes-groups": "Relief over all groups of times, points",
    "single-case": "Less pain from the first session of these days on (NAP)",
}
BOTH: Final = (Scope.SESSIONS, Scope.JOURNAL)
SCOPES_OF: Final = {  # what a finding speaks of, where it is not sessions alone; unshared, no row
    "pain-trend": (Scope.JOURNAL,),
    **dict.fromkeys(("usual-pain", "settling", "left", "single-case"), BOTH),
}
METHODS: Final = {
    Method.T: "Student's t",
    Method.AR1_EFFECTIVE_N: "mean, t with n shrunk for AR(1)",
    Method.HODGES_LEHMANN: "Hodges-Lehmann",
    Method.WILSON: "Wilson",
    Method.ORDER_STATISTICS: "median, order statistics",
    Method.THEIL_SEN: "Theil-Sen, Sen's interval widened for AR(1)",
    Method.THEIL_SEN_SMOOTHED: "Theil-Sen over rounded scores, widened for AR(1)",
    Method.MEE_CHUA: "Mee and Chua, read at usual pain",
    Method.REGRESSION: "least squares, the largest of three standard errors",
    Method.PARTIAL_POOLING: "DerSimonian-Laird",
    Method.NEWCOMBE: "NAP, Newcombe's interval",
    Method.MANN_KENDALL: "Mann-Kendall",
    Method.HAMED_RAO: "Mann-Kendall, Hamed and Rao, 3 lags",
    Method.YUE_WANG: "Mann-Kendall, Yue and Wang, 1 lag",
}
LEAST_P: Final = 0.001


@dataclass(frozen=True, slots=True)
class Tested:
    """One test of a series of ``n``: its statistic and two-sided p, None where it has none."""

    test: str
    n: int
    statistic: str
    value: float | None
    p: float | None

    @property
    def value_words(self) -> str:
        """The statistic as a table has it."""
        if self.value is None:
            return ""
        return f"{self.value:.0f}" if self.value.is_integer() else f"{self.value:.2f}"

    @property
    def p_words(self) -> str:
        """The p as a table has it."""
        return p_words(self.p) or "not computable"


@dataclass(frozen=True, slots=True)
class CrossChecks:
    """What is computed for clinicians only: published tests of the trend and of the change."""

    tests: tuple[Tested, ...]


@dataclass(frozen=True, slots=True)
class StatisticsRow:
    """One finding as a row of the table; ``withheld`` says why there is no number."""

    what: str
    is_primary: bool
    estimate: str
    interval: str
    n: int
    method: str
    p: str
    holm: str
    withheld: str

    def waits_with(self, other: StatisticsRow) -> bool:
        """Whether both are withheld for one reason."""
        mine, its = ((row.withheld, row.method, row.is_primary) for row in (self, other))
        return bool(self.withheld) and mine == its


@dataclass(frozen=True, slots=True)
class StatisticsTables:
    """The section of a review: findings, tests, and in words how far two spans of days overlap."""

    rows: list[StatisticsRow]
    tests: tuple[Tested, ...]
    overlap: str


def statistics_tables(found: Found, access: Access, period: Period) -> StatisticsTables:
    """Return the section of what was found in a period: one statement at the most, once tests were made."""
    analysis = found.analysis
    findings = {
        one.id: one
        for one in findings_of(found, voice=CLINICIAN)
        if access.opens(*SCOPES_OF.get(one.id, (Scope.SESSIONS,)))
    }
    is_tested = analysis.mean_gate.open or analysis.trend_gate.open
    overlap = findings.get("single-case")
    return StatisticsTables(
        rows=statistics_rows(findings, analysis),
        tests=cross_checks_in(access, period).tests if is_tested else (),
        overlap=overlap.claim if overlap and overlap.gate.open else "",
    )


def cross_checks_in(access: Access, period: Period) -> CrossChecks:
    """Return the tests of a period, made at the first asking."""

    def make(access: Access) -> CrossChecks:
        record = record_of(read_days(access, period))
        return CrossChecks((*_of_trend(record), *_of_change(record)))

    return stored("cross-checks", access, period, make=make, kind=CrossChecks)


def statistics_rows(findings: Mapping[str, Finding], analysis: Analysis) -> list[StatisticsRow]:
    """Return the findings of the table; Holm's p goes over those that are exploratory."""
    ps = _ps(analysis)
    family = [id_ for id_ in ps if findings[id_].role == Role.EXPLORATORY]
    adjusted = dict(zip(family, holm([ps[id_] for id_ in family]), strict=True))
    rows: list[StatisticsRow] = []
    for id_ in (id_ for id_ in LISTED if id_ in findings):
        row = _row(findings[id_], ps.get(id_), adjusted.get(id_))
        if rows and row.waits_with(rows[-1]):
            row = replace(row, what=f"{rows.pop().what}; {row.what[0].lower()}{row.what[1:]}")
        rows.append(row)
    return rows


def p_words(p: float | None) -> str:
    """Write a p with three decimals, and one that would round to none as below.

    >>> p_words(0.0312), p_words(0.00004), p_words(None)
    ('0.031', '< 0.001', '')
    """
    if p is None:
        return ""
    return f"{p:.3f}" if p >= LEAST_P else f"< {LEAST_P}"


def _of_trend(record: Record) -> Iterator[Tested]:
    """Yield published tests of the daily scores, where a trend is shown at all."""
    days = [day for day, _ in record.pain]
    span = days[-1] - days[0] + 1 if days else 0
    if not trend_gate(span_days=span, rated_days=len(days)).open:
        return
    from invertrack.analysis.cross_checks import hamed_rao, mann_kendall, yue_wang

    scores = [score for _, score in record.pain]
    for test in (mann_kendall, hamed_rao, yue_wang):
        found = test(scores)
        yield Tested(METHODS[found.method], len(scores), "z", found.z, found.p)


def _of_change(record: Record) -> Iterator[Tested]:
    """Yield classical tests of the change over sessions, where its mean is shown at all."""
    n = len(record.pairs)
    if not mean_change_gate(n).open:
        return
    from invertrack.analysis.classical import classical_tests

    pairs = record.pairs
    found = classical_tests([pair.before for pair in pairs], [pair.after for pair in pairs])
    named = (
        ("Paired t", "t", found.t),
        ("Wilcoxon signed ranks, zeros as Pratt", "T", found.wilcoxon),
        ("Sign test", "lower", found.sign),
    )
    for test, statistic, one in named:
        yield Tested(test, n, statistic, one and one.value, one and one.p)


def _ps(analysis: Analysis) -> Mapping[str, float]:
    """Return the p of each result that has one, by the id of its finding."""
    found = {}
    if analysis.trend is not None:
        found["pain-trend"] = analysis.trend.p_shown
    if analysis.baseline is not None:
        found["left"] = analysis.baseline.p_shown
    if analysis.dose is not None:
        found["angle-slope"] = analysis.dose.angle.p_shown
        found["minutes-slope"] = analysis.dose.minutes.p_shown
    return found


def _row(finding: Finding, p: float | None, adjusted: float | None) -> StatisticsRow:
    digits = digits_of(finding.interval)
    is_share, is_signed = finding.unit == SHARE, finding.id != "usual-pain"
    return StatisticsRow(
        what=LISTED[finding.id],
        is_primary=finding.role == Role.PRIMARY,
        estimate=_written(finding.estimate, digits, is_share=is_share, is_signed=is_signed),
        interval=_interval(finding.interval, digits, is_share=is_share, is_signed=is_signed),
        n=finding.n,
        method=METHODS[finding.method],
        p=p_words(p),
        holm=p_words(adjusted),
        withheld="" if finding.estimate is not None else finding.claim,
    )


def _interval(interval: Interval | None, digits: int, **how: bool) -> str:
    if interval is None:
        return "not computable"
    low, high = (_written(end, digits, **how) for end in (interval.low, interval.high))
    return f"{low} to {high}"


def _written(value: float | None, digits: int, *, is_share: bool, is_signed: bool) -> str:
    if value is None:
        return ""
    if is_share:
        return f"{value:.0%}".replace("%", " %")
    return signed(value, digits) if is_signed else f"{value:.{digits}f}"
