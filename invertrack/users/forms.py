"""Sign-up and settings."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import SignupForm as AllauthSignupForm
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Fieldset, Layout, Submit
from django import forms
from django.core.validators import RegexValidator
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from invertrack.core.regions import countries, zones

from . import actions
from .adapter import RETURN_KEY
from .agreements import agreement
from .enums import Role
from .models import User

ADULT_AGE = 18
OLDEST_BIRTH_YEAR = 1900


def _zone_field(**kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Time zone",
        choices=zones,
        help_text="Your days begin and end by this clock.",
        widget=forms.Select(attrs={"data-guess": "zone"}),
        **kwargs,
    )


def _country_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Country",
        choices=lambda: [("", "Choose a country"), *countries()],
        help_text="Decides which emergency number is shown.",
    )


def _birth_year_field(**kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label="Year of birth",
        help_text="Four digits, such as 1971.",
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "bday-year"}),
        **kwargs,
    )


# A name stands in mails to strangers, where it must not become a link.
plain_name = RegexValidator(
    r"[/<>@\\]|www\.", inverse_match=True, message="Enter a name without links or addresses."
)


def check_adult(birth_year: int, this_year: int) -> int:
    """Return the year, or refuse one that is mistyped or makes a person a minor."""
    if not OLDEST_BIRTH_YEAR <= birth_year <= this_year:
        raise forms.ValidationError("Enter the year with four digits, such as 1971.")
    if this_year - birth_year < ADULT_AGE:
        raise forms.ValidationError("InverTrack is for people of 18 or over.")
    return birth_year


class TrackingFields(forms.Form):
    """What a person tells to become a patient."""

    tz = _zone_field(initial="UTC", required=False)
    country = _country_field()
    birth_year = _birth_year_field()
    adult = forms.BooleanField(
        label="I am 18 or over",
        error_messages={"required": "InverTrack is for people of 18 or over."},
    )
    consent = forms.BooleanField(
        error_messages={"required": "Without this consent no records can be kept."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].label = agreement("keep").text

    def clean_birth_year(self) -> int | None:
        """Hold the age limit."""
        year = self.cleaned_data["birth_year"]
        return year if year is None else check_adult(year, timezone.now().year)

    def clean_tz(self) -> str:
        """Fall back on UTC where neither the browser nor the person said a zone."""
        return self.cleaned_data["tz"] or "UTC"


class ClinicianFields(forms.Form):
    """What patients read about a clinician."""

    name = forms.CharField(
        label="Your name, as patients know you", max_length=100, validators=[plain_name]
    )
    profession = forms.CharField(
        label="Profession", max_length=100, required=False, help_text="Such as physiotherapist."
    )
    place = forms.CharField(label="Practice or hospital", max_length=100, required=False)


class SignupForm(AllauthSignupForm, TrackingFields, ClinicianFields):
    """An account and what it is for; the safety text stands above it."""

    role = forms.ChoiceField(
        label="What you use InverTrack for",
        choices=Role,
        widget=forms.RadioSelect,
        initial=Role.PATIENT,
    )

    NEEDED = {
        "tracks": {
            "country": "Choose a country.",
            "birth_year": "Enter your year of birth.",
            "consent": "Without this consent no records can be kept.",
        },
        "reviews": {"name": "Enter your name, so that patients know who reads."},
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "E-mail"
        for name in ("country", "birth_year", "consent", "name"):
            self.fields[name].required = False  # which are needed follows from the role
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Fieldset("Account", "email", "password1", "password2"),
            Fieldset("Use", "role"),
            Fieldset(
                "Tracking your own pain",
                Div("birth_year", "country", css_class="pair"),
                "tz",
                "consent",
                css_class="for-patient",
            ),
            Fieldset(
                "Reviewing patients",
                "name",
                Div("profession", "place", css_class="pair"),
                HTML(f'<p class="note">{agreement("clinician").text}</p>'),
                css_class="for-clinician",
            ),
            "adult",
        )

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen role needs, and for nothing else."""
        cleaned = super().clean()
        role = Role(cleaned.get("role", Role.PATIENT))
        for part, needed in self.NEEDED.items():
            for name, message in needed.items():
                if getattr(role, part) and not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, message)
        return cleaned

    def signup(self, request: HttpRequest, user: User) -> None:
        """Make the account what was chosen (allauth calls this once the user is saved)."""
        role, given, at = Role(self.cleaned_data["role"]), self.cleaned_data, timezone.now()
        if role.tracks:
            actions.start_tracking(
                user=user,
                at=at,
                tz=given["tz"],
                country=given["country"],
                birth_year=given["birth_year"],
            )
            # Once the address is proven; an invitation that brought the person here goes first.
            request.session.setdefault(RETURN_KEY, reverse("safety:red_flags"))
        if role.reviews:
            actions.start_reviewing(
                user=user,
                at=at,
                name=given["name"],
                profession=given["profession"],
                place=given["place"],
            )


class StartTrackingForm(TrackingFields):
    """For a clinician's account that begins to track its own pain."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("track", "Start tracking"))


class ClinicianForm(ClinicianFields):
    """Begin to review patients, or change what they read."""

    def __init__(self, *args: Any, submit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("review", submit))


class PatientSettingsForm(forms.Form):
    """A patient's name, zone, country and usual rating time."""

    name = forms.CharField(
        label="Your name",
        max_length=100,
        required=False,
        validators=[plain_name],
        help_text="How a clinician you invite sees you. Empty: your e-mail address.",
    )
    tz = forms.ChoiceField(
        label="Time zone",
        choices=zones,
        help_text="Days that are already recorded keep the date they had.",
    )
    country = _country_field()
    usual_rating_time = forms.TimeField(
        label="Usual time for a pain rating",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="A rating near this time, on every day, shows what your pain is like anyway.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("settings", "Save settings"))
