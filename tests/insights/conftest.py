import datetime as dt

import pytest


@pytest.fixture(autouse=True)
def now(time_machine):
    """Noon in May, standing still: no test runs over midnight or a change of clocks."""
    noon = dt.datetime(2026, 5, 12, 12, tzinfo=dt.UTC)
    time_machine.move_to(noon, tick=False)
    return noon
