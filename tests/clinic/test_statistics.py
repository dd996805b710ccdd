"""Methods, n, intervals and p-values behind the findings, for the clinician's eyes."""

import datetime as dt
import random
import re
from dataclasses import replace

import pytest
from django.urls import reverse

from invertrack.analysis.analyse import analyse
from invertrack.analysis.multiplicity import holm
from invertrack.analysis.record import Pair, Record
from invertrack.care.access import own_access
from invertrack.care.actions import Submission
from invertrack.care.enums import Scope
from invertrack.clinic import statistics as module
from invertrack.clinic.statistics import LISTED, METHODS, cross_checks_in, p_words, statistics_rows
from invertrack.core.ids import uuid7
from invertrack.insights.actions import choose_question
from invertrack.insights.enums import Question
from invertrack.insights.findings import findings_of
from invertrack.insights.periods import Period
from invertrack.insights.stored import Chosen, Found, found_in
from invertrack.insights.voice import CLINICIAN
from invertrack.journals.models import JournalDay
from invertrack.sessions.models import SessionDay
from invertrack.users.agreements import agreement
from tests import make
from tests.insights.days import evening, sessions

pytestmark = pytest.mark.django_db

FIRST = dt.date(2026, 3, 1)
MARCH_ON = Period(FIRST, dt.date(2026, 5, 12))


@pytest.fixture
def patient():
    return make.patient(name="Ada")


@pytest.fixture
def months(patient):
    """Two months, straight into the roll-ups: a rating each day, a session every other one."""
    days, chance = [FIRST + dt.timedelta(days=offset) for offset in range(60)], random.Random(7)
    JournalDay.objects.bulk_create(
        JournalDay(
            patient=patient,
            local_date=day,
            has_entry=True,
            pain_avg_24h=max(0, 8 - offset // 12 - chance.randint(0, 3)),
        )
        for offset, day in enumerate(days)
    )
    SessionDay.objects.bulk_create(
        SessionDay(
            patient=patient,
            local_date=day,
            sessions=1,
            seconds=120,
            angle_max_deg=25,
            pair_session_id=uuid7(),
            pair_angle_deg=(15, 25, 35)[offset % 3],
            pair_duration_s=120,
            pair_before=6 + offset % 2,
            pair_after=5 - offset % 3 // 2,
        )
        for offset, day in enumerate(days[::2])
    )
    return patient


@pytest.fixture
def review(client, months):
    clinician = make.clinician().user
    client.force_login(clinician)

    def ask(**grant):
        make.grant(of=months, to=clinician, **grant)
        address = reverse("clinic:review", args=[months.pk])
        html = client.get(address, MARCH_ON.params).content.decode()
        found = re.search(
            r'<section[^>]*aria-labelledby="statistics">.*?</section>', html, re.DOTALL
        )
        words = re.sub(r"<[^>]+>", " ", found[0]).replace("&#x27;", "'").replace("&lt;", "<")
        return " ".join(words.split())

    return ask


def rows_of(patient):
    found = found_in(own_access(patient), MARCH_ON)
    findings = {one.id: one for one in findings_of(found, voice=CLINICIAN)}
    return {row.what: row for row in statistics_rows(findings, found.analysis)}, found.analysis


def test_a_review_holds_method_interval_n_and_p_beside_the_disclaimer(review):
    words = review()

    assert agreement("clinician").text in words
    assert re.search(
        r"Trend of daily pain, points a week primary -\d\.\d+ -\d\.\d+ to -\d\.\d+ 60"
        r" (< 0\.001|0\.\d{3}) – Theil-Sen",
        words,
    )
    assert re.search(r"Mean change over a session, points -\d\.\d -\d\.\d to -\d\.\d 30 – –", words)
    assert re.search(r"Wilcoxon signed ranks, zeros as Pratt T = [\d.]+ 30 (<|0\.)", words)
    assert re.search(r"Mann-Kendall, Hamed and Rao, 3 lags z = -\d\.\d\d 60", words)


def test_what_is_withheld_says_why_and_shows_no_number(review):
    words = review()

    assert "points per 10°; relief by time at angle, points per minute A link with angle" in words
    assert "30 so far. 10 more needed." in words


def test_what_is_not_shared_is_not_counted(review):
    words = review(scopes=(Scope.SESSIONS,))

    assert "Trend of daily pain" not in words
    assert "usual pain" not in words.lower()
    assert "Mann-Kendall" not in words
    assert "Sign test" in words


def test_a_review_with_all_its_statistics_fits_its_budget(
    review, client, months, django_assert_max_num_queries
):
    review()

    with django_assert_max_num_queries(30):
        client.get(reverse("clinic:review", args=[months.pk]), MARCH_ON.params)


def test_holms_p_goes_over_the_exploratory_findings_and_leaves_the_primary_one(months, now):
    submission = Submission.new()
    before = evening(FIRST - dt.timedelta(days=1))
    choose_question(
        patient=months, by=months.user, at=before, submission=submission, question=Question.LEFT
    )
    months.refresh_from_db()

    rows, analysis = rows_of(months)

    trend = rows[LISTED["pain-trend"]]
    assert not trend.is_primary
    assert trend.holm == p_words(holm([analysis.trend.p_shown])[0])
    assert rows[LISTED["left"]].is_primary


def test_two_slopes_of_one_regression_share_their_level():
    chance = random.Random(11)
    pairs = tuple(
        Pair(day, chance.choice((15, 25, 35)), chance.choice((60, 120, 180)), before, before - 1)
        for day in range(0, 120, 2)
        for before in [chance.randint(4, 9)]
    )
    pairs = tuple(replace(pair, after=pair.after - chance.randint(0, 2)) for pair in pairs)
    analysis = analyse(Record(pairs=pairs))
    found = Found(analysis, Chosen(Question.TREND, None))
    findings = {one.id: one for one in findings_of(found, voice=CLINICIAN)}

    rows = {row.what: row for row in statistics_rows(findings, analysis)}

    ps = [analysis.dose.angle.p_shown, analysis.dose.minutes.p_shown]
    shown = [rows[LISTED[id_]] for id_ in ("angle-slope", "minutes-slope")]
    assert [row.p for row in shown] == [p_words(p) for p in ps]
    assert [row.holm for row in shown] == [p_words(p) for p in holm(ps)]
    assert shown[0].holm != shown[0].p


def test_everything_that_may_be_listed_has_a_method_in_words(months):
    rows, _ = rows_of(months)

    assert {part.strip().lower() for what in rows for part in what.split(";")} == {
        what.lower() for what in LISTED.values()
    }
    assert [what for what, row in rows.items() if not row.method] == []
    assert all(METHODS.values())


def test_below_the_gates_no_test_is_made(patient):
    sessions(patient, FIRST, [(6, 4)] * 9)

    assert cross_checks_in(own_access(patient), MARCH_ON).tests == ()


def test_changes_that_are_all_none_have_no_rank_test(patient):
    sessions(patient, FIRST, [(5, 5)] * 10)

    tests = {one.test: one for one in cross_checks_in(own_access(patient), MARCH_ON).tests}

    assert tests["Sign test"].p is None
    assert tests["Sign test"].p_words == "not computable"
    assert tests["Sign test"].value_words == ""


def test_tests_are_made_once(months, monkeypatch, django_assert_num_queries):
    first = cross_checks_in(own_access(months), MARCH_ON)

    def fail(*_):
        raise AssertionError("read again")

    monkeypatch.setattr(module, "read_days", fail)
    with django_assert_num_queries(1):
        assert cross_checks_in(own_access(months), MARCH_ON) == first
