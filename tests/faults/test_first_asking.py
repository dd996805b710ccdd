"""Ten requests at once for a result that nobody has asked for yet."""

import dataclasses
import datetime as dt
import itertools

import pytest

from invertrack.care.access import own_access
from invertrack.insights.periods import Period
from invertrack.insights.stored import stored
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

MARCH = Period(dt.date(2026, 3, 1), dt.date(2026, 3, 31))
READERS = 10


@dataclasses.dataclass(frozen=True, slots=True)
class Made:
    """The number of the making."""

    number: int


def test_a_result_that_ten_ask_for_at_once_is_made_once(at_once):
    patient, numbers = make.patient(), itertools.count(1)

    def ask(_):
        return stored(
            "test", own_access(patient), MARCH, make=lambda access: Made(next(numbers)), kind=Made
        )

    assert at_once(ask, range(READERS)) == [Made(1)] * READERS
