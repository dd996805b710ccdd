"""What is asked about a treatment: what, how much, when, and whether it is new from then on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from crispy_forms.layout import Div, Layout, Submit
from django import forms

from invertrack.care.forms import HealthForm
from invertrack.core.fields import LocalDateTimeField
from invertrack.core.localtime import FUTURE_ALLOWED, device_instant
from invertrack.core.regions import known_zone

from ..actions import TreatmentValues
from ..models import Treatment
from .limits import BACKFILL

OWN_NAMES = "own-treatments"  # the datalist of the page
NOON = dt.time(12)


class TreatmentForm(HealthForm):
    """What every form about a treatment asks."""

    name = forms.CharField(
        label="What",
        max_length=100,
        widget=forms.TextInput(attrs={"list": OWN_NAMES, "autocomplete": "off"}),
        help_text="A medicine, or anything else you do for your back, such as heat or a physiotherapy visit.",
        error_messages={"required": "Enter what it was, such as heat or the name of a medicine."},
    )
    dose_text = forms.CharField(
        label="How much",
        required=False,
        max_length=100,
        help_text="As you would say it, such as one tablet or 20 minutes.",
    )
    has_changed = forms.BooleanField(
        label="New or changed from this day on",
        required=False,
        help_text="Charts of your pain get a line at this day. Stopping something is a change too: say so above.",
    )

    def __init__(self, *args: Any, now: dt.datetime, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.zone = now, zone

    def clean_name(self) -> str:
        """Close up blanks, so that one treatment has one name."""
        return " ".join(self.cleaned_data["name"].split())

    def clean_dose_text(self) -> str:
        """Close up blanks."""
        return " ".join(self.cleaned_data["dose_text"].split())

    def clean_taken(self, taken_at: dt.datetime, *, field: str) -> dt.datetime:
        """Hold the limits of when it was."""
        if taken_at > self.now + FUTURE_ALLOWED:
            self.add_error(field, "This time lies ahead. Enter when it was.")
        elif taken_at < self.now - BACKFILL:
            self.add_error(field, "This is more than 30 days ago. Enter a later time.")
        return taken_at

    def in_zone(self, zone: str) -> dt.datetime | None:
        """Return the instant that the typed time means, or put the error at its field."""
        try:
            return self.fields["taken_local"].in_zone(self.cleaned_data.get("taken_local"), zone)
        except forms.ValidationError as error:
            self.add_error("taken_local", error)
            return None

    def treatment(self) -> TreatmentValues:
        """Return what the action takes; raises Invalid while a field has an error."""
        given = self.values()
        return TreatmentValues(
            name=given["name"],
            dose_text=given["dose_text"],
            taken_at=given["taken_at"],
            tz=given["zone"],
            has_changed=given["has_changed"],
        )


class AddTreatmentForm(TreatmentForm):
    """A treatment of just now, or of earlier."""

    when = forms.ChoiceField(
        label="When",
        choices=[("now", "Just now"), ("earlier", "Earlier")],
        widget=forms.RadioSelect,
        initial="now",
    )
    taken_local = LocalDateTimeField(
        label="Date and time", required=False, help_text="By the clock where you were."
    )
    tz = forms.CharField(required=False, widget=forms.HiddenInput)
    device_now = forms.CharField(
        required=False, widget=forms.HiddenInput(attrs={"data-device-now": True})
    )

    def __init__(
        self, *args: Any, names: list[str], day: dt.date | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.spelled = {name.casefold(): name for name in names}
        if day is not None:
            self.initial |= {"when": "earlier", "taken_local": dt.datetime.combine(day, NOON)}
        self.helper.layout = Layout(
            *("name", "dose_text", "when"),
            Div("taken_local", css_class="when-earlier all-optional"),
            "has_changed",
            *("write_id", "account", "version", "tz", "device_now"),
            Div(Submit("save", "Save"), css_class="thumb"),
        )

    def clean_name(self) -> str:
        """Take the spelling that this treatment has in the person's own records."""
        name = super().clean_name()
        return self.spelled.get(name.casefold(), name)

    def clean(self) -> dict[str, Any]:
        """Settle when it was and in which zone."""
        cleaned = super().clean()
        cleaned["zone"] = known_zone(cleaned.get("tz"), self.zone)
        if cleaned.get("when") == "earlier":
            field, taken_at = "taken_local", self.in_zone(cleaned["zone"])
            if taken_at is None and not self.has_error(field):
                self.add_error(field, "Enter the date and the time.")
        else:
            field, taken_at = "when", device_instant(cleaned.get("device_now"), now=self.now)
        if taken_at is not None:
            cleaned["taken_at"] = self.clean_taken(taken_at, field=field)
        return cleaned


class CorrectTreatmentForm(TreatmentForm):
    """The same questions about a treatment that is stored; its zone stays."""

    taken_local = LocalDateTimeField(label="When", help_text="By the clock where you were.")

    def __init__(self, *args: Any, treatment: Treatment, **kwargs: Any) -> None:
        initial = {
            "name": treatment.name,
            "dose_text": treatment.dose_text,
            "has_changed": treatment.has_changed,
            "version": treatment.version,
            "taken_local": treatment.local_time,
        }
        super().__init__(*args, initial=initial, zone=treatment.tz, **kwargs)
        self.stored = treatment
        self.helper.layout = Layout(
            *("name", "dose_text", "taken_local", "has_changed"),
            *("write_id", "account", "version"),
            Div(Submit("save", "Save the change"), css_class="thumb"),
        )

    def clean(self) -> dict[str, Any]:
        """Keep the exact stored time unless the person moved it."""
        cleaned = super().clean()
        cleaned["zone"] = self.zone
        if "taken_local" not in self.changed_data:
            cleaned["taken_at"] = self.stored.taken_at
        elif cleaned.get("taken_local"):
            taken_at = self.in_zone(self.zone)
            if taken_at is not None:
                cleaned["taken_at"] = self.clean_taken(taken_at, field="taken_local")
        return cleaned


class RepeatForm(HealthForm):
    """The same again, now: each button names the treatment that it repeats."""

    of = forms.UUIDField(
        label="The treatment to repeat",
        error_messages=dict.fromkeys(("required", "invalid"), "Choose one."),
    )
    tz = forms.CharField(required=False, widget=forms.HiddenInput)
    device_now = forms.CharField(
        required=False, widget=forms.HiddenInput(attrs={"data-device-now": True})
    )

    def __init__(self, *args: Any, now: dt.datetime, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.zone = now, zone

    @property
    def pressed_at(self) -> dt.datetime:
        """The instant of a press that has not been saved yet."""
        return device_instant(self.data.get("device_now"), now=self.now)

    def clean(self) -> dict[str, Any]:
        """Settle the instant of the press, and in which zone."""
        cleaned = super().clean()
        cleaned["zone"] = known_zone(cleaned.get("tz"), self.zone)
        if self.pressed_at < self.now - BACKFILL:
            self.add_error(None, "This is more than 30 days ago.")
        return cleaned

    def repeated(self, earlier: Treatment) -> TreatmentValues:
        """Return an earlier treatment as it is taken now; raises Invalid while there is an error."""
        given = self.values()
        return TreatmentValues(
            name=earlier.name,
            dose_text=earlier.dose_text,
            taken_at=self.pressed_at,
            tz=given["zone"],
        )
