"""Where it hurts: a score for each site of the body map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ..actions import BodyValues
from ..body import Region, Site, body_map
from ..enums import Side
from .days import DayForm

NUMBERS = [str(score) for score in range(11)]
CHOICES = [("", "–"), *((number, number) for number in NUMBERS)]


@dataclass(frozen=True, slots=True)
class Cell:
    """The select of one site: its options with the chosen one, and what is wrong with it."""

    site: Site
    options: SafeString
    errors: list[str]


@dataclass(frozen=True, slots=True)
class Row:
    """A region with its cells, left to right; None where it has no such side."""

    region: Region
    cells: list[Cell | None]


class BodyForm(DayForm):
    """The body map of a day, as a list of sites; the drawing fills in the same fields."""

    def __init__(self, *args: Any, scores: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sites = body_map().sites
        for key, site in self.sites.items():
            self.fields[key] = forms.TypedChoiceField(
                label=site.label,
                choices=CHOICES,
                coerce=int,
                empty_value=None,
                required=False,
                error_messages={"invalid_choice": "A score is a whole number from 0 to 10."},
            )
        self.initial |= scores

    @property
    def groups(self) -> Iterator[tuple[str, str, list[Row]]]:
        """Each group of regions with its label and its rows."""
        for group, label in body_map().groups.items():
            regions = [region for region in body_map().regions if region.group == group]
            yield group, label, [Row(region, self._cells(region)) for region in regions]

    @property
    def scores(self) -> dict[str, int]:
        """What stands in the fields now, stored or typed."""
        typed = {key: self._text(key) for key in self.sites}
        return {key: int(text) for key, text in typed.items() if text in NUMBERS}

    def clean(self) -> dict[str, Any]:
        """Refuse, besides, a new day on which nothing is marked."""
        cleaned = super().clean()
        is_empty = all(cleaned.get(key) is None for key in self.sites)
        if self.entry is None and not self.errors and is_empty:
            self.add_error(None, "Nothing is marked yet: choose a place and a number.")
        return cleaned

    def body_values(self) -> BodyValues:
        """Return what the action takes: of the sites only those that were sent."""
        given = self.values()
        sent = {site: given[key] for key, site in self.sites.items() if key in self.data}
        return BodyValues(scores=sent, tz=given["zone"])

    def _text(self, key: str) -> str:
        return str((self.data if self.is_bound else self.initial).get(key, ""))

    def _cells(self, region: Region) -> list[Cell | None]:
        cells = {
            site.side: Cell(site, _options(self._text(site.key)), self.errors.get(site.key, []))
            for site in region.sites
        }
        return [cells.get(side) for side in (Side.LEFT, Side.MIDDLE, Side.RIGHT)]


# Kept, because a page has some forty selects of the same twelve options.
@cache
def _rendered(chosen: str) -> SafeString:
    place = ["", *NUMBERS].index(chosen)
    plain = '<option value="{}">{}</option>'
    return format_html(
        '{}<option value="{}" selected>{}</option>{}',
        format_html_join("", plain, CHOICES[:place]),
        *CHOICES[place],
        format_html_join("", plain, CHOICES[place + 1 :]),
    )


def _options(text: str) -> SafeString:
    return _rendered(text if text in NUMBERS else "")
