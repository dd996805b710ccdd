"""Each claim of the articles: what studies measured, and one's own data or where to begin."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from invertrack.analysis.gates import SHARE_SESSIONS, Gate, Reason
from invertrack.analysis.results import Estimate, Interval, MeanChange, Method
from invertrack.care.access import own_access
from invertrack.insights import outcomes as module
from invertrack.insights.claims import (
    NOT_MEASURED,
    OWN_DATA,
    Outcome,
    claims,
    ledger,
    reading_finding,
    score_finding,
)
from invertrack.insights.evidence import evidence
from invertrack.insights.outcomes import ReadingChange, ScoreTrend, outcomes_of
from invertrack.insights.periods import ALL, read_period
from invertrack.insights.queries.outcomes import EYE_SYMPTOMS, read_outcomes
from invertrack.journals.models import OPTIONAL_SCORES, Entry
from invertrack.safety.lists import stop_now
from invertrack.sessions.actions import VitalsValues, delete_session
from tests import make

from .days import entry, evening, sessions

FIRST = dt.date(2026, 3, 1)
NUMBER = re.compile(r"\d[\d,.]*\d|\d")
LOW, HIGH = VitalsValues(118, 74, 61, "sitting"), VitalsValues(126, 80, 57, "sitting")


@pytest.fixture
def patient(client):
    patient = make.patient()
    client.force_login(patient.user)
    return patient


def page(client):
    html = client.get(reverse("insights:evidence")).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("&#x27;", "'").split())


def section(client, id_):
    html = client.get(reverse("insights:evidence")).content.decode()
    [found] = re.findall(rf'<section class="claim" id="claim-{id_}".*?</section>', html, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def keep(patient, days, **score_of):
    """An entry of each day from the first on, straight into the table: what a score is, by its place."""
    Entry.objects.bulk_create(
        Entry(
            patient=patient,
            local_date=day,
            tz=patient.tz,
            created_at=evening(day, hour=21),
            **{name: score(offset) for name, score in score_of.items()},
        )
        for offset in range(days)
        for day in [FIRST + dt.timedelta(days=offset)]
    )


def everything(patient, today=dt.date(2026, 5, 12)):
    period, _ = read_period({"period": ALL}, today=today)
    return own_access(patient), period


def rows_of_evidence():
    """Return every row of the evidence page in words, by its id."""
    facts = {fact.id: fact.text for chapter in evidence().chapters for fact in chapter.facts}
    studies = {
        one.id: " ".join((one.who, one.did, one.found, one.limits)) for one in evidence().studies
    }
    return facts | studies


def test_every_claim_of_the_articles_has_a_place_of_its_own():
    assert [claim.outcome for claim in claims()] == [
        Outcome.CHANGE,
        Outcome.TREND,
        Outcome.SPASM,
        Outcome.JOINT_PAIN,
        Outcome.BALANCE,
        Outcome.CIRCULATION,
        Outcome.SETTING,
        Outcome.EYES,
        Outcome.HEART_RATE,
        Outcome.PRESSURE,
    ]
    assert set(OWN_DATA) == set(Outcome)


def test_no_number_beside_a_claim_is_missing_from_the_row_that_it_leads_to():
    told = rows_of_evidence()

    strange = [
        (one.row.id, number)
        for claim in claims()
        for one in claim.outside
        for number in NUMBER.findall(f"{one.size} {one.says}")
        if number not in NUMBER.findall(told[one.row.id])
    ]

    assert strange == []


def test_a_claim_without_a_study_says_so():
    assert [claim.id for claim in claims() if not claim.outside and not claim.gap] == []


def test_what_is_counted_as_a_symptom_of_the_eyes_is_on_the_list_of_symptoms():
    assert [
        code for code in EYE_SYMPTOMS if not re.search("vision|eye", stop_now()[code].text)
    ] == []


def test_scores_of_the_ledger_are_fields_that_the_journal_can_ask():
    kept = {Outcome.SPASM, Outcome.JOINT_PAIN, Outcome.BALANCE, Outcome.CIRCULATION}

    assert kept <= set(OPTIONAL_SCORES)


def test_a_stranger_sees_claims_and_studies_and_no_own_records(client):
    words = page(client)  # without the database fixture: touching it would fail the test

    assert "Is balance steadier?" in words
    assert "No study that was read measures balance." in words
    assert "13 of 16 who had symptoms felt better." in words
    assert "Your own records" not in words
    assert NOT_MEASURED not in words


@pytest.mark.django_db
def test_a_clinician_sees_no_own_records_either(client):
    client.force_login(make.clinician().user)

    assert "Your own records" not in page(client)


@pytest.mark.django_db
def test_what_nobody_logged_is_not_measured_and_leads_to_its_switch(client, patient):
    html = client.get(reverse("insights:evidence")).content.decode()

    assert html.count(NOT_MEASURED) == len(Outcome) - 1
    for name in ("journals:fields", "sessions:create", "journals:index"):
        assert f'<a href="{reverse(name)}">' in html
    assert "Pressure in the eyes cannot be measured here." in html


@pytest.mark.django_db
def test_a_score_below_its_gate_says_how_much_is_missing(client, patient):
    keep(patient, 5, spasm=lambda day: 4)

    words = section(client, "spasm")

    assert "A trend of the score for muscle spasm needs 28 days" in words
    assert "5 so far. 23 more needed. Small samples mislead." in words
    assert NOT_MEASURED not in words


@pytest.mark.django_db
def test_a_score_over_weeks_is_told_with_its_interval_and_its_days(client, patient):
    keep(patient, 35, joint_pain=lambda day: 8 - day // 6 + day % 2)

    words = section(client, "joint-pain")

    assert re.search(
        r"Over 35 days your score for joint pain went down by about \d\.\d+ points a week \(-",
        words,
    )
    assert "n = 35 days with a score, 95% interval." in words


@pytest.mark.django_db
def test_sessions_below_their_gate_show_counts_only(client, patient):
    sessions(patient, FIRST, [(6, 4)] * 6)

    words = section(client, "right-after")

    assert "6 so far. 4 more needed." in words
    assert "average change was" not in words


@pytest.mark.django_db
def test_pain_over_sessions_is_the_finding_of_the_dashboard(client, patient):
    sessions(patient, FIRST, [(6, 4), (5, 5), (7, 4), (6, 5)] * 4)

    words = section(client, "right-after")

    assert "On 12 of 16 sessions your pain was lower after than before (4 the same" in words
    assert words.count("This does not tell you that inversion caused it.") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("days", [SHARE_SESSIONS - 1, SHARE_SESSIONS])
def test_symptoms_of_the_eyes_are_counted_from_five_sessions_on(client, patient, days):
    sessions(patient, FIRST, [(6, 4)] * (days - 1))
    make.session(
        of=patient,
        ended_at=evening(FIRST + dt.timedelta(days=days)),
        side_effects={"eye_bleed_or_spots": 1, "head_pressure": 1, "dizzy": 2},
    )

    words = section(client, "eyes")

    assert ("In 1 of 5 sessions one of these was noted: sudden loss of vision" in words) is (
        days == SHARE_SESSIONS
    )
    assert ("1 more needed." in words) is (days < SHARE_SESSIONS)


@pytest.mark.django_db
def test_readings_are_told_from_ten_sessions_on_as_they_were_entered(client, patient):
    def measure(days):
        for offset in days:
            at = evening(FIRST + dt.timedelta(days=offset))
            after = HIGH._replace(systolic=HIGH.systolic + offset % 3)
            make.session(of=patient, ended_at=at, vitals={"before": LOW, "after": after})

    measure(range(9))
    below = section(client, "blood-pressure")
    measure([9])
    words = section(client, "blood-pressure")

    assert "9 so far. 1 more needed." in below
    assert re.search(
        r"Upper value of blood pressure, after minus before: on average \+8\.9 mmHg \(95% interval"
        r" \+\d\.\d to \+\d\.\d\), n = 10\.",
        words,
    )
    assert words.count("Readings are shown as they were entered") == 1


@pytest.mark.django_db
def test_the_first_session_of_a_day_with_both_readings_counts(patient):
    def measure(hour, **vitals):
        make.session(of=patient, ended_at=evening(FIRST, hour=hour), vitals=vitals)

    measure(8, before=LOW)
    measure(12, before=LOW, after=HIGH)
    measure(18, before=LOW, after=LOW)

    assert read_outcomes(*everything(patient)).changes == {
        "systolic": [8],
        "diastolic": [6],
        "heart_rate": [-4],
    }


@pytest.mark.django_db
def test_what_was_deleted_is_not_counted(patient):
    for day in (FIRST, FIRST + dt.timedelta(days=1)):
        session = make.session(of=patient, ended_at=evening(day), side_effects={"head_pressure": 1})
    delete_session(
        patient=patient,
        session_id=session.pk,
        by=patient.user,
        at=evening(day, hour=20),
        submission=make.seen(session),
    )

    rows = read_outcomes(*everything(patient))
    assert (rows.sessions, rows.with_eye_symptom) == (1, 1)


@pytest.mark.django_db
def test_a_second_view_reads_what_was_made_and_makes_nothing(
    client, patient, django_assert_max_num_queries, monkeypatch
):
    sessions(patient, FIRST, [(6, 4)] * 12)
    first = page(client)

    def fail(*_):
        raise AssertionError("read again")

    monkeypatch.setattr(module, "read_outcomes", fail)
    with django_assert_max_num_queries(3):  # the log-in's session, the account, what is stored
        again = page(client)

    assert again == first


@pytest.mark.django_db
def test_a_change_of_the_records_is_seen_at_the_next_view(client, patient):
    assert NOT_MEASURED in section(client, "spasm")
    entry(patient, FIRST, spasm=4)

    assert NOT_MEASURED not in section(client, "spasm")


@pytest.mark.django_db
def test_nobody_sees_the_records_of_another(client, patient):
    entry(make.patient(), FIRST, spasm=4)

    assert NOT_MEASURED in section(client, "spasm")


def test_a_score_that_never_moved_has_no_interval_and_says_so():
    from invertrack.analysis.trend import daily_trend

    gate = Gate(True, 28, 40, Reason.ENOUGH)
    finding = score_finding("balance", ScoreTrend(40, gate, daily_trend(range(40), [3] * 40)))

    assert finding.interval is None
    assert "always the same score" in finding.sentence


def test_a_reading_without_spread_has_no_interval():
    shown = Estimate(2.0, None, 12, Method.AR1_EFFECTIVE_N)
    mean = MeanChange(shown, shown, 0.0, 0.0, 0.0, 12.0)
    gate = Gate(True, 10, 12, Reason.EARLY)
    finding = reading_finding("heart_rate", ReadingChange(12, gate, mean))

    assert "on average +2.0 beats a minute (95% interval not computable), n = 12." in finding.claim
    assert "This is early" in finding.sentence


def test_every_estimate_beside_a_claim_has_its_n_and_its_interval():
    shown = Estimate(2.0, Interval(1.0, 3.0), 12, Method.AR1_EFFECTIVE_N)
    mean = MeanChange(shown, shown, 1.0, 0.0, 0.0, 12.0)
    found = reading_finding("systolic", ReadingChange(12, Gate(True, 10, 12, Reason.ENOUGH), mean))

    assert found.estimate == 2.0
    assert found.interval == Interval(1.0, 3.0)
    assert "+1.0 to +3.0" in found.sentence
    assert "n = 12" in found.sentence


@pytest.mark.django_db
def test_all_own_data_is_told_in_sentences_that_hold_their_n(patient):
    sessions(patient, FIRST, [(6, 4), (5, 5)] * 6)
    keep(patient, 30, spasm=lambda day: day % 3, balance=lambda day: day // 7)

    lines = ledger(outcomes_of(*everything(patient)))
    findings = [one for line in lines for one in line.own.findings if one.estimate is not None]

    assert {"mean-change", "trend-spasm", "trend-balance"} <= {one.id for one in findings}
    assert [one.id for one in findings if f"{one.n}" not in one.sentence] == []
