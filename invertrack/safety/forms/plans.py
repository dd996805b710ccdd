"""What is asked about limits: a cap, a plan in steps, an answer to either, the step of a plan."""

from __future__ import annotations

import re
import uuid
from typing import Any

from crispy_forms.layout import Div, Layout, LayoutObject, Submit
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from invertrack.care.forms import HIDDEN, HealthForm
from invertrack.core.fields import AngleField, DurationField
from invertrack.core.templatetags.display import duration

from ..actions import CapValues, PlanValues
from ..enums import ProposalState
from ..models import Cap, Plan
from ..plan import MOST_STEPS, SHORTEST_S, Step, guide, problems, steps_of

WHOLE = re.compile(r"[0-9]{1,4}")


class CapForm(HealthForm):
    """The most of one session, as a clinician proposes it."""

    LIMITS = guide().clinician
    PRESS = "Propose this cap"

    angle_deg = AngleField(label="Most degrees", required=False)
    duration_s = DurationField(label="Longest time at angle", required=False, min_s=SHORTEST_S)
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The person reads it with the proposal.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most, longest = self.LIMITS.angle_deg, duration(self.LIMITS.duration_s)
        self.fields["angle_deg"].help_text = f"1 to {most} degrees; empty for no such limit."
        self.fields["duration_s"].help_text = f"Up to {longest}; empty for no such limit."
        self.helper.form_class = "all-optional"
        self.helper.layout = Layout(
            *(name for name in self.fields if name not in HIDDEN),
            *HIDDEN,
            Div(Submit("save", self.PRESS), css_class="thumb"),
        )

    def clean_angle_deg(self) -> int | None:
        """Hold the limit, and refuse 0°: that is lying flat, which needs no cap."""
        angle, most = self.cleaned_data["angle_deg"], self.LIMITS.angle_deg
        if angle is not None and not 1 <= angle <= most:
            raise ValidationError(f"A cap is 1 to {most} degrees here.")
        return angle

    def clean_duration_s(self) -> int | None:
        """Hold the limit."""
        seconds, longest = self.cleaned_data["duration_s"], self.LIMITS.duration_s
        if seconds is not None and seconds > longest:
            raise ValidationError(f"A cap is {duration(longest)} or less here.")
        return seconds

    def clean(self) -> dict[str, Any]:
        """Ask for something to limit."""
        cleaned = super().clean()
        if not self.errors and cleaned["angle_deg"] is None and cleaned["duration_s"] is None:
            self.add_error("angle_deg", "Enter an angle here, a time below, or both.")
        return cleaned

    def cap_values(self) -> CapValues:
        """Return what the action takes; raises Invalid while a field has an error."""
        given = self.values()
        return CapValues(given["angle_deg"], given["duration_s"], given.get("note", ""))


class OwnCapForm(CapForm):
    """The most of one session, as the person sets it; of a clinician's cap they say that it ends."""

    LIMITS = guide().usual
    PRESS = "Set this cap"

    note = None
    agrees = forms.BooleanField(
        label="This takes the place of the cap in force",
        error_messages={"required": "Tick this to replace the cap in force; otherwise it stays."},
    )
    replaces = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, current: Cap | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["replaces"] = current.id if current else None
        self._ask_agreement(current)

    def see(self, current: Cap | None) -> None:
        """Become about the cap that is in force now, which was not the one shown."""
        see(self, current)
        self.data.pop("agrees", None)
        self._ask_agreement(current)

    def _ask_agreement(self, current: Cap | None) -> None:
        field, is_theirs = self.fields["agrees"], current is not None and not current.is_own
        field.required = is_theirs
        field.widget = forms.CheckboxInput() if is_theirs else forms.HiddenInput()
        if is_theirs:
            whose = f"the cap by {current.by_name}, who can see that"
            field.label = f"This takes the place of {whose}."

    def cap_values(self) -> CapValues:
        """Return what the action takes; raises Invalid while a field has an error."""
        given = self.values()
        return CapValues(given["angle_deg"], given["duration_s"], replaces=given["replaces"])


class AnswerForm(HealthForm):
    """Accept or decline what is proposed, or end what is in force: each a button."""

    answer = forms.ChoiceField(
        label="Your answer",
        choices=[("accept", "Accept"), ("decline", "Decline"), ("end", "End")],
        error_messages={"required": "Press one of the buttons."},
    )
    replaces = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, proposal: Cap | Plan, current: Cap | Plan | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.proposal = proposal
        self.initial["replaces"] = current.id if current else None

    @property
    def pressed(self) -> str:
        """Which button was pressed; raises Invalid for none."""
        return self.values()["answer"]

    def seen(self) -> uuid.UUID | None:
        """Return the id of what was in force when the page was shown."""
        return self.values()["replaces"]

    @property
    def buttons(self) -> list[tuple[str, str]]:
        """Return what each button sends and says, the first one the primary."""
        kind = self.proposal._meta.verbose_name
        state = self.proposal.state
        if state == ProposalState.WAITING:
            return [("accept", f"Accept this {kind}"), ("decline", "Decline")]
        return [("end", f"End this {kind}")] if state == ProposalState.IN_FORCE else []


