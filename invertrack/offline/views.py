"""What makes the site an app that opens without a network."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.http import require_safe

from invertrack.care import typed
from invertrack.care.access import own_access
from invertrack.sessions.live import live_facts
from invertrack.users.decorators import patient_required

from .manifest import app
from .package import package


@require_safe
@login_not_required
def service_worker(request: HttpRequest) -> HttpResponse:
    """Give the worker's script with its version and its files: another version is another script."""
    return HttpResponse(package().script, content_type="text/javascript; charset=utf-8")


@require_safe
@login_not_required
def manifest(request: HttpRequest) -> JsonResponse:
    """Describe the app to a browser that installs it."""
    return JsonResponse(app(), content_type="application/manifest+json")


@require_safe
@login_not_required
def shell(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a page that a phone keeps; a worker that asks for another version's gets none.

    Otherwise one that was installed while we were replaced would mix the pages of two versions.
    """
    known = package()
    if slug not in known.shells or request.GET.get("v", known.version) != known.version:
        raise Http404("No such page.")
    return HttpResponse(known.shells[slug])


@require_safe
@login_not_required
def who(request: HttpRequest) -> JsonResponse:
    """Say whose records a phone would write now, and give what a write has to carry."""
    account = request.user.pk if request.patient else None
    said = {
        "account": account and str(account),
        "token": account and typed.sign_account(account),
        "csrf": get_token(request),
    }
    return JsonResponse(said)


@require_safe
@patient_required
def facts(request: HttpRequest) -> JsonResponse:
    """Give what a phone keeps, sealed, to start a session without a network."""
    said = live_facts(own_access(request.patient), timezone.now())
    # Whose they are: the page that asks may have been opened before somebody else logged in.
    return JsonResponse({**said, "account": str(request.user.pk)})
