"""The form fields that are ours: a score, an angle, a duration, a local time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError

from .localtime import AmbiguousTime, UnclearLocalTime, resolve_local
from .templatetags.display import duration
from .widgets import (
    DOWN_DEG,
    FLAT_DEG,
    AngleInput,
    DurationInput,
    LocalDateTimeInput,
    ScoreInput,
)

# Shorter is a slip of the finger; longer is half as long again as the longest stay in any study.
SHORTEST_S, LONGEST_S = 5, 1800


class ScoreField(forms.TypedChoiceField):
    """A 0-10 numeric rating; None means that it was not rated, which is never a 0."""

    default_error_messages = {
        "required": "Tap the number, 0 to 10.",
        "invalid_choice": "A score is a whole number from 0 to 10.",
    }

    def __init__(
        self,
        *,
        required: bool = True,
        low: str = "no pain",
        high: str = "worst possible pain",
        not_now: str = "Not now",
        compact: bool = False,
        plain: bool = False,
        **kwargs: Any,
    ) -> None:
        choices = [(str(score), str(score)) for score in range(11)]
        if not required:
            choices.append(("", not_now))
        kwargs.setdefault("widget", ScoreInput(low=low, high=high, compact=compact, plain=plain))
        super().__init__(choices=choices, coerce=int, empty_value=None, required=required, **kwargs)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as text: a stored score is an int, a posted one a string."""
        return super().has_changed(None if initial is None else str(initial), data)


class AngleField(forms.IntegerField):
    """Degrees of tilt, 0 lying flat to 90 head straight down."""

    widget = AngleInput
    default_error_messages = {
        "required": "Enter the angle in degrees, such as 35.",
        "invalid": "An angle is a whole number of degrees, such as 35.",
        "impossible": (
            "%(angle)s° is not an angle this table can have here: "
            "0° is lying flat, 90° is head straight down."
        ),
    }

    def validate(self, value: int | None) -> None:
        """Refuse what the drawing cannot show."""
        super().validate(value)
        if value is not None and not FLAT_DEG <= value <= DOWN_DEG:
            raise ValidationError(
                self.error_messages["impossible"], code="impossible", params={"angle": value}
            )


class DurationField(forms.MultiValueField):
    """Whole seconds, asked as minutes and seconds; either may stay empty, not both."""

    widget = DurationInput
    default_error_messages = {
        "required": "Enter the minutes, the seconds, or both.",
        "whole": "Enter whole minutes and whole seconds.",
        "short": "%(typed)s is shorter than a session recorded here: at least %(limit)s.",
        "long": "%(typed)s is longer than a session recorded here: at most %(limit)s.",
    }

    def __init__(self, *, min_s: int = SHORTEST_S, max_s: int = LONGEST_S, **kwargs: Any) -> None:
        self.min_s, self.max_s = min_s, max_s
        whole = dict.fromkeys(("invalid", "min_value"), self.default_error_messages["whole"])
        parts = [
            forms.IntegerField(min_value=0, required=False, error_messages=whole) for _ in range(2)
        ]
        super().__init__(parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[int | None]) -> int | None:
        """Return the seconds that the two numbers make."""
        if not data_list:
            return None
        minutes, seconds = data_list
        return (minutes or 0) * 60 + (seconds or 0)

    def validate(self, value: int | None) -> None:
        """Hold the limits, and repeat what was typed."""
        if value is None:
            return
        if value < self.min_s:
            raise self._refusal("short", value, self.min_s)
        if value > self.max_s:
            raise self._refusal("long", value, self.max_s)

    def _refusal(self, code: str, typed: int, limit: int) -> ValidationError:
        words = {"typed": duration(typed), "limit": duration(limit)}
        return ValidationError(self.error_messages[code], code=code, params=words)


@dataclass(frozen=True)
class LocalMoment:
    """What clocks showed, not yet in any zone; ``fold`` says which of two, or None."""

    naive: dt.datetime
    fold: int | None = None


class _NaiveDateTimeField(forms.Field):
    """A date and time without a zone: Django's own field would read it in the server's."""

    default_error_messages = {"invalid": "Enter a date and a time, such as 12 May 2026, 19:30."}

    def to_python(self, value: Any) -> dt.datetime | None:
        if value in self.empty_values:
            return None
        try:
            moment = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(value)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        # To the minute, as the input shows it: a stored second must not look like a change.
        return moment.replace(tzinfo=None, second=0, microsecond=0)


class LocalDateTimeField(forms.MultiValueField):
    """A local date and time; ``in_zone`` turns it into an instant once the zone is known."""

    widget = LocalDateTimeInput
    default_error_messages = {"required": "Enter the date and the time."}

    def __init__(self, *, required: bool = True, **kwargs: Any) -> None:
        parts = (
            _NaiveDateTimeField(required=required),
            forms.TypedChoiceField(
                choices=[("", ""), ("0", ""), ("1", "")],
                coerce=int,
                empty_value=None,
                required=False,
            ),
        )
        super().__init__(parts, require_all_fields=False, required=required, **kwargs)

    def compress(self, data_list: list[Any]) -> LocalMoment | None:
        """Return what the clock showed and which of two was meant."""
        return LocalMoment(*data_list) if data_list and data_list[0] else None

    def in_zone(self, moment: LocalMoment | None, zone: str | ZoneInfo) -> dt.datetime | None:
        """Return the instant; a ValidationError says what is wrong, and the form then asks it."""
        if moment is None:
            return None
        try:
            return resolve_local(moment.naive, zone, moment.fold)
        except UnclearLocalTime as unclear:
            self.widget.asks_which = isinstance(unclear, AmbiguousTime)
            raise ValidationError(str(unclear), code="unclear") from None
