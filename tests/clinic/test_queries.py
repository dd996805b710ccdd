import datetime as dt

import pytest

from invertrack.care.access import granted_access
from invertrack.care.enums import Scope
from invertrack.clinic import queries
from invertrack.insights.periods import Period
from invertrack.insights.queries import read_days
from invertrack.safety.enums import Level
from invertrack.sessions.queries import read_cursor
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinician():
    return make.clinician().user


def ago(now, days):
    return now - dt.timedelta(days=days)


def shared(clinician, **grant):
    patient = make.patient(name=grant.pop("name", ""))
    make.grant(of=patient, to=clinician, **grant)
    return patient


def only_row(clinician, now):
    (row,) = queries.panel(clinician, now)
    return row


def test_panel_counts_the_last_28_local_days(clinician, now):
    patient = shared(clinician)
    for days in (0, 27, 28):
        make.session(of=patient, ended_at=ago(now, days), side_effects={"dizzy": 1})
        make.entry(of=patient, day=patient.today(ago(now, days)), pain_avg_24h=4)

    row = only_row(clinician, now)

    assert (row.sessions, row.side_effects, row.rated_days) == (2, 2, 2)
    assert row.last_session == row.last_journal == patient.today(now)


def test_panel_uses_no_day_before_the_first_shared_one(clinician, now):
    patient = make.patient()
    make.grant(of=patient, to=clinician, data_from=patient.today(ago(now, 5)))
    for days in (5, 6, 20):
        make.session(of=patient, ended_at=ago(now, days), side_effects={"dizzy": 1})
        make.entry(of=patient, day=patient.today(ago(now, days)), pain_avg_24h=4)

    row = only_row(clinician, now)

    assert (row.sessions, row.side_effects, row.rated_days) == (1, 1, 1)


def test_panel_knows_the_last_day_of_a_patient_who_was_quiet_for_long(clinician, now):
    patient = shared(clinician)
    for days in (40, 50):
        make.session(of=patient, ended_at=ago(now, days))
        make.entry(of=patient, day=patient.today(ago(now, days)), pain_avg_24h=4)

    row = only_row(clinician, now)

    assert row.last_session == row.last_journal == patient.today(ago(now, 40))
    assert (row.sessions, row.side_effects, row.rated_days) == (0, 0, 0)


def test_panel_shows_no_last_day_before_the_first_shared_one(clinician, now):
    patient = make.patient()
    make.grant(of=patient, to=clinician, data_from=patient.today(now))
    make.session(of=patient, ended_at=ago(now, 3))
    make.entry(of=patient, day=patient.today(ago(now, 3)), pain_avg_24h=4)

    row = only_row(clinician, now)

    assert (row.last_session, row.last_journal, row.sessions, row.rated_days) == (None, None, 0, 0)


@pytest.mark.parametrize(
    ("scopes", "sessions", "rated"),
    [((Scope.SESSIONS,), 1, 0), ((Scope.JOURNAL,), 0, 1), ((Scope.TEXT,), 0, 0)],
)
def test_panel_counts_only_what_the_scopes_open(clinician, now, scopes, sessions, rated):
    patient = shared(clinician, scopes=scopes)
    make.session(of=patient)
    make.entry(of=patient, day=patient.today(now), pain_avg_24h=4)

    row = only_row(clinician, now)

    assert (row.sessions, row.rated_days) == (sessions, rated)
    assert (row.last_session is not None, row.last_journal is not None) == (sessions > 0, rated > 0)


def test_panel_cuts_each_patient_by_their_own_grant(clinician, now):
    since = {"one": 5, "two": 10, "three": None, "four": 10}
    for name, days in since.items():
        patient = make.patient(name=name)
        for back in (0, 5, 10, 15):
            make.session(of=patient, ended_at=ago(now, back))
        make.grant(
            of=patient,
            to=clinician,
            data_from=patient.today(ago(now, days)) if days else None,
            scopes=(Scope.JOURNAL,) if name == "four" else tuple(Scope),
        )

    rows = {row.share.access.patient.name: row.sessions for row in queries.panel(clinician, now)}

    assert rows == {"one": 2, "two": 3, "three": 4, "four": 0}


def test_panel_uses_the_patients_own_today(clinician):
    now = dt.datetime(2026, 3, 30, 11, 30, tzinfo=dt.UTC)
    for tz in ("Pacific/Kiritimati", "Pacific/Niue"):  # the 31st and the 30th
        patient = make.patient(tz=tz, name=tz)
        make.grant(of=patient, to=clinician)
        for day in (3, 4):
            make.entry(of=patient, day=dt.date(2026, 3, day), pain_avg_24h=4)

    rows = {row.share.access.patient.tz: row.rated_days for row in queries.panel(clinician, now)}

    assert rows == {"Pacific/Kiritimati": 1, "Pacific/Niue": 2}


def test_panel_leaves_out_grants_that_ended_and_other_clinicians_patients(clinician, now):
    shared(clinician, name="revoked", revoked_at=now)
    shared(clinician, name="expired", valid_until=now)
    shared(make.clinician().user, name="other")
    make.patient(name="nobody's")

    assert queries.panel(clinician, now) == []


def test_panel_is_sorted_by_name(clinician, now):
    for name in ("bea", "Ada", "Cy"):
        shared(clinician, name=name)

    names = [row.share.access.patient.name for row in queries.panel(clinician, now)]

    assert names == ["Ada", "bea", "Cy"]


