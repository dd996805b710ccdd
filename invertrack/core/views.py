"""The local mailbox's two pages, and the page for what went wrong on our side."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.template import loader
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


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that it is us: 503 while the database is away, which passes by itself, else 500.

    The page takes no context, because making one would ask the database again.
    """
    if isinstance(sys.exception(), OperationalError):
        return HttpResponse(
            loader.render_to_string("503.html"), status=503, headers={"Retry-After": "5"}
        )
    return HttpResponse(loader.render_to_string("500.html"), status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what is wrong with a request that no page of ours makes; only our own words are shown."""
    message = str(exception) if isinstance(exception, BadRequest) else ""
    return HttpResponse(loader.render_to_string("400.html", {"message": message}), status=400)
