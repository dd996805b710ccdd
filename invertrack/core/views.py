"""The local mailbox's two pages."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from . import mailbox


@require_safe
@login_not_required
def mails(request: HttpRequest) -> HttpResponse:
    """List what was sent."""
    return TemplateResponse(request, "core/mailbox.html", {"mails": mailbox.newest_mails()})


@require_safe
@login_not_required
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """Show one message, its links ready to press."""
    found = mailbox.find_mail(name)
    if found is None:
        raise Http404("No such message.")
    return TemplateResponse(request, "core/mail.html", {"mail": found})
