"""Asking for later pain, changing what was answered, and choosing what is asked."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from invertrack.care import typed
from invertrack.care.access import own_access
from invertrack.care.actions import RefusedWrite, find_live
from invertrack.care.forms import ConfirmForm, Sending
from invertrack.core.addresses import safe_path
from invertrack.core.flashes import say_undoable
from invertrack.users.decorators import patient_required

from .. import actions, queries
from ..forms import FollowUpForm, FollowUpSettingsForm
from ..models import FollowUp, Session


@patient_required
def follow_up(request: HttpRequest, session_id: uuid.UUID, kind: str) -> HttpResponse:
    """Ask for later pain by one tap while it is asked; say what was answered once it is."""
    now, asked = timezone.now(), _find(request, session_id, kind)
    form = FollowUpForm(
        typed.posted(request, at=now),
        user=request.user,
        now=now,
        initial={"next": safe_path(request.GET.get("next")), "version": asked.version},
    )
    refused: RefusedWrite | None = None
    if request.method == "POST":
        try:
            with Sending(form):
                actions.answer_follow_up(
                    patient=request.patient,
                    follow_up_id=asked.id,
                    by=request.user,
                    at=now,
                    submission=form.submission,
                    clean=form.pain,
                    answered_at=form.tapped_at,
                )
                return _saved(request, session_id, kind)
        except (actions.AnsweredAlready, actions.QuestionClosed) as error:
            refused, asked = error, _find(request, session_id, kind)
    context = {
        "later": _as_it_stands(request, asked, now),
        "session": asked.session,
        "form": form,
        "refused": refused,
        "came_from": safe_path(form["next"].value()),
    }
    status = refused.status if refused else 200
    return TemplateResponse(request, "sessions/follow_up.html", context, status=status)


@patient_required
def correct_follow_up(request: HttpRequest, session_id: uuid.UUID, kind: str) -> HttpResponse:
    """Change what was answered; when it was answered stays. What is stored stands beside it."""
    now, answered = timezone.now(), _find(request, session_id, kind)
    form = FollowUpForm(
        typed.posted(request, at=now),
        user=request.user,
        now=now,
        initial={"version": answered.version},
    )
    sending = Sending(form)
    if request.method == "POST":
        with sending:
            actions.correct_follow_up(
                patient=request.patient,
                follow_up_id=answered.id,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=form.pain,
            )
            messages.info(request, "The answer is changed.")
            return redirect("sessions:detail", session_id)
    answered = _find(request, session_id, kind) if sending.is_stale else answered
    if answered.answered_at is None:
        return redirect("sessions:follow_up", session_id, kind)
    context = {
        "later": queries.Later.of(answered, answered.session, now),
        "session": answered.session,
        "form": form,
        "stale": sending.is_stale,
    }
    return TemplateResponse(
        request, "sessions/correct_follow_up.html", context, status=sending.status
    )


@require_POST
@patient_required
def take_back_follow_up(request: HttpRequest, session_id: uuid.UUID, kind: str) -> HttpResponse:
    """Take an answer back, and ask again while that is possible."""
    answered = _find(request, session_id, kind)
    actions.withdraw_follow_up(
        patient=request.patient,
        follow_up_id=answered.id,
        by=request.user,
        at=timezone.now(),
        submission=ConfirmForm(request.POST, user=request.user).submission,
    )
    messages.info(request, "The answer is taken back. The question is not answered, which is no 0.")
    return redirect("sessions:follow_up", session_id, kind)


@patient_required
def settings(request: HttpRequest) -> HttpResponse:
    """Choose which questions sessions plan from now on, and when the next morning begins."""
    form = FollowUpSettingsForm(
        request.POST if request.method == "POST" else None,
        settings=queries.settings_of(request.patient),
    )
    if form.is_valid():
        actions.choose_follow_ups(patient=request.patient, **form.cleaned_data)
        messages.info(request, "Sessions that you log from now on ask what you chose.")
        return redirect("sessions:list")
    return TemplateResponse(request, "sessions/settings.html", {"form": form})


def _as_it_stands(request: HttpRequest, asked: FollowUp, now: dt.datetime) -> queries.Later:
    followed = queries.is_followed(own_access(request.patient), asked.session)
    return queries.Later.of(asked, asked.session, now, is_followed=followed)


def _find(request: HttpRequest, session_id: uuid.UUID, kind: str) -> FollowUp:
    found = queries.follow_up_of(own_access(request.patient), session_id, kind)
    if found is None:
        find_live(Session, request.patient, session_id)  # nobody's, or deleted, says so itself
        raise Http404("This session did not plan the question.")
    return found


def _saved(request: HttpRequest, session_id: uuid.UUID, kind: str) -> HttpResponse:
    answered = _find(request, session_id, kind)
    later = queries.Later.of(answered, answered.session, timezone.now())
    say_undoable(
        request,
        f"Pain {later.pain} / 10 at {later.answered_local:%H:%M} saved.",
        url=reverse("sessions:take_back_follow_up", args=[session_id, kind]),
        version=later.version,
    )
    detail = reverse("sessions:detail", args=[session_id])
    return redirect(safe_path(request.POST.get("next")) or detail)
