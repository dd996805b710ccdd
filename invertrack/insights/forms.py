"""The forms of insights: what they mean is decided where the address is read, for charts too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, Submit
from django import forms

from invertrack.analysis.gates import (
    BASELINE_RATINGS,
    BASELINE_RATINGS_WITHOUT_SESSION,
    BASELINE_SESSIONS,
    DOSE_ANGLES,
    DOSE_SESSIONS,
    MEAN_CHANGE_SESSIONS,
    TREND_RATED_PERCENT,
    TREND_SPAN_DAYS,
)
from invertrack.care.forms import HIDDEN, HealthForm

from .enums import Question
from .items import Item, choices
from .periods import Period

NEEDS = {  # what each answer waits for, said before the choice
    Question.TREND: f"Needs {TREND_SPAN_DAYS} days, {TREND_RATED_PERCENT}% of them rated.",
    Question.CHANGE: f"Needs {MEAN_CHANGE_SESSIONS} sessions with both ratings.",
    Question.LEFT: (
        f"Needs {BASELINE_SESSIONS} sessions, and {BASELINE_RATINGS} ratings of pain right now at"
        f" your usual time, {BASELINE_RATINGS_WITHOUT_SESSION} of them on days without a session."
    ),
    Question.ANGLE: f"Needs {DOSE_SESSIONS} sessions at {DOSE_ANGLES} angles.",
    Question.MINUTES: f"Needs {DOSE_SESSIONS} sessions of different length.",
}


class PeriodForm(forms.Form):
    """Two dates for the address; ``kept`` stays there beside them."""

    def __init__(self, period: Period, **kept: str) -> None:
        super().__init__(initial={"from": period.first, "to": period.last, **kept})
        # "from" is a word of Python, so the fields cannot be class attributes.
        for name, label in (("from", "First day"), ("to", "Last day")):
            self.fields[name] = forms.DateField(
                label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
            )
        _keep(self, kept)
        show = Submit("", "Show these days", css_class="btn btn-quiet")
        self.helper = _reading(Div("from", "to", css_class="pair"), *kept, show)


class CompareForm(forms.Form):
    """Two things to put against each other; ``kept`` is the period."""

    def __init__(self, items: Iterable[Item], x: Item, y: Item, **kept: str) -> None:
        super().__init__(initial={"x": x.key, "y": y.key, **kept}, auto_id="compare_%s")
        groups = choices(items)
        for name, label in (("x", "Along the bottom"), ("y", "Upwards")):
            self.fields[name] = forms.ChoiceField(label=label, choices=groups)
        _keep(self, kept)
        show = Submit("", "Compare", css_class="btn btn-primary")
        self.helper = _reading(Div("x", "y", css_class="pair"), *kept, show)


class QuestionForm(HealthForm):
    """The one question that is asked first."""

    asked = forms.ChoiceField(
        label="Your question",
        choices=[(question, f"{question.label} {needs}") for question, needs in NEEDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the questions."},
    )

    def __init__(self, *args: Any, chosen: Question, **kwargs: Any) -> None:
        super().__init__(*args, initial={"asked": chosen}, **kwargs)
        save = Div(Submit("save", "Ask this first"), css_class="thumb")
        self.helper.layout = Layout(*HIDDEN, "asked", save)

    def question(self) -> Question:
        """Return what was chosen; raises Invalid while nothing is."""
        return Question(self.values()["asked"])


def _keep(form: forms.Form, kept: Iterable[str]) -> None:
    for name in kept:
        form.fields[name] = forms.CharField(widget=forms.HiddenInput)


def _reading(*layout: object) -> FormHelper:
    helper = FormHelper()
    helper.form_method = "get"
    helper.disable_csrf = True
    helper.layout = Layout(*layout)
    return helper
