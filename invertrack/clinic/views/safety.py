"""What a clinician may write: a clearance, its withdrawal, and proposals of limits."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from invertrack.care import typed
from invertrack.care.access import Access, NoAccess, granted_access
from invertrack.care.actions import RefusedWrite, record_look
from invertrack.care.enums import Scope
from invertrack.care.forms import ConfirmForm, Sending
from invertrack.safety import actions
from invertrack.safety.actions import ClearanceValues
from invertrack.safety.forms.plans import CapForm, PlanForm
from invertrack.safety.plan import guide, steps_of
from invertrack.users.decorators import clinician_required

from .. import queries
from ..forms import CheckedForm, ClearForm
from ..queries.safety import Clearable

PAGE = "safety"
PROPOSED = "The {} is proposed. It is in force once {} accepts it."


class NothingToClear(RefusedWrite):
    """The answer that was to be cleared is not there any more, or no alarm is open."""


@clinician_required
def clear(request: HttpRequest, patient_id: uuid.UUID, answer_id: uuid.UUID) -> HttpResponse:
    """Clear one answer of level stop until a day."""
    now = timezone.now()
    access = _open(request, patient_id, now)
    return _clear(request, access, now, ClearForm, partial(queries.clearable, access, answer_id))


@clinician_required
def check(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Note that the patient was checked after an alarm."""
    now = timezone.now()
    access = _open(request, patient_id, now)
    return _clear(request, access, now, CheckedForm, partial(queries.checkable, access))


def _clear(
    request: HttpRequest,
    access: Access,
    now: dt.datetime,
    kind: type[CheckedForm],
    find: Callable[[], Clearable | None],
) -> HttpResponse:
    waits = find()
    if waits is None and request.method != "POST":
        raise Http404("Nothing to clear.")
    form = kind(
        typed.posted(request, at=now),
        user=request.user,
        item_id=waits.item_id if waits else "",
        today=access.patient.today(now),
        since=waits.since if waits else None,
    )
    if request.method == "POST":
        with Sending(form):
            actions.clear_item(
                patient=access.patient,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=lambda: _clearance(form, find),
            )
            messages.info(request, _said(form, access))
            return _back(access)
    context = _shown(request, access, now, form=form, waits=waits)
    return TemplateResponse(request, "clinic/clear.html", context)


@clinician_required
def withdraw_clearance(
    request: HttpRequest, patient_id: uuid.UUID, clearance_id: uuid.UUID
) -> HttpResponse:
    """Ask once, and take back a clearance that this clinician gave."""
    now = timezone.now()
    access = _open(request, patient_id, now)
    form = ConfirmForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST":
        actions.withdraw_clearance(
            patient=access.patient,
            clearance_id=clearance_id,
            by=request.user,
            at=now,
            submission=form.submission,
        )
        messages.info(request, f"The clearance is taken back. {access.patient} sees that.")
        return _back(access)
    line = queries.own_clearance(access, clearance_id, to=request.user, at=now)
    if line is None:
        raise Http404("Nothing to take back.")
    context = _shown(request, access, now, form=form, line=line)
    return TemplateResponse(request, "clinic/withdraw_clearance.html", context)


@clinician_required
def propose_cap(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Propose the most of one session; the patient accepts or declines it."""
    now = timezone.now()
    access = _open(request, patient_id, now)
    form = CapForm(typed.posted(request, at=now), user=request.user)
    if request.method == "POST":
        with Sending(form):
            actions.propose_cap(
                patient=access.patient,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=form.cap_values,
            )
            messages.info(request, PROPOSED.format("cap", access.patient))
            return _back(access)
    context = _shown(request, access, now, form=form, limits=queries.limits_of(access))
    return TemplateResponse(request, "clinic/propose_cap.html", context)


@clinician_required
def propose_plan(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Propose a plan in steps, from the one in force; the patient accepts or declines it."""
    now = timezone.now()
    access = _open(request, patient_id, now)
    limits = queries.limits_of(access)
    steps = steps_of(limits.plan.steps) if limits.plan else None
    form = PlanForm(typed.posted(request, at=now), user=request.user, steps=steps)
    if request.method == "POST":
        with Sending(form):
            actions.propose_plan(
                patient=access.patient,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=form.plan_values,
            )
            messages.info(request, PROPOSED.format("plan", access.patient))
            return _back(access)
    context = _shown(request, access, now, form=form, limits=limits)
    context |= {"most": guide().clinician, "about": guide().text}
    return TemplateResponse(request, "clinic/propose_plan.html", context)


def _open(request: HttpRequest, patient_id: uuid.UUID, at: dt.datetime) -> Access:
    """Return the access of a clinician who may write about safety."""
    access = granted_access(to=request.user, patient_id=patient_id, at=at)
    if not access.opens(Scope.SESSIONS):
        raise NoAccess("Sessions are not shared.")
    return access


def _shown(
    request: HttpRequest, access: Access, at: dt.datetime, **context: object
) -> dict[str, object]:
    """Return what a page is made of; opening it is a look that the patient can see."""
    if request.method != "POST":
        record_look(patient=access.patient, by=request.user, page=PAGE, at=at)
    return {"patient": access.patient, **context}


def _clearance(form: CheckedForm, find: Callable[[], Clearable | None]) -> ClearanceValues:
    # Asked under the lock of the write: the patient may have answered anew meanwhile.
    if find() is None:
        raise NothingToClear("There is nothing to clear here now. Look at the latest answers.")
    return form.clearance()


def _said(form: CheckedForm, access: Access) -> str:
    if not isinstance(form, ClearForm):
        return f"The check is noted. {access.patient} sees it with your name."
    until = date_format(form.clearance().until)
    return f"Cleared until {until}. {access.patient} sees it with your name."


def _back(access: Access) -> HttpResponse:
    return redirect(f"{reverse('clinic:review', args=[access.patient.pk])}#safety")
