"""The one form of insights: a period of one's own choice."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, Submit
from django import forms

from .periods import Period


class PeriodForm(forms.Form):
    """Two dates for the address; what they mean is read_period's business, for charts too."""

    def __init__(self, period: Period) -> None:
        super().__init__(initial={"from": period.first, "to": period.last})
        # "from" is a word of Python, so the fields cannot be class attributes.
        for name, label in (("from", "First day"), ("to", "Last day")):
            self.fields[name] = forms.DateField(
                label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
            )
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.disable_csrf = True
        show = Submit("", "Show these days", css_class="btn btn-quiet")
        self.helper.layout = Layout(Div("from", "to", css_class="pair"), show)
