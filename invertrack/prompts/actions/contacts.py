"""Writing whom a person wants told, and what that contact answers."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import Final

from django.core.cache import cache
from django.db import transaction
from django.utils.crypto import salted_hmac

from invertrack.users.actions import lock
from invertrack.users.models import Patient

from ..channels import letters, mail
from ..models import Contact
from ..queries import contact_of

SALT: Final = "invertrack.prompts.contact"
DAY_S: Final = 24 * 60 * 60
# How often a question goes out in a day: from one person, and to one address whoever asks.
MOST_ASKED: Final = 3


class Asked(Enum):
    """What became of naming a contact."""

    ASKED = "asked"
    KEPT = "kept"  # the same address, which has the question already
    DECLINED = "declined"
    TOO_OFTEN = "too_often"
    NOT_SENT = "not_sent"


def choose_contact(
    *, patient: Patient, name: str, email: str, margin_min: int, at: dt.datetime
) -> Asked:
    """Name the one contact; a new address is asked by e-mail, and told nothing before it agrees.

    One that declined, now or before it was removed, is not asked again.
    """
    digest = _digest(email)
    with transaction.atomic():
        locked = lock(patient)
        rows = Contact.objects.for_patient(locked)
        contact = rows.filter(digest=digest).first() or Contact(patient=locked, digest=digest)
        is_new = contact.asked_at is None
        if is_new and not _may_ask(locked, digest):
            return Asked.TOO_OFTEN
        before = contact_of(locked)
        if before is not None and before.id != contact.id:
            _remove(before, at)
        contact.name, contact.email, contact.margin_min = name, email, margin_min
        contact.removed_at = None
        _store(contact)
    if contact.declined_at is not None:
        return Asked.DECLINED
    return _ask(contact, locked, at) if is_new else Asked.KEPT


def ask_contact(*, patient: Patient, at: dt.datetime) -> Asked:
    """Send the question again to a contact who has not answered."""
    contact = contact_of(patient)
    if contact is None or contact.confirmed_at or contact.declined_at:
        return Asked.KEPT
    return _ask(contact, patient, at) if _may_ask(patient, contact.digest) else Asked.TOO_OFTEN


def remove_contact(*, patient: Patient, at: dt.datetime) -> None:
    """Have no contact any more: nobody is told, and the link of their e-mails opens nothing."""
    with transaction.atomic():
        _remove(contact_of(lock(patient)), at)


def agree(*, contact: Contact, at: dt.datetime) -> None:
    """Keep that a contact wants to be told, the first time that they said so."""
    rows = Contact.objects.for_patient(contact.patient_id).filter(id=contact.id, removed_at=None)
    rows.filter(confirmed_at=None).update(confirmed_at=at, declined_at=None)


def decline(*, contact: Contact, at: dt.datetime) -> None:
    """Keep that a contact does not want to be told; nothing is sent to them from here on."""
    rows = Contact.objects.for_patient(contact.patient_id).filter(id=contact.id, removed_at=None)
    rows.filter(declined_at=None).update(declined_at=at, confirmed_at=None)


def _ask(contact: Contact, patient: Patient, at: dt.datetime) -> Asked:
    """Send the question; that it went is booked before, so that a break never doubles it."""
    rows = Contact.objects.for_patient(patient).filter(id=contact.id)
    rows.update(asked_at=at)
    with mail.Outbox() as outbox:
        outcome = outbox.post(letters.question(contact, patient))
    if outcome.may_have_come:
        return Asked.ASKED
    rows.update(asked_at=contact.asked_at)
    for key in _keys(patient, contact.digest):
        _give_back(key)
    return Asked.NOT_SENT


def _store(contact: Contact) -> None:
    if contact._state.adding:
        contact.save(force_insert=True)
        return
    values = {
        name: getattr(contact, name) for name in ("name", "email", "margin_min", "removed_at")
    }
    Contact.objects.for_patient(contact.patient_id).filter(id=contact.id).update(**values)


def _remove(contact: Contact | None, at: dt.datetime) -> None:
    if contact is None:
        return
    rows = Contact.objects.for_patient(contact.patient_id).filter(id=contact.id)
    if contact.declined_at is None:
        rows.delete()
    else:
        rows.update(name="", email="", removed_at=at)


def _keys(patient: Patient, digest: str) -> tuple[str, str]:
    return f"prompts-asks:{patient.pk}", f"prompts-asked:{digest}"


def _may_ask(patient: Patient, digest: str) -> bool:
    return all(_has_room(key) for key in _keys(patient, digest))


def _has_room(key: str) -> bool:
    """Take one of a day's places; answers whether one was free."""
    return any(cache.add(f"{key}:{place}", 1, DAY_S) for place in range(MOST_ASKED))


def _give_back(key: str) -> None:
    any(cache.delete(f"{key}:{place}") for place in reversed(range(MOST_ASKED)))


def _digest(email: str) -> str:
    return salted_hmac(SALT, email.strip().lower(), algorithm="sha256").hexdigest()
