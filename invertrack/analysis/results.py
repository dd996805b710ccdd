"""Everything that analysis answers: frozen numbers with n, interval, method and gate, never words.

This module imports neither numpy nor scipy, so that a stored result is read without either. Days are
whole days since 1970-01-01; points are of the 0-10 NRS. An ``interval`` None is "not computable", a
result None is withheld by the gate that stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from .gates import Gate, single_case_gate

NOBODY_INVERTED: Final = single_case_gate(0, 0)


class Method(StrEnum):
    """How an estimate and its interval were made; clinician screens and exports name it."""

    T = "t"
    AR1_EFFECTIVE_N = "ar1_effective_n"
    HODGES_LEHMANN = "hodges_lehmann"
    WILSON = "wilson"
    ORDER_STATISTICS = "order_statistics"
    THEIL_SEN = "theil_sen"
    THEIL_SEN_SMOOTHED = "theil_sen_smoothed"
    MANN_KENDALL = "mann_kendall"
    HAMED_RAO = "hamed_rao_lag_3"
    YUE_WANG = "yue_wang_lag_1"
    MEE_CHUA = "mee_chua"
    REGRESSION = "regression"
    PARTIAL_POOLING = "partial_pooling"
    DIFFERENCE = "difference"
    NEWCOMBE = "newcombe"
    SUBSET_MEANS = "subset_means"
    NORMAL_PRIOR = "normal_prior"
    NEWEY_WEST = "newey_west"
    REML = "reml"


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval, in the unit of its estimate."""

    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Whether 0 lies outside; an end on 0 does not."""
        return self.low > 0 or self.high < 0

    def times(self, factor: float) -> Interval:
        """The interval in another unit, turned over where the factor is negative."""
        low, high = sorted((self.low * factor, self.high * factor))
        return Interval(low, high)


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number with what it stands on. ``interval`` None means "not computable"."""

    value: float
    interval: Interval | None
    n: int
    method: Method

    def times(self, factor: float) -> Estimate:
        """The estimate in another unit: a slope a day, times 7, is one a week."""
        interval = self.interval and self.interval.times(factor)
        return Estimate(self.value * factor, interval, self.n, self.method)


@dataclass(frozen=True, slots=True)
class Directions:
    """Sessions by the direction of their change; ties are counted apart, never halved."""

    lower: int
    same: int
    higher: int

    @property
    def n(self) -> int:
        """All sessions counted."""
        return self.lower + self.same + self.higher


@dataclass(frozen=True, slots=True)
class MeanChange:
    """The mean change in points, as shown and as the naive t interval would have it."""

    shown: Estimate
    naive: Estimate
    sd: float | None
    lag1_raw: float
    lag1: float
    n_eff: float


@dataclass(frozen=True, slots=True)
class PairedChange:
    """All that one series of before and after ratings says about its change, in points."""

    n: int
    mean: MeanChange
    median: float
    hodges_lehmann: Estimate
    directions: Directions
    share_lower: Estimate


@dataclass(frozen=True, slots=True)
class Trend:
    """A straight line through daily scores: points a day, and how sure its direction is.

    ``shown`` is the slope and interval that pages show; ``published`` those of the published house
    method, with its ``lag1``, ``inflation``, ``z`` and ``p``. They differ because the second reads
    equal scores as no change at all. Each line has its own ``intercept``.
    """

    shown: Estimate
    published: Estimate
    intercept: float
    published_intercept: float
    first_day: int
    last_day: int
    s: float
    var_s: float
    kendall_tau_a: float
    lag1_raw: float
    lag1: float
    inflation: float
    z: float
    p: float
    p_shown: float

    @property
    def is_clear(self) -> bool:
        """Whether "lower" or "higher" may be said: p below .05 and an interval that excludes 0."""
        interval = self.shown.interval
        return interval is not None and self.p_shown < 0.05 and interval.excludes_zero

    def value_at(self, day: float) -> float:
        """The height of the shown line on a day, points; it may leave the scale."""
        return self.intercept + self.shown.value * day


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """One published Mann-Kendall test beside the trend, for clinicians and never for a sentence.

    ``z`` and ``p`` None: the correction left no positive variance.
    """

    method: Method
    s: float
    var_s: float
    z: float | None
    p: float | None


@dataclass(frozen=True, slots=True)
class Baseline:
    """A mean change cut in two: what settles by itself towards usual pain, and what is left.

    ``usual`` is the usual pain at that time of day; ``settling`` + ``left`` = the mean change, all
    after minus before. ``left`` has the interval that pages show, ``published`` the same value with
    that of the published method: the widest over the uncertainty of usual pain. ``p`` is that of
    the published method at usual pain, ``p_shown`` goes with the interval of ``left``.
    """

    usual: Estimate
    usual_se: float
    left: Estimate
    published: Estimate
    settling: Estimate
    mean_change: float
    rho: float
    p: float
    p_shown: float


@dataclass(frozen=True, slots=True)
class Term:
    """One coefficient of a regression, with two intervals.

    ``published`` has that of the published house method: ``se``, the larger of ``se_ols`` and
    ``se_hac``, and its ``p``. ``shown`` has the interval that pages show, from ``se_shown``.
    """

    shown: Estimate
    published: Estimate
    se_ols: float
    se_hac: float
    se: float
    se_shown: float
    p: float
    p_shown: float


