"""Addresses that came with a request, and whether one may go there."""

from __future__ import annotations

from django.utils.http import url_has_allowed_host_and_scheme


def safe_path(text: str | None) -> str:
    """Return a path of this site that somebody asked to be led back to, "" for anything else.

    >>> safe_path("/insights/?period=30"), safe_path("//evil.example/"), safe_path("javascript:0")
    ('/insights/?period=30', '', '')
    """
    path = text or ""
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_ours else ""
