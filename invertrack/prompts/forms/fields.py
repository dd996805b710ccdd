"""A switch with the time of day that belongs to it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class AskedAtInput(forms.MultiWidget):
    """A check box with its words, and a time; ``usual`` stands there while it is switched off."""

    template_name = "prompts/inputs/asked_at.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, usual: dt.time, words: str) -> None:
        self.usual, self.words = usual, words
        time = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        super().__init__({"is_on": forms.CheckboxInput(), "at": time}, attrs)

    def decompress(self, value: dt.time | None) -> list[Any]:
        return [value is not None, value or self.usual]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["words"] = self.words
        # Whoever draws the form dresses all parts alike, the check box as a line to type in.
        switch, _ = context["widget"]["subwidgets"]
        switch["attrs"]["class"] = "form-check-input"
        return context


class AskedAtField(forms.MultiValueField):
    """A local time at which something is asked; None: it is not asked."""

    default_error_messages = {
        "no_time": "Choose a time, or switch it off.",
        "invalid": "Write the time as hours and minutes, such as 20:00.",
    }

    def __init__(self, *, usual: dt.time, words: str = "Ask me at", **kwargs: Any) -> None:
        parts = (
            forms.BooleanField(required=False),
            forms.TimeField(
                required=False, error_messages={"invalid": self.default_error_messages["invalid"]}
            ),
        )
        kwargs["widget"] = AskedAtInput(usual=usual, words=words)
        super().__init__(parts, require_all_fields=False, required=False, **kwargs)

    def compress(self, data_list: list[Any]) -> dt.time | None:
        """Return the time of what is switched on."""
        is_on, at = data_list or (False, None)
        if is_on and at is None:
            raise ValidationError(self.error_messages["no_time"], code="no_time")
        return at if is_on else None
