"""Browsers that take notifications: what static/js/prompts/push.js posts, and removing one by hand."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from invertrack.users.decorators import patient_required

from .. import actions, queries
from ..channels import BadEndpoint


@require_POST
@patient_required
def subscribe(request: HttpRequest) -> HttpResponse:
    """Keep where a browser takes notifications; one that is known already is kept anew."""
    given = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth", "device")}
    try:
        actions.subscribe(patient=request.patient, **given, at=timezone.now())
    except BadEndpoint as refusal:
        return JsonResponse({"error": str(refusal)}, status=400)
    return JsonResponse({})


@require_POST
@patient_required
def unsubscribe(request: HttpRequest) -> HttpResponse:
    """Forget the browser that asks; one that is not known is forgotten already."""
    actions.unsubscribe(patient=request.patient, endpoint=request.POST.get("endpoint", ""))
    return JsonResponse({})


@require_POST
@patient_required
def remove_browser(request: HttpRequest, subscription_id: uuid.UUID) -> HttpResponse:
    """Forget another browser, such as that of a lost phone."""
    known = {one.id: one for one in queries.subscriptions_of(request.patient)}
    if subscription_id not in known:
        raise Http404("No such browser.")
    actions.unsubscribe(patient=request.patient, endpoint=known[subscription_id].endpoint)
    messages.info(request, "That browser gets no notifications any more.")
    return redirect("prompts:settings")
