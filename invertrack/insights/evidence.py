"""What studies say about inversion, in the plain words of data/evidence.json, and where it stands."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from invertrack.safety import lists

HTTPS = "https://"
# How much of a source was read. The page says once for all that it was a part of each.
READ = {
    "whole": "Read whole.",
    "second-hand": "Read at second hand only.",
    "from memory": "From memory, to be checked.",
}


@dataclass(frozen=True, slots=True)
class Source:
    """A text that something here rests on; ``name`` is what it is called in passing."""

    code: str
    name: str
    about: str
    where: str
    read: str

    @property
    def url(self) -> str:
        """Its address, where it has a lasting one; else ""."""
        return self.where if self.where.startswith(HTTPS) else ""

    @property
    def place(self) -> str:
        """Where it stands, as a person reads it."""
        return self.where.removeprefix(HTTPS).rstrip("/")


@dataclass(frozen=True, slots=True)
class Row:
    """A place of the evidence page that says more, and whose work it tells of."""

    id: str
    source: Source


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of evidence and the rows it rests on."""

    id: str
    text: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Study:
    """One study in plain words, with its numbers and with what it cannot show."""

    id: str
    title: str
    who: str
    did: str
    found: str
    limits: str
    paid: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was measured or reported, and by whom; without sources it is arithmetic."""

    id: str
    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Facts of one kind; ``about`` is what holds for all of them."""

    id: str
    title: str
    about: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """Which clinician read these texts, and when."""

    by: str
    date: dt.date


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that the evidence page says, but for the sources of the safety lists."""

    statements: tuple[Statement, ...]
    studies: tuple[Study, ...]
    chapters: tuple[Chapter, ...]
    checked_on: dt.date
    checked_by_clinician: Check | None


@cache
def evidence() -> Evidence:
    """Return what is known, in the order it is shown."""
    raw = _read()
    checked = raw["checked_by_clinician"]
    return Evidence(
        statements=tuple(_statement(said) for said in raw["statements"]),
        studies=tuple(Study(**_placed("study", said)) for said in raw["studies"]),
        chapters=tuple(_chapter(said) for said in raw["chapters"]),
        checked_on=dt.date.fromisoformat(raw["checked_on"]),
        checked_by_clinician=checked
        and Check(checked["by"], dt.date.fromisoformat(checked["date"])),
    )


@cache
def sources() -> dict[str, Source]:
    """Return the sources of evidence and of the safety lists, by code, in alphabetical order."""
    return {code: _source(said) for code, said in sorted(lists.sources().items(), key=_as_read)}


def _as_read(found: tuple[str, lists.Source]) -> str:
    return found[0].casefold()


def _source(said: lists.Source) -> Source:
    name, _, about = said.title.partition(": ")
    return Source(said.code, name, about, said.where, READ.get(said.read, ""))


def _statement(said: dict[str, Any]) -> Statement:
    rows = tuple(Row(row, sources()[row.partition("-")[2]]) for row in said["rows"])
    return Statement(said["id"], said["text"], rows)


def _chapter(said: dict[str, Any]) -> Chapter:
    facts = tuple(Fact(**_placed(said["id"], fact)) for fact in said["facts"])
    return Chapter(**{**said, "facts": facts})


def _placed(place: str, said: dict[str, Any]) -> dict[str, Any]:
    """Return what is said with its sources, and with the id of its row: place and first source."""
    codes = said["sources"]
    row = "-".join([place, *codes[:1]])
    return {**said, "id": row, "sources": tuple(sources()[code] for code in codes)}


def _read() -> Any:
    path = Path(__file__).parent / "data" / "evidence.json"
    return json.loads(path.read_text(encoding="utf-8"))
