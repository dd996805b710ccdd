"""Logging sessions and looking them up."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from invertrack.care import typed
from invertrack.care.access import Access, own_access
from invertrack.care.actions import UNDO_LASTS, StaleRecord, find_live
from invertrack.care.forms import ConfirmForm, HealthForm, Invalid
from invertrack.core.flashes import say_undoable
from invertrack.safety.lists import stop_now
from invertrack.users.decorators import patient_required

from . import actions, queries
from .enums import Moment
from .forms import CorrectSessionForm, PainAfterForm, QuickLogForm
from .models import AFTER_RATING_LASTS, Session
from .parts import Parts, parts_of
from .screen import Caution, cautions, vitals_cautions
from .words import differences


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
        last=None if request.method == "POST" else queries.last_used(own_access(patient)),
    )
    if request.method == "POST":
        with _said_on(form):
            session_id = actions.log_session(
                patient=patient,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=form.session_values,
            )
            messages.info(request, "Session saved.")
            return redirect("sessions:detail", session_id=session_id)
    return TemplateResponse(request, "sessions/create.html", {"form": form})


@require_safe
@patient_required
def detail(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Show one session, what stands out in it, and what is still missing."""
    now, access = timezone.now(), own_access(request.patient)
    session = find_live(Session, request.patient, session_id)
    parts = parts_of(access, session)
    level = stop_now().gravest(parts.codes)
    context = {
        "session": session,
        "parts": parts,
        "level": level,
        "instruction": stop_now().instructions.get(level),
        "changes": queries.changes_of(access, [session]).get(session.id),
        "cautions": _cautions(access, session, parts),
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
            with _said_on(form):
                actions.add_pain_after(
                    patient=request.patient,
                    session_id=session_id,
                    by=request.user,
                    at=now,
                    submission=form.submission,
                    clean=form.pain,
                )
                messages.info(request, "Pain after saved.")
                return redirect("sessions:detail", session_id=session_id)
        except StaleRecord as conflict:
            form.rebase(conflict.current.version)
            session, stale = conflict.current, True
    in_time = now - session.ended_at <= AFTER_RATING_LASTS
    context = {"form": form, "session": session, "in_time": in_time, "stale": stale}
    status = 409 if stale else 200
    return TemplateResponse(request, "sessions/add_pain_after.html", context, status=status)


@patient_required
def edit(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Correct a session; what was stored meanwhile stands beside what was typed."""
    now = timezone.now()
    form = CorrectSessionForm(typed.posted(request, at=now), user=request.user, now=now)
    if request.method == "POST":
        try:
            with _said_on(form):
                actions.correct_session(
                    patient=request.patient,
                    session_id=session_id,
                    by=request.user,
                    at=now,
                    submission=form.submission,
                    clean=form.values_about,
                )
                messages.info(request, "Changes saved.")
                return redirect("sessions:detail", session_id=session_id)
        except StaleRecord as conflict:
            return _both(request, form, conflict.current)
    else:
        session = find_live(Session, request.patient, session_id)
        form.about(session, parts_of(own_access(request.patient), session))
    context = {"session": form.session, "form": form}
    return TemplateResponse(request, "sessions/edit.html", context)


@patient_required
def delete(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Ask once, delete, and offer undo; a session that changed meanwhile is shown and asked again."""
    form = ConfirmForm(request.POST if request.method == "POST" else None, user=request.user)
    stale = False
    if request.method == "POST":
        try:
            actions.delete_session(
                patient=request.patient,
                session_id=session_id,
                by=request.user,
                at=timezone.now(),
                submission=form.submission,
            )
        except StaleRecord as conflict:
            session, stale = conflict.current, True
            form.rebase(session.version)
        else:
            undo = reverse("sessions:restore", args=[session_id])
            version = form.submission.version or 0
            say_undoable(request, "Session deleted.", url=undo, version=version)
            return redirect("sessions:list")
    else:
        session = find_live(Session, request.patient, session_id)
        form.initial["version"] = session.version
    parts = parts_of(own_access(request.patient), session)
    context = {"session": session, "parts": parts, "form": form, "stale": stale}
    status = 409 if stale else 200
    return TemplateResponse(request, "sessions/delete.html", context, status=status)


@patient_required
def restore(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Say that a session is deleted, and undo that for ten minutes."""
    now = timezone.now()
    form = ConfirmForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST":
        with _said_on(form):
            actions.restore_session(
                patient=request.patient,
                session_id=session_id,
                by=request.user,
                at=now,
                submission=form.submission,
            )
            messages.info(request, "The session is back.")
            return redirect("sessions:detail", session_id=session_id)
    deleted = Session.objects.for_patient(request.patient).filter(
        id=session_id, deleted_at__gt=now - UNDO_LASTS
    )
    session = deleted.first()
    if session is None:
        raise Http404("Nothing to undo.")
    return TemplateResponse(request, "sessions/restore.html", {"session": session, "form": form})


@contextmanager
def _said_on(form: HealthForm) -> Iterator[None]:
    """Let the form itself say what the person can mend: a field, or a day that is full."""
    try:
        yield
    except Invalid:
        pass  # each field has its error
    except actions.DayFull as full:
        form.add_error(None, str(full))


def _both(request: HttpRequest, form: CorrectSessionForm, session: Session) -> HttpResponse:
    """Show what is stored now beside what was typed against an older version, and ask again."""
    stored = parts_of(own_access(request.patient), session)
    form.about(session, stored).rebase(session.version)
    context = {"session": session, "parts": stored, "form": form, "stale": True}
    if form.is_valid():
        said = actions.rows_of(form.session_values(), at=session.created_at)
        context["differences"] = differences((session, stored), said)
    return TemplateResponse(request, "sessions/edit.html", context, status=409)


def _cautions(access: Access, session: Session, parts: Parts) -> list[Caution]:
    found = cautions(
        angle_deg=session.angle_max_deg,
        duration_s=session.duration_s,
        pain_before=session.pain_before,
        pain_after_delay_s=session.pain_after_delay_s,
        **queries.surroundings(access, session),
    )
    for vitals in parts.vitals:
        found += vitals_cautions(
            is_before=vitals.moment == Moment.BEFORE,
            systolic=vitals.systolic,
            diastolic=vitals.diastolic,
            heart_rate=vitals.heart_rate,
        )
    return found


def _after_form(request: HttpRequest, session: Session, data: object = None) -> PainAfterForm:
    return PainAfterForm(data, user=request.user, initial={"version": session.version})
