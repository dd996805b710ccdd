"""The forms of insights: what they mean is decided where the address is read, for charts too."""

from __future__ import annotations

from collections.abc import Iterable

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, Submit
from django import forms

from .items import Item, choices
from .periods import Period


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


def _keep(form: forms.Form, kept: Iterable[str]) -> None:
    for name in kept:
        form.fields[name] = forms.CharField(widget=forms.HiddenInput)


def _reading(*layout: object) -> FormHelper:
    helper = FormHelper()
    helper.form_method = "get"
    helper.disable_csrf = True
    helper.layout = Layout(*layout)
    return helper
