"""The person's own word: what they discussed with a clinician, and that they were checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.formats import date_format

from invertrack.care.forms import HIDDEN, HealthForm

from ..actions import LONGEST_CLEARANCE_DAYS, OwnConfirmation
from ..lists import Item
from ..models import CHECKED


class DatedForm(HealthForm):
    """Something that was said or done on one day, which cannot lie ahead or too far back.

    ``since`` is the day of what it answers, if it answers something.
    """

    dated = forms.DateField(
        label="On which day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Enter the day, such as 2026-05-12.",
            "invalid": "Enter the day as year, month, day, such as 2026-05-12.",
        },
    )

    def __init__(
        self, *args: Any, today: dt.date, since: dt.date | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.since = today, since
        self.first = today - dt.timedelta(days=LONGEST_CLEARANCE_DAYS)
        earliest = max(self.first, since or self.first)
        self.fields["dated"].widget.attrs |= {"min": f"{earliest}", "max": f"{today}"}

    def clean_dated(self) -> dt.date:
        """Hold the limits of the day."""
        day = self.cleaned_data["dated"]
        if day > self.today:
            raise forms.ValidationError("This day lies ahead. Enter the day on which it was.")
        if day < self.first:
            raise forms.ValidationError(
                "This is more than 180 days ago, and holds no longer. Enter a later day."
            )
        if self.since and day < self.since:
            raise forms.ValidationError(
                f"You reported it on {date_format(self.since)}. Enter a day since then."
            )
        return day


class TalkForm(DatedForm):
    """Which answers were discussed with a clinician, and when."""

    items = forms.MultipleChoiceField(
        label="I have discussed this with a clinician",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick what you discussed."},
    )

    def __init__(self, *args: Any, items: Sequence[Item], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="talk_%s", **kwargs)
        self.fields["items"].choices = [(item.id, item.text) for item in items]
        self.helper.layout = Layout("items", "dated", *HIDDEN)
        self.helper.add_input(Submit("talked", "Keep the day of the talk"))

    def confirmation(self) -> OwnConfirmation:
        """Return what was said."""
        said = self.values()
        return OwnConfirmation(said["items"], said["dated"])


class CheckedForm(DatedForm):
    """That the person was checked after an alarm, and when."""

    checked = forms.BooleanField(
        label="I have been checked by a clinician",
        error_messages={"required": "Tick this if you have been checked."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="checked_%s", **kwargs)
        self.helper.layout = Layout("checked", "dated", *HIDDEN)
        self.helper.add_input(Submit("was_checked", "Keep the day of the check"))

    def confirmation(self) -> OwnConfirmation:
        """Return what was said."""
        return OwnConfirmation([CHECKED], self.values()["dated"])
