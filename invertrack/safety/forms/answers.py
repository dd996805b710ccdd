"""Answering a list: one question an item, each with its radios, and "None of these" for many at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from invertrack.care.forms import HealthForm

from ..enums import Level, Reply
from ..lists import Group, Item, ItemList, Source, sources

NONE = "none"  # the button that answers a whole group
ALL = "all"  # its value for every group
PLAIN = (Reply.YES, Reply.NO, Reply.UNSURE)


@dataclass(frozen=True, slots=True)
class Question:
    """One item as it is asked; ``earlier`` is the answer of last time if it counted."""

    item: Item
    field: BoundField
    sources: tuple[Source, ...]
    earlier: Reply | None = None

    @property
    def is_emergency(self) -> bool:
        """Whether a yes means: get help now."""
        return self.item.level == Level.EMERGENCY


@dataclass(frozen=True, slots=True)
class Asked:
    """One group of questions; ``place`` is the number of the first among all, from 1."""

    group: Group
    questions: tuple[Question, ...]
    place: int


class AnswersForm(HealthForm):
    """Every item of one list. ``earlier`` are the answers of last time, by item."""

    def __init__(
        self, *args: Any, asked: ItemList, earlier: Mapping[str, Reply] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.earlier = asked, earlier or {}
        for item in asked.items:
            self.fields[item.id] = forms.ChoiceField(
                label=item.text,
                choices=self.choices(item),
                widget=forms.RadioSelect,
                error_messages={"required": "Choose an answer; “Not sure” is one."},
            )

    def choices(self, item: Item) -> list[tuple[str, str]]:
        """Return what may be answered to an item."""
        return [(reply.value, reply.label) for reply in PLAIN]

    def groups(self) -> Iterator[Asked]:
        """Yield the questions as they are asked together."""
        place = 1
        for group in self.asked.groups:
            yield Asked(group, tuple(map(self._question, group.items)), place)
            place += len(group.items)

    def replies(self) -> dict[str, Reply]:
        """Return the answers.

        Raises:
            Invalid: a question has none, and the form says so at the question.
        """
        said = self.values()
        return {item.id: Reply(said[item.id]) for item in self.asked.items if said[item.id]}

    def _question(self, item: Item) -> Question:
        known = sources()
        earlier = self.earlier.get(item.id)
        return Question(
            item=item,
            field=self[item.id],
            sources=tuple(known[code] for code in item.sources if code in known),
            earlier=earlier if earlier and item.counts(earlier) else None,
        )


def with_none(data: QueryDict, asked: ItemList) -> QueryDict:
    """Return what was sent, with the harmless answer wherever "None of these" found none.

    What was answered before stays: no yes is ever taken back by this.
    """
    filled = data.copy()
    pressed = filled.pop(NONE, [""])[-1]
    for group in asked.groups:
        if group.has_none and pressed in (group.id, ALL):
            for item in group.items:
                filled.setdefault(item.id, item.harmless.value)
    return filled
