"""The plan and its steps, caps, and answering what a clinician proposes."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from invertrack.care import typed
from invertrack.care.access import Access, own_access
from invertrack.care.forms import Sending
from invertrack.users.decorators import patient_required

from .. import actions, queries
from ..enums import ProposalState
from ..forms.plans import AnswerForm, OwnCapForm, StepForm, see
from ..lists import notes
from ..models import Cap, Plan
from ..plan import allowed, guide, steps_of

SAID = {
    "accept": "You accepted this {}. It is in force from now on.",
    "decline": "You declined this {}.",
    "end": "This {} is not in force any more.",
}


@require_safe
@patient_required
def plan(request: HttpRequest) -> HttpResponse:
    """Show the step now, what it allows, what moved it and what the next one asks."""
    now, access = timezone.now(), own_access(request.patient)
    followed = queries.course(access, request.patient.today(now))
    return _plan_page(request, access, followed, StepForm(user=request.user, steps=followed.steps))


@patient_required
def choose_step(request: HttpRequest) -> HttpResponse:
    """Choose another step, or put the plan away; a step that cannot be chosen says why."""
    if request.method != "POST":  # a log-in that had ended leads here
        return redirect("safety:plan")
    now, access = timezone.now(), own_access(request.patient)
    followed = queries.course(access, request.patient.today(now))
    form = StepForm(typed.posted(request, at=now), user=request.user, steps=followed.steps)
    with Sending(form, actions.StepRefused, actions.PlanClosed):
        actions.choose_step(
            patient=request.patient,
            by=request.user,
            at=now,
            submission=form.submission,
            clean=form.number,
        )
        number = form.number()
        messages.info(request, f"Your step is now {number}." if number else "The plan is put away.")
        return redirect("safety:plan")
    return _plan_page(request, access, followed, form)


@patient_required
def caps(request: HttpRequest) -> HttpResponse:
    """Show the cap in force with who set it and when, what waits and what was; set one's own."""
    now, access = timezone.now(), own_access(request.patient)
    current = queries.cap_at(access, now)
    form = OwnCapForm(typed.posted(request, at=now), user=request.user, current=current)
    if request.method == "POST":
        try:
            with Sending(form):
                actions.set_own_cap(
                    patient=request.patient,
                    by=request.user,
                    at=now,
                    submission=form.submission,
                    clean=form.cap_values,
                )
                messages.info(request, "Your cap is set. It is in force from now on.")
                return redirect("safety:caps")
        except actions.AgreedChanged as changed:
            current = queries.cap_at(access, now)
            form.see(current)
            form.add_error(None, str(changed))
    history = queries.agreements(access, Cap)
    context = {
        "form": form,
        "current": current,
        "waiting": [cap for cap in history if cap.state == ProposalState.WAITING],
        "history": history,
        "about": guide().texts["cap"],
    }
    return TemplateResponse(request, "safety/caps.html", context)


@patient_required
def proposal(request: HttpRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """Show a cap or a plan with its history; accept or decline it while it waits, end it later."""
    now, access = timezone.now(), own_access(request.patient)
    found = queries.find_proposal(access, proposal_id)
    if found is None:
        raise Http404("No such proposal.")
    current = _in_force(access, type(found), now)
    data = request.POST if request.method == "POST" else None
    form = AnswerForm(data, user=request.user, proposal=found, current=current)
    if request.method == "POST":
        try:
            with Sending(form, actions.ProposalOver):
                _answer(request, form, now)
                said = SAID[form.pressed].format(found._meta.verbose_name)
                messages.info(request, said)
                return redirect("safety:proposal", proposal_id=proposal_id)
        except actions.AgreedChanged as changed:
            current = _in_force(access, type(found), now)
            see(form, current)
            form.add_error(None, str(changed))
    context = {"proposal": found, "is_plan": isinstance(found, Plan), "form": form}
    context |= {"current": current, "guide": guide()}
    context["steps"] = steps_of(found.steps) if isinstance(found, Plan) else ()
    return TemplateResponse(request, "safety/proposal.html", context)


def _plan_page(
    request: HttpRequest, access: Access, followed: queries.Course, form: StepForm
) -> HttpResponse:
    now = timezone.now()
    cap, progress = queries.cap_at(access, now), followed.progress
    limits = allowed(progress.step, **_of_cap(cap)) if progress else None
    context = {
        "safety": queries.safety(access, now),
        "course": followed,
        "progress": progress,
        "cap": cap,
        "limits": limits,
        "is_capped": bool(limits) and limits != allowed(progress.step),
        "events": queries.plan_events(access, request.patient.today(now)),
        "plans": queries.agreements(access, Plan),
        "guide": guide(),
        "notes": notes(),
        "form": form,
    }
    return TemplateResponse(request, "safety/plan.html", context)


def _of_cap(cap: Cap | None) -> dict[str, int | None]:
    return {"angle_deg": cap.angle_deg, "duration_s": cap.duration_s} if cap else {}


def _in_force(access: Access, kind: type[Cap] | type[Plan], now: dt.datetime) -> Cap | Plan | None:
    return queries.cap_at(access, now) if kind is Cap else queries.plan_at(access, now)


def _answer(request: HttpRequest, form: AnswerForm, now: dt.datetime) -> None:
    what: dict[str, Any] = {
        "patient": request.patient,
        "proposal_id": form.proposal.id,
        "by": request.user,
        "at": now,
        "submission": form.submission,
    }
    match form.pressed:
        case "accept":
            actions.accept_proposal(**what, clean=form.seen)
        case "decline":
            actions.decline_proposal(**what)
        case "end":
            actions.end_agreement(**what)
