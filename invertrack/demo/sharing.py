"""What the demo people agreed to and whom they let in, as invitations and answers leave it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from invertrack.care.actions import REVIEW_PAGE
from invertrack.care.models import INVITATION_LASTS, Grant, Invitation, token_hash
from invertrack.core.enums import Verb
from invertrack.core.models import AuditEvent
from invertrack.users.agreements import agreement
from invertrack.users.enums import Purpose
from invertrack.users.models import ClinicianProfile, Consent

from .book import Book
from .people import ALL, NO_TEXT

INVITED_ON_DAY = 21
INVITED_MINUTE, ACCEPTED_MINUTE = 9 * 60 + 10, 17 * 60 + 45
LEAD_LOOKS_DAYS_AGO = (58, 37, 23, 9, 2)
LOOKED_MINUTE = 11 * 60
# Nobody was ever sent these links: what is stored is a hash of something that is no token.
OTHERS_INVITED = (("dr.lindqvist@clinic.example", 2, ALL), ("praxis@example.org", 40, NO_TEXT))


def tell_consent(book: Book) -> None:
    """Add what everybody agrees to who starts to keep records."""
    _consent(book, Purpose.KEEP, book.patient.created_at)


def tell_sharing(book: Book, clinician: ClinicianProfile) -> None:
    """Add the invitation of the clinician, the grant it became, and each look since then."""
    person, calendar = book.person, book.calendar
    day = min(INVITED_ON_DAY, (calendar.last - calendar.first).days // 4)
    accepted_at = calendar.instant(day, ACCEPTED_MINUTE)
    shared: dict[str, Any] = {"scopes": sorted(person.scopes)}
    if person.shared_days is not None:
        shared["data_from"] = calendar.last - dt.timedelta(days=person.shared_days)
    email = clinician.user.email
    invited_at = calendar.instant(day, INVITED_MINUTE)
    invitation = _invite(book, email, invited_at, accepted_at=accepted_at, **shared)
    book.add(
        Grant,
        accepted_at,
        clinician=clinician.user,
        granted_at=accepted_at,
        text_version=invitation.text_version,
        **shared,
    )
    reader = {"actor_id": clinician.user_id, "actor_name": str(clinician)}
    _log(book, Verb.GRANTED, accepted_at, page="sharing", **reader)
    looks = LEAD_LOOKS_DAYS_AGO if person.is_lead else (book.between(2, 20),)
    for days_ago in looks:
        looked_day = (calendar.last - calendar.first).days - days_ago
        at = calendar.instant(looked_day, LOOKED_MINUTE + book.between(0, 299), book.between(0, 59))
        if at > accepted_at:
            _log(book, Verb.LOOKED, at, page=REVIEW_PAGE, **reader)


def tell_open_invitations(book: Book) -> None:
    """Add one invitation that waits for an answer and one that got none in time."""
    for email, days_ago, scopes in OTHERS_INVITED:
        day = (book.calendar.last - book.calendar.first).days - days_ago
        at = book.calendar.instant(day, INVITED_MINUTE)
        if at > book.patient.created_at:
            _invite(book, email, at, scopes=sorted(scopes))


def _invite(book: Book, email: str, at: dt.datetime, **fields: Any) -> Invitation:
    consent = _consent(book, Purpose.SHARE, at)
    own = {"actor_id": book.patient.user_id, "actor_name": str(book.patient)}
    _log(book, Verb.INVITED, at, page="sharing", subject_name=email, **own)
    return book.add(
        Invitation,
        at,
        email=email,
        token_hash=token_hash(str(book.key(at, "token"))),
        text_version=consent.text_version,
        created_at=at,
        expires_at=at + INVITATION_LASTS,
        **fields,
    )


def _consent(book: Book, purpose: Purpose, at: dt.datetime) -> Consent:
    version = agreement(purpose).version
    return book.add(Consent, at, purpose=purpose, given=True, text_version=version, at=at)


def _log(book: Book, verb: Verb, at: dt.datetime, **fields: Any) -> None:
    book.add(AuditEvent, at, verb, verb=verb, at=at, **fields)
