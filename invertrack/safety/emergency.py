"""The number that an emergency text names: configured for each country, never guessed."""

from django.conf import settings


def number_for(country: str) -> str | None:
    """Return the emergency number of a country (ISO 3166 code), None where none is configured."""
    return settings.EMERGENCY_NUMBERS.get(country.upper()) if country else None
