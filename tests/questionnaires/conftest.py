"""A patient in Berlin, their browser, and noon on 12 May 2026."""

import datetime as dt

import pytest
import time_machine
from django.test import Client


@pytest.fixture
def standing_clock():
    with time_machine.travel(dt.datetime(2026, 5, 12, 10, 0, tzinfo=dt.UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def patient():
    from tests import make  # not above: pytest reads this file before Django has its models

    return make.patient()


@pytest.fixture
def browser(standing_clock, patient):
    client = Client()
    client.force_login(patient.user)
    return client
