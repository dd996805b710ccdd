"""Relief against angle and time at angle, with pain before and the week held.

Nobody drew lots for the settings: people choose them, and choose steeper ones on worse days and in
later weeks. A link found here may be due to when a setting was chosen.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .gates import ADJUSTMENT_SESSIONS, DOSE_ANGLE_SESSIONS, Gate, Reason, dose_gate
from .record import Pair
from .regression import Regression, ols_hac, serial_se, t_interval_of, two_sided_p
from .results import Adjustment, Dose, Estimate, Interval, Method, Term

# The intercept, the week and an angle that climbs with it take slow movement out of residuals.
_SLOW_COLUMNS = 3


def dose_gate_of(pairs: Sequence[Pair]) -> Gate:
    """Gate the regression of relief by the sessions and how their settings vary.

    Args:
        pairs: Sessions with both ratings, one a day, in order of days; may be empty.
    Returns: The gate; ``NO_SPREAD`` where all began at the same pain, ``SETTINGS_TOO_ALIKE`` also
        where one setting follows from another.
    Source: house decision, see ``dose_gate``. O(n).

    >>> one_angle = [Pair(day, 30, 60 + day, 6, 5) for day in range(50)]
    >>> dose_gate_of(one_angle).reason.name, dose_gate_of([]).to_go
    ('TOO_FEW_SETTINGS', 40)
    """
    used = Counter(pair.angle_deg for pair in pairs)
    angle, minutes = _column([p.angle_deg for p in pairs]), _column([p.minutes for p in pairs])
    gate = dose_gate(
        sessions=len(pairs),
        used_angles=sum(count >= DOSE_ANGLE_SESSIONS for count in used.values()),
        angle_sd=_sd(angle),
        minutes_sd=_sd(minutes),
        angle_day=_correlation(angle, _column([p.day for p in pairs])),
    )
    if not gate.open:
        return gate
    if len({pair.before for pair in pairs}) == 1:
        return Gate(False, gate.needed, gate.have, Reason.NO_SPREAD)
    try:
        _fit(pairs)
    except ValueError:
        return Gate(False, gate.needed, gate.have, Reason.SETTINGS_TOO_ALIKE)
    return gate


def gated_dose(pairs: Sequence[Pair]) -> tuple[Gate, Dose | None]:
    """Return the regression with the gate that opens it; a fit without any scatter tells nothing.

    Args:
        pairs: (n,) sessions in time order; n may be 0.
    Source: house decision. As ``dose_response``.

    >>> gate, dose = gated_dose([])
    >>> gate.reason.name, dose
    ('TOO_FEW_SESSIONS', None)
    """
    gate = dose_gate_of(pairs)
    if not gate.open:
        return gate, None
    dose = dose_response(pairs)
    if dose.angle.shown.interval is None or dose.minutes.shown.interval is None:
        return Gate(False, gate.needed, gate.have, Reason.NO_SCATTER), None
    return gate, dose


def dose_response(pairs: Sequence[Pair]) -> Dose:
    """Regress relief on pain before, angle, minutes and week.

    The week is required: an angle that rises over the weeks otherwise takes credit for all that
    changes with them. Shown intervals use the largest of three standard errors, published ones of
    two.

    Args:
        pairs: Sessions with both ratings, one a day, in order of days.
    Returns: Points of relief per point before, per 10 degrees, per minute and per week.
    Raises: ValueError: If five sessions or fewer are given or a column says nothing of its own.
    Source: Newey & West (1987), Econometrica 55, 703-708; the largest standard error is a house
        choice, checked by simulation. O(n).

    >>> angles = (30, 15, 25, 10)  # and five degrees more each fortnight
    >>> pairs = [
    ...     Pair(day, angles[day % 4] + 5 * (day // 14), 60 + 60 * (day % 3), before, after)
    ...     for day in range(56)
    ...     for before in [6 + day % 4]
    ...     for after in [before - day // 14 - (day % 7 == 3)]
    ... ]
    >>> ols_hac([p.relief for p in pairs], [p.angle_deg for p in pairs]).p(1) < 0.001
    True
    >>> dose = dose_response(pairs)  # relief grew by the week, and the angle with it
    >>> dose.week.shown.interval.excludes_zero, dose.angle.shown.interval.excludes_zero
    (True, False)
    """
    line = _fit(pairs)
    se = serial_se(line, [pair.day for pair in pairs], slow=_SLOW_COLUMNS)
    angle, minutes = [pair.angle_deg for pair in pairs], [pair.minutes for pair in pairs]
    intercept, before, by_angle, by_minutes, week = (
        _term(line, index, float(se[index])) for index in range(5)
    )
    return Dose(
        n=line.n,
        df=line.df,
        hac_lags=line.lags,
        r2=line.r2,
        intercept=intercept,
        before=before,
        angle=by_angle,
        minutes=by_minutes,
        week=week,
        angles_deg=Interval(float(min(angle)), float(max(angle))),
        minutes_used=Interval(min(minutes), max(minutes)),
        angle_with_before=_correlation(_column(angle), _column([p.before for p in pairs])),
    )


def adjustment(pairs: Sequence[Pair]) -> Adjustment | None:
    """Return how relief is read at one pain before, or None where too little says how.

    Args:
        pairs: Sessions with both ratings, one a day.
    Returns: The slope of relief on pain before, read at their mean; None below twenty sessions or
        where all began at the same pain.
    Source: ordinary least squares. O(n).

    >>> bad_days_steeper = [Pair(2 * k, 20, 60, 4, 4) for k in range(10)]
    >>> bad_days_steeper += [Pair(2 * k + 21, 40, 60, 7, 4) for k in range(10)]
    >>> adjustment(bad_days_steeper).slope  # three points more to fall, and three more fell
    1.0
    """
    before = _column([pair.before for pair in pairs])
    if len(pairs) < ADJUSTMENT_SESSIONS or before.min() == before.max():
        return None
    centred = before - before.mean()
    relief = _column([pair.relief for pair in pairs])
    slope = float(centred @ relief) / float(centred @ centred)
    return Adjustment(slope=slope, at_before=float(before.mean()), n=len(pairs))


def adjusted_reliefs(pairs: Sequence[Pair], read_at: Adjustment | None) -> list[float]:
    """Return the relief of each session as if all had begun at the same pain.

    Args:
        pairs: Sessions with both ratings.
        read_at: What ``adjustment`` says of them; None leaves relief as it was rated.
    Returns: (n,) points, in order of the sessions.
    Source: as ``adjustment``. O(n).

    >>> worse, milder = Pair(0, 40, 60, 7, 4), Pair(1, 20, 60, 4, 4)
    >>> adjusted_reliefs([worse, milder], Adjustment(slope=1.0, at_before=5.5, n=20))
    [1.5, 1.5]
    """
    if read_at is None:
        return [float(pair.relief) for pair in pairs]
    return [read_at.read(pair.relief, pair.before) for pair in pairs]


def _fit(pairs: Sequence[Pair]) -> Regression:
    columns = [
        _column([pair.before for pair in pairs]),
        _column([pair.angle_deg / 10 for pair in pairs]),
        _column([pair.minutes for pair in pairs]),
        _column([pair.day / 7 for pair in pairs]),
    ]
    relief = [float(pair.relief) for pair in pairs]
    return ols_hac(relief, *(column - column.mean() for column in columns))


def _term(line: Regression, index: int, se_shown: float) -> Term:
    published = line.estimate(index)
    interval = t_interval_of(published.value, se_shown, line.df)
    return Term(
        shown=Estimate(published.value, interval, line.n, Method.REGRESSION),
        published=published,
        se_ols=float(line.se_ols[index]),
        se_hac=float(line.se_hac[index]),
        se=float(line.se[index]),
        se_shown=se_shown,
        p=line.p(index),
        p_shown=two_sided_p(published.value, se_shown, line.df),
    )


def _column(values: Sequence[float]) -> NDArray[np.float64]:
    return np.array(values, dtype=np.float64)


def _sd(values: NDArray[np.float64]) -> float:
    return float(values.std(ddof=1)) if values.size > 1 else 0.0


def _correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Return Pearson's correlation; 0 where a column does not move."""
    if one.size < 2 or one.min() == one.max() or other.min() == other.max():
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])
