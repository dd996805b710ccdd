"""Results are made once per change of the records, and never shown to whom they do not belong."""

import dataclasses
import datetime as dt

import msgspec
import pytest
from django.db import transaction

from invertrack.care.access import Access, own_access
from invertrack.care.enums import Scope
from invertrack.insights import stored as module
from invertrack.insights.models import StoredResult
from invertrack.insights.periods import Period
from invertrack.insights.stored import KEPT, KEPT_FOR, stored
from tests import make

pytestmark = pytest.mark.django_db

FIRST, LAST = dt.date(2026, 3, 1), dt.date(2026, 3, 31)
MARCH = Period(FIRST, LAST)


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What the result of these tests is made of."""

    number: int
    day: dt.date | None = None


@pytest.fixture
def patient():
    return make.patient()


@pytest.fixture
def ask():
    """Ask for a result; what is made answers how often something was made."""
    made = []

    def ask(access, period=MARCH, *, about="test"):
        def make_it(access):
            made.append(access)
            return Answer(len(made), FIRST)

        return stored(about, access, period, make=make_it, kind=Answer)

    ask.made = made
    return ask


def test_a_result_is_made_at_the_first_asking_and_read_from_then_on(
    patient, ask, django_assert_num_queries
):
    assert ask(own_access(patient)) == Answer(1, FIRST)
    with django_assert_num_queries(1):
        again = ask(own_access(patient))

    assert again == Answer(1, FIRST)
    assert len(ask.made) == 1


def test_a_change_of_the_records_makes_it_anew_and_drops_what_was_stored(patient, ask):
    ask(own_access(patient))
    make.entry(of=patient, day=FIRST, pain_avg_24h=3)
    patient.refresh_from_db()

    assert ask(own_access(patient)).number == 2
    assert StoredResult.objects.for_patient(patient).count() == 1


def test_a_result_is_stored_under_the_version_that_it_was_made_of(patient, ask):
    outdated = own_access(patient)
    make.entry(of=patient, day=FIRST, pain_avg_24h=3)  # another request writes meanwhile

    ask(outdated)

    patient.refresh_from_db()
    [row] = StoredResult.objects.for_patient(patient)
    assert row.data_version == patient.data_version == ask.made[0].patient.data_version
    assert f"|{patient.data_version}|" in row.key


@pytest.mark.parametrize(
    "other",
    [
        {"scopes": frozenset({Scope.SESSIONS})},
        {"data_from": dt.date(2026, 3, 10)},
    ],
)
def test_a_reader_with_another_view_gets_a_result_of_their_own(patient, ask, other):
    whole = own_access(patient)
    cut = dataclasses.replace(whole, **other)

    assert [ask(whole).number, ask(cut).number, ask(whole).number] == [1, 2, 1]


@pytest.mark.parametrize(
    "period",
    [
        Period(FIRST, LAST - dt.timedelta(days=1)),
        Period(FIRST + dt.timedelta(days=1), LAST),
        Period(FIRST, LAST, key="all"),  # reaches up to the newest day, which may lie past the last
    ],
)
def test_other_dates_are_another_result(patient, ask, period):
    access = own_access(patient)

    assert [ask(access).number, ask(access, period).number] == [1, 2]


def test_other_questions_are_another_result(patient, ask):
    access = own_access(patient)

    assert [ask(access, about=name).number for name in ("one", "two", "one")] == [1, 2, 1]


def test_other_code_makes_it_anew(patient, ask, monkeypatch):
    ask(own_access(patient))
    monkeypatch.setattr(module, "made_by", lambda: "another version")

    assert ask(own_access(patient)).number == 2


def test_results_are_not_anothers(patient, ask):
    ask(own_access(patient))

    assert ask(own_access(make.patient())).number == 2


@pytest.mark.parametrize("body", ["", "{", '{"number": "many"}'])
def test_what_was_damaged_in_the_table_is_made_anew(patient, ask, body):
    ask(own_access(patient))
    StoredResult.objects.for_patient(patient).update(body=body)

    assert [ask(own_access(patient)).number for _ in range(2)] == [2, 2]


def test_results_do_not_pile_up(patient, ask, time_machine):
    access = own_access(patient)
    for days in range(KEPT + 5):
        ask(access, Period(FIRST, LAST + dt.timedelta(days=days)))
    assert StoredResult.objects.for_patient(patient).count() == KEPT

    time_machine.shift(KEPT_FOR + dt.timedelta(minutes=1))
    ask(access, Period(FIRST, FIRST))
    assert StoredResult.objects.for_patient(patient).count() == 1


def test_a_request_that_waited_for_the_lock_takes_what_the_first_one_made(patient, ask):
    access = own_access(patient)

    def make_it_while_another_does(made_for: Access):
        raise AssertionError("made twice")

    with transaction.atomic():
        ask(access)
    body = module._make("test", access, MARCH, make_it_while_another_does)

    assert msgspec.json.decode(body, type=Answer) == Answer(1, FIRST)
