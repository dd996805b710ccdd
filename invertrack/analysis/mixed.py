"""Relief against angle over several patients, each with a level of their own.

For a clinician with many patients. Each patient enters as a small table of sums, so that memory
does not grow with their sessions and nobody's rows stand beside another's.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from .estimates import finite
from .gates import Gate, Reason
from .regression import t_interval_of
from .results import Estimate, Method

MIXED_PATIENTS: Final = 8
_FIXED: Final = 3
_DEGREES_A_STEP: Final = 10
# Between-patient share of the variance: below the lowest the patients do not differ.
_LOWEST_SHARE, _HIGHEST_SHARE = 1e-6, 1 - 1e-6
_COLLINEAR: Final = 1e-10
_EXACT: Final = 1e-12

_Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PatientSums:
    """One patient's sums of products of 1, pain before, angle in tens of degrees, and relief."""

    products: tuple[tuple[float, ...], ...]

    @property
    def n(self) -> int:
        """Sessions summed."""
        return round(self.products[0][0])


@dataclass(frozen=True, slots=True)
class MixedFit:
    """Fixed effects in points of relief, and the variance between and within patients.

    ``intercept`` is relief at the mean pain before and the mean angle of all sessions, ``before``
    per point of pain before, ``angle`` per 10 degrees.
    """

    intercept: Estimate
    before: Estimate
    angle: Estimate
    standard_errors: tuple[float, float, float]
    between_var: float
    within_var: float
    log_likelihood: float


@dataclass(frozen=True, slots=True)
class Mixed:
    """What several patients say together.

    ``fit`` is None where the gate is closed and where ``is_singular``: patients who do not differ
    beyond chance, sessions that do not scatter, or settings that cannot be told apart.
    """

    patients: int
    n: int
    gate: Gate
    is_singular: bool
    fit: MixedFit | None


def patient_sums(
    before: Sequence[float], angles_deg: Sequence[float], reliefs: Sequence[float]
) -> PatientSums:
    """Sum up one patient's sessions: all that the model needs of them.

    Args:
        before: (n,) pain before, points, n >= 1, without gaps.
        angles_deg: (n,) degrees, same order.
        reliefs: (n,) before minus after, points.
    Raises: ValueError: If lengths differ or a value is missing.
    Source: none needed. O(n).

    >>> patient_sums([6, 4], [20, 30], [1, 2]).n
    2
    """
    columns = [finite(before), finite(angles_deg) / _DEGREES_A_STEP, finite(reliefs)]
    if len({column.size for column in columns}) > 1:
        raise ValueError("pain before, angle and relief are of the same sessions")
    rows = np.column_stack([np.ones(columns[0].size), *columns])
    return PatientSums(tuple(map(tuple, (rows.T @ rows).tolist())))


def random_intercepts(patients: Sequence[PatientSums]) -> Mixed:
    """Fit relief ~ pain before + angle + a level for each patient, by restricted likelihood.

    Without the level, a patient who has more relief and happens to go steeper would be taken for
    an effect of the angle.

    Args:
        patients: One entry per patient, in any order.
    Returns: Points of relief; intervals of Student's t, with the sessions less patients and
        slopes as degrees of freedom, for the intercept with the patients less one.
    Source: Laird & Ware (1982), Biometrics 38, 963-974; Patterson & Thompson (1971), Biometrika
        58, 545-554. The house minimum of patients. O(patients) per step of a search over one
        ratio.

    >>> alike = [patient_sums([5, 6, 7, 6], [20, 30, 20, 40], [0, 1, 2, 1])] * 8
    >>> random_intercepts(alike).is_singular, random_intercepts(alike[:7]).gate.to_go
    (True, 1)
    """
    n = sum(patient.n for patient in patients)
    filled = len(patients) >= MIXED_PATIENTS
    reason = Reason.ENOUGH if filled else Reason.TOO_FEW_GROUPS
    gate = Gate(filled, MIXED_PATIENTS, len(patients), reason)
    fit = _fit(_centred(patients), n) if gate.open else None
    return Mixed(len(patients), n, gate, is_singular=gate.open and fit is None, fit=fit)


@dataclass(frozen=True, slots=True, eq=False)
class _Solved:
    """The fit at one share of the variance between patients; ``deviance`` is -2 log likelihood."""

    coefficients: _Array
    spread: _Array
    within_var: float
    ratio: float
    deviance: float


