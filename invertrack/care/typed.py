"""What was typed into a health form when the log-in had ended: kept an hour, for that account only.

The form carries its account's id, signed. The fields lie encrypted in the cache that the workers
share; the browser's anonymous session holds only where.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import secrets
import uuid

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.http import HttpRequest, QueryDict
from django.utils.crypto import salted_hmac

KEPT_FOR = dt.timedelta(hours=1)
FORM_LASTS = dt.timedelta(days=7)  # how long an open form may wait to be sent
LONGEST_BODY = 32 * 1024
MOST_AN_HOUR = 20  # for one account
MOST_FORMS = 5  # for one browser, one a page
SESSION_KEY = "typed"
SALT = "invertrack.care.typed"


def sign_account(user_id: uuid.UUID) -> str:
    """Return the hidden field that says whose form this is."""
    return signing.dumps(str(user_id), salt=SALT)


def account_of(data: QueryDict) -> str | None:
    """Return the account id that the form was made for, None if it is missing, forged or old."""
    try:
        return signing.loads(data.get("account", ""), salt=SALT, max_age=FORM_LASTS)
    except signing.BadSignature:
        return None


def keep(request: HttpRequest, *, at: dt.datetime) -> bool:
    """Keep a refused POST of one of our health forms; answer whether it was kept."""
    account, body = account_of(request.POST), request.POST.urlencode()
    if account is None or len(body) > LONGEST_BODY or not _may_keep(account):
        return False
    content = {"account": account, "body": body, "received_at": at.isoformat()}
    key = secrets.token_urlsafe(24)
    sealed = _fernet().encrypt(json.dumps(content).encode())
    _store().set(key, sealed.decode(), timeout=KEPT_FOR.total_seconds())
    kept = {**request.session.get(SESSION_KEY, {}), request.path: key}
    request.session[SESSION_KEY] = dict(list(kept.items())[-MOST_FORMS:])
    return True


def posted(request: HttpRequest, *, at: dt.datetime) -> QueryDict | None:
    """Return the fields to bind a health form to: those posted now, or those kept from before.

    ``device_now`` holds when they first arrived if the browser did not say (no JavaScript).
    None: the form is new.
    """
    if request.method == "POST":
        _drop(request)  # the browser has it again
        data = request.POST.copy()
        received_at = at.isoformat()
    else:
        content = _kept(request)
        if content is None:
            return None
        data = QueryDict(content["body"], mutable=True)
        received_at = content["received_at"]
        messages.warning(
            request, "Your log-in had ended. What you typed is here again: check it and save."
        )
    if not data.get("device_now"):
        data["device_now"] = received_at
    return data


def _kept(request: HttpRequest) -> dict[str, str] | None:
    """What was kept for this page, if it is this account's; another account's is discarded."""
    key = request.session.get(SESSION_KEY, {}).get(request.path)
    content = _open(_store().get(key)) if key else None
    if content is None or content["account"] == str(request.user.pk):
        return content
    _drop(request)
    return None


def _drop(request: HttpRequest) -> None:
    kept = request.session.get(SESSION_KEY, {})
    if request.path in kept:
        _store().delete(kept[request.path])
        request.session[SESSION_KEY] = {
            path: key for path, key in kept.items() if path != request.path
        }


def _may_keep(account: str) -> bool:
    counter = f"count:{account}"
    _store().add(counter, 0, timeout=KEPT_FOR.total_seconds())
    return _store().incr(counter) <= MOST_AN_HOUR


def _open(sealed: str | None) -> dict[str, str] | None:
    if sealed is None:
        return None
    try:
        return json.loads(_fernet().decrypt(sealed.encode()))
    except InvalidToken:
        return None


def _fernet() -> MultiFernet:
    secrets_ = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [
        salted_hmac(SALT, "key", secret=secret, algorithm="sha256").digest() for secret in secrets_
    ]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def _store() -> BaseCache:
    return caches["typed"]
