"""Consent in both directions: inviting, accepting, ending, and noting who looked."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import transaction

from invertrack.core.enums import Verb
from invertrack.core.models import LOOK_LASTS, AuditEvent
from invertrack.users.actions import lock, record_consent
from invertrack.users.agreements import agreement
from invertrack.users.enums import Purpose
from invertrack.users.models import Patient, User

from ..access import NoAccess
from ..enums import InvitationState, Scope
from ..models import INVITATION_LASTS, Grant, Invitation, new_token, token_hash

MOST_PENDING = 20
MOST_MAILS_A_DAY = 20
RESEND_AFTER = dt.timedelta(minutes=1)
REVIEW_PAGE = "review"
LIST_PAGE = "list of patients"


class InvitationRefused(Exception):
    """An invitation that cannot be made, sent or accepted; the message is fit to show."""


@transaction.atomic
def invite(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    email: str,
    scopes: Collection[Scope],
    data_from: dt.date | None,
    access_days: int | None,
) -> tuple[Invitation, str]:
    """Offer access to one address and return the invitation with its secret, which is shown once.

    Raises:
        InvitationRefused: own address, one that already waits, or too many that wait.
    """
    lock(patient)
    pending = Invitation.objects.for_patient(patient).filter(
        accepted_at=None, declined_at=None, cancelled_at=None, expires_at__gt=at
    )
    email = email.strip().lower()
    if email == by.email:
        raise InvitationRefused("This is your own address. Enter your clinician's.")
    if pending.filter(email=email).exists():
        raise InvitationRefused("An invitation to this address is waiting. Resend or cancel it.")
    if pending.count() >= MOST_PENDING:
        raise InvitationRefused(f"{MOST_PENDING} invitations are waiting. Cancel one first.")
    _refuse_flood(patient, at)
    record_consent(patient=patient, purpose=Purpose.SHARE, given=True, at=at)
    token = new_token(patient.pk)
    invitation = Invitation.objects.create(
        patient=patient,
        email=email,
        token_hash=token_hash(token),
        scopes=sorted(scopes),
        data_from=data_from,
        access_days=access_days,
        text_version=agreement(Purpose.SHARE).version,
        created_at=at,
        expires_at=at + INVITATION_LASTS,
    )
    log(Verb.INVITED, patient=patient, by=by, subject=email, at=at)
    return invitation, token


@transaction.atomic
def resend_invitation(
    *, patient: Patient, invitation_id: uuid.UUID, by: User, at: dt.datetime
) -> tuple[Invitation, str]:
    """Give a waiting or expired invitation a new link and seven more days; the old link ends.

    Raises:
        InvitationRefused: it was answered, sent just now, or too many were sent today.
    """
    invitation = _open(patient, invitation_id)
    if at < invitation.expires_at - INVITATION_LASTS + RESEND_AFTER:
        raise InvitationRefused("It was sent less than a minute ago. Give it time to arrive.")
    _refuse_flood(patient, at)
    token = new_token(patient.pk)
    invitation.token_hash = token_hash(token)
    invitation.expires_at = at + INVITATION_LASTS
    Invitation.objects.for_patient(patient).filter(id=invitation.id).update(
        token_hash=invitation.token_hash, expires_at=invitation.expires_at
    )
    log(Verb.INVITED, patient=patient, by=by, subject=invitation.email, at=at)
    return invitation, token


@transaction.atomic
def cancel_invitation(
    *, patient: Patient, invitation_id: uuid.UUID, by: User, at: dt.datetime
) -> None:
    """Withdraw an offer that was not accepted yet."""
    invitation = _open(patient, invitation_id)
    Invitation.objects.for_patient(patient).filter(id=invitation.id).update(cancelled_at=at)
    log(Verb.CANCELLED, patient=patient, by=by, subject=invitation.email, at=at)


@transaction.atomic
def accept_invitation(*, invitation: Invitation, by: User, at: dt.datetime) -> Grant:
    """Turn a waiting offer into a grant; a grant this clinician had from this patient is replaced.

    The caller has checked that the account's verified addresses include the invited one.

    Raises:
        InvitationRefused: it no longer waits, or the account is the patient's own.
    """
    patient = lock(invitation.patient)
    invitation = Invitation.objects.for_patient(patient).get(id=invitation.id)
    if invitation.state(at) != InvitationState.PENDING:
        raise InvitationRefused("This invitation is no longer waiting. Ask for a new one.")
    if patient.user_id == by.pk:
        raise InvitationRefused("This is your own invitation. It is meant for your clinician.")
    mine = Grant.objects.for_patient(patient).filter(clinician=by, revoked_at=None)
    if mine.update(revoked_at=at):
        log(Verb.REPLACED, patient=patient, by=by, at=at)
    Invitation.objects.for_patient(patient).filter(id=invitation.id).update(accepted_at=at)
    grant = Grant.objects.create(
        patient=patient,
        clinician=by,
        scopes=invitation.scopes,
        data_from=invitation.data_from,
        text_version=invitation.text_version,
        granted_at=at,
        valid_until=at + dt.timedelta(days=invitation.access_days)
        if invitation.access_days
        else None,
    )
    log(Verb.GRANTED, patient=patient, by=by, at=at)
    return grant


@transaction.atomic
def decline_invitation(*, invitation: Invitation, by: User, at: dt.datetime) -> None:
    """Say no to a waiting offer; the patient sees that it was declined."""
    _open(invitation.patient, invitation.id)
    Invitation.objects.for_patient(invitation.patient).filter(id=invitation.id).update(
        declined_at=at
    )
    log(Verb.DECLINED, patient=invitation.patient, by=by, at=at)


@transaction.atomic
def revoke_grant(*, patient: Patient, grant_id: uuid.UUID, by: User, at: dt.datetime) -> None:
    """End a clinician's access, their next click is refused; ending it twice ends it once.

    Raises:
        NoAccess: this patient gave no such grant.
    """
    lock(patient)
    grants = Grant.objects.for_patient(patient).filter(id=grant_id)
    grant = grants.select_related("clinician").first()
    if grant is None:
        raise NoAccess("No such grant.")
    if grants.filter(revoked_at=None).update(revoked_at=at):
        record_consent(patient=patient, purpose=Purpose.SHARE, given=False, at=at)
        subject = str(grant.clinician.clinician)
        log(Verb.REVOKED, patient=patient, by=by, subject=subject, at=at)


def record_look(*, patient: Patient, by: User, page: str, at: dt.datetime) -> AuditEvent:
    """Note that a clinician looked at a page of this patient's records."""
    return log(Verb.LOOKED, patient=patient, by=by, page=page, at=at)


