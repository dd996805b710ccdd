"""The body map of a day: where it hurts, on a drawing and as a list."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from invertrack.care import typed
from invertrack.care.access import own_access
from invertrack.care.actions import RecordGone, StaleRecord
from invertrack.care.forms import Invalid
from invertrack.users.decorators import patient_required

from .. import actions, queries
from ..forms import BodyForm
from ..models import Entry
from .ratings import to_today


@patient_required
def body(request: HttpRequest, day: dt.date) -> HttpResponse:
    """Show where it hurt on a day and keep that; what was stored meanwhile is said beside it."""
    now, access = timezone.now(), own_access(request.patient)
    is_sent = request.method == "POST"
    if not is_sent and not queries.has_come(access, day, now):
        return to_today(request, day, now)
    entry, conflict = queries.entry_of(access, day), None
    # A save that goes well shows nothing: it need not read what is stored.
    stored = queries.BodyScores() if is_sent else queries.body_of(access, day)
    form = _form(request, day, now, entry=entry, stored=stored)
    if is_sent:
        try:
            actions.keep_body(
                patient=request.patient,
                local_date=day,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=form.body_values,
            )
        except Invalid:
            pass
        except (StaleRecord, RecordGone) as refused:
            conflict, stored = refused, queries.body_of(access, day)
            form.rebase(entry.version if entry else None)
        else:
            messages.info(request, "Where it hurts is saved.")
            return redirect("journals:day", day)
    context = {
        "form": form,
        "day": day,
        "stored": stored,
        "marked": queries.BodyScores(form.scores),
        "conflict": conflict,
    }
    status = conflict.status if conflict else 200
    return TemplateResponse(request, "journals/body.html", context, status=status)


def _form(
    request: HttpRequest,
    day: dt.date,
    now: dt.datetime,
    *,
    entry: Entry | None,
    stored: queries.BodyScores,
) -> BodyForm:
    return BodyForm(
        typed.posted(request, at=now),
        user=request.user,
        day=day,
        now=now,
        zone=request.patient.tz,
        entry=entry,
        scores=stored.scores,
    )
