"""The published lists of the safety screen, read from data/*.json; templates hold no copy of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .enums import Level


@dataclass(frozen=True, slots=True)
class Item:
    """One symptom of a list: its stable id, how grave it is, its words and where they come from."""

    id: str
    level: Level
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class ItemList:
    """One version of a list, with the instruction that belongs to each level."""

    version: str
    items: tuple[Item, ...]
    instructions: dict[Level, str]

    def __getitem__(self, item_id: str) -> Item:
        """Return the item with this id; raises KeyError for an id the list does not have."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)

    def gravest(self, item_ids: list[str]) -> Level | None:
        """Return the highest level among the given items, None for no items."""
        levels = {self[item_id].level for item_id in item_ids}
        return next((level for level in Level if level in levels), None)


@cache
def stop_now() -> ItemList:
    """Return the symptoms during or after a session that mean: stop."""
    return _read("stop_now.json")


def _read(name: str) -> ItemList:
    raw = json.loads((Path(__file__).parent / "data" / name).read_text(encoding="utf-8"))
    return ItemList(
        version=raw["version"],
        items=tuple(Item(**{**item, "level": Level(item["level"])}) for item in raw["items"]),
        instructions={Level(level): text for level, text in raw["levels"].items()},
    )
