"""What the journal asks: a day as a whole, pain at one moment, and which fields are kept."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any

from crispy_forms.helper import FormHelper
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

from .actions import EntryValues
from .enums import DayKind
from .models import MAIN_SCORES, OPTIONAL_FIELDS, Entry, PainRating
from .queries import label

BACKFILL = dt.timedelta(days=30)
# More is better here, so the tiles do not deepen as pain's do.
HIGHER_IS_BETTER = {"sleep_quality", "mood", "activity", "managed_today"}
TOO_OLD = (
    "This day is more than 30 days ago. What it holds can be corrected; nothing new can be added."
)
NONE_TO_WORST = ("none", "worst possible")
ENDS = {
    "stiffness": NONE_TO_WORST,
    "spasm": NONE_TO_WORST,
    "joint_pain": ("no pain", "worst possible pain"),
    "balance": NONE_TO_WORST,
    "circulation": NONE_TO_WORST,
    "sleep_quality": ("very poor", "very good"),
    "mood": ("very low", "very good"),
    "stress": ("none", "extreme"),
    "activity": ("none", "very active"),
    "managed_today": ("nothing", "everything"),
}


class EntryForm(HealthForm):
    """A local day as a whole; everything may stay empty but not all of it."""

    pain_avg_24h = ScoreField(required=False, not_now="Not rated")
    pain_worst_24h = ScoreField(required=False, not_now="Not rated")
    leg_pain = ScoreField(required=False, not_now="Not rated")
    day_kind = forms.ChoiceField(
        label="Kind of day",
        choices=DayKind,
        widget=forms.RadioSelect,
        initial=DayKind.ORDINARY,
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In your own words. A clinician reads it only if you share your notes.",
    )
    tz = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        day: dt.date,
        now: dt.datetime,
        zone: str,
        entry: Entry | None,
        note: str,
        shown: list[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.day, self.now, self.zone, self.entry = day, now, zone, entry
        # A field that was shown when the form was opened is kept, hidden since or not.
        self.optional = [name for name in OPTIONAL_FIELDS if name in shown or name in self.data]
        for name in self.optional:
            self.fields[name] = _optional_field(name)
        if entry is not None:
            stored = (*MAIN_SCORES, "day_kind", *self.optional)
            self.initial |= {name: getattr(entry, name) for name in stored}
            self.initial |= {"note": note, "version": entry.version}
        self._word(is_today=day == now.astimezone(zoneinfo.ZoneInfo(zone)).date())
        self._lay_out()

    def _word(self, *, is_today: bool) -> None:
        span = "over the last 24 hours" if is_today else "over the 24 hours of that day"
        self.fields["pain_avg_24h"].label = f"Back pain, on average {span}"
        self.fields["pain_worst_24h"].label = f"Back pain at its worst, {span}"
        self.fields["leg_pain"].label = f"Leg pain, on average {span}"

    def _lay_out(self) -> None:
        self.helper.form_class = "all-optional"
        self.helper.layout = Layout(
            *MAIN_SCORES,
            "day_kind",
            *self.optional,
            "note",
            *("write_id", "account", "version", "tz"),
            Div(Submit("save", "Save the day"), css_class="thumb"),
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a day that has not come, a new one too far back, and one that says nothing."""
        cleaned = super().clean()
        cleaned["zone"] = known_zone(cleaned.get("tz"), self.zone)
        if self.day > max(_date(self.now, cleaned["zone"]), _date(self.now, self.zone)):
            self.add_error(None, f"{self.day:%-d %B} has not come yet.")
        elif self.entry is None and self.day < _date(self.now, self.zone) - BACKFILL:
            self.add_error(None, TOO_OLD)
        elif self.entry is None and not self.errors and self._says_nothing(cleaned):
            self.add_error(
                None,
                "Nothing is filled in yet: tap a number, choose another kind of day, or write a note.",
            )
        return cleaned

    def _says_nothing(self, cleaned: dict[str, Any]) -> bool:
        scores = (cleaned.get(name) for name in (*MAIN_SCORES, *self.optional))
        is_rated = any(score is not None for score in scores)
        is_ordinary = cleaned["day_kind"] == DayKind.ORDINARY
        return is_ordinary and not is_rated and not cleaned["note"]

    def entry_values(self) -> EntryValues:
        """Return what the action takes: of the fields only those that were sent."""
        given = self.values()
        own = (*MAIN_SCORES, "day_kind", *self.optional)
        fields = {name: given[name] for name in own if name in self.data}
        note = given["note"] if "note" in self.data else None
        return EntryValues(fields=fields, tz=given["zone"], note=note)


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
        is_today = day == _date(now, zone)
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
        elif _date(at, cleaned["zone"]) < _date(self.now, cleaned["zone"]) - BACKFILL:
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


class FieldsForm(forms.Form):
    """Which optional fields the journal asks for."""

    shown = forms.MultipleChoiceField(
        label="Ask me each day about",
        choices=lambda: [(name, label(name)) for name in OPTIONAL_FIELDS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_class = "all-optional"
        self.helper.attrs = {"data-once": True}
        self.helper.layout = Layout("shown", Div(Submit("save", "Save"), css_class="thumb"))


def _optional_field(name: str) -> forms.Field:
    if name == "sleep_h":
        hours = "Sleep is 0 to 24 hours, such as 7.5."
        return forms.DecimalField(
            label="Sleep",
            required=False,
            min_value=0,
            max_value=24,
            max_digits=3,
            decimal_places=1,
            widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
            help_text="Hours, such as 7.5.",
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), hours),
        )
    low, high = ENDS[name]
    return ScoreField(
        label=label(name),
        required=False,
        low=low,
        high=high,
        not_now="Not rated",
        compact=True,
        plain=name in HIGHER_IS_BETTER,
    )


def _date(at: dt.datetime, zone: str) -> dt.date:
    return at.astimezone(zoneinfo.ZoneInfo(zone)).date()
