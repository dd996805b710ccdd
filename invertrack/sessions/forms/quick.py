"""The quick log, and the after-pain that comes later."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout, Submit
from django import forms

from invertrack.care.forms import HealthForm
from invertrack.core.fields import LocalDateTimeField, ScoreField
from invertrack.core.localtime import device_instant
from invertrack.core.regions import known_zone

from ..enums import AngleSource, Entered
from .fields import Fold
from .session import EQUIPMENT, HOLD, MOST_HOLDS, SessionForm


class QuickLogForm(SessionForm):
    """A session that is just over, or was earlier; two taps when nothing else differs."""

    when = forms.ChoiceField(
        label="It ended",
        choices=[("now", "Just now"), ("earlier", "Earlier")],
        widget=forms.RadioSelect,
        initial="now",
    )
    ended_local = LocalDateTimeField(
        label="Ended at", required=False, help_text="Your clock, when you were level again."
    )
    tz = forms.CharField(required=False, widget=forms.HiddenInput)
    device_now = forms.CharField(
        required=False, widget=forms.HiddenInput(attrs={"data-device-now": True})
    )

    USUAL = (EQUIPMENT, "angle_source")

    def __init__(self, *args: Any, last: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=start_from(last or {}), **kwargs)
        self.helper.attrs["data-queue"] = "session"
        self.helper.layout = Layout(
            Fieldset("Pain, 0 to 10", "pain_before", "pain_after"),
            self.on_the_table(),
            self.holds_fold(),
            self.effects_fold(),
            self.vitals_fold(),
            self.equipment_fold(),
            Fold(
                "Time, source, note",
                "when",
                Div("ended_local", css_class="when-earlier all-optional"),
                "angle_source",
                "has_stopped_early",
                "note",
            ),
            *("write_id", "account", "version", "tz", "device_now"),
            Div(Submit("save", "Save session"), css_class="thumb"),
        )

    def clean(self) -> dict[str, Any]:
        """Settle when it ended and in which zone."""
        cleaned = super().clean()
        cleaned["zone"] = known_zone(cleaned.get("tz"), self.zone)
        if cleaned.get("when") == "earlier":
            field, ended_at = "ended_local", self.in_zone("ended_local", cleaned["zone"])
            if not self.has_error(field) and ended_at is None:
                self.add_error(field, "Enter the date and the time it ended.")
        else:
            field, ended_at = "when", device_instant(cleaned.get("device_now"), now=self.now)
            # Both pains were given at that press, however long a log-in came between.
            cleaned["rated_at"] = ended_at
        if ended_at is not None:
            cleaned["ended_at"] = self.clean_ended(ended_at, field=field)
        return cleaned

    @property
    def entered(self) -> Entered:
        """How it came: a page that was open without a network says so."""
        is_offline = self.data.get("entered") == Entered.OFFLINE
        return Entered.OFFLINE if is_offline else Entered.QUICK


class PainAfterForm(HealthForm):
    """The one question that is left after a session."""

    pain_after = ScoreField(label="Pain now, after the session")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.add_input(Submit("save", "Save pain after"))

    def pain(self) -> int:
        """Return the score; raises Invalid while there is none."""
        return self.values()["pain_after"]


def start_from(last: dict[str, Any]) -> dict[str, Any]:
    """Return what a log starts from: holds, source and equipment of the session before."""
    holds = last.get("holds", [])[:MOST_HOLDS]
    initial: dict[str, Any] = {
        f"{HOLD}{order}": [angle, *divmod(seconds, 60)]
        for order, (angle, seconds) in enumerate(holds[1:], start=2)
    }
    if holds:
        initial["angle_deg"], initial["duration_s"] = holds[0]
    # What the phone measured last time, nobody did now.
    if last.get("angle_source", AngleSource.MEASURED) != AngleSource.MEASURED:
        initial["angle_source"] = last["angle_source"]
    settings = last.get("equipment", {})
    return initial | {EQUIPMENT + setting: said for setting, said in settings.items()}
