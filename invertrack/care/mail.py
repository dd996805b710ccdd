"""The invitation's e-mail: no health data, nothing that says more than that somebody invites."""

from __future__ import annotations

from django.core.mail import send_mail
from django.template.loader import render_to_string

from .models import Invitation


def send_invitation(invitation: Invitation, *, link: str) -> None:
    """Send the link to the invited address."""
    body = render_to_string(
        "care/email/invitation.txt",
        {"link": link, "patient": invitation.patient, "expires_at": invitation.expires_at},
    )
    send_mail("InverTrack: an invitation to review records", body, None, [invitation.email])
