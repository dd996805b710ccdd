"""What the journal asks of a whole day, how it is marked by one tap, and which fields are kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout, Submit
from django import forms
from django.utils.formats import date_format

from invertrack.care.forms import HealthForm
from invertrack.core.fields import ScoreField
from invertrack.core.regions import known_zone

from ..actions import EntryValues
from ..enums import DayKind
from ..models import MAIN_SCORES, OPTIONAL_FIELDS, Entry
from ..queries import label
from .limits import BACKFILL, TOO_OLD, date_in

# More is better here, so the tiles do not deepen as pain's do.
HIGHER_IS_BETTER = {"sleep_quality", "mood", "activity", "managed_today"}
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
# Asked of everybody: a goal beside the symptoms.
MANAGED = "managed_today"
CHOSEN = tuple(name for name in OPTIONAL_FIELDS if name != MANAGED)


class DayForm(HealthForm):
    """A form about a local day as a whole, new or stored."""

    tz = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        day: dt.date,
        now: dt.datetime,
        zone: str,
        entry: Entry | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.day, self.now, self.zone, self.entry = day, now, zone, entry
        if entry is not None:
            self.initial["version"] = entry.version

    @property
    def is_open(self) -> bool:
        """Whether the day can be written: it has an entry, or is not too far back for a new one."""
        return self.entry is not None or self.day >= date_in(self.zone, self.now) - BACKFILL

    def clean(self) -> dict[str, Any]:
        """Refuse a day that has not come, and a new one too far back."""
        cleaned = super().clean()
        cleaned["zone"] = known_zone(cleaned.get("tz"), self.zone)
        if self.day > max(date_in(cleaned["zone"], self.now), date_in(self.zone, self.now)):
            self.add_error(None, f"{date_format(self.day, 'MONTH_DAY_FORMAT')} has not come yet.")
        elif not self.is_open:
            self.add_error(None, TOO_OLD)
        return cleaned


class EntryForm(DayForm):
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
    managed = forms.CharField(
        label="In your own words",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Such as a walk, an hour at the desk, playing with the children. "
        "A clinician reads it only if you share your notes.",
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In your own words. A clinician reads it only if you share your notes.",
    )

    def __init__(
        self, *args: Any, note: str, managed: str = "", shown: list[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        entry = self.entry
        # A field that was shown when the form was opened is kept, hidden since or not.
        self.optional = [name for name in CHOSEN if name in shown or name in self.data]
        for name in (MANAGED, *self.optional):
            self.fields[name] = _optional_field(name)
        self.fields[MANAGED].label = "How much of what you wanted"
        self.scores = (*MAIN_SCORES, MANAGED, *self.optional)
        if entry is not None:
            self.initial |= {name: getattr(entry, name) for name in (*self.scores, "day_kind")}
            self.initial |= {"note": note, "managed": managed}
        self._word(is_today=self.day == date_in(self.zone, self.now))
        self._lay_out()

    def _word(self, *, is_today: bool) -> None:
        span = "over the last 24 hours" if is_today else "over the 24 hours of that day"
        self.fields["pain_avg_24h"].label = f"Back pain, on average {span}"
        self.fields["pain_worst_24h"].label = f"Back pain at its worst, {span}"
        self.fields["leg_pain"].label = f"Leg pain, on average {span}"

    def _lay_out(self) -> None:
        self.helper.form_class = "all-optional"
        self.helper.attrs["data-queue"] = "journal day"
        is_today = self.day == date_in(self.zone, self.now)
        managed = "What I managed today" if is_today else "What I managed that day"
        self.helper.layout = Layout(
            *MAIN_SCORES,
            "day_kind",
            Fieldset(managed, "managed", MANAGED),
            *self.optional,
            "note",
            *("write_id", "account", "version", "tz"),
            Div(Submit("save", "Save the day"), css_class="thumb"),
        )

    def clean(self) -> dict[str, Any]:
        """Refuse, besides, a new day that says nothing."""
        cleaned = super().clean()
        if self.entry is None and not self.errors and self._says_nothing(cleaned):
            self.add_error(
                None,
                "Nothing is filled in yet: tap a number, choose another kind of day, or write a note.",
            )
        return cleaned

    def _says_nothing(self, cleaned: dict[str, Any]) -> bool:
        is_rated = any(cleaned.get(name) is not None for name in self.scores)
        is_ordinary = cleaned["day_kind"] == DayKind.ORDINARY
        has_words = cleaned["note"] or cleaned["managed"]
        return is_ordinary and not is_rated and not has_words

    def entry_values(self) -> EntryValues:
        """Return what the action takes: of the fields only those that were sent."""
        given = self.values()
        sent = {name: value for name, value in given.items() if name in self.data}
        return EntryValues(
            fields={name: sent[name] for name in (*self.scores, "day_kind") if name in sent},
            tz=given["zone"],
            note=sent.get("note"),
            managed=sent.get("managed"),
        )


class MarkForm(DayForm):
    """The kind of a day by one tap; a rest, travel or flare day needs no scores."""

    day_kind = forms.ChoiceField(
        label="Mark the day as",
        choices=DayKind,
        error_messages={"required": "Choose what kind of day it was."},
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def buttons(self) -> list[tuple[str, str, bool]]:
        """Return what each button sends and says, and whether the day is marked so already.

        Pressing such a one again makes the day an ordinary one.
        """
        now = self.entry.day_kind if self.entry else DayKind.ORDINARY
        return [
            (DayKind.ORDINARY if kind == now else kind, kind.label.lower(), kind == now)
            for kind in DayKind
            if kind != DayKind.ORDINARY
        ]

    @property
    def pressed(self) -> tuple[str, str] | None:
        """What was pressed and has not been saved yet, and in words."""
        kind = self.data.get("day_kind")
        return (kind, DayKind(kind).label.lower()) if kind in DayKind.values else None

    def entry_values(self) -> EntryValues:
        """Return what the action takes; raises Invalid while a field has an error."""
        given = self.values()
        fields = {"day_kind": given["day_kind"]}
        return EntryValues(fields=fields, tz=given["zone"], note=None)


class FieldsForm(forms.Form):
    """Which optional fields the journal asks for."""

    shown = forms.MultipleChoiceField(
        label="Ask me each day about",
        choices=lambda: [(name, label(name)) for name in CHOSEN],
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
