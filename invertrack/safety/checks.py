"""Deploys are warned where an emergency page could name no number."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.checks import Error, Warning, register

NUMBER = re.compile(r"\d{2,6}")
COUNTRY = re.compile(r"[A-Z]{2}")


@register(deploy=True)
def warn_without_numbers(**kwargs: Any) -> list[Warning]:
    """Warn in ``check --deploy`` when no emergency number is configured at all."""
    if settings.EMERGENCY_NUMBERS:
        return []
    return [
        Warning(
            "No emergency number is configured: the page of an emergency names none.",
            hint="Set EMERGENCY_NUMBERS, such as GB=999,US=911, for the countries of your people.",
            id="safety.W001",
        )
    ]


@register
def refuse_damaged_numbers(**kwargs: Any) -> list[Error]:
    """Refuse a country that is no code of two capitals, and a number that nobody could dial."""
    return [
        Error(
            f"EMERGENCY_NUMBERS holds {country}={number}.",
            hint="Write a country code of two capitals and digits: GB=999.",
            id="safety.E001",
        )
        for country, number in settings.EMERGENCY_NUMBERS.items()
        if not (COUNTRY.fullmatch(country) and NUMBER.fullmatch(number))
    ]
