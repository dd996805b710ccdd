"""What a phone sends of a session that it led through: instants, holds and what it measured."""

from __future__ import annotations

import datetime as dt
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout, Submit
from django import forms

from invertrack.core.fields import ScoreField
from invertrack.core.localtime import FUTURE_ALLOWED, device_instant
from invertrack.core.regions import known_zone

from ..actions import SessionValues
from ..enums import AngleSource
from ..trace import read_samples, read_trace
from .fields import Fold
from .session import SessionForm

LONGEST = dt.timedelta(hours=4)  # from the start to level again, pauses and all
ROUNDING_S = 2  # seconds that whole numbers of holds may exceed what the clock says
LATEST_RATING = dt.timedelta(hours=2)
INSTANTS = ("started_at", "ended_at", "rated_at")
HIDDEN = (*INSTANTS, "tz", "device_now", "rest_s", "planned_s", "samples", "trace")


def _hidden(**kwargs: Any) -> forms.CharField:
    return forms.CharField(required=False, widget=forms.HiddenInput, **kwargs)


class LiveForm(SessionForm):
    """A session as the phone lived it; somebody sees it only where something has to be mended."""

    pain_before = ScoreField(label="Pain before", required=False, not_now="Not rated")
    pain_after = ScoreField(label="Pain after", required=False, not_now="Not yet")
    started_at = _hidden()
    ended_at = _hidden()
    rated_at = _hidden()
    tz = _hidden()
    device_now = _hidden()
    rest_s = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    planned_s = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    samples = _hidden(max_length=1_000)
    trace = _hidden(max_length=3_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["angle_source"].choices = AngleSource.choices
        self.helper.layout = Layout(
            Fieldset("Pain, 0 to 10", "pain_before", "pain_after"),
            self.on_the_table(),
            self.holds_fold(),
            self.effects_fold(),
            self.vitals_fold(),
            self.equipment_fold(),
            Fold("Source, note", "angle_source", "has_stopped_early", "note"),
            *("write_id", "account", "version", *HIDDEN),
            Div(Submit("save", "Save session"), css_class="thumb"),
        )

    def clean(self) -> dict[str, Any]:
        """Bring the phone's instants onto our clock, and hold what they have in common."""
        cleaned = super().clean()
        cleaned["zone"] = known_zone(cleaned.get("tz"), self.zone)
        start, end, rated = (self._instant(cleaned.get(name)) for name in INSTANTS)
        if start is None or end is None or not start < end <= start + LONGEST:
            self.add_error(None, "The times of this session do not fit together. Log it by hand.")
            return cleaned
        cleaned["ended_at"] = end = self.clean_ended(end, field=None)
        cleaned["began_at"] = self._began(cleaned, start, end)
        if rated is not None and end <= rated <= end + LATEST_RATING:
            cleaned["rated_at"] = rated
        else:
            cleaned["rated_at"] = device_instant(cleaned.get("device_now"), now=self.now)
        cleaned["samples"] = read_samples(cleaned.get("samples"))
        cleaned["trace"] = read_trace(cleaned.get("trace"))
        return cleaned

    def measured(self, given: dict[str, Any]) -> dict[str, Any]:
        """Return what only a phone can say; numbers of a sensor count for a measured angle only."""
        is_measured = given["angle_source"] == AngleSource.MEASURED
        samples, trace = given["samples"], given["trace"]
        rest = given["rest_s"]
        return {
            "began_at": given["began_at"],
            "rest_at_zero_s": None if rest is None else min(rest, int(LONGEST.total_seconds())),
            "samples": samples if is_measured else None,
            "trace": trace if is_measured and samples else None,
        }

    def session_values(self) -> SessionValues:
        """Return what the action takes; raises Invalid while a field has an error."""
        return super().session_values(**self.measured(self.values()))

    def _instant(self, text: str | None) -> dt.datetime | None:
        """Return an instant by our clock: a phone whose clock runs ahead is set right by its press."""
        try:
            named = dt.datetime.fromisoformat(text or "").astimezone(dt.UTC)
            pressed = dt.datetime.fromisoformat(self.cleaned_data.get("device_now") or "")
            ahead = pressed.astimezone(dt.UTC) - self.now
        except (ValueError, OverflowError):
            return None
        return named - ahead if ahead > FUTURE_ALLOWED else named

    def _began(self, cleaned: dict[str, Any], start: dt.datetime, end: dt.datetime) -> dt.datetime:
        """Return the start; holds rounded to whole seconds may move it by one or two."""
        if {"angle_deg", "duration_s"} & set(self.errors):
            return start
        at_angle = dt.timedelta(seconds=sum(hold.seconds for hold in self._holds()))
        if at_angle > end - start + dt.timedelta(seconds=ROUNDING_S):
            self.add_error(
                "duration_s", "This is longer than the session was from start to level. Check it."
            )
        return min(start, end - at_angle)
