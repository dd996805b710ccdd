"""The correction of a session that is stored."""

from __future__ import annotations

from typing import Any, Self

from crispy_forms.layout import Div, Fieldset, Layout, Submit

from invertrack.core.fields import LocalDateTimeField, ScoreField

from ..actions import Course, SessionValues, holds_of
from ..enums import AngleSource
from ..models import Session
from ..parts import Parts
from .quick import start_from
from .session import EFFECT, SessionForm


class CorrectSessionForm(SessionForm):
    """The same questions about a session that is stored; its zone stays."""

    pain_before = ScoreField(label="Pain before", required=False, not_now="Not rated")
    pain_after = ScoreField(
        label="Pain after",
        required=False,
        not_now="Not rated",
        help_text="Given later than 30 minutes after, it counts as from memory.",
    )
    ended_local = LocalDateTimeField(label="Ended at", help_text="When you were level again.")
    session: Session

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, zone="UTC", **kwargs)
        self.helper.layout = Layout(
            Fieldset("Pain, 0 to 10", "pain_before", "pain_after"),
            self.on_the_table(),
            self.holds_fold(),
            Fieldset("Time", "ended_local"),
            self.effects_fold(),
            self.vitals_fold(),
            self.equipment_fold(),
            Fieldset("More", "angle_source", "has_stopped_early", "note"),
            *("write_id", "account", "version"),
            Div(Submit("save", "Save changes"), css_class="thumb"),
        )

    def about(self, session: Session, parts: Parts | None = None) -> Self:
        """Say which session it is, as it is stored now; its parts are needed to show, not to read."""
        self.session, self.zone = session, session.tz
        if session.angle_source == AngleSource.MEASURED:
            self.fields["angle_source"].choices = AngleSource.choices
        self.initial |= {
            name: getattr(session, name) for name in self.base_fields if hasattr(session, name)
        }
        self.initial |= {"version": session.version, "ended_local": session.ended_local}
        if parts is not None:
            self.initial |= _initial(session, parts)
        return self

    def values_about(self, session: Session) -> SessionValues:
        """Return what the correction says of a session; raises Invalid while a field has an error."""
        return self.about(session).session_values()

    def clean(self) -> dict[str, Any]:
        """Keep the exact stored end unless the person moved it."""
        cleaned = super().clean()
        cleaned["zone"] = self.zone
        if "ended_local" not in self.changed_data:
            cleaned["ended_at"] = self.session.ended_at
        elif cleaned.get("ended_local"):
            ended_at = self.in_zone("ended_local", self.zone)
            if ended_at is not None:
                cleaned["ended_at"] = self.clean_ended(ended_at, field="ended_local")
        return cleaned


def _initial(session: Session, parts: Parts) -> dict[str, Any]:
    said = start_from({"holds": list(holds_of(session, parts)), "equipment": session.equipment})
    for effect in parts.effects:
        course = Course(effect.onset, effect.gone_after_s)
        said[EFFECT + effect.code] = (effect.severity, course)
    for vitals in parts.vitals:
        said |= {f"{vitals.moment}_{name}": getattr(vitals, name) for name in vitals.SAID}
    return said | {"note": parts.note}
