"""Logging sessions and looking them up."""

from __future__ import annotations

import datetime as dt
import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from invertrack.care import typed
from invertrack.care.access import Access, own_access
from invertrack.care.actions import UNDO_LASTS, find_live
from invertrack.care.forms import ConfirmForm, Sending
from invertrack.core.flashes import say_undoable
from invertrack.core.localtime import device_instant
from invertrack.safety.actions import keep_check
from invertrack.safety.enums import State
from invertrack.safety.lists import before_session, notes, state_texts, stop_now
from invertrack.safety.models import Cap
from invertrack.safety.plan import guide
from invertrack.safety.queries import Safety, cap_at, plan_progress, safety
from invertrack.safety.state import PAUSE_LASTS
from invertrack.users.decorators import patient_required

from .. import actions, queries
from ..enums import Moment
from ..forms import CorrectSessionForm, PainAfterForm, QuickLogForm, SessionForm, StartForm
from ..limits import limits
from ..models import AFTER_RATING_LASTS, Session
from ..parts import Parts, parts_of
from ..screen import Caution, cautions, newly_risen, vitals_cautions
from ..trace import Drawing, draw
from ..words import Agreed, agreed, differences

ORDER = (
    "before",
    "at_angle",
    "up",
    "rest",
    "after",
)  # the words of what is done, one after another
CHECK_LASTS = dt.timedelta(hours=1)  # a later session is checked anew
LATE = dt.timedelta(minutes=1)  # a check that took longer to come was made without a network


@require_safe
@patient_required
def index(request: HttpRequest) -> HttpResponse:
    """List sessions by month, newest first."""
    page = queries.list_page(
        own_access(request.patient), queries.read_cursor(request.GET.get("before", ""))
    )
    return TemplateResponse(request, "sessions/list.html", {"page": page})


@patient_required
def start(request: HttpRequest) -> HttpResponse:
    """Check the day and the table before a session; closed while the state is not open."""
    now, access = timezone.now(), own_access(request.patient)
    known = safety(access, now)
    if not known.standing.is_open and not _comes_late(request, now):
        context = {"safety": known, "form": None, "notes": notes()}
        return TemplateResponse(request, "sessions/start.html", context)
    earlier = queries.earlier(access)
    data = typed.posted(request, at=now)
    form = StartForm(data, user=request.user, sessions=earlier.sessions)
    if request.method == "POST":
        with Sending(form):
            check_id = keep_check(
                patient=request.patient,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=form.replies,
                answered_at=form.answered_at(now),
            )
            return redirect("sessions:checked", check_id=check_id)
    context = {"safety": known, "form": form, "asked": before_session(), "earlier": earlier}
    return TemplateResponse(request, "sessions/start.html", context)


def _comes_late(request: HttpRequest, now: dt.datetime) -> bool:
    """Whether a check comes from a phone that kept it: the state it was made in was another one."""
    if request.method != "POST":
        return False
    return now - device_instant(request.POST.get("device_now"), now=now) > LATE


@require_safe
@patient_required
def checked(request: HttpRequest, check_id: uuid.UUID) -> HttpResponse:
    """Say what follows from a check: leave it for today, or what limits hold and how it goes on."""
    now, access = timezone.now(), own_access(request.patient)
    check, known = queries.check_of(access, check_id), safety(access, now)
    if check is None:
        raise Http404("No such check.")
    if now - check.at > CHECK_LASTS or not known.standing.is_open:
        return redirect("sessions:start")
    context = {
        "check": check,
        "order": [before_session().texts[name] for name in ORDER],
        "guide": guide(),
        "progress": plan_progress(access, request.patient.today(now)),
        "cap": agreed(cap_at(access, now)),
        "symptoms": stop_now(),
    }
    return TemplateResponse(request, "sessions/checked.html", context)


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
        with Sending(form, actions.DayFull):
            session_id = actions.log_session(
                patient=patient,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=form.session_values,
                record_id=form.record_id,
                entered=form.entered,
            )
            messages.info(request, "Session saved.")
            return onward(session_id, asks_red_flags=form.asks_red_flags())
    cap = _point_out(form, own_access(patient), now, today=patient.today(now))
    return TemplateResponse(request, "sessions/create.html", {"form": form, "cap": cap})


