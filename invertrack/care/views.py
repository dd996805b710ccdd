"""Sharing: what a patient gave to whom, the invitation on both its sides, and the lost form."""

from __future__ import annotations

import logging
import uuid

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.csrf import csrf_failure as plain_csrf_failure
from django.views.decorators.http import require_POST, require_safe

from invertrack.core.models import AuditEvent
from invertrack.users.adapter import RETURN_KEY
from invertrack.users.agreements import agreement
from invertrack.users.decorators import patient_required
from invertrack.users.models import User

from . import actions, typed
from .data_answers import refusal, wants_data
from .enums import InvitationState, Scope
from .forms import InviteForm
from .mail import send_invitation
from .models import Grant, Invitation, token_hash, token_patient_id

logger = logging.getLogger(__name__)

EVENTS_SHOWN = 50
LINK_KEY = "invitation_link"


@require_safe
@patient_required
def sharing(request: HttpRequest) -> HttpResponse:
    """List who has access, what waits, and who looked."""
    now, patient = timezone.now(), request.patient
    grants = Grant.objects.for_patient(patient).select_related("clinician__clinician")
    invitations = Invitation.objects.for_patient(patient).filter(accepted_at=None)
    context = {
        "grants": grants.live(now).order_by("-granted_at", "-id"),
        "ended": grants.exclude(id__in=grants.live(now).values("id")).order_by(
            "-granted_at", "-id"
        ),
        "invitations": [
            (invitation, invitation.state(now))
            for invitation in invitations.order_by("-created_at", "-id")
        ],
        "events": AuditEvent.objects.about(patient)[:EVENTS_SHOWN],
        "link": request.session.pop(LINK_KEY, None),
    }
    return TemplateResponse(request, "care/sharing.html", context)


@patient_required
def invite(request: HttpRequest) -> HttpResponse:
    """Ask whom to invite to what, and send it; the inviting address must be proven too."""
    if not _has_verified(request.user, request.user.email):
        messages.warning(request, "Confirm your e-mail address first; then you can invite.")
        return redirect("account_email")
    form = InviteForm(
        request.POST or None,
        patient=request.patient,
        today=request.patient.today(timezone.now()),
        consent_text=agreement("share").text,
    )
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("email", "data_from", "access_days")}
        try:
            invitation, token = actions.invite(
                patient=request.patient,
                by=request.user,
                at=timezone.now(),
                scopes=[Scope(scope) for scope in form.cleaned_data["scopes"]],
                **given,
            )
        except actions.InvitationRefused as refusal:
            form.add_error("email", str(refusal))
        else:
            return _sent(request, invitation, token)
    return TemplateResponse(request, "care/invite.html", {"form": form})


@require_POST
@patient_required
def resend(request: HttpRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """Send a waiting or expired invitation again, with a new link."""
    try:
        invitation, token = actions.resend_invitation(
            patient=request.patient,
            invitation_id=invitation_id,
            by=request.user,
            at=timezone.now(),
        )
    except actions.InvitationRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect("care:sharing")
    return _sent(request, invitation, token)


@require_POST
@patient_required
def cancel(request: HttpRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """Withdraw an invitation."""
    try:
        actions.cancel_invitation(
            patient=request.patient,
            invitation_id=invitation_id,
            by=request.user,
            at=timezone.now(),
        )
    except actions.InvitationRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.info(request, "The invitation is cancelled; its link no longer opens.")
    return redirect("care:sharing")


@require_POST
@patient_required
def revoke(request: HttpRequest, grant_id: uuid.UUID) -> HttpResponse:
    """End a clinician's access."""
    actions.revoke_grant(
        patient=request.patient, grant_id=grant_id, by=request.user, at=timezone.now()
    )
    messages.info(request, "Access is ended. The next click on that side is refused.")
    return redirect("care:sharing")


@login_not_required
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation to whoever holds its link, and take the invited clinician's answer."""
    found = _invitation(token)
    now = timezone.now()
    state = found.state(now) if found else None
    step = _step(request, found, state)
    if step in {"log_in", "wrong_account", "profile"}:
        request.session[RETURN_KEY] = request.path
    else:
        request.session.pop(RETURN_KEY, None)
    if request.method == "POST" and step == "answer":
        return _answer(request, found)
    status = 404 if found is None else 410 if step == "closed" else 200
    context = {
        "invitation": found,
        "state": state,
        "step": step,
        "next": request.path,
        "disclaimer": agreement("clinician").text,
    }
    return TemplateResponse(request, "care/invitation.html", context, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Re-open a health form whose log-in changed or ended; anything else is refused plainly."""
    if wants_data(request):
        return refusal(403, "csrf")
    user = request.user
    is_theirs = not user.is_authenticated or typed.account_of(request.POST) == str(user.pk)
    if is_theirs and typed.keep(request, at=timezone.now()):
        return redirect(request.path)
    return plain_csrf_failure(request, reason, template_name="403.html")


def _sent(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    link = request.build_absolute_uri(reverse("care:invitation", args=[token]))
    request.session[LINK_KEY] = {"email": invitation.email, "url": link}
    try:
        send_invitation(invitation, link=link)
    except OSError:  # smtplib's errors are of this kind too
        logger.exception("An invitation could not be mailed.")
        messages.warning(request, "The mail could not be sent. Copy the link and send it yourself.")
    else:
        messages.info(request, f"The invitation to {invitation.email} is on its way.")
    return redirect("care:sharing")


def _invitation(token: str) -> Invitation | None:
    patient_id = token_patient_id(token)
    if patient_id is None:
        return None
    found = Invitation.objects.for_patient(patient_id).filter(token_hash=token_hash(token))
    return found.select_related("patient__user").first()


def _step(request: HttpRequest, found: Invitation | None, state: InvitationState | None) -> str:
    if found is None:
        return "unknown"
    if state != InvitationState.PENDING:
        return "closed"
    if not request.user.is_authenticated:
        return "log_in"
    if found.patient.user_id == request.user.pk:
        return "own"
    if not _has_verified(request.user, found.email):
        return "wrong_account"
    return "answer" if request.clinician else "profile"


def _has_verified(user: User, email: str) -> bool:
    addresses = EmailAddress.objects.filter(user=user, verified=True)
    return addresses.filter(email__iexact=email).exists()


def _answer(request: HttpRequest, found: Invitation) -> HttpResponse:
    now = timezone.now()
    try:
        if "decline" in request.POST:
            actions.decline_invitation(invitation=found, by=request.user, at=now)
            messages.info(request, "You declined the invitation.")
            return redirect("today:home")
        grant = actions.accept_invitation(invitation=found, by=request.user, at=now)
    except actions.InvitationRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect(request.path)
    messages.info(request, f"{found.patient} gave you access. Each look is listed for them.")
    return redirect("clinic:review", patient_id=grant.patient_id)
