"""What every form about a whole session asks, in the order a person lives it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from crispy_forms.layout import Div, Fieldset
from django import forms

from invertrack.care.forms import HealthForm
from invertrack.core.fields import AngleField, DurationField, ScoreField
from invertrack.core.localtime import FUTURE_ALLOWED
from invertrack.core.templatetags.display import duration
from invertrack.safety.enums import Level
from invertrack.safety.lists import Item, stop_now

from ..actions import HoldValues, SessionValues, VitalsValues
from ..enums import AngleSource, Moment, Posture, Setting
from ..limits import Limit
from ..models import DURATION_MAX_S, DURATION_MIN_S
from ..screen import newly_risen, pressures
from .fields import Fold, HoldField, Lines, SymptomField, Warnings, draw_hold, draw_symptom

PAST_ALLOWED = dt.timedelta(days=30)
MOST_HOLDS = 8
PRESSURE_GAP = 5  # mmHg between systolic and diastolic, at least
EFFECT, HOLD, EQUIPMENT = "effect_", "hold_", "equipment_"
LIMITS = {"systolic": (60, 260), "diastolic": (30, 160), "heart_rate": (30, 220)}
LABELS = {
    "systolic": ("Systolic {}", "The upper number, mmHg."),
    "diastolic": ("Diastolic {}", "The lower number, mmHg."),
    "heart_rate": ("Heart rate {}", "Beats a minute."),
}


class SessionForm(HealthForm):
    """What every form about a whole session asks, in the order a person lives it."""

    pain_before = ScoreField(label="Pain before")
    pain_after = ScoreField(label="Pain after", required=False, not_now="Not yet")
    angle_deg = AngleField(label="Angle", help_text="Degrees: 0 lying flat, 90 head straight down.")
    duration_s = DurationField(
        label="Time at angle", help_text="Without the pauses at level.", min_s=1
    )
    angle_source = forms.ChoiceField(
        label="The angle is",
        choices=[choice for choice in AngleSource.choices if choice[0] != AngleSource.MEASURED],
        widget=forms.RadioSelect,
        initial=AngleSource.GUESS,
    )
    has_stopped_early = forms.BooleanField(
        label="I stopped earlier than I meant to", required=False
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In your own words. A clinician reads it only if you share your notes.",
    )

    limits: Sequence[Limit] = ()  # what is pointed out while angle and time are typed
    USUAL: tuple[str, ...] = ()  # what begins so is mostly as last time: no reason to open a fold

    def __init__(self, *args: Any, now: dt.datetime, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.zone = now, zone
        for order in range(2, MOST_HOLDS + 1):
            self.fields[f"{HOLD}{order}"] = HoldField(label=f"Hold {order}", required=False)
        for item in stop_now().items:
            self.fields[EFFECT + item.id] = SymptomField(
                label=item.text, required=False, help_text=_what_to_do(item)
            )
        for moment in Moment:
            self._ask_vitals(moment)
        for setting in Setting:
            self.fields[EQUIPMENT + setting] = forms.CharField(
                label=setting.label, required=False, max_length=40
            )

    def must_show(self, names: Iterable[str]) -> bool:
        """Whether folded fields must be in sight: one has an error, or was filled in."""
        return any(name in self.errors or self._is_said(name) for name in names)

    def clean(self) -> dict[str, Any]:
        """Hold the limits that several fields have in common."""
        cleaned = super().clean()
        if not {"angle_deg", "duration_s"} & set(self.errors):
            total = sum(hold.seconds for hold in self._holds())
            if not DURATION_MIN_S <= total <= DURATION_MAX_S:
                self.add_error("duration_s", _refusal(total))
        for moment in Moment:
            self._clean_vitals(moment)
        return cleaned

    def clean_ended(self, ended_at: dt.datetime, *, field: str) -> dt.datetime:
        """Hold the limits of a session's time."""
        if ended_at > self.now + FUTURE_ALLOWED:
            self.add_error(field, "This time lies ahead. Enter when the session ended.")
        elif ended_at < self.now - PAST_ALLOWED:
            self.add_error(field, "This is more than 30 days ago. Enter a later time.")
        return ended_at

    def in_zone(self, field: str, zone: str) -> dt.datetime | None:
        """Return the instant a typed local time means, or put the error at its field."""
        moment = self.cleaned_data.get(field)
        try:
            return self.fields[field].in_zone(moment, zone)
        except forms.ValidationError as error:
            self.add_error(field, error)
            return None

    def session_values(self, **measured: Any) -> SessionValues:
        """Return what the action takes; raises Invalid while a field has an error.

        ``measured`` is what a phone says beside what every form asks.
        """
        given = self.values()
        effects = {
            name.removeprefix(EFFECT): said
            for name, said in given.items()
            if name.startswith(EFFECT) and said is not None
        }
        vitals = {moment: self._vitals(moment) for moment in Moment}
        return SessionValues(
            ended_at=given["ended_at"],
            tz=given["zone"],
            holds=self._holds(),
            angle_source=given["angle_source"],
            pain_before=given["pain_before"],
            pain_after=given["pain_after"],
            has_stopped_early=given["has_stopped_early"],
            note=given["note"],
            rated_at=given.get("rated_at"),
            side_effects={code: severity for code, (severity, _) in effects.items()},
            courses={code: course for code, (_, course) in effects.items()},
            vitals={moment: said for moment, said in vitals.items() if any(said)},
            equipment={
                str(setting): given[EQUIPMENT + setting]
                for setting in Setting
                if given[EQUIPMENT + setting]
            },
            **measured,
        )

    def asks_red_flags(self) -> bool:
        """Whether pain newly rose with what was saved; an emergency comes before any question."""
        said = getattr(self, "cleaned_data", {})  # a form that was sent twice is read once
        effects = [
            name.removeprefix(EFFECT) for name in said if name.startswith(EFFECT) and said[name]
        ]
        scores = ("pain_before", "pain_after")
        was, now = (tuple(map(given.get, scores)) for given in (self.initial, said))
        return newly_risen(was, now) and stop_now().gravest(effects) != Level.EMERGENCY

    # Layout --------------------------------------------------------------------------------------

    def on_the_table(self) -> Fieldset:
        """Lay out angle and time, each with what is pointed out at it."""
        fields = (Div(name, self._warnings(name)) for name in ("angle_deg", "duration_s"))
        return Fieldset("On the table", Div(*fields, css_class="pair"))

    def holds_fold(self) -> Fold:
        """Lay out the further holds; the first is the angle and time above."""
        lines = Lines("sessions/inputs/holds.html", self._names(HOLD), draw_hold)
        return Fold("More than one hold", lines, hint="The angle and time above are hold 1.")

    def effects_fold(self) -> Fold:
        """Lay out the symptom list."""
        lines = Lines("sessions/inputs/symptoms.html", self._names(EFFECT), draw_symptom)
        return Fold("Any side effects", lines, hint="Leave at No what did not happen.")

    def vitals_fold(self) -> Fold:
        """Lay out blood pressure and heart rate, before beside after."""
        moments = [
            Div(*self._names(f"{moment}_"), _pressure(moment), css_class="vitals all-optional")
            for moment in Moment
        ]
        hint = "If you measured. Sitting or lying, never on the tilted table."
        return Fold("Blood pressure and heart rate", *moments, hint=hint)

    def equipment_fold(self) -> Fold:
        """Lay out the settings of the table."""
        hint = (
            "Kept for next time, in a few words each. Part of your sessions where you share them."
        )
        fields = Div(*self._names(EQUIPMENT), css_class="pair all-optional")
        return Fold("Table settings", fields, hint=hint)

    def _warnings(self, name: str) -> Warnings:
        return Warnings(
            "sessions/inputs/limits.html",
            lambda form: [limit for limit in form.limits if limit.field == name],
        )

    def _names(self, prefix: str) -> list[str]:
        return [name for name in self.fields if name.startswith(prefix)]

    # Parts ---------------------------------------------------------------------------------------

    def _is_said(self, name: str) -> bool:
        if name.startswith(self.USUAL):
            return False
        value = self[name].value()
        if name == "when":
            return value != "now"
        values = value if isinstance(value, list | tuple) else [value]
        return any(part not in (None, "", False) for part in values)

    def _holds(self) -> tuple[HoldValues, ...]:
        given = self.cleaned_data
        more = (given.get(name) for name in self._names(HOLD))
        first = HoldValues(given["angle_deg"], given["duration_s"])
        return (first, *(hold for hold in more if hold is not None))

    def _ask_vitals(self, moment: Moment) -> None:
        word = moment.label.lower()
        for name, (label, unit) in LABELS.items():
            low, high = LIMITS[name]
            outside = f"This is kept from {low} to {high}. Check the number."
            messages = dict.fromkeys(("min_value", "max_value"), outside)
            messages["invalid"] = "Enter a whole number."
            self.fields[f"{moment}_{name}"] = forms.IntegerField(
                label=label.format(word),
                help_text=unit,
                required=False,
                min_value=low,
                max_value=high,
                error_messages=messages,
            )
        self.fields[f"{moment}_posture"] = forms.ChoiceField(
            label=f"Posture {word}", required=False, choices=[("", "Not said"), *Posture.choices]
        )

    def _vitals(self, moment: Moment) -> VitalsValues:
        given = self.cleaned_data
        numbers = (given.get(f"{moment}_{name}") for name in LIMITS)
        return VitalsValues(*numbers, posture=given.get(f"{moment}_posture") or "")

    def _clean_vitals(self, moment: Moment) -> None:
        names = {f"{moment}_{name}" for name in LABELS}
        if names & set(self.errors):
            return
        said = self._vitals(moment)
        if said.systolic is None and said.diastolic is not None:
            self.add_error(f"{moment}_systolic", "Enter the upper number too, or neither.")
        elif said.diastolic is None and said.systolic is not None:
            self.add_error(f"{moment}_diastolic", "Enter the lower number too, or neither.")
        elif said.systolic is not None and said.systolic < said.diastolic + PRESSURE_GAP:
            self.add_error(
                f"{moment}_systolic",
                "The upper number is at least 5 above the lower one. Check both.",
            )
        elif said.posture and not any(said[:3]):
            self.add_error(f"{moment}_posture", "Enter a reading too, or choose Not said.")


def _what_to_do(item: Item) -> str:
    """Return what to do about a grave symptom, which cannot wait until the form is sent."""
    is_grave = item.level in (Level.EMERGENCY, Level.URGENT)
    return stop_now().instructions[item.level] if is_grave else ""


def _pressure(moment: Moment) -> Warnings:
    said = [one for one in pressures() if moment in one.moments]
    return Warnings("sessions/inputs/pressure.html", lambda form: (moment, said))


def _refusal(total_s: int) -> str:
    if total_s < DURATION_MIN_S:
        word, limit = "shorter", f"at least {duration(DURATION_MIN_S)}"
    else:
        word, limit = "longer", f"at most {duration(DURATION_MAX_S)}"
    return f"{duration(total_s)} in all is {word} than a session recorded here: {limit}."
