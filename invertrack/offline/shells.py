"""Pages that open without a network: rendered for nobody, so that a phone may keep them.

They are made of the same forms as the pages whose place they take; what belongs to a person (ids, the
local day, usual values) is filled in by ``static/js/offline/shell.js`` from what the phone knows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from crispy_forms.layout import HTML
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.urls import reverse

from invertrack.care.forms import HIDDEN, HealthForm
from invertrack.journals.forms import EntryForm
from invertrack.sessions.enums import Entered
from invertrack.sessions.forms import QuickLogForm
from invertrack.sessions.views.live import live_texts
from invertrack.users.agreements import agreement

# No page shows these: a form wants a clock, and each shell is the same whenever it is made.
NOBODY, SOME_DAY, LATER = (
    AnonymousUser(),
    dt.date(2000, 1, 1),
    dt.datetime(2001, 1, 1, tzinfo=dt.UTC),
)
# The phone names the record, and says that no page of the server's was open.
LOGGED_HERE = (
    '<input type="hidden" name="record_id">'
    f'<input type="hidden" name="entered" value="{Entered.OFFLINE}">'
)
DURING = {
    "pain_avg_24h": "Back pain, on average over 24 hours",
    "pain_worst_24h": "Back pain at its worst, over 24 hours",
    "leg_pain": "Leg pain, on average over 24 hours",
}


def _log() -> dict[str, Any]:
    form = QuickLogForm(None, user=NOBODY, now=LATER, zone="UTC")
    form.helper.form_action = reverse("sessions:create")
    form.helper.layout.append(HTML(LOGGED_HERE))
    return {"form": _nobodys(form, "session")}


def _journal() -> dict[str, Any]:
    form = EntryForm(
        None, user=NOBODY, day=SOME_DAY, now=LATER, zone="UTC", entry=None, note="", shown=[]
    )
    form.helper.form_action = reverse("journals:index")  # the phone adds the day
    for name, label in DURING.items():
        form.fields[name].label = label
    return {"form": _nobodys(form, "day")}


def _live() -> dict[str, Any]:
    return {**live_texts(), "facts": None}


def _nothing() -> dict[str, Any]:
    return {}


def _nobodys(form: HealthForm, what: str) -> HealthForm:
    """Leave out what a page writes into a form for one person; the phone puts in its own."""
    layout, form.helper.disable_csrf = form.helper.layout, True
    layout.fields = [field for field in layout.fields if field not in HIDDEN]
    form.helper.attrs.setdefault("data-queue", what)
    return form


SHELLS: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "today": ("offline/today.html", _nothing),
    "log": ("offline/log.html", _log),
    "live": ("sessions/live.html", _live),
    "journal": ("offline/journal.html", _journal),
    "now": ("offline/now.html", _nothing),
    "waiting": ("offline/waiting.html", _nothing),
    "elsewhere": ("offline/elsewhere.html", _nothing),
}


def render_shell(name: str) -> str:
    """Return a page that is the same for everybody: there is no request to take anything from."""
    template, context = SHELLS[name]
    said = {"shell": name, "foot_text": agreement("foot").text, **context()}
    return render_to_string(template, said)
