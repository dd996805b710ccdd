"""Production refuses a database that holds the demo accounts: their password is public."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import DatabaseError

from invertrack.users.models import User

from .accounts import DOMAIN


@register(Tags.database)
def refuse_demo_accounts(databases: Sequence[str] | None = None, **kwargs: Any) -> list[Error]:
    """Fail ``migrate`` and ``check --database`` in production while a demo account exists."""
    if settings.LOCAL or not databases:
        return []
    try:
        has_demo = User.objects.filter(email__endswith=f"@{DOMAIN}").exists()
    except DatabaseError:  # before the first migration there is no table, and nobody in it
        return []
    if not has_demo:
        return []
    return [
        Error(
            f"This database holds demo accounts (@{DOMAIN}), whose password is public.",
            hint="Start production with a database of its own, or delete these accounts first.",
            id="demo.E001",
        )
    ]
