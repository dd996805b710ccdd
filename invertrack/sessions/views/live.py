"""A live session: the page that leads through it on the phone, and what it sends when it is over."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from invertrack.care import typed
from invertrack.care.access import own_access
from invertrack.care.forms import Sending
from invertrack.safety.emergency import number_for
from invertrack.safety.lists import before_session, state_texts, stop_now
from invertrack.users.decorators import patient_required

from .. import actions
from ..enums import Entered, Severity
from ..forms import LiveForm
from ..forms.start import DAY
from ..live import live_facts
from .sessions import onward


@patient_required
def live(request: HttpRequest) -> HttpResponse:
    """Lead through a session on the phone, and keep what it measured."""
    now, patient = timezone.now(), request.patient
    data = typed.posted(request, at=now)
    if data is None:
        context = {
            **live_texts(),
            "facts": live_facts(own_access(patient), now),
            "number": number_for(patient.country),
        }
        return TemplateResponse(request, "sessions/live.html", context)
    form = LiveForm(data, user=request.user, now=now, zone=patient.tz)
    if request.method == "POST":
        with Sending(form, actions.DayFull):
            session_id = actions.log_session(
                patient=patient,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=form.session_values,
                record_id=form.record_id,
                entered=Entered.LIVE,
            )
            messages.info(request, "Session saved.")
            return onward(session_id, asks_red_flags=form.asks_red_flags())
    return mend(request, form)


def mend(request: HttpRequest, form: LiveForm) -> HttpResponse:
    """Show a session that a phone sent and that could not be saved as it is, to complete it."""
    return TemplateResponse(request, "sessions/mend.html", {"form": form})


def live_texts() -> dict[str, object]:
    """Return what the page says to everybody, which a phone may keep: nothing of a person."""
    asked = before_session()
    return {
        "asked": asked,
        "told": [(item, asked.texts[item.id]) for item in asked.items if item.group == DAY],
        "severities": Severity.choices,
        "symptoms": stop_now(),
        "states": state_texts(),
    }
