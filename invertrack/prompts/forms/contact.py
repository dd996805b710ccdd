"""Who is told when a session does not end in time, and after how many minutes."""

from __future__ import annotations

from typing import Any, Final

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Layout
from django import forms

from ..channels.letters import LINKED

LEAST_MARGIN, MOST_MARGIN = 2, 30
MARGIN_ERROR: Final = f"Enter {LEAST_MARGIN} to {MOST_MARGIN} minutes."


class ContactForm(forms.Form):
    """The one contact; ``own`` is the person's own address, which would tell nobody."""

    name = forms.CharField(
        label="Name",
        max_length=80,
        help_text="As you call them. Their e-mails begin with it.",
        error_messages={"required": "Enter a name, such as Robin."},
    )
    email = forms.EmailField(
        label="E-mail",
        help_text="Somebody who reads e-mail on a phone and could come to you.",
        error_messages={
            "required": "Enter their e-mail address.",
            "invalid": "Enter an e-mail address, such as robin@example.org.",
        },
    )
    margin_min = forms.IntegerField(
        label="Minutes after the expected end",
        min_value=LEAST_MARGIN,
        max_value=MOST_MARGIN,
        initial=5,
        help_text="How long the phone has to say that you are back at level before they are told.",
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), MARGIN_ERROR
        ),
    )

    def __init__(self, *args: Any, own: str, is_asked: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own
        self.helper = FormHelper()
        self.helper.form_action = "prompts:contact"
        self.helper.attrs = {"novalidate": True, "data-once": True}
        press = "Save" if is_asked else "Ask them"
        self.helper.layout = Layout(
            "name",
            "email",
            "margin_min",
            # Not at the thumb: the page is long, and the button would lie over the rest of it.
            HTML(f'<button class="btn btn-primary" type="submit">{press}</button>'),
        )

    def clean_name(self) -> str:
        """Make it one line without a link: mails to somebody who asked for none begin with it."""
        name = " ".join(self.cleaned_data["name"].split())
        if LINKED.search(name):
            raise forms.ValidationError("Enter a name without an address, such as Robin.")
        return name

    def clean_email(self) -> str:
        """Refuse the person's own address."""
        email = self.cleaned_data["email"]
        if email.lower() == self.own.lower():
            raise forms.ValidationError("This is your own address. Enter somebody else's.")
        return email
