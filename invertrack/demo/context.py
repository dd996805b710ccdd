"""The demo log-ins, for the log-in page of a local copy."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from .accounts import LOGINS, PASSWORD


def logins(request: HttpRequest) -> dict[str, Any]:
    """Offer the demo accounts where they can be used: on the log-in page."""
    if request.resolver_match is None or request.resolver_match.url_name != "account_login":
        return {}
    return {
        "demo_logins": [(login.label, login.email) for login in LOGINS],
        "demo_password": PASSWORD,
    }
