"""What is asked after a session: pain later on, and which of these questions a person wants."""

from __future__ import annotations

import datetime as dt
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, Submit
from django import forms

from invertrack.care.forms import HealthForm
from invertrack.core.fields import ScoreField
from invertrack.core.localtime import device_instant

from ..enums import FollowUpKind
from ..models import SessionSettings


class FollowUpForm(HealthForm):
    """Pain at the press: each of the eleven buttons sends the form."""

    score = ScoreField(label="How strong is your back pain right now?")
    next = forms.CharField(required=False, widget=forms.HiddenInput)
    device_now = forms.CharField(
        required=False, widget=forms.HiddenInput(attrs={"data-device-now": True})
    )

    def __init__(self, *args: Any, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    @property
    def tapped_at(self) -> dt.datetime:
        """The instant of the press, which an ended log-in may have kept for a while."""
        return device_instant(self.data.get("device_now"), now=self.now)

    @property
    def pressed(self) -> str | None:
        """The score of a press that has not been saved yet."""
        score = self.data.get("score")
        return score if score in dict(self.fields["score"].choices) else None

    def pain(self) -> int:
        """Return the score; raises Invalid while there is none."""
        return self.values()["score"]


class FollowUpSettingsForm(forms.Form):
    """Which questions a session plans, and when the next morning begins."""

    kinds = forms.MultipleChoiceField(
        label="Ask about pain",
        choices=[
            (FollowUpKind.MINUTES_30, "30 minutes after a session"),
            (FollowUpKind.HOURS_2, "2 hours after a session"),
            (FollowUpKind.NEXT_MORNING, "The next morning"),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    morning_at = forms.TimeField(
        label="The next morning is at",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="Your usual time after getting up. It holds where the session was.",
        error_messages={
            "invalid": "Enter a time, such as 07:30.",
            "required": "Enter the time of day, such as 07:30.",
        },
    )

    def __init__(self, *args: Any, settings: SessionSettings, **kwargs: Any) -> None:
        initial = {"kinds": settings.kinds, "morning_at": settings.morning_at}
        super().__init__(*args, initial=initial, **kwargs)
        self.helper = FormHelper()
        self.helper.form_class = "all-optional"
        self.helper.attrs = {"data-once": True, "novalidate": True}
        self.helper.layout = Layout(
            "kinds", "morning_at", Div(Submit("save", "Save"), css_class="thumb")
        )
