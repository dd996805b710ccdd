import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse

from invertrack.care.enums import Scope
from invertrack.care.models import Grant
from invertrack.core.models import AuditEvent
from invertrack.journals.actions import correct_rating
from invertrack.sessions.actions import correct_session
from invertrack.sessions.actions.values import HoldValues, VitalsValues
from invertrack.users.agreements import agreement
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinician(client):
    clinician = make.clinician()
    client.force_login(clinician.user)
    return clinician.user


@pytest.fixture
def patient():
    return make.patient(name="Ada")


def url_of(patient):
    return reverse("clinic:review", args=[patient.pk])


def text(response):
    page = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(page.replace("\N{NO-BREAK SPACE}", " ").replace("&#x27;", "'").split())


def test_panel_of_nobody_says_what_to_do(client, clinician):
    response = client.get("/clinic/")

    assert "Nobody has given you access yet. A patient invites you" in text(response)


def test_panel_links_each_name_to_the_review(client, clinician, patient):
    make.grant(of=patient, to=clinician, scopes=(Scope.SESSIONS,), data_from=dt.date(2026, 3, 1))

    response = client.get("/clinic/")

    assert f'href="{url_of(patient)}"' in response.content.decode()
    assert "Ada No session yet · journal not shared" in text(response)
    assert "records from 1 Mar 2026 sessions" in text(response)


def test_panel_fits_its_budget_whatever_the_number(
    client, clinician, now, django_assert_max_num_queries
):
    counts = []
    for days in (0, 40, 50):
        shared = make.patient()
        make.grant(of=shared, to=clinician)
        make.session(of=shared, ended_at=now - dt.timedelta(days=days))
        with django_assert_max_num_queries(8) as captured:
            client.get("/clinic/")
        counts.append(len(captured))
    assert counts[1] == counts[2]


def test_panel_does_not_exist_for_a_patient(client, patient):
    client.force_login(patient.user)

    assert client.get("/clinic/").status_code == 404


def test_review_shows_charts_sessions_side_effects_and_journal(client, clinician, patient, now):
    make.grant(of=patient, to=clinician)
    make.session(of=patient, side_effects={"dizzy": 2}, note="strap slipped")
    make.entry(of=patient, day=patient.today(now), pain_avg_24h=3, note="slept badly")

    response = client.get(url_of(patient))

    said = text(response)
    assert response.content.decode().count("data-chart=") == 6
    assert agreement("clinician").text in said
    assert "Shares sessions, journal scores, notes in their own words." in said
    assert "Dizzy or light-headed (often a sign of coming up too fast) (moderate)" in said
    assert "strap slipped" in said
    assert "slept badly" in said


def test_review_is_one_look_and_its_charts_belong_to_it(client, clinician, patient):
    make.grant(of=patient, to=clinician)

    response = client.get(url_of(patient))
    for found in re.findall(r'data-chart="([^"]+)"', response.content.decode()):
        assert client.get(found.replace("&amp;", "&")).status_code == 200

    (look,) = AuditEvent.objects.about(patient)
    assert (look.actor_id, look.page) == (clinician.pk, "review")


def test_every_review_is_a_look_of_its_own(client, clinician, patient):
    make.grant(of=patient, to=clinician)

    client.get(url_of(patient))
    client.get(url_of(patient), {"period": "30"})

    assert AuditEvent.objects.about(patient).count() == 2


def test_review_is_refused_at_the_click_after_revoking(client, clinician, patient, now):
    grant = make.grant(of=patient, to=clinician)
    assert client.get(url_of(patient)).status_code == 200

    Grant.objects.for_patient(patient).filter(id=grant.id).update(revoked_at=now)

    assert client.get(url_of(patient)).status_code == 404
    assert AuditEvent.objects.about(patient).count() == 1


def test_review_answers_the_same_for_nobody_and_for_somebody_elses_patient(
    client, clinician, patient
):
    theirs, nobody = client.get(url_of(patient)), client.get(f"/clinic/{uuid.uuid4()}/")

    assert theirs.status_code == nobody.status_code == 404
    assert theirs.content == nobody.content
    assert not AuditEvent.objects.exists()


def test_review_does_not_exist_without_a_clinicians_profile(client, patient):
    reader = make.user()
    make.grant(of=patient, to=reader)
    client.force_login(reader)

    assert client.get(url_of(patient)).status_code == 404


def test_review_only_reads(client, clinician, patient):
    make.grant(of=patient, to=clinician)

    assert client.post(url_of(patient)).status_code == 405


@pytest.mark.parametrize("params", [{}, {"period": "all"}, {"from": "2020-01-01"}])
def test_review_shows_nothing_from_before_the_first_shared_day(
    client, clinician, patient, now, params
):
    earlier, first = now - dt.timedelta(days=2), now - dt.timedelta(days=1)
    make.session(
        of=patient,
        ended_at=earlier,
        angle_deg=77,
        side_effects={"chest_pain": 3},
        note="marked note",
    )
    make.entry(of=patient, day=patient.today(earlier), pain_avg_24h=9, note="marked day")
    make.session(of=patient, ended_at=first, angle_deg=30)
    make.grant(of=patient, to=clinician, data_from=patient.today(first))

    response = client.get(url_of(patient), params)
    said = text(response)

    assert "30°, 2 min" in said
    assert not [mark for mark in ("77°", "Chest pain", "marked") if mark in said]
    assert response.context["board"].period.first >= patient.today(first)
    assert response.context["board"].sessions == 1


