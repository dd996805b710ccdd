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

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, QueryDict
from django.utils.crypto import salted_hmac

KEPT_FOR = dt.timedelta(hours=1)
SESSION_KEY = "typed"
SALT = "invertrack.care.typed"


def sign_account(user_id: uuid.UUID) -> str:
    """Return the hidden field that says whose form this is."""
    return signing.dumps(str(user_id), salt=SALT)


def account_of(data: QueryDict) -> str | None:
    """Return the account id that the form was made for, None if it is missing or forged."""
    try:
        return signing.loads(data.get("account", ""), salt=SALT)
    except signing.BadSignature:
        return None


def keep(request: HttpRequest, *, at: dt.datetime) -> bool:
    """Keep a refused POST of one of our health forms; answer whether it was kept."""
    account = account_of(request.POST)
    if account is None:
        return False
    content = {
        "account": account,
        "path": request.path,
        "body": request.POST.urlencode(),
        "received_at": at.isoformat(),
    }
    key = secrets.token_urlsafe(24)
    sealed = _fernet().encrypt(json.dumps(content).encode())
    cache.set(_cache_key(key), sealed.decode(), timeout=KEPT_FOR.total_seconds())
    request.session[SESSION_KEY] = key
    return True


def posted(request: HttpRequest, *, at: dt.datetime) -> QueryDict | None:
    """Return the fields to bind a health form to: those posted now, or those kept from before.

    ``device_now`` holds when they first arrived if the browser did not say (no JavaScript).
    None: the form is new.
    """
    if request.method == "POST":
        data = request.POST.copy()
        received_at = at.isoformat()
    else:
        content = _take(request)
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


def _take(request: HttpRequest) -> dict[str, str] | None:
    """What was kept for this page and this account, once; another account's is discarded."""
    key = request.session.get(SESSION_KEY)
    if key is None:
        return None
    content = _open(cache.get(_cache_key(key)))
    mine = content is not None and content["account"] == str(request.user.pk)
    if mine and content["path"] != request.path:
        return None
    del request.session[SESSION_KEY]
    cache.delete(_cache_key(key))
    return content if mine else None


def _open(sealed: str | None) -> dict[str, str] | None:
    if sealed is None:
        return None
    try:
        return json.loads(_fernet().decrypt(sealed.encode()))
    except InvalidToken:
        return None


def _fernet() -> Fernet:
    digest = salted_hmac(SALT, "key", secret=settings.SECRET_KEY, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(digest))


def _cache_key(key: str) -> str:
    return f"typed:{key}"
