"""Notifications by Web Push: signed with our key (VAPID), encrypted for one browser.

A browser names the address to which we post, so only push services that are known are asked, by
https, without following where they point.
"""

from __future__ import annotations

import http.client
import json
import logging
import re
import ssl
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02, VapidException
from py_vapid.utils import b64urldecode, b64urlencode
from pywebpush import WebPushException, webpush

from ..models import PushSubscription
from .messages import NAME, Message, Outcome

SECONDS: Final = 5
LONGEST_ENDPOINT: Final = 2_000
LONGEST_ANSWER: Final = 4_096
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost"})
GONE: Final = frozenset({404, 410})
TAKEN: Final = range(200, 300)
KEY_BYTES, AUTH_BYTES = 65, 16
# Of a name with an empty or an endless part Python makes an error instead of asking for its address.
HOST: Final = re.compile(r"[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*")

logger = logging.getLogger(__name__)


class BadEndpoint(ValueError):
    """What a browser sent is no address and keys of a push service that we ask."""


class NotConnected(Exception):
    """Nothing was sent: the push service could not be reached."""


def public_key() -> str:
    """Return the key that a browser subscribes with; "" while this installation has none."""
    private = _private_key()
    if not private:
        return ""
    key = Vapid02.from_string(private).public_key
    return b64urlencode(key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def new_key() -> str:
    """Return a new private key, as PUSH_KEY wants it."""
    vapid = Vapid02()
    vapid.generate_keys()
    number = vapid.private_key.private_numbers().private_value
    return b64urlencode(number.to_bytes(32, "big"))


def check(endpoint: str, p256dh: str, auth: str) -> None:
    """Refuse an address that is no push service's, and keys that cannot be a browser's.

    Raises:
        BadEndpoint: with a sentence fit to show.
    """
    _address(endpoint)
    try:
        key, secret = b64urldecode(p256dh.encode()), b64urldecode(auth.encode())
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
    except ValueError as error:
        raise BadEndpoint("This browser's keys cannot be read.") from error
    is_whole = (len(key), len(secret)) == (KEY_BYTES, AUTH_BYTES)
    # Decoding passes over letters that are none of its own: what is stored is what was checked.
    is_plain = (b64urlencode(key), b64urlencode(secret)) == (p256dh, auth)
    if not (is_whole and is_plain):
        raise BadEndpoint("This browser's keys cannot be read.")


def send(to: PushSubscription, message: Message, away: set[str]) -> Outcome:
    """Post one notification, and tell what became of it.

    ``away`` are the push services that did not answer in this round: each costs its seconds once.
    """
    service = urlsplit(to.endpoint).netloc
    if service in away:
        return Outcome.REFUSED
    try:
        return _sent(to, message)
    except NotConnected:
        away.add(service)
        return Outcome.REFUSED
    except (OSError, http.client.HTTPException) as error:
        if isinstance(error, TimeoutError):  # who hangs up costs nothing, and may mean one browser
            away.add(service)
        logger.warning("A push service did not answer; what was sent may have arrived.")
        return Outcome.UNKNOWN


def _sent(to: PushSubscription, message: Message) -> Outcome:
    payload = {"title": NAME, "body": message.text, "url": message.url, "tag": message.tag}
    try:
        _address(to.endpoint)  # what was stored was checked under the settings of then
        webpush(
            {"endpoint": to.endpoint, "keys": {"p256dh": to.p256dh, "auth": to.auth}},
            data=json.dumps(payload),
            vapid_private_key=Vapid02.from_string(_private_key()),
            vapid_claims={"sub": _contact()},
            timeout=SECONDS,
            ttl=max(0, int(message.lasts.total_seconds())),
            headers={"Urgency": "high"},
            requests_session=Post(),
        )
    except BadEndpoint:
        return Outcome.GONE
    except WebPushException as refused:
        return _refusal(refused)
    except VapidException:
        logger.exception("Notifications cannot be signed: look at PUSH_KEY and PUSH_CONTACT.")
        return Outcome.REFUSED
    return Outcome.TAKEN


@dataclass(frozen=True, slots=True)
class Answer:
    """What a push service said, as pywebpush reads it."""

    status_code: int
    reason: str
    text: str
    headers: dict[str, str]


class Post:
    """Stands in for pywebpush's session: posts once, follows nothing, and tells apart what failed.

    A library that reconnects and follows redirects by itself could neither keep to the push services
    that are known nor say whether anything had been sent.
    """

    def post(self, url: str, *, data: bytes, headers: dict[str, Any], timeout: float) -> Answer:
        """Post to a push service.

        Raises:
            NotConnected: before anything was sent. OSError, HTTPException: after.
        """
        address = _address(url)
        connection = _connection(address, timeout)
        try:
            try:
                connection.connect()
            except OSError as error:
                raise NotConnected(str(error)) from error
            path = f"{address.path or '/'}{'?' if address.query else ''}{address.query}"
            plain = {name: str(value) for name, value in headers.items()}
            connection.request("POST", path, body=data, headers=plain)
            said = connection.getresponse()
            body = said.read(LONGEST_ANSWER).decode(errors="replace")
            return Answer(said.status, said.reason, body, dict(said.getheaders()))
        finally:
            connection.close()


def _connection(address: SplitResult, timeout: float) -> http.client.HTTPConnection:
    host, port = address.hostname or "", address.port
    if address.scheme == "http":
        return http.client.HTTPConnection(host, port, timeout=timeout)
    context = ssl.create_default_context()
    return http.client.HTTPSConnection(host, port, timeout=timeout, context=context)


def _address(endpoint: str) -> SplitResult:
    """Return the parts of an address that we may post to."""
    try:
        address = urlsplit(endpoint)
        host, port = address.hostname or "", address.port
    except ValueError as error:
        raise BadEndpoint("This is not the address of a push service.") from error
    is_plain = address.username is None and address.password is None and not address.fragment
    is_own = settings.LOCAL and host in LOOPBACK  # a push service of one's own, to try things out
    is_safe = address.scheme == "https" and port in {None, 443}
    if (
        len(endpoint) > LONGEST_ENDPOINT
        or not (endpoint.isascii() and endpoint.isprintable() and " " not in endpoint)
        or not (is_plain and _is_known(host) and (is_safe or is_own))
    ):
        raise BadEndpoint("This browser's push service is not one that InverTrack sends to.")
    return address


def _is_known(host: str) -> bool:
    """Whether a host is a push service's; one with a leading dot stands for all names below it."""
    return HOST.fullmatch(host) is not None and any(
        host.endswith(known) if known.startswith(".") else host == known
        for known in settings.PUSH_HOSTS
    )


def _refusal(refused: WebPushException) -> Outcome:
    status = getattr(refused.response, "status_code", None)
    if status is None:  # pywebpush could not make the message: the keys are no keys
        return Outcome.GONE
    logger.info("A push service answered %s.", status)
    if status in GONE:
        return Outcome.GONE
    if status in TAKEN:
        return Outcome.TAKEN
    return Outcome.REFUSED


def _private_key() -> str:
    """Return the key of the settings, or in local mode the one that the copy made for itself."""
    if settings.PUSH_KEY or not settings.LOCAL:
        return settings.PUSH_KEY
    try:
        return settings.PUSH_KEY_FILE.read_text().strip()
    except FileNotFoundError:
        return ""


def _contact() -> str:
    """Return whom a push service may write to about us."""
    contact = settings.PUSH_CONTACT or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return contact if ":" in contact else f"mailto:{contact}"
