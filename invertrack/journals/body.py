"""The body map: the regions that can be rated, by side, and the drawing, read from data/body.json.

A drawing holds the half that lies on its right; the other half is that one mirrored.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .enums import Side

DATA = Path(__file__).parent / "data" / "body.json"
# Pain there is what sciatica and the back are told apart by; the rest counts to neither.
BACK, LEG = "back", "leg"


@dataclass(frozen=True, slots=True)
class Site:
    """One place that takes a score: a region on one side of the body."""

    region: str
    side: Side
    group: str
    label: str

    @property
    def key(self) -> str:
        """Its name in forms and in the history of corrections."""
        return key_of(self.region, self.side)


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the body with its sites, from left to right."""

    label: str
    group: str
    sites: tuple[Site, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A site as one view draws it; its score is written at (x, y)."""

    site: Site
    path: str
    is_mirrored: bool
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class View:
    """The body from one side; ``left`` and ``right`` are the person's, as they lie in the drawing."""

    id: str
    label: str
    width: int
    height: int
    at_left: str
    at_right: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class BodyMap:
    """All that can be rated, and how it is drawn."""

    groups: dict[str, str]
    regions: tuple[Region, ...]
    views: tuple[View, ...]

    @property
    def sites(self) -> dict[str, Site]:
        """Every site by its key, in the order of the list."""
        return {site.key: site for region in self.regions for site in region.sites}


@cache
def body_map() -> BodyMap:
    """Return the one body map there is."""
    data = json.loads(DATA.read_text(encoding="utf-8"))
    regions = tuple(_region(row) for row in data["regions"])
    sites = {(site.region, site.side): site for region in regions for site in region.sites}
    views = tuple(
        _view(name, label, data["size"], data["regions"], sites)
        for name, label in data["views"].items()
    )
    return BodyMap(data["groups"], regions, views)


def key_of(region: str, side: str) -> str:
    """Return what a site is called in forms and in the history of corrections."""
    return f"{region}-{Side(side).value}"


def highest(scores: Mapping[str, int], group: str) -> int | None:
    """Return the highest score of one group's sites, None without any."""
    sites = body_map().sites
    return max(
        (scores[key] for key in scores if key in sites and sites[key].group == group), default=None
    )


def label_of(key: str) -> str:
    """Return a site in words; one that an older map knew keeps the words of its key."""
    site = body_map().sites.get(key)
    return site.label if site else key.replace("_", " ").replace("-", ", ").capitalize()


def in_order(keys: Iterable[str]) -> list[str]:
    """Return keys of sites in the order of the list, unknown ones last."""
    places = {key: place for place, key in enumerate(body_map().sites)}
    return sorted(keys, key=lambda key: (places.get(key, len(places)), key))


def _region(row: Mapping) -> Region:
    sides = [Side(side) for side in row["sides"]]
    sites = tuple(
        Site(row["id"], side, row["group"], _label(row["label"], side, alone=len(sides) == 1))
        for side in sides
    )
    return Region(row["label"], row["group"], sites)


def _label(region: str, side: Side, *, alone: bool) -> str:
    return region if alone else f"{region}, {side.label.lower()}"


def _view(name: str, label: str, size: list[int], rows: list[Mapping], sites: Mapping) -> View:
    """Draw a view; from behind a person's right is on the right, from the front it is not."""
    width, height = size
    right, left = (Side.RIGHT, Side.LEFT) if name == "back" else (Side.LEFT, Side.RIGHT)
    shapes = []
    for row in rows:
        for shape in row["shapes"]:
            if shape["view"] != name:
                continue
            x, y = shape["at"]
            if shape["of"] == "middle":
                shapes.append(Shape(sites[row["id"], Side.MIDDLE], shape["path"], False, x, y))
            else:
                mirrored = Shape(sites[row["id"], left], shape["path"], True, width - x, y)
                shapes += [mirrored, Shape(sites[row["id"], right], shape["path"], False, x, y)]
    return View(name, label, width, height, left.label, right.label, tuple(shapes))
