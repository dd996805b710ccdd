"""Noting what was discussed with a clinician, and having been checked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from invertrack.care import typed
from invertrack.care.access import own_access
from invertrack.care.forms import Sending
from invertrack.users.decorators import patient_required

from .. import actions
from ..forms.confirm import CheckedForm, TalkForm
from ..lists import notes, screening
from ..overview import Overview, overview

CHECKED = "was_checked"  # the button that sends the second form


@patient_required
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask which answers were discussed, or for the day of a check, and keep the person's word."""
    now = timezone.now()
    shown = overview(own_access(request.patient), now)
    talk, checked = _forms(request, shown, typed.posted(request, at=now))
    if request.method == "POST":
        form = checked if checked.is_bound else talk
        with Sending(form):
            actions.confirm_items(
                patient=request.patient,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=form.confirmation,
            )
            messages.info(request, "The date is kept.")
            return redirect("safety:home")
    context = {
        "talk": talk if shown.to_discuss else None,
        "checked": checked if shown.waits_for_check else None,
        "shown": shown,
        "notes": notes(),
        "levels": screening().instructions,
    }
    return TemplateResponse(request, "safety/confirm.html", context)


def _forms(
    request: HttpRequest, shown: Overview, data: QueryDict | None
) -> tuple[TalkForm, CheckedForm]:
    """Return both forms; what was sent goes to the one whose button was pressed."""
    today = request.patient.today(shown.at)
    is_checked = data is not None and CHECKED in data
    since = shown.open_alarms[0].alarm.local_date if shown.open_alarms else None
    talk = TalkForm(
        None if is_checked else data, user=request.user, today=today, items=shown.to_discuss
    )
    checked = CheckedForm(data if is_checked else None, user=request.user, today=today, since=since)
    return talk, checked
