"""Pages that only one kind of account has."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def patient_required(view: View) -> View:
    """Answer 404 unless the account tracks its own pain: for others the page does not exist."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.patient is None:
            raise Http404("No patient behind this account.")
        return view(request, *args, **kwargs)

    return wrapped


def clinician_required(view: View) -> View:
    """Answer 404 unless the account reviews patients."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.clinician is None:
            raise Http404("No clinician behind this account.")
        return view(request, *args, **kwargs)

    return wrapped