@require_safe
@patient_required
def detail(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Show one session, what stands out in it, and what is still missing."""
    now, access = timezone.now(), own_access(request.patient)
    session, known = find_live(Session, request.patient, session_id), safety(access, now)
    if known.standing.reads_first:
        return redirect("safety:emergency")
    parts = parts_of(access, session)
    level = stop_now().gravest(parts.codes) if _is_lately(session, known, now) else None
    cap = cap_at(access, session.ended_at) if session.is_over_cap else None
    context = {
        "safety": known,
        "cap": agreed(cap),
        "session": session,
        "parts": parts,
        "later": queries.later_of(access, session, now),
        "drawn": _drawn(access, session, parts, cap),
        "level": level,
        "instruction": stop_now().instructions.get(level),
        "help": state_texts()[State.EMERGENCY],
        "changes": queries.changes_of(access, [session]).get(session.id),
        "cautions": _cautions(access, session, parts, today=request.patient.today(now)),
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
    sending = Sending(form)
    if request.method == "POST":
        with sending:
            actions.add_pain_after(
                patient=request.patient,
                session_id=session_id,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=form.pain,
            )
            messages.info(request, "Pain after saved.")
            was, rated = (
                session.pain_after,
                form.cleaned_data["pain_after"] if form.is_valid() else None,
            )
            before = session.pain_before
            asks = newly_risen((before, was), (before, rated))
            return onward(session_id, asks_red_flags=asks)
    session = sending.current or session
    in_time = now - session.ended_at <= AFTER_RATING_LASTS
    context = {"form": form, "session": session, "in_time": in_time, "stale": sending.is_stale}
    return TemplateResponse(request, "sessions/add_pain_after.html", context, status=sending.status)


@patient_required
def edit(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Correct a session; what was stored meanwhile stands beside what was typed."""
    now = timezone.now()
    form = CorrectSessionForm(typed.posted(request, at=now), user=request.user, now=now)
    if request.method == "POST":
        sending = Sending(form, actions.DayFull)
        with sending:
            actions.correct_session(
                patient=request.patient,
                session_id=session_id,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=form.values_about,
            )
            messages.info(request, "Changes saved.")
            return onward(session_id, asks_red_flags=form.asks_red_flags())
        if sending.is_stale:
            return _both(request, form, sending.current)
    else:
        session = find_live(Session, request.patient, session_id)
        form.about(session, parts_of(own_access(request.patient), session))
    cap = _point_out_about(form, own_access(request.patient), now)
    context = {"session": form.session, "form": form, "cap": cap}
    return TemplateResponse(request, "sessions/edit.html", context)


@patient_required
def delete(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Ask once, delete, and offer undo; a session that changed meanwhile is shown and asked again."""
    form = ConfirmForm(request.POST if request.method == "POST" else None, user=request.user)
    sending = Sending(form)
    if request.method == "POST":
        with sending:
            actions.delete_session(
                patient=request.patient,
                session_id=session_id,
                by=request.user,
                at=timezone.now(),
                submission=form.submission,
            )
            undo = reverse("sessions:restore", args=[session_id])
            version = form.submission.version or 0
            say_undoable(request, "Session deleted.", url=undo, version=version)
            return redirect("sessions:list")
    session = sending.current or find_live(Session, request.patient, session_id)
    form.initial["version"] = session.version
    parts = parts_of(own_access(request.patient), session)
    context = {"session": session, "parts": parts, "form": form, "stale": sending.is_stale}
    return TemplateResponse(request, "sessions/delete.html", context, status=sending.status)


@patient_required
def restore(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Say that a session is deleted, and undo that for ten minutes."""
    now = timezone.now()
    form = ConfirmForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST":
        with Sending(form, actions.DayFull):
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


def onward(session_id: uuid.UUID, *, asks_red_flags: bool) -> HttpResponse:
    """Lead on after saving: to the session, past the red flags where pain newly rose."""
    detail = reverse("sessions:detail", args=[session_id])
    if not asks_red_flags:
        return redirect(detail)
    return redirect(f"{reverse('safety:red_flags')}?{urlencode({'next': detail})}")


def _drawn(access: Access, session: Session, parts: Parts, cap: Cap | None) -> Drawing | None:
    """Return what the phone measured, laid out; None where there is nothing to draw."""
    measured = queries.trace_of(access, session)
    if measured is None:
        return None
    holds = [(hold.angle_deg, hold.seconds) for hold in parts.holds]
    return draw(measured, holds, cap_deg=cap.angle_deg if cap else None)


def _is_lately(session: Session, known: Safety, now: dt.datetime) -> bool:
    """Whether what to do about a symptom is still to be done: "get help now" means now."""
    is_suspended = known.standing.state == State.SUSPENDED
    return is_suspended or now - session.ended_at <= PAUSE_LASTS


def _point_out(
    form: SessionForm, access: Access, at: dt.datetime, *, today: dt.date | None
) -> Agreed | None:
    """Give a form what it points out while somebody types, and return the cap in force then.

    ``today`` is None for a session of another day: the plan may have had another step then.
    """
    cap, step_deg = cap_at(access, at), _step_deg(access, today)
    form.limits = list(limits(cap=cap, step_deg=step_deg))
    return agreed(cap)


def _point_out_about(form: CorrectSessionForm, access: Access, now: dt.datetime) -> Agreed | None:
    session, today = form.session, access.patient.today(now)
    return _point_out(
        form, access, session.ended_at, today=today if session.local_date == today else None
    )


def _step_deg(access: Access, today: dt.date | None) -> int | None:
    progress = plan_progress(access, today) if today else None
    return progress.step.angle_deg if progress else None


def _both(request: HttpRequest, form: CorrectSessionForm, session: Session) -> HttpResponse:
    """Show what is stored now beside what was typed against an older version, and ask again."""
    stored = parts_of(own_access(request.patient), session)
    form.about(session, stored)
    cap = _point_out_about(form, own_access(request.patient), form.now)
    context = {"session": session, "parts": stored, "form": form, "cap": cap, "stale": True}
    if form.is_valid():
        said = actions.rows_of(form.session_values(), at=session.created_at)
        context["differences"] = differences((session, stored), said)
    return TemplateResponse(request, "sessions/edit.html", context, status=409)


def _cautions(access: Access, session: Session, parts: Parts, *, today: dt.date) -> list[Caution]:
    found = cautions(
        step_deg=_step_deg(access, today if session.local_date == today else None),
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
