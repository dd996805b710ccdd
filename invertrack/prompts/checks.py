"""Deploys fail on a key that signs nothing and on links that lead nowhere, before anybody's prompts do."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, register

from .channels import public_key


@register
def check_push_key(**kwargs: Any) -> list[Error]:
    """Check that PUSH_KEY, if there is one, is a key."""
    try:
        public_key()
    except ValueError:
        return [
            Error(
                "PUSH_KEY is no key for notifications.",
                hint="Make one with manage.py make_push_keys, or leave it empty.",
                id="prompts.E001",
            )
        ]
    return []


@register
def check_site_url(**kwargs: Any) -> list[Error]:
    """Check that SITE_URL, if there is one, is an address: a pattern of ALLOWED_HOSTS is none."""
    address = urlsplit(settings.SITE_URL)
    is_whole = address.scheme in {"http", "https"} and address.netloc[:1] not in {"", ".", "*"}
    if is_whole or not settings.SITE_URL:
        return []
    return [
        Error(
            f"Links in messages would begin with {settings.SITE_URL}, which is no address.",
            hint="Set SITE_URL to what people type, such as https://invertrack.example.",
            id="prompts.E002",
        )
    ]
