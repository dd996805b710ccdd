"""The published lists of safety, read from data/*.json; templates hold no copy of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from .enums import Level, ListName, Reply, State


@dataclass(frozen=True, slots=True)
class Source:
    """A text that an item rests on: what it is, where it stands, how much of it was read."""

    code: str
    title: str
    where: str
    read: str = "abstract"

    @property
    def name(self) -> str:
        """What it is called in passing."""
        return self.title.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Item:
    """One question or symptom: its stable id, how grave it is, its words and where they come from.

    ``trigger`` is the plain answer that counts, ``note`` what its sources do not say, ``alone`` the
    softer words for an item that is the only one.
    """

    id: str
    level: Level
    text: str
    sources: tuple[str, ...] = ()
    note: str = ""
    group: str = ""
    trigger: Reply = Reply.YES
    alone: str = ""

    def counts(self, reply: Reply) -> bool:
        """Whether an answer is of the kind that counts; unsure is."""
        return reply == self.trigger or reply in (Reply.UNSURE, Reply.KNOWN)

    @property
    def harmless(self) -> Reply:
        """The plain answer that does not count."""
        return Reply.NO if self.trigger == Reply.YES else Reply.YES

    @property
    def source(self) -> str:
        """Where its words come from, in one line."""
        return "; ".join(filter(None, (" ".join(self.sources), self.note)))


@dataclass(frozen=True, slots=True)
class Group:
    """Items that are asked together; ``has_none`` offers "None of these" for all of them."""

    id: str
    title: str
    items: tuple[Item, ...]
    has_none: bool


@dataclass(frozen=True, slots=True)
class ItemList:
    """One version of a list, with the instruction that belongs to each level."""

    version: str
    items: tuple[Item, ...]
    instructions: dict[Level, str]
    groups: tuple[Group, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, item_id: str) -> Item:
        """Return the item with this id; raises KeyError for an id the list does not have."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)

    def __contains__(self, item_id: object) -> bool:
        return any(item.id == item_id for item in self.items)

    def by_instruction(self) -> Iterator[tuple[str, list[Item]]]:
        """Yield what each level says to do, the gravest first, and the items it is said of."""
        for level in Level:
            if level in self.instructions:
                yield self.instructions[level], [i for i in self.items if i.level == level]

    def counting(self, answers: Mapping[str, Reply]) -> list[Item]:
        """Return the items whose answers count; one that this list does not have is left out."""
        return [item for item in self.items if item.id in answers and item.counts(answers[item.id])]

    def gravest(self, item_ids: Iterable[str]) -> Level | None:
        """Return the highest level among the given items, None for no items."""
        levels = {self[item_id].level for item_id in item_ids}
        return next((level for level in Level if level in levels), None)


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer that counts: of level stop it is a blocker, of level ask a caution."""

    item_id: str
    level: Level

    @property
    def is_blocker(self) -> bool:
        """Whether only a linked clinician can clear it."""
        return self.level == Level.STOP


@dataclass(frozen=True, slots=True)
class StateText:
    """What a page says of a state: its heading, what it means, and the words of the next step."""

    title: str
    text: str
    step: str = ""


def item_list(name: ListName) -> ItemList:
    """Return the current version of a list that a person answers."""
    return {
        ListName.SCREENING: screening,
        ListName.RED_FLAGS: red_flags,
        ListName.BEFORE: before_session,
    }[name]()


@cache
def screening() -> ItemList:
    """Return the contraindications and cautions that are asked before the first session."""
    return _read_list("screening.json")


@cache
def red_flags() -> ItemList:
    """Return the signs that should be checked, asked at sign-up, weekly and when pain rose."""
    return _read_list("red_flags.json")


@cache
def stop_now() -> ItemList:
    """Return the symptoms during or after a session that mean: stop."""
    return _read_list("stop_now.json")


@cache
def before_session() -> ItemList:
    """Return what is checked before each session: the day, and the table."""
    return _read_list("before_session.json")


@cache
def state_texts() -> dict[State, StateText]:
    """Return the words of every state."""
    return {State(name): StateText(**said) for name, said in _read("states.json")["states"].items()}


@cache
def notes() -> dict[str, str]:
    """Return the sentences that stand beside a state, by name."""
    return _read("states.json")["notes"]


@cache
def sources() -> dict[str, Source]:
    """Return what the lists and the evidence rest on, by code."""
    return {code: Source(code, **said) for code, said in _read("sources.json")["sources"].items()}


def _read_list(name: str) -> ItemList:
    raw = _read(name)
    items = tuple(_item(said) for said in raw["items"])
    return ItemList(
        version=raw["version"],
        items=items,
        instructions={Level(level): text for level, text in raw["levels"].items()},
        groups=tuple(
            Group(
                id=group["id"],
                title=group["title"],
                items=tuple(item for item in items if item.group == group["id"]),
                has_none=group.get("none", True),
            )
            for group in raw.get("groups", ())
        ),
        texts=raw.get("texts", {}),
    )


def _item(said: dict[str, Any]) -> Item:
    return Item(
        **{
            **said,
            "level": Level(said["level"]),
            "sources": tuple(said.get("sources", ())),
            "trigger": Reply(said.get("trigger", Reply.YES)),
        }
    )


def _read(name: str) -> Any:
    return json.loads((Path(__file__).parent / "data" / name).read_text(encoding="utf-8"))
