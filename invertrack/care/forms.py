"""What every health form has: a write that counts once, and an owner."""

from __future__ import annotations

import datetime as dt
import uuid
from types import TracebackType
from typing import Any, Self

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset, Layout, Submit
from django import forms
from django.core.exceptions import BadRequest
from django.db.models import Model
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from invertrack.core.ids import uuid7
from invertrack.users.models import Patient, User

from . import typed
from .actions import StaleRecord, Submission
from .enums import Scope

# What every health form carries beside the fields of its record.
HIDDEN = ("write_id", "account", "version")
KEY_VERSION = 7
DAMAGED = "This form is damaged. Open it again."


class Invalid(Exception):
    """The fields of a form do not hold; the form itself says which and why."""


class HealthForm(forms.Form):
    """A form over health records; the write path reads it in its own order (replay first)."""

    write_id = forms.UUIDField(widget=forms.HiddenInput)
    account = forms.CharField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("write_id", uuid7())
        self.initial["account"] = typed.sign_account(user.pk)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": True, "data-once": True}

    @property
    def submission(self) -> Submission:
        """What was posted, named; a post without a proper write_id is not one of our forms."""
        data: QueryDict = self.data
        try:
            write_id = uuid.UUID(data.get("write_id", ""))
            version = int(data["version"]) if data.get("version") else None
        except ValueError as error:
            raise BadRequest(DAMAGED) from error
        fields = {name: data.getlist(name) for name in data}
        return Submission.of(fields, write_id=write_id, version=version)

    @property
    def record_id(self) -> uuid.UUID | None:
        """The id that a browser gave a record it made without us; None: we make it."""
        text = self.data.get("record_id")
        if not text:
            return None
        try:
            given = uuid.UUID(text)
        except ValueError:
            given = None
        if given is None or given.version != KEY_VERSION:  # as our own: rows of a time lie together
            raise BadRequest(DAMAGED)
        return given

    def hidden_inputs(self) -> SafeString:
        """Return the hidden fields as inputs, written at one go: the start page has six of them."""
        inputs = ((field, field.field.widget) for field in self.hidden_fields())
        return format_html_join(
            "\n",
            '<input type="hidden" name="{}"{}>',
            ((field.html_name, _attributes(field, widget)) for field, widget in inputs),
        )

    def rebase(self, version: int | None) -> None:
        """Offer what was typed as an edit of the version that is stored now, None for none."""
        self.data = self.data.copy()
        self.data["version"] = "" if version is None else version

    def values(self) -> dict[str, Any]:
        """Return the cleaned fields of the record itself.

        Raises:
            Invalid: at least one field has an error; the form shows it.
        """
        if not self.is_valid():
            raise Invalid
        return {name: value for name, value in self.cleaned_data.items() if name not in HIDDEN}


def _attributes(field: forms.BoundField, widget: forms.Widget) -> SafeString:
    value = widget.format_value(field.value())
    return flatatt(
        {**({} if value is None else {"value": value}), **widget.attrs, "id": field.auto_id}
    )


class ConfirmForm(HealthForm):
    """Nothing but a press, for deleting and undoing."""


class Sending:
    """``with sending:`` around an action: what the person can mend is said on the page, not raised.

    A field with an error says so itself; a refusal of ``refusals`` stands above the form; a record
    that changed meanwhile is kept in ``current``, and the form becomes an edit of it.
    """

    def __init__(self, form: HealthForm, *refusals: type[Exception]) -> None:
        self.form, self.refusals = form, refusals
        self.current: Model | None = None

    @property
    def is_stale(self) -> bool:
        """Whether the record changed since the form was opened."""
        return self.current is not None

    @property
    def status(self) -> int:
        """The status of the page that is shown again."""
        return StaleRecord.status if self.is_stale else 200

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if isinstance(error, StaleRecord):
            self.current = error.current
            self.form.rebase(error.current.version)
        elif isinstance(error, self.refusals):
            self.form.add_error(None, str(error))
        return isinstance(error, (Invalid, StaleRecord, *self.refusals))


class InviteForm(forms.Form):
    """Whom to invite, to what, from when and for how long."""

    email = forms.EmailField(
        label="Your clinician's e-mail",
        help_text="The invitation can only be accepted by an account with this address.",
    )
    scopes = forms.MultipleChoiceField(
        label="What they may see",
        choices=Scope,
        widget=forms.CheckboxSelectMultiple,
        initial=[Scope.SESSIONS, Scope.JOURNAL],
        error_messages={"required": "Choose at least one part to share."},
    )
    data_from = forms.DateField(
        label="From this date on",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Nothing older is shown. Leave it empty to share everything.",
    )
    access_days = forms.TypedChoiceField(
        label="For how long",
        choices=[("", "Until I end it"), (30, "30 days"), (90, "90 days"), (365, "a year")],
        coerce=int,
        empty_value=None,
        required=False,
    )
    consent = forms.BooleanField(
        error_messages={"required": "Tick the box to agree; without it nothing is shared."}
    )

    def __init__(
        self, *args: Any, patient: Patient, today: dt.date, consent_text: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.patient = patient
        self.today = today
        self.fields["consent"].label = consent_text
        self.fields["data_from"].widget.attrs["max"] = today.isoformat()
        self.helper = FormHelper()
        self.helper.attrs = {"data-once": True}
        self.helper.layout = Layout(
            Field("email"),
            Fieldset("Access", "scopes", "data_from", "access_days"),
            "consent",
        )
        self.helper.add_input(Submit("invite", "Send the invitation"))

    def clean_data_from(self) -> dt.date | None:
        """Refuse a day that has not come."""
        day = self.cleaned_data["data_from"]
        if day and day > self.today:
            raise forms.ValidationError("This date lies ahead. Choose today or an earlier day.")
        return day
