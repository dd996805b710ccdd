"""Counts of what was claimed, and the shares they make with their Monte Carlo error."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final

from .claims import Said

Z95: Final = 1.959964
MOST_FALSE: Final = 0.05
COVERAGE: Final = (0.93, 0.97)
FEWEST: Final = 50  # of fewer people no share is judged


class Width(StrEnum):
    """What coverage says of intervals; too wide ones are honest and say less than they could."""

    NARROW = "too narrow"
    RIGHT = "right"
    WIDE = "too wide"


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many people."""

    count: int
    of: int

    @property
    def value(self) -> float:
        """The share, 0 to 1."""
        return self.count / self.of if self.of else math.nan

    @property
    def error(self) -> float:
        """Its Monte Carlo standard error, which two added people of each kind keep above 0."""
        share = (self.count + 2) / (self.of + 4)
        return math.sqrt(share * (1 - share) / (self.of + 4))

    @property
    def is_judged(self) -> bool:
        """Whether it is of enough people to be held against a goal."""
        return self.of >= FEWEST

    def is_at_most(self, limit: float) -> bool:
        """Whether chance allows that the true share is no higher."""
        return self.value <= limit + Z95 * _error(limit, self.of)

    def is_at_least(self, limit: float) -> bool:
        """Whether chance allows that the true share is no lower."""
        return self.value >= limit - Z95 * _error(limit, self.of)


@dataclass(frozen=True, slots=True)
class Tally:
    """How often one claim was made about the people of one row at one age.

    Claims of what is so count where something is, any claim where nothing is. ``common`` holds
    (claims, people of whom that naive method said anything at all) for each of them.
    """

    people: int = 0
    null: int = 0
    open: int = 0
    claims: int = 0
    shown: int = 0
    covers: int = 0
    published_claims: int = 0
    published_covers: int = 0
    common: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, said: Said) -> Tally:
        """Count one person."""
        has_number = said.shown.interval is not None
        return cls(
            people=1,
            null=int(said.truth == 0),
            open=int(said.is_open),
            claims=int(said.shown.claims(said.truth)),
            shown=int(has_number),
            covers=int(said.shown.covers(said.truth)),
            published_claims=int(said.published.claims(said.truth)),
            published_covers=int(has_number and said.published.covers(said.truth)),
            common=tuple((int(bool(each)), int(each is not None)) for each in said.common),
        )

    def __add__(self, other: Tally) -> Tally:
        if not self.common or not other.common:
            return other if not self.common else self
        common = tuple(
            (mine[0] + theirs[0], mine[1] + theirs[1])
            for mine, theirs in zip(self.common, other.common, strict=True)
        )
        counts = {
            field.name: getattr(self, field.name) + getattr(other, field.name)
            for field in fields(self)
            if field.name != "common"
        }
        return Tally(**counts, common=common)

    @property
    def is_null(self) -> bool:
        """Whether nothing is so in anybody of them."""
        return self.null == self.people

    @property
    def opens(self) -> Share:
        """People whose gate is open."""
        return Share(self.open, self.people)

    @property
    def of_open(self) -> Share:
        """Claims among them."""
        return Share(self.claims, self.open)

    @property
    def of_all(self) -> Share:
        """Claims among all people."""
        return Share(self.claims, self.people)

    @property
    def published(self) -> Share:
        """Claims of the published method among people whose gate is open."""
        return Share(self.published_claims, self.open)

    @property
    def coverage(self) -> Share:
        """Shown intervals that hold the truth."""
        return Share(self.covers, self.shown)

    @property
    def published_coverage(self) -> Share:
        """The published method's intervals that hold it."""
        return Share(self.published_covers, self.shown)

    @property
    def naive(self) -> tuple[Share, ...]:
        """Claims of each naive method, among the people of whom it says anything."""
        return tuple(Share(claims, of) for claims, of in self.common)

    @property
    def claims_hold(self) -> bool | None:
        """Whether false claims are rare enough; None where that is not asked or too few are."""
        if not self.is_null or not self.of_open.is_judged:
            return None
        return self.of_open.is_at_most(MOST_FALSE)


def width_of(coverage: Share) -> Width | None:
    """Return how wide intervals are that hold the truth so often; None if there are too few."""
    if not coverage.is_judged:
        return None
    low, high = COVERAGE
    if not coverage.is_at_least(low):
        return Width.NARROW
    return Width.RIGHT if coverage.is_at_most(high) else Width.WIDE


def _error(share: float, of: int) -> float:
    return math.sqrt(share * (1 - share) / of) if of else math.inf
