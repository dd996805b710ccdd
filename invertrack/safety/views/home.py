"""The page of a person's own safety: the state, why, and the next step."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from invertrack.care.access import own_access
from invertrack.care.forms import ConfirmForm
from invertrack.users.decorators import patient_required

from ..emergency import number_for
from ..lists import notes, screening
from ..overview import overview


@require_safe
@patient_required
def home(request: HttpRequest) -> HttpResponse:
    """Say what holds sessions up, what it rests on, and what to do next."""
    shown = overview(own_access(request.patient), timezone.now())
    if shown.safety.standing.reads_first:
        return redirect("safety:emergency")
    context = {
        "shown": shown,
        "safety": shown.safety,
        "notes": notes(),
        "number": number_for(request.patient.country),
        "levels": screening().instructions,
        "form": ConfirmForm(user=request.user),
    }
    return TemplateResponse(request, "safety/home.html", context)