def record_list_looks(*, patients: Collection[Patient], by: User, at: dt.datetime) -> None:
    """Note that a clinician saw these patients' lines in the list: once a half-hour for each.

    The key says who, whom and which half-hour, so that reloading the list adds no row.
    """
    half_hour = int(at.timestamp() // LOOK_LASTS.total_seconds())
    looks = [
        AuditEvent(
            id=uuid.uuid5(by.pk, f"{patient.pk}/{LIST_PAGE}/{half_hour}"),
            patient_id=patient.pk,
            actor_id=by.pk,
            actor_name=str(by.clinician)[:200],
            verb=Verb.LOOKED,
            page=LIST_PAGE,
            at=at,
        )
        for patient in patients
    ]
    AuditEvent.objects.bulk_create(looks, ignore_conflicts=True)


def log(
    verb: Verb,
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    subject: str = "",
    page: str = "sharing",
) -> AuditEvent:
    """Append one event to the log that the patient can read; ``subject`` is whom it concerned."""
    actor = patient if patient.user_id == by.pk else by.clinician
    return AuditEvent.objects.create(
        patient_id=patient.pk,
        actor_id=by.pk,
        actor_name=str(actor)[:200],
        subject_name=subject[:200],
        verb=verb,
        page=page,
        at=at,
    )


def _refuse_flood(patient: Patient, at: dt.datetime) -> None:
    mails = AuditEvent.objects.about(patient).filter(
        verb=Verb.INVITED, at__gt=at - dt.timedelta(days=1)
    )
    if mails.count() >= MOST_MAILS_A_DAY:
        raise InvitationRefused(
            f"{MOST_MAILS_A_DAY} invitations were sent since yesterday. Try again tomorrow."
        )


def _open(patient: Patient, invitation_id: uuid.UUID) -> Invitation:
    lock(patient)
    invitation = Invitation.objects.for_patient(patient).filter(id=invitation_id).first()
    if invitation is None:
        raise NoAccess("No such invitation.")
    if invitation.accepted_at or invitation.declined_at or invitation.cancelled_at:
        raise InvitationRefused("This invitation was already answered or cancelled.")
    return invitation
