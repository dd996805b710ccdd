"""What a clinician is asked when they clear an answer or note that the patient was checked."""

from __future__ import annotations

import datetime as dt
from typing import Any

from crispy_forms.layout import Div, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format

from invertrack.care.forms import HealthForm
from invertrack.safety.actions import LONGEST_CLEARANCE_DAYS, ClearanceValues

USUAL_DAYS = 90
OLDEST_TALK_DAYS = 180


def date_input() -> forms.DateInput:
    """Return a date picker of the browser."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CheckedForm(HealthForm):
    """That the patient was checked after an alarm: on which day, and a note."""

    PRESS = "Note the check"

    dated = forms.DateField(
        label="Day of the check",
        widget=date_input(),
        error_messages={"required": "Enter the day.", "invalid": "Enter a date."},
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The patient and their other clinicians can read it.",
    )
    sure = forms.BooleanField(
        label="I have checked this patient since the alarm.",
        error_messages={"required": "Tick this to confirm; without it nothing is noted."},
    )

    def __init__(
        self,
        *args: Any,
        item_id: str,
        today: dt.date,
        since: dt.date | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.item_id, self.today, self.since = item_id, today, since
        self.initial.setdefault("dated", today)
        self.helper.layout = Layout(
            *self.fields, Div(Submit("save", self.PRESS), css_class="thumb")
        )

    def clean_dated(self) -> dt.date:
        """Refuse a day that has not come, or is long past."""
        day = self.cleaned_data["dated"]
        if day > self.today:
            raise ValidationError(
                "This day lies ahead by the patient's clock. Enter an earlier one."
            )
        if day < self.today - dt.timedelta(days=OLDEST_TALK_DAYS):
            raise ValidationError(f"Enter a day of the last {OLDEST_TALK_DAYS} days.")
        if self.since is not None and day < self.since:
            raise ValidationError(
                f"The alarm came later, on {date_format(self.since)}. Enter that day or a later one."
            )
        return day

    def clearance(self) -> ClearanceValues:
        """Return what the action takes; raises Invalid while a field has an error."""
        given = self.values()
        until = given.get("until") or self.today + dt.timedelta(days=LONGEST_CLEARANCE_DAYS)
        return ClearanceValues(self.item_id, given["dated"], until, given["note"])


class ClearForm(CheckedForm):
    """The clearance of one answer: the day of the talk, the last day it holds, and a note."""

    PRESS = "Clear this answer"

    until = forms.DateField(
        label="Cleared until",
        widget=date_input(),
        help_text="The last day on which it holds, at most 180 days from today. It can be taken back.",
        error_messages={"required": "Enter the last day.", "invalid": "Enter a date."},
    )

    field_order = ("dated", "until", "note", "sure")

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        kwargs["initial"] = {"until": today + dt.timedelta(days=USUAL_DAYS)}
        super().__init__(*args, today=today, **kwargs)
        self.fields["dated"].label = "Day on which you discussed it"
        self.fields["sure"].label = "I have discussed this answer with the patient and clear it."
        self.fields["sure"].error_messages["required"] = (
            "Tick this to confirm; without it nothing is cleared."
        )

    def clean_until(self) -> dt.date:
        """Hold the longest a clearance may last; a day that is over clears nothing."""
        last, latest = self.cleaned_data["until"], dt.timedelta(days=LONGEST_CLEARANCE_DAYS)
        if last < self.today:
            raise ValidationError("This day is over. Enter today or a later one.")
        if last > self.today + latest:
            raise ValidationError(
                f"A clearance ends within 180 days: {date_format(self.today + latest)} at the latest."
            )
        return last