def _centred(patients: Sequence[PatientSums]) -> _Array:
    """Return the (patients, 4, 4) sums with pain before and angle about their means over all."""
    products = np.array([patient.products for patient in patients])
    total = products.sum(axis=0)
    shift = np.eye(_FIXED + 1)
    shift[0, 1:_FIXED] = -total[0, 1:_FIXED] / total[0, 0]
    return np.asarray(shift.T @ products @ shift)


def _fit(products: _Array, n: int) -> MixedFit | None:
    total = products.sum(axis=0)
    if n <= _FIXED + len(products) or not _are_told_apart(total[:_FIXED, :_FIXED]):
        return None
    found = minimize_scalar(
        lambda share: _solve(products, n, share).deviance,
        bounds=(0.0, _HIGHEST_SHARE),
        method="bounded",
        options={"xatol": 1e-10},
    )
    share = float(found.x)
    solved = _solve(products, n, share)
    alike = _solve(products, n, 0.0)
    exact = solved.within_var <= _EXACT * float(total[_FIXED, _FIXED]) / n
    if exact or share <= _LOWEST_SHARE or alike.deviance <= solved.deviance:
        return None
    return _described(solved, products)


def _are_told_apart(gram: _Array) -> bool:
    """Whether no column is constant or a sum of the others."""
    if (np.diag(gram) <= _COLLINEAR * gram[0, 0]).any():
        return False
    scale = np.sqrt(np.diag(gram))
    return bool(np.linalg.eigvalsh(gram / np.outer(scale, scale))[0] > _COLLINEAR)


def _solve(products: _Array, n: int, share: float) -> _Solved:
    """Return the fit where ``share`` of the variance of one session lies between patients."""
    ratio = share / (1 - share)
    sizes = products[:, 0, 0]
    drawn = ratio / (1 + ratio * sizes)
    firsts = products[:, 0, :]
    weighted = products.sum(axis=0) - (firsts * drawn[:, None]).T @ firsts
    spread = np.linalg.inv(weighted[:_FIXED, :_FIXED])
    coefficients = spread @ weighted[:_FIXED, _FIXED]
    rss = float(weighted[_FIXED, _FIXED] - coefficients @ weighted[:_FIXED, _FIXED])
    df = n - _FIXED
    within_var = max(rss, np.finfo(float).tiny) / df
    deviance = (
        df * (math.log(2 * math.pi * within_var) + 1)
        + float(np.log1p(ratio * sizes).sum())
        - float(np.linalg.slogdet(spread)[1])
    )
    return _Solved(coefficients, spread, within_var, ratio, deviance)


def _standard_errors(solved: _Solved, products: _Array) -> list[float]:
    """Return those of the coefficients, with the ratio of variances as unsure as it is.

    They come from the observed information of coefficients and ratio together: from few patients
    the ratio cannot be taken for known.
    """
    sizes, firsts = products[:, 0, 0], products[:, 0, :_FIXED]
    left_over = products[:, 0, _FIXED] - firsts @ solved.coefficients
    shrunk = 1 + solved.ratio * sizes
    once, twice = 1 / shrunk**2, 2 * sizes / shrunk**3  # derivatives by the ratio
    var, df = solved.within_var, float(sizes.sum()) - _FIXED
    turn = solved.spread @ ((firsts * once[:, None]).T @ firsts)
    bend = solved.spread @ ((firsts * twice[:, None]).T @ firsts)
    fit = float(twice @ left_over**2) / var - float(once @ left_over**2) ** 2 / (df * var**2)
    of_ratio = (fit - float(((sizes / shrunk) ** 2).sum()) + np.trace(bend - turn @ turn)) / 2
    shared = firsts.T @ (once * left_over) / var
    known = solved.spread * var
    left = of_ratio - float(shared @ known @ shared)
    widened = np.outer(known @ shared, known @ shared) / left if left > 0 else 0.0
    return [math.sqrt(variance) for variance in np.diag(known + widened).tolist()]


def _described(solved: _Solved, products: _Array) -> MixedFit:
    n, patients = round(float(products[:, 0, 0].sum())), len(products)
    errors = _standard_errors(solved, products)
    inside = n - patients - (_FIXED - 1)
    intercept, before, angle = (
        Estimate(value, t_interval_of(value, se, df), n, Method.REML)
        for value, se, df in zip(
            solved.coefficients.tolist(), errors, (patients - 1, inside, inside), strict=True
        )
    )
    return MixedFit(
        intercept=intercept,
        before=before,
        angle=angle,
        standard_errors=(errors[0], errors[1], errors[2]),
        between_var=solved.ratio * solved.within_var,
        within_var=solved.within_var,
        log_likelihood=-solved.deviance / 2,
    )
