"""Confirming that an emergency text was read: not before it stood there for five seconds."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core import signing

from invertrack.care.forms import HealthForm

READING_TAKES = dt.timedelta(seconds=5)
SALT = "invertrack.safety.emergency"


class ReadForm(HealthForm):
    """One press; ``shown`` is when the page was first shown, signed."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.initial["shown"] = signing.dumps(now.isoformat(), salt=SALT)

    def clean(self) -> dict[str, Any]:
        """Refuse a press that came before the text could be read."""
        cleaned = super().clean()
        try:
            shown_at = dt.datetime.fromisoformat(signing.loads(cleaned["shown"], salt=SALT))
        except (KeyError, signing.BadSignature):
            self.data = self.data.copy()
            self.data["shown"], shown_at = self.initial["shown"], self.now
        if self.now - shown_at < READING_TAKES:
            raise forms.ValidationError(
                "Read the text first. The button counts five seconds after the page opened."
            )
        return cleaned | {"shown": shown_at}

    def shown_at(self) -> dt.datetime:
        """Return when the text was shown; raises Invalid where it cannot have been read yet."""
        return self.values()["shown"]
