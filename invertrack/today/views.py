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
from invertrack.care.forms import HealthForm
from invertrack.insights.evidence import evidence
from invertrack.journals.forms import NowForm
from invertrack.questionnaires.queries import due_now
from invertrack.safety.queries import proposals, safety
from invertrack.sessions.forms import FollowUpForm, PainAfterForm
from invertrack.sessions.queries import Asked, Waiting, awaiting_after, open_follow_ups
from invertrack.users.agreements import agreement
from invertrack.users.decorators import patient_required
from invertrack.users.models import Patient

from . import queries
from .asks import Ask, asks_rating, first_of


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
    waiting, asked = awaiting_after(access, now), open_follow_ups(access, now)
    fortnight = queries.fortnight(access, day)
    ask, later = first_of(
        at=now,
        waits_for_after=waiting is not None,
        asked=asked,
        asks_rating=_asks_rating(request.patient, fortnight, now),
        is_kept=fortnight.is_today_kept,
    )
    others = [one for one in asked if one is not later]
    context = {
        "day": day,
        "safety": known,
        "is_open": known.standing.is_open,
        "proposals": proposals(access),
        "questionnaires": due_now(access, day),
        "ask": ask,
        "later": later,
        "is_late": later is not None and now > later.counts_until,
        "open": [one for one in others if now <= one.counts_until],
        "missed": [one for one in others if now > one.counts_until],
        "waiting": waiting,
        "form": _form(request, ask, waiting or later, now),
        "minutes_ago": minutes_since(waiting.ended_at, now) if waiting else None,
        "fortnight": fortnight,
    }
    return TemplateResponse(request, "today/today.html", context)


def minutes_since(ended_at: dt.datetime, now: dt.datetime) -> int:
    """Return whole minutes; a device's clock may have put the end a little ahead: that is 0."""
    return max(0, int((now - ended_at).total_seconds() // 60))


def _asks_rating(patient: Patient, fortnight: queries.Fortnight, now: dt.datetime) -> bool:
    return asks_rating(
        now.astimezone(patient.zone),
        patient.usual_rating_time,
        is_rated=fortnight.is_rated,
        ratings=fortnight.ratings,
    )


def _form(
    request: HttpRequest, ask: Ask | None, about: Waiting | Asked | None, now: dt.datetime
) -> HealthForm | None:
    """Return the form of the card; one that saves by a tap leads back here."""
    if ask == Ask.AFTER:
        return PainAfterForm(user=request.user, initial={"version": about.version})
    back = {"next": request.path}
    if ask == Ask.LATER:
        return FollowUpForm(user=request.user, now=now, initial=back | {"version": about.version})
    if ask == Ask.RATING:
        return NowForm(user=request.user, now=now, zone=request.patient.tz, initial=back)
    return None
