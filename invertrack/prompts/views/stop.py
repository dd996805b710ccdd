"""The link at the foot of each e-mail: one press ends them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from .. import actions, links
from .answer import GONE, page


# A mail program posts here for the person, without a page, a cookie or a log-in (RFC 8058); the
# token is the authority, and all it can do is to end e-mails.
@csrf_exempt
@login_not_required
def stop(request: HttpRequest, stop_token: str) -> HttpResponse:
    """Ask once, and end the e-mails of whoever the link was made for."""
    patient_id = links.read_stop(stop_token)
    if patient_id is None:
        return page("gone", status=GONE)
    if request.method != "POST":
        return page("stop", is_done=False)
    if not actions.stop_mail(patient_id=patient_id, at=timezone.now()):
        return page("gone", status=GONE)
    return page("stop", is_done=True)
