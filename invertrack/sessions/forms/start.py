"""The check before a session: the day, and the table."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.forms import BoundField

from invertrack.care.forms import HealthForm
from invertrack.core.localtime import device_instant
from invertrack.safety.enums import Reply
from invertrack.safety.lists import Group, Item, before_session

from ..live import FIRST_SESSIONS

DAY, TABLE = "day", "table"
NONE = "none_of_these"
SOMEONE = "someone_nearby"  # asked for the first sessions only


class StartForm(HealthForm):
    """What has to be a no today, by one tap, and what has to be done at the table."""

    device_now = forms.CharField(
        required=False, widget=forms.HiddenInput(attrs={"data-device-now": True})
    )

    def __init__(self, *args: Any, sessions: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = before_session()
        self.groups: dict[str, Group] = {group.id: group for group in asked.groups}
        for item in self.groups[DAY].items:
            self._ask(item)
        self.fields[NONE] = forms.BooleanField(label="None of these", required=False)
        for item in self.groups[TABLE].items:
            if item.id != SOMEONE or sessions < FIRST_SESSIONS:
                self._ask(item)

    def clean(self) -> dict[str, Any]:
        """Ask for an answer about the day; only a day without a yes needs the table."""
        cleaned = super().clean()
        has_yes = any(cleaned.get(item.id) for item in self.groups[DAY].items)
        if has_yes == bool(cleaned.get(NONE)):
            message = "Tick what is true today, or None of these."
            self.add_error(
                NONE, "Something above is ticked too. Untick one." if has_yes else message
            )
        if not has_yes:
            for field in self.of_table:
                if not cleaned.get(field.name):
                    self.add_error(field.name, "Tick this once it is done.")
        return cleaned

    def replies(self) -> dict[str, Reply]:
        """Return every answer about the day, and what was ticked at the table; may raise Invalid."""
        given = self.values()
        day = {
            item.id: Reply.YES if given[item.id] else Reply.NO for item in self.groups[DAY].items
        }
        return day | {field.name: Reply.YES for field in self.of_table if given[field.name]}

    def answered_at(self, now: dt.datetime) -> dt.datetime:
        """Return the instant of the press: a check without a network comes later."""
        return device_instant(self.data.get("device_now"), now=now)

    # Layout --------------------------------------------------------------------------------------

    @property
    def of_day(self) -> list[BoundField]:
        """The questions about the day, and "none of these" after them."""
        return [*(self[item.id] for item in self.groups[DAY].items), self[NONE]]

    @property
    def of_table(self) -> list[BoundField]:
        """What has to be done at the table."""
        return [self[item.id] for item in self.groups[TABLE].items if item.id in self.fields]

    def _ask(self, item: Item) -> None:
        self.fields[item.id] = forms.BooleanField(label=item.text, required=False)
