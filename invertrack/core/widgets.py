"""The form widgets that are ours: score tiles, the angle on its arc, minutes and seconds, local time."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from django import forms

from .localtime import happens_twice

FLAT_DEG, DOWN_DEG = 0, 90
ARC_PIVOT, ARC_RADIUS = 16, 88  # in the units of the arc's viewBox, see components/angle_arc.html
COMMON_DURATIONS_S = (60, 120, 180, 300)


class ScoreInput(forms.widgets.ChoiceWidget):
    """Eleven tiles, 0 to 10, as radio buttons; an empty choice becomes a twelfth, "not now".

    They deepen as pain does, unless ``plain``: for a score of which more is better.
    """

    input_type = "radio"
    template_name = "components/score_input.html"
    use_fieldset = True

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        low: str = "no pain",
        high: str = "worst possible pain",
        compact: bool = False,
        plain: bool = False,
    ) -> None:
        super().__init__(attrs)
        self.low, self.high, self.compact, self.plain = low, high, compact, plain

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """A legend names the group, so no single tile is the label's target."""
        return "" if index is None else super().id_for_label(id_, index)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        tiles = [option for _, options, _ in context["widget"]["optgroups"] for option in options]
        for tile in tiles:
            tile["meaning"] = {"0": self.low, "10": self.high}.get(tile["value"], "")
        context["widget"] |= {
            "tiles": tiles,
            "low": self.low,
            "high": self.high,
            "compact": self.compact,
            "plain": self.plain,
        }
        return context


class AngleInput(forms.NumberInput):
    """A number of degrees beside the arc that shows what it means.

    It sends no ``max`` to the browser: a refusal there would come without the drawing.
    """

    template_name = "components/angle_input.html"

    class Media:
        js = (forms.Script("js/forms/angle.js", type="module"),)

    def build_attrs(self, base_attrs: dict, extra_attrs: dict | None = None) -> dict[str, Any]:
        return {"inputmode": "numeric", **super().build_attrs(base_attrs, extra_attrs)}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        try:
            angle = int(value)
        except (TypeError, ValueError):
            angle = None
        possible = angle is not None and FLAT_DEG <= angle <= DOWN_DEG
        context["widget"] |= {
            "impossible": angle is not None and not possible,
            "arc": arc(angle if possible else FLAT_DEG),
        }
        return context


def arc(angle_deg: int) -> dict[str, str]:
    """Return the angle and the end of its table on the arc, in the drawing's units.

    As text, because a template writes numbers in the reader's language and SVG knows only points.
    """
    turn = math.radians(angle_deg)
    return {
        "angle": str(angle_deg),
        "x": f"{ARC_PIVOT + ARC_RADIUS * math.cos(turn):.2f}",
        "y": f"{ARC_PIVOT + ARC_RADIUS * math.sin(turn):.2f}",
    }


class DurationInput(forms.MultiWidget):
    """Minutes and seconds; the value is whole seconds."""

    template_name = "components/duration_input.html"

    class Media:
        js = (forms.Script("js/forms/duration.js", type="module"),)

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        number = {"inputmode": "numeric", "min": 0}
        super().__init__((forms.NumberInput(number), forms.NumberInput(number)), attrs)

    def decompress(self, value: int | None) -> list[int | None]:
        return [None, None] if value is None else list(divmod(int(value), 60))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["common"] = COMMON_DURATIONS_S
        return context


class LocalDateTimeInput(forms.MultiWidget):
    """A date and time as clocks showed it, and, once that proved ambiguous, which of the two."""

    template_name = "components/local_datetime_input.html"
    use_fieldset = False

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        self.asks_which = False
        moment = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        which = forms.Select(
            {"class": "form-select"},
            choices=[("", "Choose"), ("0", "the first"), ("1", "the second")],
        )
        super().__init__((moment, which), attrs)

    def id_for_label(self, id_: str) -> str:
        """The field's label is the moment's; the question which of two has its own."""
        return f"{id_}_0" if id_ else id_

    def decompress(self, value: Any) -> list[Any]:
        if value is None:
            return [None, None]
        if isinstance(value, dt.datetime):
            return [value.replace(tzinfo=None), value.fold if happens_twice(value) else None]
        return [value.naive, value.fold or None]  # 0 is what any time has: no answer yet

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        answered = context["widget"]["subwidgets"][1]["value"] not in ([""], [])
        context["widget"]["asks_which"] = self.asks_which or answered
        return context
