"""What the phone says of a live session: who would be told, that it began, goes on, is over."""

from __future__ import annotations

import datetime as dt
import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from invertrack.users.decorators import patient_required

from .. import actions, queries
from ..models import Contact, Watch

BAD = 400
NOBODY = {"watched": False}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@patient_required
def watch(request: HttpRequest) -> HttpResponse:
    """Say who would be told; or watch a session that begins now."""
    patient, now = request.patient, timezone.now()
    if request.method != "POST":
        known = queries.who_is_told(patient, now)
        told = known and {"name": known.name, "margin_min": known.margin_min}
        return JsonResponse({"contact": told})
    session_id, ends_at = _id(request), _instant(request, "ends_at", now)
    if session_id is None or ends_at is None:
        return JsonResponse({"error": "Send session_id and ends_at."}, status=BAD)
    watched = actions.watch(patient=patient, session_id=session_id, ends_at=ends_at, at=now)
    return _answer(watched)


@require_POST
@patient_required
def watched(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Expect a later end of a session, or keep that it is over."""
    patient, now = request.patient, timezone.now()
    level_at = _instant(request, "level_at", now)
    if level_at is not None:
        # What lies ahead is a clock that runs fast; what comes late keeps its own time.
        at = min(max(level_at, now - actions.LONGEST), now)
        actions.level(patient=patient, session_id=session_id, level_at=at, at=now)
        return JsonResponse(NOBODY)
    ends_at = _instant(request, "ends_at", now)
    if ends_at is None:
        return JsonResponse({"error": "Send ends_at or level_at."}, status=BAD)
    return _answer(actions.go_on(patient=patient, session_id=session_id, ends_at=ends_at, at=now))


def _answer(watched: tuple[Watch, Contact] | None) -> HttpResponse:
    if watched is None:
        return JsonResponse(NOBODY)
    row, contact = watched
    said = {"watched": True, "name": contact.name, "due_at": row.due_at.isoformat()}
    return JsonResponse(said)


def _id(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("session_id", ""))
    except ValueError:
        return None


def _instant(request: HttpRequest, name: str, now: dt.datetime) -> dt.datetime | None:
    """Return an instant by our clock; ``device_now``, if sent, says how far the phone's is off."""
    said, device_now = _parsed(request, name), _parsed(request, "device_now")
    if said is None or device_now is None:
        return said
    try:
        return said + (now - device_now)
    except OverflowError:
        return None


def _parsed(request: HttpRequest, name: str) -> dt.datetime | None:
    try:
        found = parse_datetime(request.POST.get(name, ""))
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
