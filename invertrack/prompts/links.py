"""Addresses that open one thing without a log-in: a question, the end of e-mails, a contact's answer.

A token names the patient first, so that the look-up is bound to one patient's rows like any other.
All are signed, each with a salt of its own, but that of the calendar: it holds a secret that is
kept beside it and can be changed.
"""

from __future__ import annotations

import base64
import binascii
import secrets
import uuid

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from .models import Contact, Delivery, PromptSettings

SALTS = {name: f"invertrack.prompts.{name}" for name in ("answer", "stop", "contact")}
PATIENT_CHARS = 22  # 16 bytes in base64 without its padding


def answer_url(delivery: Delivery) -> str:
    """Return the address at which one question is answered."""
    token = _sign("answer", delivery.patient_id.bytes + delivery.id.bytes)
    return absolute("prompts:answer", token)


def read_answer(token: str) -> tuple[uuid.UUID, uuid.UUID] | None:
    """Return whose question it is and which delivery; None for what we never signed."""
    raw = _read("answer", token, length=32)
    return raw and (uuid.UUID(bytes=raw[:16]), uuid.UUID(bytes=raw[16:]))


def stop_url(patient_id: uuid.UUID) -> str:
    """Return the address that ends the e-mails of a person; it never dies, and does nothing else."""
    return absolute("prompts:stop", _sign("stop", patient_id.bytes))


def read_stop(token: str) -> uuid.UUID | None:
    """Return whose e-mails are to end; None for what we never signed."""
    raw = _read("stop", token, length=16)
    return raw and uuid.UUID(bytes=raw)


def contact_url(contact: Contact) -> str:
    """Return the address at which a contact says yes or no, at any time; it never dies by age."""
    token = _sign("contact", contact.patient_id.bytes + contact.id.bytes)
    return absolute("prompts:confirm_contact", token)


def read_contact(token: str) -> tuple[uuid.UUID, uuid.UUID] | None:
    """Return whose contact it is and which one; None for what we never signed."""
    raw = _read("contact", token, length=32)
    return raw and (uuid.UUID(bytes=raw[:16]), uuid.UUID(bytes=raw[16:]))


def new_feed_key() -> str:
    """Return a new secret for a calendar's address: 24 random bytes in 32 characters."""
    return secrets.token_urlsafe(24)


def feed_url(kept: PromptSettings) -> str:
    """Return the address of the calendar; "" while there is none."""
    if not kept.feed_key:
        return ""
    return absolute("prompts:feed", f"{_text(kept.patient_id.bytes)}{kept.feed_key}")


def read_feed(token: str) -> PromptSettings | None:
    """Return the settings, with their patient, whose calendar it is; None for any other address."""
    raw, key = _bytes(token[:PATIENT_CHARS]), token[PATIENT_CHARS:]
    if raw is None or len(raw) != 16 or not key:
        return None
    rows = PromptSettings.objects.for_patient(uuid.UUID(bytes=raw)).select_related("patient")
    kept = rows.filter(patient__user__is_active=True).first()
    return kept if kept and constant_time_compare(kept.feed_key, key) else None


def absolute(name: str, *args: str) -> str:
    """Return an address with the host, for messages that no request made."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def _sign(purpose: str, raw: bytes) -> str:
    return _signer(purpose).sign(_text(raw))


def _read(purpose: str, token: str, *, length: int) -> bytes | None:
    try:
        raw = _bytes(_signer(purpose).unsign(token))
    except signing.BadSignature:
        return None
    return raw if raw is not None and len(raw) == length else None


def _signer(purpose: str) -> signing.Signer:
    return signing.Signer(salt=SALTS[purpose], sep=".")


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes | None:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, binascii.Error):
        return None
