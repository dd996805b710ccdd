import datetime as dt

import pytest

from invertrack.care.access import granted_access
from invertrack.care.enums import Scope
from invertrack.insights.board import make_board
from invertrack.insights.periods import Period
from invertrack.insights.voice import CLINICIAN
from invertrack.questionnaires.enums import Name
from tests import make
from tests.sessions.filled import text

pytestmark = pytest.mark.django_db

MAY = Period(dt.date(2026, 5, 1), dt.date(2026, 5, 31))


@pytest.fixture
def clinician():
    return make.clinician().user


def answered(patient, day, **fields):
    return make.completion(of=patient, at=dt.datetime(2026, 5, day, 12, tzinfo=dt.UTC), **fields)


def read(patient, clinician, now, **grant):
    make.grant(of=patient, to=clinician, **grant)
    access = granted_access(to=clinician, patient_id=patient.pk, at=now)
    found = make_board(access, MAY, CLINICIAN).questionnaires
    return found.each if found else []


def test_each_questionnaire_is_shown_with_its_first_and_last_score(clinician, now):
    patient = make.patient()
    answered(patient, 3, name=Name.PGIC)
    answered(patient, 2)
    answered(patient, 9, answers={"pain": 0})
    answered(patient, 16, answers={"pain": 3})
    answered(make.patient(), 20, answers={"pain": 10})

    peg, pgic = read(patient, clinician, now)

    assert (peg.asked.id, peg.times, peg.first.score, peg.last.score) == ("peg", 3, 6.0, 5.0)
    assert (pgic.times, pgic.first.words) == (1, "much improved")


def test_scores_are_cut_by_date_and_deletion(clinician, now):
    patient = make.patient()
    answered(patient, 2)
    gone, kept = answered(patient, 12), answered(patient, 19)
    type(gone).objects.for_patient(patient).filter(id=gone.id).update(deleted_at=now)

    (peg,) = read(patient, clinician, now, data_from=dt.date(2026, 5, 9))

    assert (peg.times, peg.first, peg.last) == (1, kept, kept)


def test_scores_are_closed_without_the_journal(clinician, now):
    patient = make.patient()
    answered(patient, 3)

    assert read(patient, clinician, now, scopes=(Scope.SESSIONS, Scope.TEXT)) == []


def test_review_shows_scores_and_never_the_names_of_activities(client, clinician, now):
    patient = make.patient()
    make.completion(of=patient, name=Name.PSFS, named=(("MARK-SOCKS", 4),), at=now)
    make.grant(of=patient, to=clinician)
    client.force_login(clinician)

    page = text(client.get(f"/clinic/{patient.pk}/"))

    assert "4.0 / 10" in page
    assert "MARK-SOCKS" not in page
