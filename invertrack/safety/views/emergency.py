"""The page of an emergency: what to do, and nothing else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from invertrack.care.access import own_access
from invertrack.care.forms import Sending
from invertrack.users.decorators import patient_required

from .. import actions, overview
from ..emergency import number_for
from ..enums import State
from ..forms.emergency import READING_TAKES, ReadForm
from ..lists import notes, state_texts


@patient_required
def emergency(request: HttpRequest) -> HttpResponse:
    """Show what to do until the person confirms reading it, which takes five seconds at least."""
    now = timezone.now()
    raised = overview.unread(own_access(request.patient))
    if not raised:
        return redirect("safety:home")
    form = ReadForm(request.POST if request.method == "POST" else None, user=request.user, now=now)
    if request.method == "POST":
        with Sending(form):
            actions.read_alarms(
                patient=request.patient,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=form.shown_at,
            )
            return redirect("safety:home")
    context = {
        "form": form,
        "raised": raised,
        "texts": list(dict.fromkeys(one.instruction for one in raised)),
        "words": state_texts()[State.EMERGENCY],
        "number": number_for(request.patient.country),
        "notes": notes(),
        "seconds": int(READING_TAKES.total_seconds()),
    }
    return TemplateResponse(request, "safety/emergency.html", context)
