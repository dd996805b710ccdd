"""What somebody typed into the quick log, and what the form says to it; no database is asked."""

import datetime as dt
import re
import uuid
from types import SimpleNamespace

import pytest
from crispy_forms.utils import render_crispy_form

from invertrack.care.forms import Invalid
from invertrack.sessions.forms import QuickLogForm

NOW = dt.datetime(2026, 5, 12, 17, 4, 30, tzinfo=dt.UTC)
SOMEBODY = SimpleNamespace(pk=uuid.uuid4())
TYPED = {
    "write_id": str(uuid.uuid4()),
    "when": "now",
    "pain_before": "6",
    "pain_after": "4",
    "angle_deg": "30",
    "duration_s_0": "2",
    "duration_s_1": "30",
    "angle_source": "guess",
}


def quick_log(*, now=NOW, zone="Europe/Berlin", **typed):
    return QuickLogForm(TYPED | typed, user=SOMEBODY, now=now, zone=zone)


def folds(form, *, is_open):
    """The summaries of the folds that are open, or of those that are not."""
    opening = '<details class="fold" open>' if is_open else '<details class="fold">'
    return re.findall(opening + r"\s*<summary>([^<]+)", render_crispy_form(form))


def the_error(form):
    with pytest.raises(Invalid):
        form.session_values()
    [(field, [message])] = form.errors.items()
    return field, message
