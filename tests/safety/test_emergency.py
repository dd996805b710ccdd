"""The number that an emergency text names is configured, never guessed."""

import pytest

from invertrack.safety.checks import refuse_damaged_numbers, warn_without_numbers
from invertrack.safety.emergency import number_for


@pytest.mark.parametrize(
    ("country", "number"), [("GB", "999"), ("gb", "999"), ("FR", None), ("", None)]
)
def test_only_a_configured_number_is_named(settings, country, number):
    settings.EMERGENCY_NUMBERS = {"GB": "999"}

    assert number_for(country) == number


def test_deploy_without_any_number_is_warned(settings):
    settings.EMERGENCY_NUMBERS = {}
    assert [warning.id for warning in warn_without_numbers()] == ["safety.W001"]

    settings.EMERGENCY_NUMBERS = {"GB": "999"}
    assert warn_without_numbers() == []


@pytest.mark.parametrize(
    ("numbers", "refused"),
    [({"GB": "999"}, []), ({"UK1": "999"}, ["safety.E001"]), ({"GB": "+44"}, ["safety.E001"])],
)
def test_damaged_numbers_are_refused(settings, numbers, refused):
    settings.EMERGENCY_NUMBERS = numbers

    assert [error.id for error in refuse_damaged_numbers()] == refused
