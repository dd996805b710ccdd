"""The settings of prompts: ways, times, pause, calendar, and what was sent lately."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.core.cache import cache
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from invertrack.care.access import own_access
from invertrack.safety.queries import safety
from invertrack.users.actions import change_settings
from invertrack.users.decorators import patient_required

from .. import actions, channels, links, queries
from ..forms import PauseForm, PromptsForm, initial
from ..models import PromptSettings

ONE_TEST_IN = dt.timedelta(minutes=1)


@patient_required
def settings(request: HttpRequest) -> HttpResponse:
    """Show everything about prompts, and keep what is asked when."""
    now, kept = timezone.now(), queries.settings_of(request.patient)
    rating_at = request.patient.usual_rating_time
    is_sent = request.method == "POST"
    form = PromptsForm(request.POST if is_sent else None, initial=initial(kept, rating_at))
    if form.is_valid():
        if form.rating_time not in {None, rating_at}:
            change_settings(patient=request.patient, usual_rating_time=form.rating_time)
            request.patient.usual_rating_time = form.rating_time  # the times are reckoned by it
        actions.keep_settings(patient=request.patient, values=form.values(), at=now)
        messages.info(request, "The times are saved.")
        return redirect("prompts:settings")
    return _page(request, kept, now, form=form)


@require_POST
@patient_required
def email(request: HttpRequest) -> HttpResponse:
    """Turn e-mail on or off."""
    is_on = request.POST.get("is_by_email") == "yes"
    actions.keep_settings(patient=request.patient, values={"is_by_email": is_on}, at=timezone.now())
    messages.info(request, f"E-mail is {'on' if is_on else 'off'}.")
    return redirect("prompts:settings")


@require_POST
@patient_required
def pause(request: HttpRequest) -> HttpResponse:
    """Pause everything up to a day, or end the pause."""
    now = timezone.now()
    if "resume" in request.POST:
        actions.pause(patient=request.patient, until=None, at=now)
        messages.info(request, "The pause is over.")
        return redirect("prompts:settings")
    form = PauseForm(request.POST, today=request.patient.today(now))
    if not form.is_valid():
        return _page(request, queries.settings_of(request.patient), now, pause_form=form)
    actions.pause(patient=request.patient, until=form.cleaned_data["until"], at=now)
    messages.info(request, "Nothing is sent during the pause.")
    return redirect("prompts:settings")


@require_POST
@patient_required
def test(request: HttpRequest) -> HttpResponse:
    """Send a test by every way that is on, once a minute, and say what became of each."""
    if not cache.add(f"prompts-test:{request.patient.pk}", 1, ONE_TEST_IN.total_seconds()):
        messages.warning(request, "A test was sent less than a minute ago. Try again in a minute.")
        return redirect("prompts:settings")
    sent = actions.send_test(patient=request.patient, at=timezone.now())
    for one in sent:
        say = messages.info if one.taken else messages.warning
        say(request, f"{one.device or one.channel.label}: {one.words}")
    if not sent:
        messages.warning(request, "No way is on. Turn on e-mail, or notifications in a browser.")
    return redirect("prompts:settings")


@require_POST
@patient_required
def reset_feed(request: HttpRequest) -> HttpResponse:
    """Make a new address for the calendar; the one before it opens no longer."""
    actions.reset_feed(patient=request.patient, at=timezone.now())
    messages.info(request, "The calendar has a new address. An earlier one no longer opens.")
    return redirect("prompts:settings")


@require_POST
@patient_required
def close_feed(request: HttpRequest) -> HttpResponse:
    """Remove the calendar and its address."""
    actions.close_feed(patient=request.patient, at=timezone.now())
    messages.info(request, "The calendar is removed. Its address no longer opens.")
    return redirect("prompts:settings")


def _page(
    request: HttpRequest,
    kept: PromptSettings,
    now: dt.datetime,
    *,
    form: Form | None = None,
    pause_form: Form | None = None,
) -> HttpResponse:
    patient, today = request.patient, request.patient.today(now)
    is_paused = kept.paused_until is not None and kept.paused_until >= today
    context = {
        "kept": kept,
        "form": form or PromptsForm(initial=initial(kept, patient.usual_rating_time)),
        "pause_form": pause_form or PauseForm(today=today),
        "paused_until": kept.paused_until if is_paused else None,
        "is_resting": queries.is_resting(patient, now),
        "safety": safety(own_access(patient), now),
        "push_key": channels.public_key(),
        "browsers": queries.subscriptions_of(patient),
        "contact": queries.contact_of(patient),
        "feed_url": links.feed_url(kept),
        "latest": queries.latest_deliveries(patient, limit=20),
        "zone": patient.tz.replace("_", " "),
    }
    return TemplateResponse(request, "prompts/settings.html", context)
