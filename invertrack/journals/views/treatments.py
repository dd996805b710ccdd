"""Treatments and medicine: the list, the same again, a new one, corrected, deleted."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from invertrack.care import typed
from invertrack.care.access import own_access
from invertrack.care.actions import find_live
from invertrack.care.forms import ConfirmForm, Sending
from invertrack.core.flashes import say_undoable
from invertrack.users.decorators import patient_required

from .. import actions, queries
from ..forms import OWN_NAMES, AddTreatmentForm, CorrectTreatmentForm, RepeatForm
from ..models import Treatment


@require_safe
@patient_required
def treatments(request: HttpRequest) -> HttpResponse:
    """List treatments, newest first; the latest ones can be taken again by one tap."""
    access = own_access(request.patient)
    before = queries.read_place(request.GET.get("before", ""))
    context = {
        "page": queries.treatment_page(access, before),
        "recent": [] if before else queries.recent_treatments(access),
        "form": _repeat_form(request, timezone.now()),
    }
    return TemplateResponse(request, "journals/treatments.html", context)


@patient_required
def add_treatment(request: HttpRequest) -> HttpResponse:
    """Ask for a treatment of now or of earlier, and keep it."""
    now, patient = timezone.now(), request.patient
    names = queries.own_names(own_access(patient))
    form = AddTreatmentForm(
        typed.posted(request, at=now),
        user=request.user,
        now=now,
        zone=patient.tz,
        names=names,
        day=queries.read_day(request.GET.get("day", "")),
    )
    if request.method == "POST":
        with Sending(form):
            treatment_id = actions.log_treatment(
                patient=patient,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=form.treatment,
            )
            return _to_its_day(request, treatment_id)
    context = {"form": form, **_names(names)}
    return TemplateResponse(request, "journals/add_treatment.html", context)


@patient_required
def repeat_treatment(request: HttpRequest) -> HttpResponse:
    """Keep an earlier treatment once more, as taken now."""
    now, patient = timezone.now(), request.patient
    form = _repeat_form(request, now, typed.posted(request, at=now))
    if request.method == "POST":
        with Sending(form):
            treatment_id = actions.log_treatment(
                patient=patient,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=lambda: form.repeated(find_live(Treatment, patient, form.values()["of"])),
            )
            return _to_its_day(request, treatment_id)
    recent = queries.recent_treatments(own_access(patient))
    pressed = next((row for row in recent if str(row.id) == form.data.get("of")), None)
    context = {"form": form, "recent": recent, "pressed": pressed}
    return TemplateResponse(request, "journals/repeat_treatment.html", context)


@patient_required
def edit_treatment(request: HttpRequest, treatment_id: uuid.UUID) -> HttpResponse:
    """Correct a treatment; what was stored meanwhile stands beside what was typed."""
    now, patient = timezone.now(), request.patient
    treatment = find_live(Treatment, patient, treatment_id)
    data = typed.posted(request, at=now)
    form = CorrectTreatmentForm(data, user=request.user, now=now, treatment=treatment)
    sending = Sending(form)
    if request.method == "POST":
        with sending:
            actions.correct_treatment(
                patient=patient,
                treatment_id=treatment_id,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=form.treatment,
            )
            messages.info(request, "The treatment is corrected.")
            return redirect("journals:day", find_live(Treatment, patient, treatment_id).local_date)
    access, treatment = own_access(patient), sending.current or treatment
    context = {
        **_names(queries.own_names(access)),
        "form": form,
        "treatment": treatment,
        "stale": sending.is_stale,
        "changes": queries.treatment_changes(access, treatment),
    }
    return TemplateResponse(request, "journals/edit_treatment.html", context, status=sending.status)


@patient_required
def delete_treatment(request: HttpRequest, treatment_id: uuid.UUID) -> HttpResponse:
    """Ask once, delete a treatment, and offer undo."""
    if request.method == "POST":
        actions.delete_treatment(
            patient=request.patient,
            treatment_id=treatment_id,
            by=request.user,
            at=timezone.now(),
            submission=ConfirmForm(request.POST, user=request.user).submission,
        )
        return redirect("journals:restore_treatment", treatment_id)
    treatment = find_live(Treatment, request.patient, treatment_id)
    form = ConfirmForm(user=request.user, initial={"version": treatment.version})
    context = {"treatment": treatment, "form": form}
    return TemplateResponse(request, "journals/delete_treatment.html", context)


@patient_required
def restore_treatment(request: HttpRequest, treatment_id: uuid.UUID) -> HttpResponse:
    """Say that a treatment is deleted, and undo that for ten minutes."""
    now = timezone.now()
    if request.method == "POST":
        actions.restore_treatment(
            patient=request.patient,
            treatment_id=treatment_id,
            by=request.user,
            at=now,
            submission=ConfirmForm(request.POST, user=request.user).submission,
        )
        messages.info(request, "The treatment is back.")
        treatment = find_live(Treatment, request.patient, treatment_id)
        return redirect("journals:day", treatment.local_date)
    treatment = queries.deleted_treatment(own_access(request.patient), treatment_id, now)
    if treatment is None:
        raise Http404("Nothing to undo.")
    context = {"treatment": treatment, "form": ConfirmForm(user=request.user)}
    return TemplateResponse(request, "journals/restore_treatment.html", context)


def _repeat_form(request: HttpRequest, now: dt.datetime, data: Any = None) -> RepeatForm:
    return RepeatForm(data, user=request.user, now=now, zone=request.patient.tz)


def _names(names: list[str]) -> dict[str, Any]:
    return {"names": names, "datalist": OWN_NAMES}


def _to_its_day(request: HttpRequest, treatment_id: uuid.UUID) -> HttpResponse:
    treatment = find_live(Treatment, request.patient, treatment_id)
    say_undoable(
        request,
        f"{treatment.words} at {treatment.local_time:%H:%M} saved.",
        url=reverse("journals:delete_treatment", args=[treatment.id]),
        version=treatment.version,
    )
    return redirect("journals:day", treatment.local_date)
