"""What one person wrote down in a period, as plain series: all that an analysis may know.

Days are local dates as whole days since 1970-01-01, in rising order; nothing is filled in.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Pair:
    """The session of a day that enters analyses: the first with both ratings, given in time.

    ``is_late``: entered over a day late, and kept out of what compares it with usual pain.
    ``later`` is pain after 30 minutes, 2 hours and next morning, None where nothing counts.
    """

    day: int
    angle_deg: int
    duration_s: int
    before: int
    after: int
    is_late: bool = False
    later: tuple[int | None, int | None, int | None] = (None, None, None)

    @property
    def change(self) -> int:
        """After minus before, points: negative is better."""
        return self.after - self.before

    @property
    def relief(self) -> int:
        """Before minus after, points: positive is better."""
        return self.before - self.after

    @property
    def minutes(self) -> float:
        """Time at angle in minutes."""
        return self.duration_s / 60


@dataclass(frozen=True, slots=True)
class Record:
    """One person's series.

    ``pain`` is one score a local day (the average of 24 hours), ``usual`` the same-time rating of
    pain right now, one a day, without what was entered late; ``session_days`` are all days with a
    session, rated or not. Scores are points of the 0-10 NRS.
    """

    pain: tuple[tuple[int, float], ...] = ()
    usual: tuple[tuple[int, float], ...] = ()
    pairs: tuple[Pair, ...] = ()
    session_days: frozenset[int] = field(default_factory=frozenset)
