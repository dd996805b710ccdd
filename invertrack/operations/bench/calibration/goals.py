"""What is wanted of the tallies, and where it was not reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .claims import Claim
from .rows import AGES, OLDEST, ROWS, Kind, Row
from .run import Tallies
from .tally import MOST_FALSE, Share, Tally, Width, width_of

QUIET: Final = 0.95
FOUND: Final = 0.80


@dataclass(frozen=True, slots=True)
class Place:
    """One claim about one row at one age."""

    row: Row
    age: int
    claim: Claim
    tally: Tally

    @property
    def is_held(self) -> bool:
        """Whether the goals hold here: some rows are reported only, the demo has goals of its own."""
        return self.row.kind in (Kind.NULL, Kind.EFFECT)

    @property
    def claims_hold(self) -> bool | None:
        """Whether false claims are as rare as wanted; None where that is not asked."""
        return self.tally.claims_hold if self.is_held else None

    @property
    def width(self) -> Width | None:
        """How wide intervals are; None where that is not asked."""
        return width_of(self.tally.coverage) if self.is_held else None


@dataclass(frozen=True, slots=True)
class Promise:
    """What is wanted of one of the three demo people, and what was found."""

    row: Row
    what: str
    found: Share
    least: float

    @property
    def is_kept(self) -> bool:
        """Whether it was reached, the error of the simulation not counted in its favour."""
        return self.found.value >= self.least


def places(found: Tallies, claim: Claim) -> Iterator[Place]:
    """Yield what was counted about one claim, in the order of the rows."""
    for row in ROWS:
        for age in (0,) if row.at_session else AGES:
            tally = found.get((row.key, age, claim))
            if tally is not None:
                yield Place(row, age, claim, tally)


def promises(found: Tallies) -> list[Promise]:
    """Return what is wanted of the demo people of whom there are figures."""
    by_key = {row.key: row for row in ROWS}
    kept = []
    for key, age, claim, what in _QUIET:
        tally = found.get((key, age, claim))
        if tally is not None:
            share = Share(tally.people - tally.claims, tally.people)
            kept.append(Promise(by_key[key], what, share, QUIET))
    for key, age, claim, what in _FOUND:
        tally = found.get((key, age, claim))
        if tally is not None:
            kept.append(Promise(by_key[key], what, tally.of_open, FOUND))
    return kept


def allowed(tally: Tally, share: Share) -> bool | None:
    """Whether a method keeps to 5 % of people about whom nothing is so; None of too few."""
    if not tally.is_null or not share.is_judged:
        return None
    return share.is_at_most(MOST_FALSE)


_NONE: Final = "demo_no_effect"
_BY_PAIN: Final = "demo_dose_by_pain"
_QUIET: Final = (
    (_NONE, OLDEST, Claim.TREND, "no clear trend, or withheld"),
    (_NONE, OLDEST, Claim.LEFT, "nothing clear left beside settling, or withheld"),
    (_NONE, OLDEST, Claim.ANGLE, "no clear link with angle, or withheld"),
    (_BY_PAIN, OLDEST, Claim.LEFT, "nothing clear left beside settling, or withheld"),
    (_BY_PAIN, OLDEST, Claim.ANGLE, "no clear link with angle, or withheld"),
    (_BY_PAIN, OLDEST, Claim.GROUP, "no group of angles or minutes named"),
)
_FOUND: Final = (
    ("demo_two_points", 0, Claim.LEFT, "what is left is clearly lower, of open gates"),
)
