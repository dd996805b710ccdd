"""Smooth curves of relief over a setting: stored apart, because their bands take a while."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from invertrack.analysis.gates import Gate, curve_gate
from invertrack.analysis.record import Pair
from invertrack.analysis.results import Curve
from invertrack.care.access import Access

from .periods import Period
from .queries import read_days, record_of
from .stored import stored


class Setting(StrEnum):
    """What relief may be drawn over, as the chart's address names it."""

    ANGLE = "angle"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class FoundCurve:
    """A curve, None below its gate."""

    gate: Gate
    curve: Curve | None


def curve_in(access: Access, period: Period, setting: Setting) -> FoundCurve:
    """Return the curve of a period, made at the first asking.

    Its seed is the version of the records, which is stored with it: the same records have the same
    band, on any machine.
    """

    def make(access: Access) -> FoundCurve:
        pairs = record_of(read_days(access, period, journal=False)).pairs
        gate = gate_of(pairs, setting)
        if not gate.open:
            return FoundCurve(gate, None)
        from invertrack.analysis.curve import relief_curve  # numpy, when it is needed
        from invertrack.analysis.dose import adjusted_reliefs, adjustment

        reliefs = adjusted_reliefs(pairs, adjustment(pairs))
        seed = access.patient.data_version
        return FoundCurve(gate, relief_curve(_settings(pairs, setting), reliefs, seed=seed))

    return stored(f"curve-{setting}", access, period, make=make, kind=FoundCurve)


def gate_of(pairs: Sequence[Pair], setting: Setting) -> Gate:
    """Return whether these sessions are enough for a curve."""
    return curve_gate(sessions=len(pairs), settings=len(set(_settings(pairs, setting))))


def _settings(pairs: Sequence[Pair], setting: Setting) -> list[float]:
    if setting == Setting.ANGLE:
        return [float(pair.angle_deg) for pair in pairs]
    return [pair.minutes for pair in pairs]
