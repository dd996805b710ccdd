"""From answers to a score, and from two scores to a change: plain values in, plain values out.

Each scorer holds its questionnaire's rule for what was not answered. An answer that is missing is
None and never a 0.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from .enums import Name
from .instruments import Important, Instrument

# [H] Closer together, two passes are one and the same state asked twice.
DAYS_APART = 7
DIGITS = 9  # a third of a point must not fail a threshold that it meets on paper

type Answers = Mapping[str, Any]


def peg(scores: Sequence[int | None]) -> float | None:
    """Return the mean of the three items, 0-10, None unless all three were answered.

    [H] No rule for a missing item is published. Source: Krebs et al. (2009).

    >>> peg([6, 7, 5]), peg([4, None, 5])
    (6.0, None)
    """
    if len(scores) != 3 or None in scores:
        return None
    return fmean(scores)


def rmdq24(ticked: Collection[str]) -> int:
    """Return the number of ticked sentences, 0-24: one that does not apply is unticked and is a 0.

    Source: Roland & Morris (1983).

    >>> rmdq24({"1", "3", "24"})
    3
    """
    return len(set(ticked))


def psfs(scores: Sequence[int | None]) -> float | None:
    """Return the mean of the activities that were rated, 0-10, higher is better; None for none.

    Source: Stratford et al. (1995).

    >>> psfs([3, None, 4]), psfs([None])
    (3.5, None)
    """
    rated = [score for score in scores if score is not None]
    return fmean(rated) if rated else None


def pgic(code: str | None, asked: Instrument) -> int | None:
    """Return the number of a label; what is kept is the label's code, for others number in reverse."""
    return None if code is None else asked.option(code).number


def score(asked: Instrument, answers: Answers) -> float | None:
    """Return what the answers to one pass come to, by the rule of its questionnaire."""
    return SCORERS[asked.id](asked, answers)


def _score_peg(asked: Instrument, answers: Answers) -> float | None:
    return peg([answers.get(item.id) for item in asked.items])


def _score_rmdq24(asked: Instrument, answers: Answers) -> float | None:
    return float(rmdq24({item.id for item in asked.items if answers.get(item.id)}))


def _score_psfs(asked: Instrument, answers: Answers) -> float | None:
    return psfs(list(answers.values()))


def _score_pgic(asked: Instrument, answers: Answers) -> float | None:
    number = pgic(answers.get(asked.items[0].id), asked)
    return None if number is None else float(number)


SCORERS: dict[Name, Callable[[Instrument, Answers], float | None]] = {
    Name.PEG: _score_peg,
    Name.RMDQ24: _score_rmdq24,
    Name.PSFS: _score_psfs,
    Name.PGIC: _score_pgic,
}


@dataclass(frozen=True, slots=True)
class Change:
    """What lies between two scores of one questionnaire; ``points`` is after - before.

    ``percent`` is the same of the earlier score, None where that is 0. ``by_points`` and
    ``by_percent`` say whether the change, up or down, is one that people usually notice: None where
    it lies between the estimates, or where there is no such number.
    """

    before: float
    after: float
    points: float
    percent: float | None
    by_points: bool | None
    by_percent: bool | None

    @property
    def disagree(self) -> bool:
        """Whether one test is met and the other is not."""
        return {self.by_points, self.by_percent} == {True, False}


def change(before: float, after: float, important: Important) -> Change:
    """Return the change from one score to a later one, with both tests.

    >>> low = Important((5, 5), 30, "", "")
    >>> change(12, 7, low).points, round(change(12, 7, low).percent), change(0, 3, low).percent
    (-5, -42, None)
    """
    points = after - before
    percent = points / before * 100 if before else None
    return Change(
        before=before,
        after=after,
        points=points,
        percent=percent,
        by_points=_reaches(points, *important.points),
        by_percent=None
        if percent is None or important.percent is None
        else _reaches(percent, important.percent, important.percent),
    )


def rated_twice(before: Answers, after: Answers) -> list[str]:
    """Return the activities that were rated both times, in the order of the later one."""
    return [
        key for key, score in after.items() if score is not None and before.get(key) is not None
    ]


def _reaches(size: float, lowest: float, highest: float) -> bool | None:
    size = round(abs(size), DIGITS)
    if size >= highest:
        return True
    return None if size >= lowest else False
