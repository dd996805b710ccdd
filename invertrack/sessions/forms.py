"""The quick log, the correction of a session, and the after-pain that comes later."""

from __future__ import annotations

import datetime as dt
from typing import Any

from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout, Submit
from django import forms

from invertrack.care.forms import HealthForm
from invertrack.core.fields import AngleField, DurationField, LocalDateTimeField, ScoreField
from invertrack.core.localtime import FUTURE_ALLOWED, device_instant
from invertrack.core.regions import known_zone
from invertrack.safety.lists import stop_now

from .actions import SessionValues
from .enums import AngleSource, Severity
from .models import Session, SideEffect

PAST_ALLOWED = dt.timedelta(days=30)
EFFECT = "effect_"
FOLDED = ("when", "ended_local", "angle_source", "has_stopped_early", "note")


class SessionForm(HealthForm):
    """What every form about a whole session asks, in the order a person lives it."""

    pain_before = ScoreField(label="Pain before")
    pain_after = ScoreField(label="Pain after", required=False, not_now="Not yet")
    angle_deg = AngleField(label="Angle", help_text="Degrees: 0 lying flat, 90 head straight down.")
    duration_s = DurationField(label="Time at angle", help_text="All holds together.")
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

    def __init__(self, *args: Any, now: dt.datetime, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.zone = now, zone
        for item in stop_now().items:
            self.fields[EFFECT + item.id] = forms.TypedChoiceField(
                label=item.text,
                choices=[("", "No"), *Severity.choices],
                coerce=int,
                empty_value=None,
                required=False,
            )

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

    def session_values(self) -> SessionValues:
        """Return what the action takes; raises Invalid while a field has an error."""
        given = self.values()
        return SessionValues(
            ended_at=given["ended_at"],
            tz=given["zone"],
            angle_deg=given["angle_deg"],
            duration_s=given["duration_s"],
            angle_source=given["angle_source"],
            pain_before=given["pain_before"],
            pain_after=given["pain_after"],
            has_stopped_early=given["has_stopped_early"],
            note=given["note"],
            rated_at=given.get("rated_at"),
            side_effects={
                name.removeprefix(EFFECT): severity
                for name, severity in given.items()
                if name.startswith(EFFECT) and severity is not None
            },
        )

    def effects_fold(self) -> Div:
        """Lay out the symptom list behind one tap; open when something is ticked."""
        names = [name for name in self.fields if name.startswith(EFFECT)]
        ticked = any(self[name].value() not in (None, "") for name in names)
        opened = " open" if ticked else ""
        return Div(
            HTML(f'<details class="fold"{opened}><summary>Any side effects</summary>'),
            HTML('<p class="basis">Leave at No what did not happen.</p>'),
            *(Field(name, wrapper_class="symptom") for name in names),
            HTML("</details>"),
        )


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("angle_source") == AngleSource.MEASURED:
            del self.initial["angle_source"]  # what the phone measured last time, nobody did now
        self.helper.layout = Layout(
            Fieldset("Pain, 0 to 10", "pain_before", "pain_after"),
            Fieldset("On the table", Div("angle_deg", "duration_s", css_class="pair")),
            self.effects_fold(),
            Div(
                HTML('<details class="fold"{% if form.says_more %} open{% endif %}>'),
                HTML("<summary>Time, source, note</summary>"),
                "when",
                Div("ended_local", css_class="when-earlier all-optional"),
                "angle_source",
                "has_stopped_early",
                "note",
                HTML("</details>"),
            ),
            *("write_id", "account", "version", "tz", "device_now"),
            Div(Submit("save", "Save session"), css_class="thumb"),
        )

    @property
    def says_more(self) -> bool:
        """Whether the folded fields must be in sight: one has an error or differs from the usual."""
        usual = {"angle_source"}  # mostly the one of last time
        return self.is_bound and any(
            name in self.errors or name in {*self.changed_data} - usual for name in FOLDED
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


class CorrectSessionForm(SessionForm):
    """The same questions about a session that is stored; its zone stays."""

    pain_before = ScoreField(label="Pain before", required=False, not_now="Not rated")
    pain_after = ScoreField(
        label="Pain after",
        required=False,
        not_now="Not rated",
        help_text="Given later than 30 minutes after, it counts as from memory.",
    )
    ended_local = LocalDateTimeField(label="Ended at", help_text="When you were level again.")

    def __init__(
        self, *args: Any, session: Session, effects: list[SideEffect], note: str, **kwargs: Any
    ) -> None:
        initial = {
            **{EFFECT + effect.code: effect.severity for effect in effects},
            **{name: getattr(session, name) for name in self.base_fields if hasattr(session, name)},
            "note": note,
            "version": session.version,
            "ended_local": session.ended_local,
        }
        super().__init__(*args, initial=initial, zone=session.tz, **kwargs)
        self.session = session
        if session.angle_source == AngleSource.MEASURED:
            self.fields["angle_source"].choices = AngleSource.choices
        self.helper.layout = Layout(
            Fieldset("Pain, 0 to 10", "pain_before", "pain_after"),
            Fieldset("On the table", Div("angle_deg", "duration_s", css_class="pair")),
            Fieldset("Time", "ended_local"),
            self.effects_fold(),
            Fieldset("More", "angle_source", "has_stopped_early", "note"),
            *("write_id", "account", "version"),
            Div(Submit("save", "Save changes"), css_class="thumb"),
        )

    def clean(self) -> dict[str, Any]:
        """Keep the exact stored end unless the person moved it."""
        cleaned = super().clean()
        cleaned["zone"] = self.zone
        if "ended_local" not in self.changed_data:
            cleaned["ended_at"] = self.session.ended_at
        elif cleaned.get("ended_local"):
            ended_at = self.in_zone("ended_local", self.zone)
            if ended_at is not None:
                cleaned["ended_at"] = self.clean_ended(ended_at, field="ended_local")
        return cleaned


class PainAfterForm(HealthForm):
    """The one question that is left after a session."""

    pain_after = ScoreField(label="Pain now, after the session")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.add_input(Submit("save", "Save pain after"))

    def pain(self) -> int:
        """Return the score; raises Invalid while there is none."""
        return self.values()["pain_after"]
