import datetime as dt

import pytest
import time_machine


@pytest.fixture
def time_machine_at():
    """Let the clock stand at an instant: ``with time_machine_at(instant):``."""
    return lambda at: time_machine.travel(at, tick=False)


@pytest.fixture
def fixed_now():
    """An instant, where it does not matter which."""
    return dt.datetime(2026, 11, 21, 19, tzinfo=dt.UTC)
