"""Logging sessions and looking them up."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from invertrack.care import typed
from invertrack.care.access import Access, own_access
from invertrack.care.actions import UNDO_LASTS, StaleRecord, find_live
from invertrack.care.forms import ConfirmForm, Invalid
from invertrack.safety.lists import stop_now
from invertrack.users.decorators import patient_required

from . import actions, queries
from .forms import CorrectSessionForm, PainAfterForm, QuickLogForm
from .models import AFTER_RATING_LASTS, Session
from .screen import Caution, cautions


@require_safe
@patient_required
def index(request: HttpRequest) -> HttpResponse:
    """List sessions by month, newest first."""
    page = queries.list_page(
        own_access(request.patient), queries.read_cursor(request.GET.get("before", ""))
    )
    return TemplateResponse(request, "sessions/list.html", {"page": page})


@patient_required
def create(request: HttpRequest) -> HttpResponse:
    """Log a session with two taps, or say more about it."""
    now, patient = timezone.now(), request.patient
    form = QuickLogForm(
        typed.posted(request, at=now),
        user=request.user,
        now=now,
        zone=patient.tz,
        initial=None if request.method == "POST" else queries.last_used(own_access(patient)),
    )
    if request.method == "POST":
        try:
            session_id = actions.log_session(
                patient=patient,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=form.session_values,
            )
        except Invalid:
            pass
        except actions.DayFull as full:
            form.add_error(None, str(full))
        else:
            messages.info(request, "Session saved.")
            return redirect("sessions:detail", session_id=session_id)
    return TemplateResponse(request, "sessions/create.html", {"form": form})


@require_safe
@patient_required
def detail(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Show one session, what stands out in it, and what is still missing."""
    now, access = timezone.now(), own_access(request.patient)
    session = find_live(Session, request.patient, session_id)
    effects = queries.side_effects(access, session)
    level = stop_now().gravest([effect.code for effect in effects])
    context = {
        "session": session,
        "effects": effects,
        "level": level,
        "instruction": stop_now().instructions.get(level),
        "note": queries.note(access, session),
        "changes": queries.changes(access, session),
        "cautions": _cautions(access, session),
        "can_rate_after": session.pain_after is None
        and now - session.ended_at <= AFTER_RATING_LASTS,
        "form": _after_form(request, session),
    }
    return TemplateResponse(request, "sessions/detail.html", context)


@patient_required
def add_pain_after(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Ask for the after-pain, and keep it; one that was given meanwhile stands beside it."""
    now, session = timezone.now(), find_live(Session, request.patient, session_id)
    form = _after_form(request, session, data=typed.posted(request, at=now))
    stale = False
    if request.method == "POST":
        try:
            actions.add_pain_after(
                patient=request.patient,
                session_id=session_id,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=form.pain,
            )
        except Invalid:
            pass
        except StaleRecord as conflict:
            form.rebase(conflict.current.version)
            session, stale = conflict.current, True
        else:
            messages.info(request, "Pain after saved.")
            return redirect("sessions:detail", session_id=session_id)
    in_time = now - session.ended_at <= AFTER_RATING_LASTS
    context = {"form": form, "session": session, "in_time": in_time, "stale": stale}
    status = 409 if stale else 200
    return TemplateResponse(request, "sessions/add_pain_after.html", context, status=status)


@patient_required
def edit(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Correct a session; what was stored meanwhile stands beside what was typed."""
    now, access = timezone.now(), own_access(request.patient)
    session = find_live(Session, request.patient, session_id)
    parts = {"effects": [], "note": ""} if request.method == "POST" else _parts(access, session)
    form = CorrectSessionForm(
        typed.posted(request, at=now), user=request.user, now=now, session=session, **parts
    )
    stale = False
    if request.method == "POST":
        try:
            actions.correct_session(
                patient=request.patient,
                session_id=session_id,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=form.session_values,
            )
        except Invalid:
            pass
        except actions.DayFull as full:
            form.add_error(None, str(full))
        except StaleRecord as conflict:
            form.rebase(conflict.current.version)
            stale, parts = True, _parts(access, session)
        else:
            messages.info(request, "Changes saved.")
            return redirect("sessions:detail", session_id=session_id)
    context = {**parts, "session": session, "form": form, "stale": stale}
    return TemplateResponse(request, "sessions/edit.html", context, status=409 if stale else 200)


@patient_required
def delete(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Ask once, delete, and offer undo."""
    now = timezone.now()
    if request.method == "POST":
        form = ConfirmForm(request.POST, user=request.user)
        actions.delete_session(
            patient=request.patient,
            session_id=session_id,
            by=request.user,
            at=now,
            submission=form.submission,
        )
        return redirect("sessions:restore", session_id=session_id)
    session = find_live(Session, request.patient, session_id)
    form = ConfirmForm(user=request.user, initial={"version": session.version})
    return TemplateResponse(request, "sessions/delete.html", {"session": session, "form": form})


@patient_required
def restore(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Say that a session is deleted, and undo that for ten minutes."""
    now = timezone.now()
    form = ConfirmForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST":
        try:
            actions.restore_session(
                patient=request.patient,
                session_id=session_id,
                by=request.user,
                at=now,
                submission=form.submission,
            )
        except actions.DayFull as full:
            form.add_error(None, str(full))
        else:
            messages.info(request, "The session is back.")
            return redirect("sessions:detail", session_id=session_id)
    deleted = Session.objects.for_patient(request.patient).filter(
        id=session_id, deleted_at__gt=now - UNDO_LASTS
    )
    session = deleted.first()
    if session is None:
        raise Http404("Nothing to undo.")
    return TemplateResponse(request, "sessions/restore.html", {"session": session, "form": form})


def _parts(access: Access, session: Session) -> dict[str, Any]:
    return {
        "effects": queries.side_effects(access, session),
        "note": queries.note(access, session),
    }


def _cautions(access: Access, session: Session) -> list[Caution]:
    return cautions(
        angle_deg=session.angle_max_deg,
        duration_s=session.duration_s,
        pain_before=session.pain_before,
        pain_after_delay_s=session.pain_after_delay_s,
        **queries.surroundings(access, session),
    )


def _after_form(request: HttpRequest, session: Session, data: object = None) -> PainAfterForm:
    return PainAfterForm(data, user=request.user, initial={"version": session.version})
