"""What a contact is sent: the question, that a session has not ended, and that the person is back.

These name the person and the time, unlike prompts: the person chose who reads them, and their page
shows the words beforehand.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.formats import date_format

from invertrack.users.models import Patient

from .. import links
from ..models import Contact, Watch
from .mail import letter

# What a mail program would make a link of: in a name it is an advertisement, to a stranger's address.
LINKED: Final = re.compile(r"[/@:<>]|\w\.\w{2,}")
LATE: Final = dt.timedelta(minutes=5)  # from here on a mail says how late it is


def question(contact: Contact, patient: Patient) -> EmailMessage:
    """Return the mail that asks somebody to be the contact."""
    subject = f"{_name(patient)} asks you to be their contact"
    return _letter("contact_question", subject, contact, patient)


def not_back_up(contact: Contact, patient: Patient, watch: Watch, at: dt.datetime) -> EmailMessage:
    """Return the mail that says that a session has not ended."""
    subject = f"{_name(patient)} has not confirmed being back up"
    late = at - watch.due_at
    late_min = round(late.total_seconds() / 60) if late >= LATE else None
    return _letter("not_back_up", subject, contact, patient, watch, late_min=late_min)


def back_up(contact: Contact, patient: Patient, watch: Watch) -> EmailMessage:
    """Return the mail that says that the person is back after all."""
    subject = f"{_name(patient)} has confirmed being back up"
    return _letter("back_up", subject, contact, patient, watch)


def example(contact: Contact | None, patient: Patient, at: dt.datetime) -> str:
    """Return the words of the mail that says that a session has not ended, with the link left out."""
    shown = contact or Contact(patient=patient, name="Robin")
    body = not_back_up(shown, patient, Watch(ends_at=at, due_at=at), at).body
    return body.replace(links.contact_url(shown), "(a link of their own)")


def who(patient: Patient) -> str:
    """Return how a contact knows a person: by name, if there is one, and by address.

    >>> from invertrack.users.models import User
    >>> who(Patient(user=User(email="a@example.org"), name="Ada  L."))
    'Ada L. (a@example.org)'
    >>> who(Patient(user=User(email="a@example.org")))
    'a@example.org'
    """
    name, email = _name(patient), patient.user.email
    return f"{name} ({email})" if name != email else email


def _name(patient: Patient) -> str:
    """Return the name, or else the address, as one line: a subject has no more."""
    name = " ".join(patient.name.split())
    return name if name and not LINKED.search(name) else patient.user.email


def _letter(
    template: str,
    subject: str,
    contact: Contact,
    patient: Patient,
    watch: Watch | None = None,
    **more: Any,
) -> EmailMessage:
    url = links.contact_url(contact)
    context = {"contact": contact, "who": who(patient), "url": url, **more}
    if watch is not None:
        ended = watch.ends_at.astimezone(patient.zone)
        context["ended"] = f"{ended:%H:%M} on {date_format(ended, 'MONTH_DAY_FORMAT')}"
        context["zone"] = patient.tz.replace("_", " ")
    body = render_to_string(f"prompts/email/{template}.txt", context)
    return letter(contact.email, subject=subject, body=body, stop_url=url)
