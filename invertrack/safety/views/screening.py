"""The safety questions, answered one by one, and last time's answers given again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from invertrack.care import typed
from invertrack.care.access import own_access
from invertrack.care.forms import ConfirmForm, Sending
from invertrack.users.decorators import patient_required

from .. import actions, overview, queries
from ..enums import ListName
from ..forms.answers import NONE, with_none
from ..forms.screening import ScreeningForm
from ..lists import notes, screening


@patient_required
def screen(request: HttpRequest) -> HttpResponse:
    """Ask every question, and keep the answers with the version of the list and the time."""
    now, access = timezone.now(), own_access(request.patient)
    data, before = typed.posted(request, at=now), queries.latest(access, ListName.SCREENING)
    earlier = before.replies if before else {}
    if data is not None and NONE in data:
        filled = with_none(data, screening())
        form = ScreeningForm(user=request.user, earlier=earlier, initial=filled.dict())
    else:
        form = ScreeningForm(data, user=request.user, earlier=earlier)
    if request.method == "POST" and form.is_bound:
        with Sending(form):
            actions.keep_screening(
                patient=request.patient,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=form.replies,
            )
            messages.info(request, "Your answers are kept.")
            return redirect("safety:home")
    context = {
        "form": form,
        "before": before,
        "texts": form.asked.texts,
        "unchecked": notes()["unchecked"],
    }
    return TemplateResponse(request, "safety/screen.html", context)


@patient_required
def screen_again(request: HttpRequest) -> HttpResponse:
    """Show what was answered last time, and keep it once more where only its age asks for that."""
    now, access = timezone.now(), own_access(request.patient)
    form = ConfirmForm(typed.posted(request, at=now), user=request.user)
    if request.method == "POST":
        actions.repeat_screening(
            patient=request.patient, by=request.user, at=now, submission=form.submission
        )
        messages.info(request, "Your answers are kept, with the date of today.")
        return redirect("safety:home")
    shown = overview.overview(access, now)
    if not shown.safety.standing.can_screen_again:
        return redirect("safety:screen")
    return TemplateResponse(request, "safety/screen_again.html", {"form": form, "shown": shown})
