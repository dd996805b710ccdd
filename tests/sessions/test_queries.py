"""What the pages about sessions read, through an Access."""

import datetime as dt
import uuid
from itertools import chain

import pytest

from invertrack.care.access import Access, own_access
from invertrack.care.enums import Scope
from invertrack.sessions import queries
from invertrack.sessions.models import Session
from tests import make

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 5, 12, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
KEY = "01a20142-72ac-7467-bf8f-1e96e38eda72"


def pages(access):
    """Every page of the list, by following its links."""
    found, before = [], None
    while True:
        page = queries.list_page(access, before)
        found.append(page)
        if page.older is None:
            return found
        before = queries.read_cursor(page.older)


def listed(page):
    return [row.id for month in page.months for row in month.rows]


def shared(patient, *scopes, data_from=None):
    return Access(patient=patient, scopes=frozenset(scopes), data_from=data_from)


def test_paging_neither_skips_nor_repeats_though_starts_coincide():
    patient = make.patient()
    for number in range(45):  # three share each start: a page ends between two of them
        make.session(of=patient, ended_at=NOON - number // 3 * 12 * HOUR)
    make.session(of=make.patient(), ended_at=NOON)

    found = pages(own_access(patient))

    assert [len(listed(page)) for page in found] == [20, 20, 5]
    newest_first = Session.objects.for_patient(patient).order_by("-started_at", "-id")
    assert list(chain(*map(listed, found))) == [row.id for row in newest_first]


def test_last_page_that_is_just_full_names_no_older_one():
    patient = make.patient()
    for number in range(20):
        make.session(of=patient, ended_at=NOON - number * 4 * HOUR)

    assert queries.list_page(own_access(patient), None).older is None


def test_session_logged_while_paging_moves_nothing():
    patient = make.patient()
    for number in range(22):
        make.session(of=patient, ended_at=NOON - number * 4 * HOUR)
    first = queries.list_page(own_access(patient), None)
    expected = listed(queries.list_page(own_access(patient), queries.read_cursor(first.older)))

    make.session(of=patient, ended_at=NOON + HOUR)

    rest = queries.list_page(own_access(patient), queries.read_cursor(first.older))
    assert listed(rest) == expected
    assert len(expected) == 2


def test_months_total_all_their_days_whatever_the_page_shows():
    patient = make.patient()
    for number in range(25):
        make.session(of=patient, ended_at=NOON - number * 5 * HOUR, duration_s=60)
    make.session(of=patient, ended_at=NOON - dt.timedelta(days=30), duration_s=300)

    first, second = pages(own_access(patient))

    [may] = first.months
    assert (may.first_day, may.sessions, may.seconds, len(may.rows)) == (
        dt.date(2026, 5, 1),
        25,
        1500,
        20,
    )
    again, april = second.months
    assert (again.sessions, again.seconds, len(again.rows)) == (25, 1500, 5)
    assert (april.first_day, april.sessions, april.seconds) == (dt.date(2026, 4, 1), 1, 300)


def test_month_stands_once_though_a_traveller_comes_back_into_it():
    patient = make.patient(tz="Pacific/Auckland")
    auckland = dt.datetime(2026, 5, 31, 12, 30, tzinfo=dt.UTC)  # 1 June, 00:30
    make.session(of=patient, ended_at=auckland, duration_s=60)
    arrival = auckland + 12 * HOUR  # 31 May, 17:30 in Los Angeles
    make.session(of=patient, ended_at=arrival, tz="America/Los_Angeles", duration_s=60)
    make.session(of=patient, ended_at=arrival + 24 * HOUR, tz="America/Los_Angeles", duration_s=60)

    page = queries.list_page(own_access(patient), None)

    assert [(month.first_day.month, month.sessions, len(month.rows)) for month in page.months] == [
        (6, 2, 2),
        (5, 1, 1),
    ]


def test_list_counts_the_side_effects_of_each_session():
    patient = make.patient()
    make.session(of=patient, ended_at=NOON, side_effects={"dizzy": 1, "nausea": 0})
    make.session(of=patient, ended_at=NOON - HOUR)

    [month] = queries.list_page(own_access(patient), None).months

    assert [row.effects for row in month.rows] == [2, 0]


def test_list_of_nobody_is_empty():
    make.session(of=make.patient())

    page = queries.list_page(own_access(make.patient()), None)

    assert (page.months, page.older) == ([], None)


def test_list_is_cut_by_a_grants_date_in_rows_and_in_totals():
    patient = make.patient()
    make.session(of=patient, ended_at=NOON)
    make.session(of=patient, ended_at=NOON - dt.timedelta(days=2))

    cut = shared(patient, Scope.SESSIONS, data_from=dt.date(2026, 5, 11))
    [month] = queries.list_page(cut, None).months

    assert (month.sessions, len(month.rows)) == (1, 1)
    assert queries.list_page(shared(patient, Scope.JOURNAL), None).months == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "_",
        "yesterday",
        f"1e400_{KEY}",
        f"nan_{KEY}",
        f"inf_{KEY}",
        f"-1e18_{KEY}",
        "1778587470_not-a-key",
        "1778587470_",
    ],
)
def test_damaged_cursor_is_none(text):
    assert queries.read_cursor(text) is None


@pytest.mark.parametrize("microsecond", [0, 1, 123456, 999999])
def test_cursor_keeps_the_place_to_the_microsecond(microsecond):
    started_at = NOON.replace(microsecond=microsecond)
    session = Session(id=uuid.uuid4(), started_at=started_at)

    assert queries.read_cursor(queries.write_cursor(session)) == (started_at, session.id)


def test_last_used_are_the_settings_of_the_latest_start_not_of_the_latest_entry():
    patient = make.patient()
    settings = {"tether": "3", "height": "178 cm"}
    make.session(
        of=patient,
        ended_at=NOON,
        holds=[(20, 60), (45, 90)],
        angle_source="mark",
        equipment=settings,
    )
    make.session(of=patient, ended_at=NOON - HOUR, angle_deg=20)

    assert queries.last_used(own_access(patient)) == {
        "holds": [(20, 60), (45, 90)],
        "angle_source": "mark",
        "equipment": settings,
    }
    assert queries.last_used(own_access(make.patient())) == {}


@pytest.mark.parametrize(
    ("minutes", "pain_after", "waits"), [(29, None, True), (31, None, False), (29, 4, False)]
)
def test_session_waits_for_its_after_pain_for_half_an_hour(minutes, pain_after, waits):
    patient = make.patient()
    session = make.session(of=patient, ended_at=NOON, pain_after=pain_after)
    make.session(of=make.patient(), ended_at=NOON, pain_after=None)

    waiting = queries.awaiting_after(own_access(patient), NOON + dt.timedelta(minutes=minutes))

    assert (waiting and waiting.id) == (session.id if waits else None)


def test_surroundings_name_the_pain_before_the_day_and_what_overlaps():
    patient = make.patient()
    make.session(of=patient, ended_at=NOON - 2 * HOUR, pain_after=None, pain_before=7)
    make.session(of=patient, ended_at=NOON - 20 * HOUR, pain_after=1)
    make.session(of=make.patient(), ended_at=NOON)
    session = make.session(of=patient, ended_at=NOON)

    alone = queries.surroundings(own_access(patient), session)
    make.session(of=patient, ended_at=NOON + dt.timedelta(seconds=30))
    beside = queries.surroundings(own_access(patient), session)

    assert alone == {"last_pain": 7, "sessions_that_day": 2, "overlaps": False}
    assert beside == {"last_pain": 7, "sessions_that_day": 3, "overlaps": True}
