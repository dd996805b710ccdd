"""What every part measures in: the people, the application, and how long to go on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import brotli
from django.core.handlers.wsgi import WSGIHandler

from invertrack.users.models import Patient, User

from .people import People
from .progress import Bar
from .ratios import Candidate, Figure, Times, take_turns
from .visitor import Visitor, statements

AUTH_PAGE: Final = "/bench/auth/"
TEN_YEARS: Final = dt.timedelta(days=3652)
BROTLI_OF_A_PROXY: Final = 5

type Figures = dict[str, Figure]


@dataclass(frozen=True, slots=True)
class World:
    """An engine with everybody loaded. ``bar`` starts a progress bar and returns its tick."""

    application: WSGIHandler
    people: People
    today: dt.date
    rounds: int
    bar: Bar

    def as_patient(self, patient: Patient) -> Visitor:
        """Return a browser in which a patient is logged in."""
        return self.as_user(patient.user)

    def as_user(self, user: User) -> Visitor:
        """Return a browser in which somebody is logged in."""
        return Visitor.logged_in(self.application, user)

    def take_turns(self, part: str, candidates: Mapping[str, Candidate]) -> Times:
        """Time candidates side by side, with a bar."""
        return take_turns(candidates, rounds=self.rounds, tick=self.bar(part, self.rounds))

    @property
    def ten_years(self) -> str:
        """The query of a period of ten years that ends today."""
        first = self.today - TEN_YEARS + dt.timedelta(days=1)
        return f"from={first.isoformat()}&to={self.today.isoformat()}"


def count_statements(visitor: Visitor, path: str) -> Figure:
    """Return how many statements a page takes once nothing is left to warm up."""
    visitor.get(path)
    with statements() as seen:
        visitor.get(path)
    return Figure.exact(len(seen))


def brotli_bytes(body: bytes) -> int:
    """Return the length of a body as a compressing proxy would send it."""
    return len(brotli.compress(body, quality=BROTLI_OF_A_PROXY))
