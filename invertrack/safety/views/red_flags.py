"""Asking for the signs that should be checked, and where the answers lead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from invertrack.care import typed
from invertrack.care.access import Access, own_access
from invertrack.care.forms import Sending
from invertrack.core.addresses import safe_path
from invertrack.users.decorators import patient_required

from .. import actions, lists, queries
from ..enums import AlarmKind, Level, ListName, Reply, Why
from ..forms.answers import NONE, with_none
from ..forms.red_flags import RedFlagsForm


@patient_required
def red_flags(request: HttpRequest) -> HttpResponse:
    """Ask every sign, keep the answers, and go where they lead: to help first."""
    now, access = timezone.now(), own_access(request.patient)
    before = queries.latest(access, ListName.RED_FLAGS)
    form = _form(request, typed.posted(request, at=now), queries.known_flags(access))
    if request.method == "POST" and form.is_bound:
        with Sending(form):
            actions.keep_red_flags(
                patient=request.patient,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=form.replies,
            )
            return _onward(request, access, now)
    context = {
        "form": form,
        "before": before,
        "safety": queries.safety(access, now),
        "texts": form.asked.texts,
        "notes": lists.notes(),
        "emergency_text": form.asked.instructions[Level.EMERGENCY],
        "is_filled": request.method == "POST" and not form.is_bound,
        "later": safe_path(request.GET.get("next")),
    }
    return TemplateResponse(request, "safety/red_flags.html", context)


def _form(
    request: HttpRequest, data: QueryDict | None, earlier: Mapping[str, Reply]
) -> RedFlagsForm:
    """Return the form; "None of these" sends it at once unless it would go against a yes."""
    if data is None or NONE not in data:
        return RedFlagsForm(data, user=request.user, earlier=earlier)
    filled = with_none(data, lists.red_flags())
    has_new = any(
        data.get(item.id) in (Reply.YES, Reply.UNSURE) for item in lists.red_flags().items
    )
    if has_new:
        return RedFlagsForm(user=request.user, earlier=earlier, initial=filled.dict())
    return RedFlagsForm(filled, user=request.user, earlier=earlier)


def _onward(request: HttpRequest, access: Access, now: dt.datetime) -> HttpResponse:
    standing = queries.safety(access, now).standing
    if standing.reads_first:
        return redirect("safety:emergency")
    kept = queries.latest(access, ListName.RED_FLAGS)
    raised = [
        alarm
        for alarm in queries.alarms(access, are_open=True)
        if alarm.kind == AlarmKind.RED_FLAG and alarm.at == kept.screen.at
    ]
    if raised:
        return redirect("safety:home")
    messages.info(request, "Your answers are kept.")
    is_first = any(cause.why == Why.NO_SCREEN for cause in standing.in_force)
    onward = "safety:screen" if is_first else "safety:home"
    return redirect(safe_path(request.GET.get("next")) or onward)
