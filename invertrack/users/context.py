"""What the sign-up page and every foot say."""

from __future__ import annotations

from django.http import HttpRequest

from .agreements import agreement


def agreements(request: HttpRequest) -> dict[str, str]:
    """Give the published texts that stand outside any form."""
    return {"sign_up_text": agreement("safety").text, "foot_text": agreement("foot").text}
