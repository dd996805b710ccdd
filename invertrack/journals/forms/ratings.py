"""What the journal asks about one moment: pain right now, or at a time of a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from crispy_forms.layout import HTML, Div, Layout, Submit
from django import forms

from invertrack.care.forms import HealthForm
from invertrack.core.fields import ScoreField
from invertrack.core.localtime import (
    FUTURE_ALLOWED,
    AmbiguousTime,
    UnclearLocalTime,
    device_instant,
    resolve_local,
)
from invertrack.core.regions import known_zone

from ..models import PainRating
from .limits import BACKFILL, TOO_OLD, date_in


class NowForm(HealthForm):
    """Pain at the press: each of the eleven buttons sends the form."""

    score = ScoreField(label="How strong is your back pain right now?")
    next = forms.CharField(required=False, widget=forms.HiddenInput)
    tz = forms.CharField(required=False, widget=forms.HiddenInput)
    device_now = forms.CharField(
        required=False, widget=forms.HiddenInput(attrs={"data-device-now": True})
    )

    def __init__(self, *args: Any, now: dt.datetime, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.zone = now, zone

    @property
    def pressed(self) -> tuple[str, dt.datetime] | None:
        """The score and the instant of a press that has not been saved yet."""
        score = self.data.get("score")
        if score not in dict(self.fields["score"].choices):
            return None
        return score, device_instant(self.data.get("device_now"), now=self.now)

    def clean(self) -> dict[str, Any]:
        """Settle the instant of the press, and in which zone."""
        cleaned = super().clean()
        cleaned["zone"] = known_zone(cleaned.get("tz"), self.zone)
        cleaned["at"] = device_instant(cleaned.get("device_now"), now=self.now)
        if cleaned["at"] < self.now - BACKFILL:
            self.add_error(None, TOO_OLD)
        return cleaned

    def rating(self) -> tuple[int, dt.datetime, str]:
        """Return the score, the instant and the zone; raises Invalid while a field has an error."""
        given = self.values()
        return given["score"], given["at"], given["zone"]


class RateForm(HealthForm):
    """Pain at one moment of a day: right now, or at a time by the clock of that day."""

    score = ScoreField(label="How strong is your back pain right now?")
    clock = forms.TimeField(
        label="At another time of this day",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="Leave it empty for right now.",
        error_messages={
            "invalid": "Enter a time, such as 19:30.",
            "required": "Enter the time of day.",
        },
    )
    which = forms.TypedChoiceField(
        label="Which of the two",
        choices=[
            ("", "Choose"),
            ("0", "The first, before the clocks went back"),
            ("1", "The second, after the clocks went back"),
        ],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.HiddenInput,
    )
    # Sent by a form that was opened on the day itself: an empty time then means the press.
    when = forms.CharField(required=False, widget=forms.HiddenInput)
    tz = forms.CharField(required=False, widget=forms.HiddenInput)
    device_now = forms.CharField(
        required=False, widget=forms.HiddenInput(attrs={"data-device-now": True})
    )

    def __init__(
        self, *args: Any, day: dt.date, now: dt.datetime, zone: str, url: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.day, self.now, self.zone = day, now, zone
        is_today = day == date_in(zone, now)
        self.initial["when"] = "now" if is_today else ""
        opened = " open" if self.data.get("clock") else ""
        clock = Div(
            HTML(f'<details class="fold"{opened}><summary>At another time today</summary>'),
            *("clock", "which"),
            HTML("</details>"),
        )
        if not is_today:
            self.fields["score"].label = "How strong was your back pain?"
            self.fields["clock"].label = "At what time"
            self.fields["clock"].help_text = "By the clock where you were."
            # Opened before midnight and sent after it, the form still means the press.
            self.fields["clock"].required = self.data.get("when") != "now"
            clock = Div("clock", "which")
        self.helper.form_action = url
        self.helper.attrs["data-queue"] = "pain rating"
        self.helper.layout = Layout(
            "score",
            clock,
            *("write_id", "account", "version", "when", "tz", "device_now"),
            Div(Submit("save", "Save the rating"), css_class="thumb"),
        )

    def clean(self) -> dict[str, Any]:
        """Settle the instant that the rating speaks of, and in which zone."""
        cleaned = super().clean()
        cleaned["zone"] = known_zone(cleaned.get("tz"), self.zone)
        at = self._instant(cleaned)
        if at is None:
            return cleaned
        if at > self.now + FUTURE_ALLOWED:
            self.add_error("clock", "This time lies ahead. Enter one that has passed.")
        elif date_in(cleaned["zone"], at) < date_in(cleaned["zone"], self.now) - BACKFILL:
            self.add_error(None, TOO_OLD)
        cleaned["at"] = at
        return cleaned

    def _instant(self, cleaned: dict[str, Any]) -> dt.datetime | None:
        if "clock" in self.errors:
            return None
        if cleaned.get("clock") is not None:
            naive = dt.datetime.combine(self.day, cleaned["clock"])
            try:
                return resolve_local(naive, cleaned["zone"], cleaned.get("which"))
            except UnclearLocalTime as unclear:
                self._ask_again(unclear)
                return None
        return device_instant(cleaned.get("device_now"), now=self.now)

    def _ask_again(self, unclear: UnclearLocalTime) -> None:
        if not isinstance(unclear, AmbiguousTime):
            self.add_error("clock", str(unclear))
            return
        field = self.fields["which"]
        field.widget, field.required = forms.Select(choices=field.choices), True
        self.add_error("which", str(unclear))

    def rating(self) -> tuple[int, dt.datetime, str]:
        """Return the score, the instant and the zone; raises Invalid while a field has an error."""
        given = self.values()
        return given["score"], given["at"], given["zone"]


class CorrectRatingForm(HealthForm):
    """The score of a rating; when it was made stays."""

    score = ScoreField(label="How strong was your back pain?")

    def __init__(self, *args: Any, rating: PainRating, **kwargs: Any) -> None:
        initial = {"score": rating.score, "version": rating.version}
        super().__init__(*args, initial=initial, **kwargs)
        self.helper.layout = Layout(
            "score",
            *("write_id", "account", "version"),
            Div(Submit("save", "Save the change"), css_class="thumb"),
        )

    def pain(self) -> int:
        """Return the score; raises Invalid while there is none."""
        return self.values()["score"]