@dataclass(frozen=True, slots=True)
class Dose:
    """Relief against angle (per 10 degrees) and time (per minute), with pain before and week held.

    Terms are relief in points per unit; the spans are what was used, and nothing is said beyond.
    ``angle_with_before`` is the correlation of the chosen angle with pain before.
    """

    n: int
    df: int
    hac_lags: int
    r2: float
    intercept: Term
    before: Term
    angle: Term
    minutes: Term
    week: Term
    angles_deg: Interval
    minutes_used: Interval
    angle_with_before: float

    def is_clear(self, setting: Term) -> bool:
        """Whether a link with angle or minutes holds although both were looked at (Holm)."""
        small, large = sorted((self.angle.p_shown, self.minutes.p_shown))
        adjusted = 2 * small if setting.p_shown == small else max(2 * small, large)
        interval = setting.shown.interval
        return interval is not None and interval.excludes_zero and adjusted < 0.05


@dataclass(frozen=True, slots=True)
class Adjustment:
    """How relief is read at one pain before: ``slope`` points of relief per point of pain before."""

    slope: float
    at_before: float
    n: int

    def read(self, relief: float, before: float) -> float:
        """The relief of a session as if it had begun at ``at_before``, points."""
        return relief - self.slope * (before - self.at_before)


@dataclass(frozen=True, slots=True)
class Bin:
    """Values from ``low`` up to but not including ``high``; None is no upper end."""

    label: str
    low: float
    high: float | None


@dataclass(frozen=True, slots=True)
class BinMean:
    """One bin's sessions. Below its gate only ``n`` is known; no interval is "not computable".

    ``pooled`` is its mean drawn towards that of all bins, by as much as chance explains.
    """

    bin: Bin
    n: int
    gate: Gate
    mean: float | None
    interval: Interval | None
    method: Method = Method.T
    pooled: Estimate | None = None


@dataclass(frozen=True, slots=True)
class Pooling:
    """What groups have in common: their pooled mean and the variance between and within them."""

    mean: Estimate
    within_var: float
    between_var: float
    q: float


@dataclass(frozen=True, slots=True)
class StandsOut:
    """A group that differs from the others beyond chance: its lead over the pooled mean, points.

    ``p`` is adjusted for the number of groups (Holm).
    """

    index: int
    lead: Estimate
    p: float


@dataclass(frozen=True, slots=True)
class Groups:
    """Relief by the fixed bins of one setting.

    ``gate`` is that of comparing them; ``stands_out`` is empty where it is closed, and nearly
    always where it is open. ``pooling`` None: fewer than two bins can be pooled.
    """

    bins: tuple[BinMean, ...]
    gate: Gate
    pooling: Pooling | None
    stands_out: tuple[StandsOut, ...]


class Cell(NamedTuple):
    """One place of the grid: a whole five degrees, and whole half minutes in seconds."""

    angle_deg: int
    duration_s: int


@dataclass(frozen=True, slots=True)
class CellMean:
    """One cell's sessions. Below its gate only ``n`` is known; ``pooled`` as in ``BinMean``."""

    cell: Cell
    n: int
    gate: Gate
    mean: float | None
    interval: Interval | None
    pooled: Estimate | None = None


@dataclass(frozen=True, slots=True)
class Median:
    """The median of pain at one time around sessions; None below its gate."""

    n: int
    gate: Gate
    median: Estimate | None


@dataclass(frozen=True, slots=True)
class SingleCase:
    """Daily pain before the first session against from then on: overlap, described and no more.

    ``nap`` is the share of pairs of days in which the later one had less pain; Newcombe's interval.
    """

    days_before: int
    days_after: int
    nap: Estimate
    nap_se: float
    tau: float
    tau_u: float


@dataclass(frozen=True, slots=True)
class Curve:
    """A LOWESS curve of relief over a setting, with its bootstrap band; descriptive only."""

    n: int
    x: tuple[float, ...]
    y: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    block: int
    resamples: int
    seed: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that one ``Record`` says, each result with the gate that opens it.

    ``change`` is there from the share's gate on, though its mean waits for ``mean_gate``.
    ``medians`` are of pain before, right after, after 30 minutes, after 2 hours and next morning.
    ``rated_days`` counts the days of the trend's series. ``angle_with_before`` is the correlation of
    the chosen angle with pain before, None where too few sessions or all alike tell none.
    """

    pairs: int
    share_gate: Gate
    mean_gate: Gate
    change: PairedChange | None
    trend_gate: Gate
    trend: Trend | None
    baseline_gate: Gate
    baseline: Baseline | None
    dose_gate: Gate
    dose: Dose | None
    adjustment: Adjustment | None
    by_angle: Groups
    by_minutes: Groups
    cells: tuple[CellMean, ...]
    medians: tuple[Median, ...]
    single_case: SingleCase | None
    rated_days: int = 0
    angle_with_before: float | None = None
    single_case_gate: Gate = NOBODY_INVERTED
