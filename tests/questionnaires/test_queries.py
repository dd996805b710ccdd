"""When a questionnaire is due, and which two times are compared."""

import datetime as dt

import pytest

from invertrack.care.access import granted_access, own_access
from invertrack.care.enums import Scope
from invertrack.questionnaires import queries
from invertrack.questionnaires.enums import Name
from invertrack.questionnaires.models import Completion
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 5, 12, 10, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 5, 12)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(standing_clock):
    return standing_clock


def due(patient):
    return {one.asked.id: one.on for one in queries.due_dates(own_access(patient))}


def peg(patient, days_ago, *scores):
    answers = dict(zip(("pain", "enjoyment", "activity"), scores, strict=True))
    return make.completion(of=patient, answers=answers, at=NOW - days_ago * DAY)


def result(row):
    return queries.result(own_access(row.patient), row)


def test_at_the_start_all_but_the_pgic_are_due(patient):
    assert due(patient) == {
        "peg": TODAY,
        "rmdq24": TODAY,
        "psfs": TODAY,
        "pgic": TODAY + 28 * DAY,
    }
    names = [asked.name for asked in queries.due_now(own_access(patient), TODAY)]
    assert names == ["PEG", "RMDQ", "PSFS"]


def test_next_due_date_follows_the_last_pass(patient):
    make.completion(of=patient, at=NOW - 6 * DAY)
    make.completion(of=patient, name=Name.RMDQ24, at=NOW - 28 * DAY)
    make.completion(of=make.patient(), name=Name.PSFS, named=(("Theirs", 1),), at=NOW)

    assert due(patient) == {
        "peg": TODAY + DAY,
        "rmdq24": TODAY,
        "psfs": TODAY,
        "pgic": TODAY + 28 * DAY,
    }


def test_deleted_pass_counts_for_nothing(patient):
    row = make.completion(of=patient)
    Completion.objects.for_patient(patient).filter(id=row.id).update(deleted_at=NOW)

    assert due(patient)["peg"] == TODAY


def test_list_shows_the_latest_of_each(patient):
    for days_ago in (40, 30, 20, 10):
        make.completion(of=patient, at=NOW - days_ago * DAY)
    make.completion(of=patient, name=Name.PGIC)

    shown = queries.listed(own_access(patient), TODAY)

    assert [one.due.asked.id for one in shown] == list(Name)
    days = [[(TODAY - row.local_date).days for row in one.latest] for one in shown]
    assert days == [[10, 20, 30], [], [], [0]]
    assert [one.is_due for one in shown] == [True, True, True, False]


def test_first_and_last_time_a_week_before_are_compared(patient):
    first = peg(patient, 30, 8, 8, 8)
    before = peg(patient, 7, 6, 6, 6)
    peg(patient, 6, 0, 0, 0)  # too close
    now = peg(patient, 0, 4, 5, 5)

    found = result(now)

    assert [(one.label, one.before, one.days) for one in found.compared] == [
        ("Since the first time", first, 30),
        ("Since the time before", before, 7),
    ]
    assert [round(one.change.points, 2) for one in found.compared] == [-3.33, -1.33]
    assert (found.number, found.has_earlier) == (4, True)


def test_times_closer_than_a_week_are_not_compared(patient):
    peg(patient, 6, 8, 8, 8)

    found = result(peg(patient, 0, 4, 4, 4))

    assert (found.compared, found.has_earlier) == ([], True)


def test_another_version_is_another_questionnaire(patient):
    old = peg(patient, 30, 8, 8, 8)
    Completion.objects.for_patient(patient).filter(id=old.id).update(instrument_version="1")

    assert result(peg(patient, 0, 4, 4, 4)).compared == []


def test_activities_are_compared_by_what_was_rated_both_times(patient):
    first = make.completion(
        of=patient,
        name=Name.PSFS,
        named=(("Socks", 2), ("Stairs", 4), ("Shoes", 9)),
        at=NOW - 28 * DAY,
    )
    socks, stairs, shoes = first.answers
    now = make.completion(
        of=patient,
        name=Name.PSFS,
        answers={socks: 6, stairs: 5, shoes: None},
        named=(("Garden", 1),),
    )

    (found,) = result(now).compared

    assert (found.change.before, found.change.after, found.activities) == (3.0, 5.5, 2)
    assert now.score == 4.0
    parts = [(part.text, part.said, part.before) for part in result(now).parts]
    assert parts == [
        ("Socks", "6 / 10", "2 / 10"),
        ("Stairs", "5 / 10", "4 / 10"),
        ("Shoes", "not rated", "9 / 10"),
        ("Garden", "1 / 10", "not rated"),
    ]


def test_activities_without_one_in_common_have_no_change(patient):
    make.completion(of=patient, name=Name.PSFS, named=(("Socks", 2),), at=NOW - 28 * DAY)

    (found,) = result(make.completion(of=patient, name=Name.PSFS, named=(("Stairs", 5),))).compared

    assert (found.change, found.activities) == (None, 0)


def test_labels_have_no_change_to_compare(patient):
    make.completion(of=patient, name=Name.PGIC, at=NOW - 28 * DAY)

    found = result(make.completion(of=patient, name=Name.PGIC))

    assert found.compared == []
    assert [(part.said, part.before) for part in found.parts] == [("much improved",) * 2]


def test_activities_in_use_come_with_the_last_score(patient):
    make.completion(of=patient, name=Name.PSFS, named=(("Socks", 2), ("Stairs", None)))
    make.completion(of=make.patient(), name=Name.PSFS, named=(("Theirs", 2),))

    found = queries.activities(own_access(patient))

    assert [(row.name, score, day) for row, score, day in found] == [
        ("Socks", 2, TODAY),
        ("Stairs", None, TODAY),
    ]


def test_grant_cuts_by_scope_and_by_first_day(patient):
    for days_ago in (30, 3):
        make.completion(of=patient, at=NOW - days_ago * DAY)
    seen = []
    for grant in (
        {"scopes": (Scope.JOURNAL,)},
        {"scopes": (Scope.JOURNAL,), "data_from": TODAY - 10 * DAY},
        {"scopes": (Scope.SESSIONS, Scope.TEXT)},
    ):
        reader = make.clinician().user
        make.grant(of=patient, to=reader, **grant)
        access = granted_access(to=reader, patient_id=patient.pk, at=NOW)
        found = queries.passes_between(access, TODAY - 90 * DAY, TODAY)
        seen.append([len(rows) for rows in found])

    assert seen == [[2], [1], []]
