"""What is left of the mean change once pain is given what it would have settled by itself.

People start sessions when pain is high, partly by chance, and the next reading is lower whatever
they do. The change is therefore read at usual pain, where chance pulls neither way. What is left
may still be rest or expectation.
"""

import math

import numpy as np

from .change import mean_change
from .estimates import Z95
from .gates import Gate, Reason, baseline_gate
from .record import Pair, Record
from .regression import Regression, ols_hac, serial_se, t_interval_of, two_sided_p
from .results import Baseline, Estimate, Interval, Method


def baseline_gate_of(record: Record) -> Gate:
    """Gate the change that is left by what a record holds in time; late entries do not count.

    Args:
        record: One person's series.
    Returns: The gate; ``NO_SPREAD`` where every session began at the same pain.
    Source: house decision, see ``baseline_gate``; percentiles interpolate linearly. O(n log n).

    >>> usual = tuple((day, 5.0 + day % 3) for day in range(60))
    >>> worse = tuple(Pair(day, 30, 120, 8 + day % 2, 6) for day in range(0, 60, 2))
    >>> gate = baseline_gate_of(Record(usual=usual, pairs=worse, session_days=frozenset()))
    >>> gate.reason.name  # all of them began at 8 or 9, and usual pain is 6
    'ONLY_WHEN_WORSE'
    """
    before = [pair.before for pair in _in_time(record)]
    scores = [score for _, score in record.usual]
    side = 0
    if before and scores:
        low, high = np.percentile(before, [10, 90])
        usual = np.mean(scores)
        side = int(usual > high) - int(usual < low)
    gate = baseline_gate(
        sessions=len(before),
        usual_ratings=len(scores),
        without_session=sum(day not in record.session_days for day, _ in record.usual),
        usual_side=side,
    )
    if gate.open and min(before) == max(before):
        return Gate(False, gate.needed, gate.have, Reason.NO_SPREAD)
    return gate


def baseline_change(record: Record) -> Baseline:
    """Cut the mean change in two: what settles by itself, and what is left.

    after - mu = left + rho (before - mu) + e, with mu the usual pain at that time of day. The
    interval shown adds the uncertainty of mu to the largest of three standard errors; that of the
    published method is the widest over mu, from plain least squares. The two parts make up a
    change that is known, so that whatever is uncertain of the one is uncertain of the other.

    Args:
        record: One person's series; late sessions are left out.
    Returns: Points, negative is less pain after. No interval where the line fits without rest.
    Raises: ValueError: If fewer than three sessions count, all began at the same pain, or there is
        no rating of usual pain.
    Source: Mee & Chua (1991), Am. Stat. 45, 39-42; unknown mu as Ostermann, Willich & Ludtke
        (2008), BMC Med. Res. Methodol. 8, 52; the shown interval is a house choice, checked by
        simulation. O(n).

    >>> usual = tuple((day, 4.0 + day % 3) for day in range(60))
    >>> bad_days = tuple(
    ...     Pair(2 * index, 30, 120, before, 4 + index % 3)
    ...     for index, before in enumerate([5, 6, 7, 8, 6, 7] * 5)
    ... )
    >>> cut = baseline_change(Record(usual=usual, pairs=bad_days))
    >>> cut.mean_change, cut.left.interval.excludes_zero  # usual pain was 5 all along
    (-1.5, False)
    """
    pairs = _in_time(record)
    usual, usual_se = _usual_pain([score for _, score in record.usual])
    before = np.array([pair.before for pair in pairs], dtype=np.float64)
    after = np.array([pair.after for pair in pairs], dtype=np.float64)
    line = ols_hac(after - usual.value, before - usual.value)
    left, rho = line.coefficients.tolist()
    se = float(serial_se(line, [pair.day for pair in pairs])[0])
    # A line that fits without rest says nothing of chance, whatever usual pain is.
    se = math.hypot(se, (1 - rho) * usual_se) if se > 0 else 0.0
    shown, change = t_interval_of(left, se, line.df), float((after - before).mean())
    settling = (rho - 1) * (float(before.mean()) - usual.value)
    return Baseline(
        usual=usual,
        usual_se=usual_se,
        left=_estimate(left, shown, line),
        published=_estimate(left, _widest(line, usual_se), line),
        settling=_estimate(settling, shown and _rest(change, shown), line),
        mean_change=change,
        rho=rho,
        p=two_sided_p(left, float(line.se_ols[0]), line.df),
        p_shown=two_sided_p(left, se, line.df),
    )


def _in_time(record: Record) -> list[Pair]:
    return [pair for pair in record.pairs if not pair.is_late]


def _usual_pain(scores: list[float]) -> tuple[Estimate, float]:
    """Return usual pain and its standard error; 0 where the ratings do not differ."""
    mean = mean_change(scores)
    return mean.shown, (mean.sd or 0.0) / math.sqrt(mean.n_eff)


def _estimate(value: float, interval: Interval | None, line: Regression) -> Estimate:
    return Estimate(value, interval, line.n, Method.MEE_CHUA)


def _rest(change: float, left: Interval) -> Interval:
    """Return the interval of what a known change has beside what is left of it."""
    return Interval(change - left.high, change - left.low)


def _widest(line: Regression, usual_se: float) -> Interval | None:
    """Return what holds the plain intervals at usual pain and 1.96 of its errors either side."""
    left, rho = line.coefficients.tolist()
    noise = float(line.se_ols[0]) / math.sqrt(line.spread[0, 0])
    found = []
    for shift in (-Z95 * usual_se, 0.0, Z95 * usual_se):
        at = np.array([1.0, shift])
        se = noise * math.sqrt(at @ line.spread @ at)
        found.append(t_interval_of(left + (rho - 1) * shift, se, line.df))
    ends = [interval for interval in found if interval is not None]
    if not ends:
        return None
    return Interval(min(end.low for end in ends), max(end.high for end in ends))
