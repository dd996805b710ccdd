"""What every template knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Say whether this is a local try-out, whose mail lands on a page."""
    return {"is_local": settings.LOCAL}