class StepForm(HealthForm):
    """The step of the plan that comes next: each a button."""

    step = forms.TypedChoiceField(
        label="Step of the plan",
        coerce=int,
        error_messages={"required": "Choose a step.", "invalid_choice": "Choose a step."},
    )

    def __init__(self, *args: Any, steps: tuple[Step, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = [(number, number) for number in range(len(steps) + 1)]

    def number(self) -> int:
        """Return the chosen step; raises Invalid while there is none."""
        return self.values()["step"]


class StepInput(forms.Widget):
    """Degrees, minutes, seconds, sessions a day and sessions before the next step."""

    names = ("_angle", "_min", "_s", "_day", "_sessions")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [(data.get(name + part) or "").strip() for part in self.names]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return all(name + part not in data for part in self.names)


class StepField(forms.Field):
    """One step of a plan, None where the line stayed empty."""

    widget = StepInput
    default_error_messages = {
        "whole": "Enter whole numbers, such as 20 degrees, 2 min, 2 a day, 4 sessions.",
        "missing": "Fill in the degrees, the time and the sessions a day, or empty the line.",
    }

    def prepare_value(self, value: Any) -> Any:
        """Return the texts of a stored step; posted ones are that already."""
        if not isinstance(value, Step):
            return value or [""] * 5
        minutes, seconds = divmod(value.duration_s, 60)
        return [value.angle_deg, minutes, seconds, value.per_day, value.sessions]

    def to_python(self, value: list[str]) -> dict[str, int] | None:
        """Return the step as a plan stores it; its limits are the plan's to hold."""
        if not any(value):
            return None
        if not all(WHOLE.fullmatch(text) for text in value if text):
            raise ValidationError(self.error_messages["whole"], code="whole")
        angle, minutes, seconds, per_day, sessions = (int(t) if t else None for t in value)
        if angle is None or per_day is None or (minutes is None and seconds is None):
            raise ValidationError(self.error_messages["missing"], code="missing")
        time = (minutes or 0) * 60 + (seconds or 0)
        return {
            "angle_deg": angle,
            "duration_s": time,
            "per_day": per_day,
            "sessions": sessions or 0,
        }


class StepRows(LayoutObject):
    """The steps of a plan, a row each, drawn by one template."""

    def render(
        self, form: Any, context: Any, template_pack: str = TEMPLATE_PACK, **kwargs: Any
    ) -> str:
        rows = [(form[name], form[name].value()) for name in form.rows]
        return render_to_string("safety/inputs/steps.html", {"rows": rows})


class PlanForm(HealthForm):
    """A plan in steps, as a clinician proposes it; it opens with the steps that hold now."""

    note = forms.CharField(
        label="Note",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The person reads it with the proposal.",
    )

    def __init__(self, *args: Any, steps: tuple[Step, ...] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_STEPS + 1):
            self.fields[f"step_{number}"] = StepField(label=f"Step {number}", required=False)
        self.rows = [name for name in self.fields if name.startswith("step_")]
        for name, step in zip(self.rows, steps or guide().steps, strict=False):
            self.initial.setdefault(name, step)
        self.helper.layout = Layout(
            StepRows(), "note", *HIDDEN, Div(Submit("save", "Propose this plan"), css_class="thumb")
        )

    def clean(self) -> dict[str, Any]:
        """Hold the limits, and that angle and time never rise in the same step."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        filled = [name for name in self.rows if cleaned[name] is not None]
        steps = steps_of(cleaned[name] for name in filled)
        for problem in problems(steps, guide().clinician):
            name = filled[problem.number - 1] if problem.number else None
            self.add_error(name, problem.message)
        return cleaned

    def plan_values(self) -> PlanValues:
        """Return what the action takes; raises Invalid while a step has an error."""
        given = self.values()
        steps = [given[name] for name in self.rows if given[name] is not None]
        return PlanValues(steps, given["note"])


def see(form: OwnCapForm | AnswerForm, current: Cap | Plan | None) -> None:
    """Let a form that was refused carry what is in force now."""
    form.data = form.data.copy()
    form.data["replaces"] = str(current.id) if current else ""
