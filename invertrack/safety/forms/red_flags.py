"""The signs that should be checked: asked at sign-up, weekly, and when pain rose after a session."""

from __future__ import annotations

from typing import Any

from ..enums import Level, Reply
from ..lists import Item, red_flags
from ..rules import was_yes
from .answers import AnswersForm

NEW = "Yes, new or worse"


class RedFlagsForm(AnswersForm):
    """Every sign, each to be answered, unless one of them means that there is no time for that."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, asked=red_flags(), **kwargs)
        if self.is_bound and self.has_emergency:
            for item in self.asked.items:
                self.fields[item.id].required = False

    def choices(self, item: Item) -> list[tuple[str, str]]:
        """Offer "as before" where the last answer was a yes: only what is new acts."""
        if not was_yes(item.id, self.earlier, self.asked):
            return super().choices(item)
        return [
            (Reply.KNOWN.value, Reply.KNOWN.label),
            (Reply.YES.value, NEW),
            (Reply.NO.value, Reply.NO.label),
            (Reply.UNSURE.value, Reply.UNSURE.label),
        ]

    @property
    def has_emergency(self) -> bool:
        """Whether an emergency sign was ticked that is new since last time."""
        return any(
            self.data.get(item.id) in (Reply.YES, Reply.UNSURE)
            for item in self.asked.items
            if item.level == Level.EMERGENCY
        )
