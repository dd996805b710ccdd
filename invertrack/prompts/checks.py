"""Deploys fail on a key that signs nothing, before anybody's prompts do."""

from __future__ import annotations

from typing import Any

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
