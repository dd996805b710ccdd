"""What a person is asked, when, and when it stays quiet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Fieldset, Layout, Submit
from django import forms
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format, time_format

from ..models import PromptSettings
from ..quiet import is_quiet
from .fields import AskedAtField

EXTRA_TIMES = ("extra_1", "extra_2", "extra_3", "extra_4")
LONGEST_PAUSE = dt.timedelta(days=366)
NUMBERS = ("second", "third", "fourth", "fifth")
# What stands in a time that is switched off: spread over the day, outside the usual quiet hours.
USUAL_EXTRAS = (dt.time(8), dt.time(12), dt.time(16), dt.time(18))
USUAL_RATING, USUAL_JOURNAL, USUAL_SESSION = dt.time(20), dt.time(21), dt.time(18)


def _time_field(label: str, help_text: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        help_text=help_text,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": "Enter a time, such as 22:00.",
            "invalid": "Write the time as hours and minutes, such as 22:00.",
        },
    )


class PromptsForm(forms.Form):
    """Which questions come at which times of a person's own day."""

    rating_at = AskedAtField(
        label="Pain right now, every day",
        usual=USUAL_RATING,
        help_text="Asked on days with and without a session: the days without one show what your "
        "pain is like anyway.",
    )
    journal_at = AskedAtField(
        label="The day's journal",
        usual=USUAL_JOURNAL,
        words="Remind me at",
        help_text="Stays silent once the day has an entry.",
    )
    questionnaires_at = AskedAtField(
        label="A questionnaire that is due",
        usual=USUAL_SESSION,
        words="Tell me at",
        help_text="Comes when one becomes due, and once a week while it is.",
    )
    session_at = AskedAtField(
        label="A session you planned", usual=USUAL_SESSION, words="Remind me at"
    )
    session_days = forms.TypedMultipleChoiceField(
        label="On these days",
        coerce=int,
        choices=[(number + 1, WEEKDAYS_ABBR[number]) for number in WEEKDAYS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Stays silent unless Safety says that sessions are open, and on a day that has a "
        "session.",
    )
    quiet_from = _time_field("Quiet from", "Nothing goes out from this time on.")
    quiet_until = _time_field("Quiet until", "The same time twice: no quiet hours.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, number, usual in zip(EXTRA_TIMES, NUMBERS, USUAL_EXTRAS, strict=True):
            self.fields[name] = AskedAtField(label=f"A {number} time", usual=usual)
        self.helper = FormHelper()
        self.helper.form_class = "all-optional"
        self.helper.attrs = {"novalidate": True, "data-once": True}
        self.helper.layout = self._layout()

    def _layout(self) -> Layout:
        extras = [name for name in EXTRA_TIMES if self.initial.get(name)]
        opened = " open" if extras or any(self[name].errors for name in EXTRA_TIMES) else ""
        return Layout(
            "rating_at",
            HTML(f'<details class="fold"{opened}><summary>More times a day</summary>'),
            *EXTRA_TIMES,
            HTML("</details>"),
            "journal_at",
            "questionnaires_at",
            "session_at",
            Div("session_days", css_class="weekdays"),
            Fieldset(
                "Quiet hours",
                Div("quiet_from", "quiet_until", css_class="pair"),
                HTML(
                    '<p class="basis">What falls into them comes when they end, if an answer then '
                    "still counts. Otherwise it waits for you under Today.</p>"
                ),
            ),
            Div(Submit("save", "Save the times"), css_class="thumb"),
        )

    @property
    def times(self) -> list[str]:
        """The fields that hold a time of day, in their order."""
        return ["rating_at", *EXTRA_TIMES, "journal_at", "questionnaires_at", "session_at"]

    def clean(self) -> dict[str, Any]:
        """Refuse a time at which nothing goes out, and a reminder that has no day."""
        cleaned = super().clean()
        quiet = cleaned.get("quiet_from"), cleaned.get("quiet_until")
        for name in self.times if None not in quiet else ():
            if cleaned.get(name) is not None and is_quiet(cleaned[name], *quiet):
                self.add_error(name, _in_quiet_hours(cleaned[name], *quiet))
        if cleaned.get("session_at") is not None and not cleaned.get("session_days"):
            # At the switch: an error of check boxes would stand beside the last of them.
            self.add_error("session_at", "Choose one day or more below, or switch it off.")
        return cleaned

    @property
    def rating_time(self) -> dt.time | None:
        """The usual time for a rating, None where it is not asked: the earlier one stays."""
        return self.cleaned_data["rating_at"]

    def values(self) -> dict[str, Any]:
        """Return the fields of PromptSettings; a further time that is there already counts once."""
        given = self.cleaned_data
        extras = {given[name] for name in EXTRA_TIMES if given[name] is not None}
        own = ("journal_at", "questionnaires_at", "session_at", "quiet_from", "quiet_until")
        return {
            "asks_rating": self.rating_time is not None,
            "extra_times": [f"{at:%H:%M}" for at in sorted(extras - {self.rating_time})],
            "session_days": sorted(given["session_days"]),
            **{name: given[name] for name in own},
        }


class PauseForm(forms.Form):
    """Until when nothing is asked."""

    until = forms.DateField(
        label="Pause up to and including",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Choose the last day of the pause.",
            "invalid": "Choose a day, such as 5 December.",
        },
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.helper = FormHelper()
        self.helper.form_action = "prompts:pause"
        self.helper.attrs = {"novalidate": True, "data-once": True}
        self.helper.layout = Layout(
            "until", HTML('<button class="btn btn-quiet" type="submit">Pause</button>')
        )
        self.fields["until"].widget.attrs |= {
            "min": f"{today:%Y-%m-%d}",
            "max": f"{today + LONGEST_PAUSE:%Y-%m-%d}",
        }

    def clean_until(self) -> dt.date:
        """Refuse a day that is over, and one so far away that it would be forgotten."""
        until = self.cleaned_data["until"]
        if until < self.today:
            raise forms.ValidationError("This day is over. Choose today or a later day.")
        if until > self.today + LONGEST_PAUSE:
            farthest = date_format(self.today + LONGEST_PAUSE, "DATE_FORMAT")
            raise forms.ValidationError(f"Choose a day up to {farthest}.")
        return until


def initial(kept: PromptSettings, rating_at: dt.time) -> Mapping[str, Any]:
    """Return what the form shows of stored settings and of the usual time for a rating."""
    own = ("journal_at", "questionnaires_at", "session_at", "quiet_from", "quiet_until")
    extras = dict(zip(EXTRA_TIMES, map(dt.time.fromisoformat, kept.extra_times), strict=False))
    return {
        "rating_at": [kept.asks_rating, rating_at],
        "session_days": kept.session_days,
        **{name: getattr(kept, name) for name in own},
        **extras,
    }


def _in_quiet_hours(at: dt.time, start: dt.time, end: dt.time) -> str:
    typed, first, last = (time_format(time, "TIME_FORMAT") for time in (at, start, end))
    return (
        f"{typed} lies in your quiet hours, {first} to {last}. Choose another time, or change "
        "the quiet hours."
    )
