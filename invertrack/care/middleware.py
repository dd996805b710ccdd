"""Log-in for every page, and what a refused write answers."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from . import typed
from .actions import RefusedWrite


class LoginRequiredKeepingTypedMiddleware(LoginRequiredMiddleware):
    """Ask for log-in everywhere, and keep what a person typed when theirs had ended."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:
        if request.method == "POST":
            typed.keep(request, at=timezone.now())
        return super().handle_no_permission(request, view_func)


class RefusedWriteMiddleware:
    """Answer a write that could not be done with its status and a page that says the next step."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, RefusedWrite):
            return None
        page = TemplateResponse(
            request,
            f"{exception.status}.html",
            {"message": str(exception)},
            status=exception.status,
        )
        return page.render()
