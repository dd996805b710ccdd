"""The calendar of questions, for programs that know its address."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from .. import calendar, links
from ..coming import coming


@login_not_required  # the address is the secret: calendar programs cannot log in
@require_safe
def feed(request: HttpRequest, feed_token: str) -> HttpResponse:
    """Give the times of the next 30 days as a calendar; any other address is none."""
    kept = links.read_feed(feed_token)
    if kept is None:
        raise Http404("No such calendar.")
    now = timezone.now()
    file = calendar.written(
        coming(kept, now, now + calendar.AHEAD),
        of=kept.id,
        url=links.absolute("today:today"),
        made_at=now,
    )
    return HttpResponse(file, content_type="text/calendar; charset=utf-8")
