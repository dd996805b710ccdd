"""The start page, and what to do next."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from invertrack.care.access import own_access
from invertrack.insights.evidence import evidence
from invertrack.questionnaires.queries import due_now
from invertrack.safety.queries import proposals, safety
from invertrack.sessions.forms import PainAfterForm
from invertrack.sessions.queries import awaiting_after
from invertrack.users.agreements import agreement
from invertrack.users.decorators import patient_required

from . import queries


@require_safe
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """Say what this is; lead those who are logged in to their own start."""
    if not request.user.is_authenticated:
        context = {"evidence": evidence(), "purpose": agreement("purpose").text}
        return TemplateResponse(request, "today/home.html", context)
    if request.patient:
        return redirect("today:today")
    return redirect("clinic:panel" if request.clinician else "users:settings")


@require_safe
@patient_required
def today(request: HttpRequest) -> HttpResponse:
    """Show what holds sessions up, the one next action, and the last two weeks."""
    now, access = timezone.now(), own_access(request.patient)
    known = safety(access, now)
    if known.standing.reads_first:
        return redirect("safety:emergency")
    day = request.patient.today(now)
    waiting = awaiting_after(access, now)
    context = {
        "day": day,
        "safety": known,
        "is_open": known.standing.is_open,
        "proposals": proposals(access),
        "questionnaires": due_now(access, day),
        "waiting": waiting,
        "form": PainAfterForm(user=request.user, initial={"version": waiting.version})
        if waiting
        else None,
        "minutes_ago": minutes_since(waiting.ended_at, now) if waiting else None,
        "fortnight": queries.fortnight(access, day),
    }
    return TemplateResponse(request, "today/today.html", context)


def minutes_since(ended_at: dt.datetime, now: dt.datetime) -> int:
    """Return whole minutes; a device's clock may have put the end a little ahead: that is 0."""
    return max(0, int((now - ended_at).total_seconds() // 60))
