"""What a POST is answered that a script sent (``Accept: application/json``), for every page alike.

A page made without a network sends its forms later, to the pages' own addresses; there is no second
API. The pages answer as ever, and this says the same in JSON: saved, refused and why, or to be sent
again after a log-in.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseRedirectBase

JSON = "application/json"
CODES = {400: "damaged", 404: "missing", 409: "conflict", 410: "gone"}
NOT_SAVED = "This was not saved. Open it to see why."
CHANGED = "This was changed in another tab or on another device meanwhile."


def wants_data(request: HttpRequest) -> bool:
    """Whether a script sent this and reads JSON."""
    return request.method == "POST" and request.headers.get("Accept") == JSON


def refusal(status: int, code: str, message: str = "", **more: Any) -> JsonResponse:
    """Return why nothing was saved."""
    return JsonResponse({"code": code, "message": message, **more}, status=status)


def as_data(response: HttpResponse) -> HttpResponse:
    """Return what a page answered as JSON, with the cookies it set; an error of ours stays as it is."""
    if response.headers.get("Content-Type", "").startswith(JSON) or response.status_code >= 500:
        return response
    answer = _told(response)
    answer.cookies = response.cookies
    return answer


def is_of(account: str | None, user: Any) -> bool:
    """Whether a form was made for whoever is logged in now."""
    return account is not None and account == str(user.pk)


def _told(response: HttpResponse) -> JsonResponse:
    if isinstance(response, HttpResponseRedirectBase):
        return JsonResponse({"saved": True, "url": response.url})
    status = response.status_code
    if status == 409:
        return refusal(status, CODES[status], CHANGED)
    if status in CODES:
        return refusal(status, CODES[status])
    if status >= 400:
        return refusal(status, "refused")
    form = (getattr(response, "context_data", None) or {}).get("form")
    errors = {("" if name == "__all__" else name): said for name, said in _errors(form)}
    return refusal(422, "invalid", NOT_SAVED, errors=errors)


def _errors(form: Any) -> list[tuple[str, list[str]]]:
    if form is None or not form.is_bound:
        return []
    return [(name, [str(one) for one in said]) for name, said in form.errors.items()]
