"""What the demo people answered follows the schedule and scores as the scorers do."""

import datetime as dt

import pytest

from invertrack.demo.people import CAST
from invertrack.demo.story import Demo, tell
from invertrack.questionnaires.enums import Name
from invertrack.questionnaires.models import Activity, Completion
from invertrack.questionnaires.scoring import score

NOW = dt.datetime(2026, 11, 22, 3, 15, tzinfo=dt.UTC)


def told(person):
    return tell(person, Demo(years=0.6, now=NOW), clinician=None)


@pytest.fixture(scope="module")
def lead():
    return told(CAST[0]).rows


def of(rows, name):
    return [row for row in rows[Completion] if row.instrument == name]


def test_lead_answered_each_questionnaire_several_times(lead):
    weeks = round(0.6 * 52)

    assert weeks * 0.6 < len(of(lead, Name.PEG)) <= weeks + 1
    assert all(len(of(lead, name)) >= 3 for name in (Name.RMDQ24, Name.PSFS, Name.PGIC))
    assert min(row.at for row in of(lead, Name.PGIC)) > min(row.at for row in of(lead, Name.PEG))
    assert max(row.at for row in lead[Completion]) <= NOW


def test_scores_are_those_of_the_scorers(lead):
    assert all(row.score == score(row.asked, row.answers) for row in lead[Completion])
    assert all(len(row.answers) == 24 for row in of(lead, Name.RMDQ24))


def test_activities_are_named_once_and_rated_each_time(lead):
    ids = {str(row.id) for row in lead[Activity]}

    assert len(ids) == 3
    assert all(set(row.answers) == ids for row in of(lead, Name.PSFS))


def test_a_few_others_answer_and_most_do_not():
    answering = [person.name for person in CAST[:8] if told(person).rows[Completion]]

    assert answering == ["Marta Lindner", "Aroha Tamihana", "Rajesh Iyer"]
