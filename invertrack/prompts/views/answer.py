"""The page of a one-question link: the question, and once it was answered nothing but that."""

from __future__ import annotations

import contextlib
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from invertrack.care.access import NoAccess
from invertrack.care.actions import RefusedWrite
from invertrack.users.models import Patient

from .. import actions, queries

GONE = 410


# The token is the authority, and it is in the address: no cookie of ours says anything here, so a
# forged request could do no more than whoever holds the link, and needs the link.
@csrf_exempt
@login_not_required
def answer(request: HttpRequest, answer_token: str) -> HttpResponse:
    """Ask the one question of a link, take its answer or its snooze; a look alone answers nothing."""
    at = timezone.now()
    question = queries.question(answer_token, at)
    if question is None:
        return page("gone", status=GONE)
    if request.method != "POST" or question.is_answered:
        return _shown(question)
    score = _number(request.POST.get("score"), 10)
    if score is not None:
        # Answered elsewhere, deleted or erased in this very moment: what is read next says which.
        with contextlib.suppress(RefusedWrite, NoAccess, Patient.DoesNotExist):
            actions.answer(question=question, at=at, clean=lambda: score)
        question = queries.question(answer_token, at)
        return page("gone", status=GONE) if question is None else _shown(question)
    minutes = _number(request.POST.get("snooze"), max(queries.SNOOZES))
    comes_at = minutes and actions.snooze(question=question, minutes=minutes, at=at)
    if comes_at:
        return page("answer", minutes=minutes)
    return _shown(question, error="Tap one of the numbers, 0 to 10.")


def page(name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Render a page for whoever holds a link: without the request, so that it knows nobody."""
    return HttpResponse(
        loader.render_to_string(f"prompts/{name}.html", context),
        status=status,
        # The address is a secret: no other site and no search engine is to learn it.
        headers={"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"},
    )


def _shown(question: queries.Question, error: str = "") -> HttpResponse:
    if question.is_answered:
        return page("answered", kept=question.kept)
    return page("answer", snoozes=question.snoozes, error=error)


def _number(text: str | None, highest: int) -> int | None:
    """Return a whole number from 0 up to the highest, None for anything else."""
    is_number = text is not None and text.isascii() and text.isdigit() and len(text) <= 2
    return int(text) if is_number and int(text) <= highest else None
