"""The questionnaires as they were published, read from data/*.json; templates hold no copy of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from invertrack.core.templatetags.display import GAP

from .enums import Asks, Direction, Name


@dataclass(frozen=True, slots=True)
class Source:
    """A text that a questionnaire rests on; ``read`` is how much of it was."""

    title: str
    where: str
    read: str

    @property
    def is_address(self) -> bool:
        """Whether ``where`` can be opened."""
        return self.where.startswith("https://")


@dataclass(frozen=True, slots=True)
class Item:
    """One question or sentence: its stable id, its words, and the words at both ends of its scale."""

    id: str
    text: str
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """A label that answers an item: the code is what is stored, the number only what it scores."""

    code: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Important:
    """How large a change was found to matter: ``points`` from the lowest to the highest estimate.

    ``percent`` is None where none is published; ``sentence`` is filled and never paraphrased.
    """

    points: tuple[float, float]
    percent: float | None
    sentence: str
    source: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """One version of a questionnaire, with its schedule and what its scores mean.

    ``low`` and ``high`` stand at the ends of every activity, of which there are at most ``most``.
    """

    id: Name
    version: str
    name: str
    title: str
    instruction: str
    asks: Asks
    items: tuple[Item, ...]
    lowest: int
    highest: int
    decimals: int
    direction: Direction
    direction_text: str
    scoring: str
    every_days: int
    first_after_days: int
    rhythm: str
    important: Important | None
    notes: tuple[str, ...]
    licence: str
    sources: tuple[Source, ...]
    options: tuple[Option, ...] = ()
    low: str = ""
    high: str = ""
    most: int = 0

    def option(self, code: str) -> Option:
        """Return the label with this code; raises KeyError for a code the version does not have."""
        for option in self.options:
            if option.code == code:
                return option
        raise KeyError(code)

    def number(self, score: float | None) -> str:
        """Write a score with as many decimals as the questionnaire has."""
        return GAP if score is None else f"{score:.{self.decimals}f}"

    def words(self, score: float | None) -> str:
        """Write a score as a page shows it: with its scale, or as the label that it stands for."""
        if score is None:
            return GAP
        if self.options:
            return next(option.text for option in self.options if option.number == score)
        return f"{self.number(score)} / {self.highest}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A questionnaire that cannot be asked here, and why."""

    name: str
    why: str
    fact: str


@dataclass(frozen=True, slots=True)
class LeftOutPage:
    """All that the page about them says."""

    title: str
    lead: str
    items: tuple[LeftOut, ...]
    sources: tuple[Source, ...]


@cache
def instrument(name: Name) -> Instrument:
    """Return the current version of a questionnaire."""
    said = _read(f"{name}.json")
    important = said.pop("important")
    return Instrument(
        **said
        | {
            "id": Name(name),
            "asks": Asks(said["asks"]),
            "direction": Direction(said["direction"]),
            "items": tuple(Item(**item) for item in said["items"]),
            "options": tuple(Option(**option) for option in said.get("options", ())),
            "sources": tuple(Source(**source) for source in said["sources"]),
            "notes": tuple(said["notes"]),
            "important": important
            and Important(**important | {"points": tuple(important["points"])}),
        }
    )


def instruments() -> tuple[Instrument, ...]:
    """Return the current version of every questionnaire, in the order in which pages list them."""
    return tuple(map(instrument, Name))


@cache
def left_out() -> LeftOutPage:
    """Return which questionnaires are left out, and why."""
    said = _read("left_out.json")
    return LeftOutPage(
        **said
        | {
            "items": tuple(LeftOut(**item) for item in said["items"]),
            "sources": tuple(Source(**source) for source in said["sources"]),
        }
    )


def _read(name: str) -> Any:
    return json.loads((Path(__file__).parent / "data" / name).read_text(encoding="utf-8"))
