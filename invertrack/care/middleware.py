"""Log-in for every page, and what a refused write answers."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from . import typed
from .actions import RefusedWrite
from .data_answers import as_data, is_of, refusal, wants_data


class DataAnswersMiddleware:
    """Answer in JSON what a script sent, and only if it was made for whoever is logged in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        return as_data(response) if wants_data(request) else response

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        if not wants_data(request) or not request.user.is_authenticated:
            return None
        # What waited on a phone may come after somebody else logged in there.
        if is_of(typed.account_of(request.POST), request.user):
            return None
        return refusal(403, "account")


class LoginRequiredKeepingTypedMiddleware(LoginRequiredMiddleware):
    """Ask for log-in everywhere, and keep what a person typed when theirs had ended."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:
        if wants_data(request):
            return refusal(401, "log_in")
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
        if wants_data(request):
            return refusal(exception.status, exception.code, str(exception))
        page = TemplateResponse(
            request,
            f"{exception.status}.html",
            {"message": str(exception)},
            status=exception.status,
        )
        return page.render()
