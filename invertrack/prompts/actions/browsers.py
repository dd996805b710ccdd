"""Writing which browsers take notifications, and the test that shows whether anything arrives."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.conf import settings

from invertrack.users.models import Patient

from .. import links
from ..channels import Message, Outcome, mail, messages, push
from ..enums import Channel
from ..models import PushSubscription
from ..queries import address_of, settings_of, subscriptions_of

MOST = 10  # browsers of one person; the one that came first gives way
LASTS = dt.timedelta(minutes=10)
SAID = {
    Outcome.TAKEN: "It is on its way.",
    Outcome.UNKNOWN: "No answer came; it may have gone out.",
    Outcome.REFUSED: "It was not taken. Try again later.",
    Outcome.GONE: "This browser takes nothing any more, and was removed.",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a test: the way, the browser or address, whether it was taken, in words."""

    channel: Channel
    device: str
    taken: bool
    words: str


def subscribe(
    *, patient: Patient, endpoint: str, p256dh: str, auth: str, device: str, at: dt.datetime
) -> PushSubscription:
    """Send notifications to a browser from now on; once, however often it says so.

    Raises:
        BadEndpoint: its address is no push service's that we ask, or its keys are none.
    """
    push.check(endpoint, p256dh, auth)
    made = PushSubscription(
        patient=patient,
        endpoint=endpoint,
        digest=_digest(endpoint),
        p256dh=p256dh,
        auth=auth,
        device="".join(filter(str.isprintable, device))[:100],
        created_at=at,
    )
    PushSubscription.objects.bulk_create(
        [made],
        update_conflicts=True,
        unique_fields=["patient", "digest"],
        update_fields=["p256dh", "auth", "device"],
    )
    _make_room(patient)
    return made


def unsubscribe(*, patient: Patient, endpoint: str) -> bool:
    """Send this browser nothing any more; answers whether it was sent anything before."""
    rows = PushSubscription.objects.for_patient(patient).filter(digest=_digest(endpoint))
    return bool(rows.delete()[0])


def send_test(*, patient: Patient, at: dt.datetime) -> list[Sent]:
    """Send a test by every way that is switched on, and tell what became of each."""
    url = links.absolute("prompts:settings")
    message = Message(messages.TEST, url, tag="test", lasts=LASTS)
    results, away = [], set()
    if push.public_key():
        for browser in subscriptions_of(patient):
            outcome = note(browser, push.send(browser, message, away), at=at)
            results.append(_sent(Channel.PUSH, browser.device or "A browser", outcome))
    address = address_of(patient) if settings_of(patient).is_by_email else ""
    if address:
        with mail.Outbox() as outbox:
            outcome = outbox.send(address, patient.id, message)
        results.append(_sent(Channel.EMAIL, address, outcome))
    return results


def note(browser: PushSubscription, outcome: Outcome, *, at: dt.datetime) -> Outcome:
    """Remember what a browser's push service said; one that is gone is forgotten."""
    row = PushSubscription.objects.for_patient(browser.patient_id).filter(id=browser.id)
    if outcome is Outcome.GONE:
        row.delete()
    elif outcome is Outcome.TAKEN:
        row.update(worked_at=at, failed_at=None)
    else:
        row.update(failed_at=at)
    return outcome


def _sent(channel: Channel, device: str, outcome: Outcome) -> Sent:
    words = SAID[outcome]
    if channel is Channel.EMAIL and outcome is Outcome.TAKEN and settings.LOCAL:
        words = "It is in the mailbox of this local copy."
    return Sent(channel, device, outcome is Outcome.TAKEN, words)


def _digest(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode()).hexdigest()


def _make_room(patient: Patient) -> None:
    rows = PushSubscription.objects.for_patient(patient)
    kept = rows.order_by("-created_at", "-id").values_list("id", flat=True)[:MOST]
    rows.exclude(id__in=list(kept)).delete()