@pytest.mark.parametrize(("days", "statements"), [(1, 4), (40, 5)])
def test_panel_costs_the_same_for_any_number_of_patients(
    clinician, now, days, statements, django_assert_num_queries
):
    for number in (1, 2, 3):
        patient = shared(clinician, data_from=ago(now, 100 + number).date())
        make.session(of=patient, ended_at=ago(now, days))
        make.entry(of=patient, day=patient.today(ago(now, days)))
        with django_assert_num_queries(statements):
            assert len(queries.panel(clinician, now)) == number


def access_to(patient, clinician, now, **grant):
    make.grant(of=patient, to=clinician, **grant)
    return granted_access(to=clinician, patient_id=patient.pk, at=now)


def last_days(patient, now, days=30):
    return Period(patient.today(ago(now, days - 1)), patient.today(now))


def test_side_effects_come_gravest_level_first_with_the_lists_words(clinician, now):
    patient = make.patient()
    for days, found in enumerate([{"dizzy": 1}, {"dizzy": 2, "chest_pain": 0}, {"headache": 1}]):
        make.session(of=patient, ended_at=ago(now, days), side_effects=found)
    access = access_to(patient, clinician, now)

    rows = queries.side_effect_rows(access, last_days(patient, now))
    sums = queries.side_effect_sums(rows)

    assert [(s.level, s.sessions, s.worst) for s in sums] == [
        (Level.EMERGENCY, 1, "Barely noticed"),
        (Level.STOP, 2, "Moderate"),
        (Level.STOP, 1, "Mild"),
    ]
    assert sums[1].text == "Dizzy or light-headed (often a sign of coming up too fast)"
    assert sums[1].last == patient.today(now)


def test_side_effects_before_the_first_shared_day_are_not_read(clinician, now):
    patient = make.patient()
    make.session(of=patient, ended_at=ago(now, 3), side_effects={"chest_pain": 3})
    access = access_to(patient, clinician, now, data_from=patient.today(ago(now, 2)))

    assert queries.side_effect_rows(access, last_days(patient, now)) == []


def test_side_effect_of_a_list_that_was_left_keeps_its_code():
    (found,) = queries.side_effect_sums([(None, dt.date(2026, 3, 1), "odd_feeling", 1)])

    assert (found.text, found.level) == ("odd feeling", None)


def test_session_pages_reach_every_session_once(clinician, now):
    patient = make.patient()
    for days in range(23):
        make.session(of=patient, ended_at=ago(now, days))
    access = access_to(patient, clinician, now)
    period = last_days(patient, now)

    first = queries.session_page(access, period, before=None, effects=[])
    cursor = read_cursor(first.older)
    second = queries.session_page(access, period, before=cursor, effects=[])

    seen = [row.session.id for row in first.rows + second.rows]
    assert (len(first.rows), len(second.rows), len(set(seen))) == (20, 3, 23)
    assert second.older is None


def test_session_notes_need_the_scope_of_text(clinician, now):
    patient = make.patient()
    make.session(of=patient, note="mark")
    period = last_days(patient, now)
    closed = access_to(patient, clinician, now, scopes=(Scope.SESSIONS,))
    opened = access_to(patient, make.clinician().user, now)

    notes = [
        queries.session_page(access, period, before=None, effects=[]).rows[0].note
        for access in (closed, opened)
    ]

    assert notes == ["", "mark"]


def test_journal_table_has_columns_only_for_scores_that_were_kept(clinician, now):
    patient = make.patient()
    today = patient.today(now)
    make.entry(of=patient, day=today, pain_avg_24h=3, mood=0)
    make.rating(of=patient, score=5)
    access = access_to(patient, clinician, now)

    table = queries.journal_table(access, read_days(access, last_days(patient, now)))

    assert table.columns == ["average, 24 h", "worst, 24 h", "leg pain", "mood", "right now"]
    assert [str(cell) for cell in table.rows[0].cells] == ["3", "None", "None", "0", "5"]


def test_journal_table_holds_a_day_of_ratings_alone(clinician, now):
    patient = make.patient()
    make.rating(of=patient, score=5)
    access = access_to(patient, clinician, now)

    table = queries.journal_table(access, read_days(access, last_days(patient, now)))

    assert [(row.day, row.cells[:3]) for row in table.rows] == [
        (patient.today(now), [None, None, None])
    ]


@pytest.mark.parametrize(
    ("scopes", "notes"),
    [(tuple(Scope), ["mark"]), ((Scope.JOURNAL,), [""]), ((Scope.TEXT, Scope.SESSIONS), [])],
)
def test_journal_notes_need_both_scopes(clinician, now, scopes, notes):
    patient = make.patient()
    make.entry(of=patient, day=patient.today(now), pain_avg_24h=3, note="mark", managed="mark")
    access = access_to(patient, clinician, now, scopes=scopes)

    table = queries.journal_table(access, read_days(access, last_days(patient, now)))

    assert [row.note for row in table.rows] == [row.managed for row in table.rows] == notes
    assert table.has_notes == table.has_managed == ("mark" in notes)


@pytest.mark.parametrize(
    ("scopes", "rows"),
    [((Scope.JOURNAL,), [("Lower back, left", 6)]), ((Scope.TEXT, Scope.SESSIONS), None)],
)
def test_journal_table_has_the_latest_body_map_with_the_scope_of_the_journal(
    clinician, now, scopes, rows
):
    patient = make.patient()
    for days, score in ((2, 9), (1, 6), (0, None)):
        entry = make.entry(of=patient, day=patient.today(now) - dt.timedelta(days=days))
        if score:
            make.body(of=entry, lower_back_left=score)
    access = access_to(patient, clinician, now, scopes=scopes)

    body = queries.journal_table(access, read_days(access, last_days(patient, now))).body

    assert (body and body[1].rows) == rows
