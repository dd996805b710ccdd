"""Settings of the person behind the account."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from . import actions
from .adapter import RETURN_KEY
from .forms import ClinicianForm, PatientSettingsForm, StartTrackingForm


def settings(request: HttpRequest) -> HttpResponse:
    """Show and change what the account is: one form for each of its two sides."""
    patient_form, clinician_form = _patient_form(request), _clinician_form(request)
    posted = next((form for form in (patient_form, clinician_form) if form.is_bound), None)
    if posted is not None and posted.is_valid():
        _save(request, posted)
        messages.info(request, "Saved.")
        # Somebody new to tracking is asked for signs that should be checked, as after sign-up.
        onward = "safety:red_flags" if isinstance(posted, StartTrackingForm) else "users:settings"
        return redirect(request.session.pop(RETURN_KEY, None) or onward)
    context = {"patient_form": patient_form, "clinician_form": clinician_form}
    return TemplateResponse(request, "users/settings.html", context)


def _patient_form(request: HttpRequest) -> Form:
    if request.patient is None:
        return StartTrackingForm(request.POST if "track" in request.POST else None)
    initial = {name: getattr(request.patient, name) for name in PatientSettingsForm.base_fields}
    return PatientSettingsForm(
        request.POST if "settings" in request.POST else None, initial=initial
    )


def _clinician_form(request: HttpRequest) -> Form:
    data = request.POST if "review" in request.POST else None
    if request.clinician is None:
        return ClinicianForm(data, submit="Start reviewing")
    initial = {name: getattr(request.clinician, name) for name in ClinicianForm.base_fields}
    return ClinicianForm(data, submit="Save profile", initial=initial)


def _save(request: HttpRequest, form: Form) -> None:
    fields, at = dict(form.cleaned_data), timezone.now()
    match form:
        case StartTrackingForm():
            given = {name: fields[name] for name in ("tz", "country", "birth_year")}
            actions.start_tracking(user=request.user, at=at, **given)
        case PatientSettingsForm():
            actions.change_settings(patient=request.patient, **fields)
        case ClinicianForm() if request.clinician is None:
            actions.start_reviewing(user=request.user, at=at, **fields)
        case ClinicianForm():
            actions.change_profile(clinician=request.clinician, **fields)
