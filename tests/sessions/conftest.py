"""A clock that stands still, a patient, and the phone on which they are logged in."""

import pytest
import time_machine


@pytest.fixture
def clock():
    """It is the same evening; `clock.move_to()` lets time pass."""
    from tests.sessions.filled import EVENING  # not above: Django has no models yet

    with time_machine.travel(EVENING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def patient():
    from tests import make

    return make.patient()


@pytest.fixture
def phone(client, patient):
    client.force_login(patient.user)
    return client
