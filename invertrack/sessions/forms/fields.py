"""Fields and layout that only a session's forms have: one more hold, one symptom, a fold.

A page has seven lines of the one and 22 of the other, so each kind is drawn by one template; field by
field, crispy-forms would take most of the page's time for what is mostly left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from crispy_forms.layout import LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from ..actions import Course, HoldValues
from ..enums import Gone, Onset, Severity
from ..models import ANGLE_MAX_DEG


class PartsInput(forms.Widget):
    """One value in several named inputs; what was posted is a list of their texts."""

    names: tuple[str, ...]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str | None]:
        return [data.get(name + part) for part in self.names]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return all(name + part not in data for part in self.names)


class HoldInput(PartsInput):
    """Degrees, minutes and seconds of one hold."""

    names = ("_0", "_1", "_2")

    class Media:
        js = (
            forms.Script("js/forms/holds.js", type="module"),
            forms.Script("js/forms/limits.js", type="module"),
        )


class HoldField(forms.Field):
    """A further hold of a session, None where the line stayed empty."""

    widget = HoldInput
    default_error_messages = {
        "whole": "Enter whole numbers, such as 30 degrees, 1 min 30 s.",
        "angle": "Enter the angle of this hold too, or empty the line.",
        "impossible": "An angle is 0 to 90: 0 is lying flat, 90 is head straight down.",
        "time": "Enter how long this hold was, or empty the line.",
    }

    def to_python(self, value: list[str | None]) -> HoldValues | None:
        """Return the hold; its time is at least a second."""
        texts = [(text or "").strip() for text in value]
        if not any(texts):
            return None
        try:
            angle, minutes, seconds = (int(text) if text else None for text in texts)
        except ValueError:
            raise self._refusal("whole") from None
        time = (minutes or 0) * 60 + (seconds or 0)
        if min(minutes or 0, seconds or 0) < 0:
            raise self._refusal("whole")
        if angle is None:
            raise self._refusal("angle")
        if not 0 <= angle <= ANGLE_MAX_DEG:
            raise self._refusal("impossible")
        if not time:
            raise self._refusal("time")
        return HoldValues(angle, time)

    def _refusal(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)


class SymptomInput(PartsInput):
    """How strong a symptom was, when it began and when it went."""

    names = ("", "_onset", "_gone")


class SymptomField(forms.Field):
    """A symptom's severity and course, None where it did not happen."""

    widget = SymptomInput
    default_error_messages = {"choice": "Choose one of the answers in the lists."}

    def prepare_value(self, value: Any) -> Any:
        """Return the three answers of a stored symptom; posted ones are that already."""
        return [value[0], *value[1]] if isinstance(value, tuple) else value

    def to_python(self, value: list[str | None]) -> tuple[int, Course] | None:
        """Return severity and course; what did not happen has no course."""
        severity, onset, gone = (text or "" for text in value)
        if not severity:
            return None
        try:
            course = Course(Onset(onset).value if onset else "", Gone(int(gone)) if gone else None)
            return Severity(int(severity)).value, course
        except ValueError:
            raise ValidationError(self.error_messages["choice"], code="choice") from None


class Lines(LayoutObject):
    """Like fields, a line each, drawn by one template."""

    def __init__(self, template: str, names: list[str], draw: Callable[[Any], list[Any]]) -> None:
        self.template, self.fields, self.draw = template, names, draw

    def render(
        self, form: Any, context: Any, template_pack: str = TEMPLATE_PACK, **kwargs: Any
    ) -> str:
        fields = [form[name] for name in self.fields]
        lines = [(field, self.draw(field.value())) for field in fields]
        return render_to_string(self.template, {"lines": lines})


class Fold(LayoutObject):
    """A group behind one tap; open while it holds an error or something that was said."""

    def __init__(self, summary: str, *fields: Any, hint: str = "") -> None:
        self.summary, self.hint = summary, hint
        self.fields = list(fields)

    def render(
        self, form: Any, context: Any, template_pack: str = TEMPLATE_PACK, **kwargs: Any
    ) -> str:
        names = [pointer.name for pointer in self.get_field_names()]
        return render_to_string(
            "sessions/inputs/fold.html",
            {
                "summary": self.summary,
                "hint": self.hint,
                "open": form.must_show(names),
                "content": self.get_rendered_fields(form, context, template_pack, **kwargs),
            },
        )


class Warnings(LayoutObject):
    """What is pointed out at the fields above it while numbers are typed; hidden until it applies."""

    fields: tuple[str, ...] = ()

    def __init__(self, template: str, told: Callable[[Any], Any]) -> None:
        self.template, self.told = template, told

    def render(
        self, form: Any, context: Any, template_pack: str = TEMPLATE_PACK, **kwargs: Any
    ) -> str:
        return render_to_string(self.template, {"told": self.told(form)})


def draw_hold(value: list[Any] | None) -> list[Any]:
    """Return what stands in a hold's three inputs."""
    return ["" if part is None else part for part in value or [None] * 3]


def draw_symptom(value: list[Any] | None) -> list[SafeString]:
    """Return the options of a symptom's three lists."""
    chosen = ("" if part is None else str(part) for part in value or [None] * 3)
    return [_options(*pair) for pair in enumerate(chosen)]


@lru_cache(maxsize=64)  # more than there are answers; what was made up pushes itself out
def _options(place: int, chosen: str) -> SafeString:
    none = "No" if place == 0 else "Not said"
    choices = [("", none), *(Severity, Onset, Gone)[place].choices]
    marks = {chosen: mark_safe(" selected")}
    options = ((key, marks.get(str(key), ""), label) for key, label in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', options)
