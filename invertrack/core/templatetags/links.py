"""Links to one record each, for pages that hold many of them."""

from __future__ import annotations

import uuid
from functools import lru_cache

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

NOBODY = uuid.UUID(int=0)


@register.simple_tag
def link(name: str, record_id: uuid.UUID) -> SafeString:
    """Return the address of a page about one record, as ``url`` does, looked up once a process."""
    start, end = _around(name)
    return mark_safe(f"{start}{record_id}{end}")  # noqa: S308 -- a quoted path and a UUID


@lru_cache
def _around(name: str) -> tuple[str, str]:
    start, _, end = reverse(name, args=[NOBODY]).partition(str(NOBODY))
    return start, end
