"""Questionnaires over time: each on its own scale, its direction said, a change only when far apart."""

import datetime as dt
import re

import pytest

from invertrack.analysis.series import epoch_day
from invertrack.care.access import Access, own_access
from invertrack.care.enums import Scope
from invertrack.insights.answered import LISTED
from invertrack.insights.board import make_board
from invertrack.insights.periods import Period
from invertrack.insights.queries import read_passes
from invertrack.insights.voice import OWN
from invertrack.questionnaires.actions import delete_completion
from invertrack.questionnaires.enums import Name
from tests import make

from .days import evening
from .payloads import FIRST, MARCH, dataset, fetch

pytestmark = pytest.mark.django_db

PERIOD = Period(FIRST, dt.date(2026, 3, 31))


@pytest.fixture
def patient(client):
    patient = make.patient()
    client.force_login(patient.user)
    return patient


def answer(patient, offset, name=Name.PEG, **fields):
    at = evening(FIRST + dt.timedelta(days=offset))
    return make.completion(of=patient, name=name, at=at, **fields)


def ticked(*numbers):
    return {str(number): 1 for number in numbers}


def board(patient, period=PERIOD):
    return make_board(own_access(patient), period, OWN)


def said(patient):
    return {one.asked.id: one for one in board(patient).questionnaires.each}


def test_each_questionnaire_is_a_row_with_its_scale_and_direction(client, patient):
    answer(patient, 2, answers={"pain": 3})
    answer(patient, 9)
    answer(patient, 2, Name.PGIC)
    answer(patient, 3, Name.PSFS, named=(("Socks", 4), ("Stairs", 7)))

    response = fetch(client, "questionnaires")

    start = epoch_day(FIRST)
    assert [found["role"] for found in response.json()["data"]["datasets"]] == [
        "peg",
        "psfs",
        "pgic",
    ]
    assert dataset(response, "peg")["data"] == [
        {"x": start + 2, "y": 5.0},
        {"x": start + 9, "y": 6.0},
    ]
    rows = response.json()["options"]["rows"]
    assert rows["peg"] == {
        "low": 0,
        "high": 10,
        "decimals": 1,
        "every": 7,
        "direction": "lower means less trouble",
    }
    assert rows["psfs"]["direction"] == "higher means less trouble"
    assert (rows["pgic"]["low"], rows["pgic"]["high"]) == (1, 7)
    assert rows["pgic"]["words"][0] == "very much improved"
    assert rows["pgic"]["words"][3] == "no change"


def test_a_change_is_the_published_sentence_with_n_and_days(patient):
    answer(patient, 0, Name.RMDQ24, answers=ticked(*range(1, 13)))
    answer(patient, 28, Name.RMDQ24, answers=ticked(*range(1, 8)))

    rmdq = said(patient)["rmdq24"]

    assert rmdq.sentence == (
        "RMDQ went from 12 to 7 (5 points, 42%). Changes of 5 points or 30% are usually noticed by"
        " people. The later score means less trouble."
    )
    assert rmdq.basis.replace("\N{NO-BREAK SPACE}", " ") == (
        "n = 2, 1 to 29 Mar 2026, 28 days apart. This does not tell you what caused it."
    )


@pytest.mark.parametrize(("days", "is_shown"), [(6, False), (7, True)])
def test_a_change_is_shown_from_seven_days_on(patient, days, is_shown):
    answer(patient, 0)
    answer(patient, days, answers={"pain": 0})

    assert bool(said(patient)["peg"].sentence) is is_shown


def test_a_higher_score_of_the_psfs_is_less_trouble_and_only_shared_activities_count(patient):
    first = answer(patient, 0, Name.PSFS, named=(("Socks", 4), ("Stairs", 2)))
    socks = next(iter(first.answers))
    answer(patient, 28, Name.PSFS, answers={socks: 8}, named=(("Garden", 0),))

    psfs = said(patient)["psfs"]

    assert psfs.sentence.startswith("PSFS went from 4.0 to 8.0 (4.0 points, 100%).")
    assert psfs.sentence.endswith("The later score means less trouble.")
    assert "1 activity rated both times" in psfs.basis


def test_the_pgic_is_a_label_each_time_and_never_a_change(patient):
    answer(patient, 0, Name.PGIC)
    answer(patient, 28, Name.PGIC, answers={"status": "much_worse"})

    pgic = said(patient)["pgic"]

    assert (pgic.sentence, pgic.first.words, pgic.last.words) == ("", "much improved", "much worse")


def test_page_has_chart_table_and_sentences_only_where_something_was_answered(client, patient):
    assert "charts/questionnaires.json" not in client.get("/insights/", MARCH).content.decode()
    answer(patient, 0)
    answer(patient, 14, answers={"pain": 3})

    page = client.get("/insights/", MARCH).content.decode()
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())

    assert "charts/questionnaires.json?from=2026-03-01" in page
    assert "1 to 31 March 2026. Answered: PEG 2 times." in words
    assert "PEG 15 Mar 2026 5.0 / 10 PEG 1 Mar 2026 6.0 / 10" in words
    assert "PEG went from 6.0 to 5.0" in words


def test_questionnaires_alone_are_something_recorded(patient):
    assert board(patient).is_empty
    answer(patient, 3)

    assert not board(patient).is_empty


def test_a_table_of_years_shows_the_newest(patient):
    for week in range(LISTED + 2):
        answer(patient, -7 * week)
    long = Period(FIRST - dt.timedelta(days=800), FIRST)

    found = board(patient, long).questionnaires

    assert (found.each[0].times, len(found.each[0].listed), found.leaves_out) == (62, 60, 60)
    assert found.each[0].listed[0].local_date == FIRST


def test_all_days_begin_with_the_first_pass(client, patient):
    answer(patient, 0)
    answer(patient, 30)

    axis = fetch(client, "questionnaires", period="all").json()["options"]["x"]

    assert axis["min"] == epoch_day(FIRST)


def test_deleted_passes_closed_scopes_and_other_people_are_left_out(patient, now):
    answer(make.patient(), 3)
    gone, kept = answer(patient, 3), answer(patient, 12)
    delete_completion(
        patient=patient, completion_id=gone.id, by=patient.user, at=now, submission=make.seen(gone)
    )
    no_journal = Access(patient, frozenset({Scope.SESSIONS, Scope.TEXT}))
    later_on = Access(patient, frozenset(Scope), data_from=FIRST + dt.timedelta(days=13))

    assert [row.id for row in read_passes(own_access(patient), PERIOD)[0].rows] == [kept.id]
    assert read_passes(no_journal, PERIOD) == read_passes(later_on, PERIOD) == []


def test_passes_of_a_period_are_one_statement(patient, django_assert_num_queries):
    for offset in (0, 7, 14):
        answer(patient, offset)
        answer(patient, offset, Name.PGIC)
        with django_assert_num_queries(1):
            read_passes(own_access(patient), PERIOD)
