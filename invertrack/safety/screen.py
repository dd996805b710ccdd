"""From the answers of a screening to values: what blocks, and what wants a talk first."""

from __future__ import annotations

from collections.abc import Mapping

from .enums import Reply
from .lists import Finding, ItemList


def findings(answers: Mapping[str, Reply], asked: ItemList) -> list[Finding]:
    """Return the answers that count, in the order of the list; unsure counts as yes.

    An item of an older list that this one does not have any more is left out.
    """
    return [Finding(item.id, item.level) for item in asked.counting(answers)]


def missing(answers: Mapping[str, Reply], asked: ItemList) -> list[str]:
    """Return the ids of the questions without an answer."""
    return [item.id for item in asked.items if item.id not in answers]
