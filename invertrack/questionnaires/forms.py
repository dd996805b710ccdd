"""What a questionnaire asks: one form, with the fields of the one that it is made for."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import HTML, Div, Fieldset, Layout, Submit
from django import forms
from django.utils.formats import date_format

from invertrack.care.forms import HealthForm
from invertrack.core.fields import ScoreField
from invertrack.core.localtime import device_instant
from invertrack.core.regions import known_zone

from .actions import Said
from .enums import Asks
from .instruments import Instrument
from .models import NAME_LONGEST, Activity, Completion

HIDDEN = ("write_id", "account", "version", "tz", "device_now")
TICKED = "ticked"
NOT_RATED = "Not rated"
type Earlier = tuple[Activity, int | None, dt.date | None]


class AnswersForm(HealthForm):
    """One pass through a questionnaire, new or, with ``completion``, corrected.

    ``activities`` are those in use, each with its last score and the day of that.
    """

    tz = forms.CharField(required=False, widget=forms.HiddenInput)
    device_now = forms.CharField(
        required=False, widget=forms.HiddenInput(attrs={"data-device-now": True})
    )

    def __init__(
        self,
        *args: Any,
        asked: Instrument,
        now: dt.datetime,
        zone: str,
        activities: Sequence[Earlier] = (),
        completion: Completion | None = None,
        **kwargs: Any,
    ) -> None:
        if completion is not None:
            kwargs["initial"] = _initial(asked, completion)
        super().__init__(*args, **kwargs)
        self.asked, self.now, self.zone = asked, now, zone
        self.activities, self.completion = activities, completion
        ask = {
            Asks.SCORES: self._ask_scores,
            Asks.TICKS: self._ask_ticks,
            Asks.ACTIVITIES: self._ask_activities,
            Asks.LABEL: self._ask_label,
        }[asked.asks]
        if asked.asks in (Asks.TICKS, Asks.ACTIVITIES):  # no single field has to be filled in
            self.helper.form_class = "all-optional"
        save = "Save the change" if completion else "Save answers"
        self.helper.layout = Layout(*ask(), *HIDDEN, Div(Submit("save", save), css_class="thumb"))

    def _ask_scores(self) -> list[Any]:
        for item in self.asked.items:
            self.fields[item.id] = ScoreField(label=item.text, low=item.low, high=item.high)
        return [item.id for item in self.asked.items]

    def _ask_ticks(self) -> list[Any]:
        self.fields[TICKED] = forms.MultipleChoiceField(
            label="Sentences that describe you today",
            choices=[(item.id, item.text) for item in self.asked.items],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text="None ticked is an answer, too: a score of 0.",
        )
        return [TICKED]

    def _ask_label(self) -> list[Any]:
        item = self.asked.items[0]
        self.fields[item.id] = forms.ChoiceField(
            label=item.text,
            choices=[(option.code, option.text) for option in self.asked.options],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose the one that comes closest."},
        )
        return [item.id]

    def _ask_activities(self) -> list[Any]:
        known = [self._ask_known(*earlier) for earlier in self.activities]
        if self.completion is not None:
            return known
        free = range(1, self.asked.most - len(self.activities) + 1)
        new = [self._ask_new(number, bool(known)) for number in free]
        if not known or not new:
            return known + new
        opened = " open" if any(self.data.get(f"name_{number}") for number in free) else ""
        fold = f'<details class="fold"{opened}><summary>Another activity</summary>'
        return [*known, HTML(fold), *new, HTML("</details>")]

    def _ask_known(self, activity: Activity, score: int | None, day: dt.date | None) -> Any:
        key = f"activity_{activity.id}"
        self.fields[key] = self._score_field(activity.name, _last_time(score, day))
        if self.completion is not None:
            return key
        retire = f"retire_{activity.id}"
        self.fields[retire] = forms.BooleanField(
            label=f"Leave out from now on: {activity.name}", required=False
        )
        return Div(key, retire)

    def _ask_new(self, number: int, has_others: bool) -> Any:
        place = len(self.activities) + number
        self.fields[f"name_{number}"] = forms.CharField(
            label=f"Activity {place}",
            max_length=NAME_LONGEST,
            required=number == 1 and not has_others,
            error_messages={"required": "Name one activity, such as putting on shoes."},
        )
        self.fields[f"score_{number}"] = self._score_field(f"How well can you do activity {place}?")
        return Fieldset("", f"name_{number}", f"score_{number}")

    def _score_field(self, label: str, help_text: str = "") -> ScoreField:
        return ScoreField(
            label=label,
            help_text=help_text,
            low=self.asked.low,
            high=self.asked.high,
            not_now=NOT_RATED,
            required=False,
            plain=True,
        )

    def clean(self) -> dict[str, Any]:
        """Settle the instant and the zone; of activities at least one has to be rated."""
        cleaned = super().clean()
        cleaned["zone"] = known_zone(cleaned.get("tz"), self.zone)
        cleaned["at"] = device_instant(cleaned.get("device_now"), now=self.now)
        if self.asked.asks == Asks.ACTIVITIES:
            self._check_activities(cleaned)
        return cleaned

    def _check_activities(self, cleaned: dict[str, Any]) -> None:
        seen = {activity.name.casefold() for activity, _, _ in self.activities}
        for number in range(1, self.asked.most + 1):
            name, score = (cleaned.get(f"{part}_{number}") for part in ("name", "score"))
            if name:
                cleaned[f"name_{number}"] = name = " ".join(name.split())
                if name.casefold() in seen:
                    self.add_error(f"name_{number}", "This activity is named already.")
                seen.add(name.casefold())
            elif score is not None and f"name_{number}" not in self.errors:
                self.add_error(f"name_{number}", "Say which activity this score is for.")
        if not self.errors and not any(
            value is not None
            for key, value in cleaned.items()
            if key.startswith(("activity_", "score_"))
        ):
            self.add_error(None, "Rate one activity or more, 0 to 10.")

    def said(self) -> Said:
        """Return the answers; raises Invalid while a field has an error."""
        given = self.values()
        return Said(
            answers=self._answers(given),
            at=given["at"],
            tz=given["zone"],
            named=tuple(
                (given[f"name_{number}"], given[f"score_{number}"])
                for number in range(1, self.asked.most + 1)
                if given.get(f"name_{number}")
            ),
            retired=tuple(
                uuid.UUID(key.removeprefix("retire_"))
                for key, is_ticked in given.items()
                if key.startswith("retire_") and is_ticked
            ),
        )

    def _answers(self, given: dict[str, Any]) -> dict[str, Any]:
        if self.asked.asks == Asks.TICKS:
            return {item.id: int(item.id in given[TICKED]) for item in self.asked.items}
        if self.asked.asks == Asks.ACTIVITIES:
            return {
                key.removeprefix("activity_"): score
                for key, score in given.items()
                if key.startswith("activity_")
            }
        return {item.id: given[item.id] for item in self.asked.items}


def _initial(asked: Instrument, completion: Completion) -> dict[str, Any]:
    answers, version = completion.answers, {"version": completion.version}
    if asked.asks == Asks.TICKS:
        return version | {TICKED: [key for key, is_ticked in answers.items() if is_ticked]}
    prefix = "activity_" if asked.asks == Asks.ACTIVITIES else ""
    return version | {f"{prefix}{key}": value for key, value in answers.items()}


def _last_time(score: int | None, day: dt.date | None) -> str:
    if day is None:
        return ""
    said = NOT_RATED.lower() if score is None else str(score)
    return f"Last time, on {date_format(day)}: {said}."
