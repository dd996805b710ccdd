"""Who is asking: the patient and the clinician behind the account."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone


class PersonMiddleware:
    """Set ``request.patient`` and ``request.clinician`` (or None) and speak in the patient's zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # The account's query loads both; an anonymous user has neither attribute.
        request.patient = getattr(request.user, "patient", None)
        request.clinician = getattr(request.user, "clinician", None)
        if request.patient is None:
            return self.get_response(request)
        with timezone.override(request.patient.zone):
            return self.get_response(request)
