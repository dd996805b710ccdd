"""Taking turns, and what the turns say: the median of per-round ratios with its interval."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

WARM_UP_ROUNDS: Final = 5
RESAMPLES: Final = 2000
SEED: Final = 7

type Clock = Callable[[], int]
type Times = dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value with its 95 % interval; what is counted is its own interval."""

    value: float
    low: float
    high: float

    @classmethod
    def exact(cls, value: float) -> Figure:
        """Return what was counted, not estimated."""
        return cls(value, value, value)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is timed: ``run`` takes what ``before`` made, ``after`` what it answered; both untimed."""

    run: Callable[[Any], Any]
    before: Callable[[], Any] = lambda: None
    after: Callable[[Any], None] = lambda answer: None


def take_turns(
    candidates: Mapping[str, Candidate],
    *,
    rounds: int,
    tick: Callable[[], None] = lambda: None,
    clock: Clock = time.perf_counter_ns,
) -> Times:
    """Run every candidate once a round, in an order left to chance; return milliseconds by name.

    A few rounds go before that count for nothing: caches fill, code gets warm.
    """
    order, rng = list(candidates), np.random.default_rng(SEED)
    times: Times = {name: [] for name in candidates}
    for number in range(-WARM_UP_ROUNDS, rounds):
        rng.shuffle(order)
        for name in order:
            spent = _time(candidates[name], clock)
            if number >= 0:
                times[name].append(spent)
        if number >= 0:
            tick()
    return times


def ratio(of: Sequence[float], to: Sequence[float]) -> Figure:
    """Return the median of the per-round ratios, with a bootstrap 95 % interval.

    Args:
        of: Times of one candidate, round by round.
        to: Times of the other one in the same rounds.
    Raises: ValueError: If the rounds are not the same, or there are none.
    Source: Efron (1979), percentile interval of the resampled median. The same times give the same
        interval.

    >>> ratio([2.0, 4.0, 6.0], [1.0, 2.0, 3.0])
    Figure(value=2.0, low=2.0, high=2.0)
    """
    if not of or len(of) != len(to):
        raise ValueError("a ratio needs the same rounds of both, one or more")
    return median(np.asarray(of) / np.asarray(to))


def median(values: Sequence[float] | np.ndarray) -> Figure:
    """Return the median with a bootstrap 95 % interval."""
    found = np.asarray(values, dtype=float)
    drawn = np.random.default_rng(SEED).integers(0, found.size, (RESAMPLES, found.size))
    low, high = np.percentile(np.median(found[drawn], axis=1), [2.5, 97.5])
    return Figure(float(np.median(found)), float(low), float(high))


def _time(candidate: Candidate, clock: Clock) -> float:
    given = candidate.before()
    started = clock()
    answer = candidate.run(given)
    spent = clock() - started
    candidate.after(answer)
    return spent / 1e6