@pytest.mark.parametrize(
    ("scopes", "sentence", "hidden"),
    [
        ((Scope.JOURNAL, Scope.TEXT), "Ada did not share sessions with you.", ["77°", "note-s"]),
        ((Scope.SESSIONS, Scope.TEXT), "Ada did not share journal scores", ["note-j"]),
        ((Scope.SESSIONS, Scope.JOURNAL), "Ada did not share journal notes", ["note-s", "note-j"]),
        ((Scope.TEXT,), "Ada did not share sessions with you.", ["77°", "note-s", "note-j"]),
    ],
)
def test_review_says_in_its_place_what_is_not_shared(
    client, clinician, patient, now, scopes, sentence, hidden
):
    make.session(of=patient, angle_deg=77, note="note-s")
    make.entry(of=patient, day=patient.today(now), pain_avg_24h=3, note="note-j")
    make.grant(of=patient, to=clinician, scopes=scopes)

    said = text(client.get(url_of(patient)))

    assert sentence in said
    assert not [mark for mark in hidden if mark in said]


def test_review_shows_times_where_they_happened(client, clinician, patient, now):
    # The clinician's own zone must not move the patient's times.
    make.patient(of=clinician, tz="America/Los_Angeles")
    make.grant(of=patient, to=clinician)
    ended = dt.datetime(2026, 3, 3, 10, 59, tzinfo=dt.UTC)
    make.session(of=patient, ended_at=ended, tz="Pacific/Auckland", duration_s=60)

    response = client.get(url_of(patient), {"from": "2026-03-01", "to": "2026-03-31"})

    assert "3 Mar 2026, 23:58 Pacific/Auckland" in text(response)


def test_review_pages_through_sessions(client, clinician, patient, now):
    make.grant(of=patient, to=clinician)
    for days in range(21):
        make.session(of=patient, ended_at=now - dt.timedelta(days=days))

    first = client.get(url_of(patient))
    older = first.context["page"].older
    second = client.get(url_of(patient), {"before": older})
    damaged = client.get(url_of(patient), {"before": "nonsense"})

    assert f"?period=90&amp;before={older}#sessions" in first.content.decode()
    assert len(second.context["page"].rows) == 1
    assert "Newest sessions" in text(second)
    assert len(damaged.context["page"].rows) == 20


def test_review_lists_the_latest_body_map_and_what_was_managed(client, clinician, patient, now):
    make.grant(of=patient, to=clinician)
    entry = make.entry(of=patient, day=patient.today(now), managed="A walk.", managed_today=7)
    make.body(of=entry, lower_back_left=6, calf_left=2)

    page = text(client.get(url_of(patient)))

    assert "lower back, left 6 / 10; calf, left 2 / 10." in page
    assert "Highest: back 6 / 10, hips and legs 2 / 10." in page
    assert "A walk." in page


def test_review_costs_the_same_for_one_and_for_three_rows(
    client, clinician, patient, now, django_assert_max_num_queries
):
    make.grant(of=patient, to=clinician)
    counts = []
    for length in (1, 2):  # one row, then three
        for days in range(length):
            at = now - dt.timedelta(days=10 * length + days)
            make.session(of=patient, ended_at=at, side_effects={"dizzy": 1}, note="note")
            make.entry(of=patient, day=patient.today(at), pain_avg_24h=3, note="note")
        client.get(url_of(patient))  # makes what is stored
        with django_assert_max_num_queries(30) as captured:
            client.get(url_of(patient))
        counts.append(len(captured))
    assert len(set(counts)) == 1


def test_list_of_patients_is_a_look_once_in_half_an_hour(clinician, client):
    one, other = make.patient(), make.patient()
    for patient in (one, other):
        make.grant(of=patient, to=clinician)

    for _ in range(3):
        client.get(reverse("clinic:panel"))

    looks = AuditEvent.objects.filter(actor_id=clinician.pk)
    assert sorted(looks.values_list("patient_id", "page")) == sorted(
        (patient.pk, "list of patients") for patient in (one, other)
    )


def test_review_tells_what_was_said_before_within_its_scope(client, clinician, patient, now):
    session = make.session(of=patient, ended_at=now, pain_before=8)
    values = make.session_values(ended_at=now, tz=patient.tz, pain_before=5)
    correct_session(
        patient=patient,
        session_id=session.id,
        by=patient.user,
        at=now,
        submission=make.seen(session),
        clean=lambda _: values,
    )
    rating = make.rating(of=patient, score=9, at=now)
    correct_rating(
        patient=patient,
        rating_id=rating.id,
        by=patient.user,
        at=now,
        submission=make.seen(rating),
        clean=lambda: 4,
    )
    grant = make.grant(of=patient, to=clinician)

    said = text(client.get(url_of(patient)))
    Grant.objects.for_patient(patient).filter(id=grant.id).update(scopes=[Scope.SESSIONS])
    without_journal = text(client.get(url_of(patient)))

    assert "Pain before: changed from 8 / 10 to 5 / 10 on" in said
    assert "changed from 9 / 10 to 4 / 10 on" in said
    assert "changed from 8 / 10 to 5 / 10 on" in without_journal
    assert "9 / 10" not in without_journal


def test_review_lists_holds_and_readings(client, clinician, patient, now):
    holds = (HoldValues(20, 60), HoldValues(40, 120))
    vitals = {"before": VitalsValues(128, 82, 66, "sitting")}
    make.session(of=patient, ended_at=now, holds=holds, vitals=vitals)
    make.grant(of=patient, to=clinician)

    said = text(client.get(url_of(patient)))

    assert "2 holds: 20° for 1 min, 40° for 2 min" in said
    assert "Before, sitting: 128 / 82 mmHg, 66 a minute" in said
