"""Pages of questionnaires: the list, one to answer, its result, corrected, deleted."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from invertrack.care import typed
from invertrack.care.access import own_access
from invertrack.care.actions import find_live
from invertrack.care.forms import ConfirmForm, Sending
from invertrack.users.decorators import patient_required

from . import actions, instruments, queries, words
from .enums import Name
from .forms import AnswersForm
from .models import Completion


@require_safe
@patient_required
def index(request: HttpRequest) -> HttpResponse:
    """List the questionnaires with when each is due and what was said last."""
    today = request.patient.today(timezone.now())
    context = {"listed": queries.listed(own_access(request.patient), today), "today": today}
    return TemplateResponse(request, "questionnaires/index.html", context)


@require_safe
@patient_required
def left_out(request: HttpRequest) -> HttpResponse:
    """Say which questionnaires are left out, and why."""
    context = {"page": instruments.left_out()}
    return TemplateResponse(request, "questionnaires/left_out.html", context)


@require_safe
@patient_required
def history(request: HttpRequest, instrument: Name) -> HttpResponse:
    """List the passes through one questionnaire, a page at a time."""
    before = queries.read_place(request.GET.get("before", ""))
    context = {
        "asked": instruments.instrument(instrument),
        "passes": queries.passes(own_access(request.patient), instrument, before),
        "is_first_page": before is None,
    }
    return TemplateResponse(request, "questionnaires/history.html", context)


@patient_required
def fill(request: HttpRequest, instrument: Name) -> HttpResponse:
    """Ask one questionnaire as it was published, and keep the answers."""
    now, patient = timezone.now(), request.patient
    asked = instruments.instrument(instrument)
    form = AnswersForm(
        typed.posted(request, at=now),
        user=request.user,
        asked=asked,
        now=now,
        zone=patient.tz,
        activities=queries.activities(own_access(patient)) if instrument == Name.PSFS else (),
    )
    if request.method == "POST":
        with Sending(form):
            completion_id = actions.complete(
                patient=patient,
                name=instrument,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=form.said,
            )
            return redirect("questionnaires:result", completion_id)
    context = {"form": form, "asked": asked}
    return TemplateResponse(request, "questionnaires/fill.html", context)


@require_safe
@patient_required
def result(request: HttpRequest, completion_id: uuid.UUID) -> HttpResponse:
    """Show the score of one pass, and what changed since earlier ones."""
    access = own_access(request.patient)
    found = queries.result(access, find_live(Completion, request.patient, completion_id))
    context = {
        "found": found,
        "asked": found.asked,
        "said": [
            (
                one,
                one.change and words.sentence(found.asked, one.change),
                one.change and words.tests(found.asked, one.change),
                one.change and words.way(found.asked, one.change),
            )
            for one in found.compared
        ],
        "changes": queries.corrections(access, found),
    }
    return TemplateResponse(request, "questionnaires/result.html", context)


@patient_required
def edit(request: HttpRequest, completion_id: uuid.UUID) -> HttpResponse:
    """Correct the answers of a pass; what was stored meanwhile is said above what was typed."""
    now, patient = timezone.now(), request.patient
    completion = find_live(Completion, patient, completion_id)
    asked = completion.asked
    named = queries.activities_of(own_access(patient), completion)
    form = AnswersForm(
        typed.posted(request, at=now),
        user=request.user,
        asked=asked,
        now=now,
        zone=patient.tz,
        activities=[(activity, None, None) for activity in named],
        completion=completion,
    )
    sending = Sending(form)
    if request.method == "POST":
        with sending:
            actions.correct_completion(
                patient=patient,
                completion_id=completion_id,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=form.said,
            )
            messages.info(request, "The answers are corrected.")
            return redirect("questionnaires:result", completion_id)
    context = {
        "form": form,
        "completion": sending.current or completion,
        "stale": sending.is_stale,
    }
    return TemplateResponse(request, "questionnaires/edit.html", context, status=sending.status)


@patient_required
def delete(request: HttpRequest, completion_id: uuid.UUID) -> HttpResponse:
    """Ask once, delete a pass, and offer undo."""
    if request.method == "POST":
        actions.delete_completion(
            patient=request.patient,
            completion_id=completion_id,
            by=request.user,
            at=timezone.now(),
            submission=ConfirmForm(request.POST, user=request.user).submission,
        )
        return redirect("questionnaires:restore", completion_id)
    completion = find_live(Completion, request.patient, completion_id)
    form = ConfirmForm(user=request.user, initial={"version": completion.version})
    context = {"completion": completion, "form": form}
    return TemplateResponse(request, "questionnaires/delete.html", context)


@patient_required
def restore(request: HttpRequest, completion_id: uuid.UUID) -> HttpResponse:
    """Say that a pass is deleted, and undo that for ten minutes."""
    now = timezone.now()
    if request.method == "POST":
        actions.restore_completion(
            patient=request.patient,
            completion_id=completion_id,
            by=request.user,
            at=now,
            submission=ConfirmForm(request.POST, user=request.user).submission,
        )
        messages.info(request, "The answers are back.")
        return redirect("questionnaires:result", completion_id)
    completion = queries.deleted_completion(own_access(request.patient), completion_id, now)
    if completion is None:
        raise Http404("Nothing to undo.")
    context = {"completion": completion, "form": ConfirmForm(user=request.user)}
    return TemplateResponse(request, "questionnaires/restore.html", context)
