import datetime as dt
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from invertrack.care.access import Access, own_access
from invertrack.care.enums import Scope
from invertrack.insights.items import items_of
from invertrack.insights.periods import Period
from invertrack.insights.queries import compare, compared_groups, read_treatments
from tests import make

from .days import entry, evening, sessions

pytestmark = pytest.mark.django_db

URL = "/insights/compare/"
FIRST = dt.date(2026, 3, 1)
MARCH = Period(FIRST, dt.date(2026, 3, 31))
ASK_MARCH = {"from": "2026-03-01", "to": "2026-03-31"}


@pytest.fixture
def patient(client):
    patient = make.patient()
    client.force_login(patient.user)
    return patient


def day(offset):
    return FIRST + dt.timedelta(days=offset)


def compared(patient, x, y, **access):
    access = Access(patient, **({"scopes": frozenset(Scope)} | access))
    treatments = read_treatments(access, MARCH)
    by_key = {item.key: item for item in items_of(access, treatments.names)}
    return compare(access, MARCH, by_key[x], by_key[y], treatments)


def dots(found):
    return [(point.x, point.y, point.days) for point in found.points]


# What is put side by side ------------------------------------------------------------------------


def test_only_days_with_both_are_compared(patient):
    entry(patient, day(0), mood=3, stress=7)
    entry(patient, day(1), mood=3, stress=7)
    entry(patient, day(2), mood=5)
    entry(patient, day(3), stress=1)

    found = compared(patient, "mood", "stress")

    assert dots(found) == [(3, 7, 2)]
    assert (found.days, found.days_x, found.days_y) == (2, 3, 3)


def test_pain_right_now_is_the_one_near_the_usual_time_else_the_first(patient):
    usual = patient.usual_rating_time.hour
    for offset, hours in ((0, [(usual - 6, 9), (usual, 2)]), (1, [(usual - 8, 8), (usual - 6, 1)])):
        entry(patient, day(offset), mood=offset)
        for hour, score in hours:
            make.rating(of=patient, score=score, at=evening(day(offset), hour=hour))

    assert dots(compared(patient, "mood", "rating")) == [(0, 2, 1), (1, 8, 1)]


def test_a_sum_of_sessions_is_0_on_days_without_one(patient):
    entry(patient, day(0), mood=3)
    entry(patient, day(1), mood=5)
    sessions(patient, day(1), [(6, 4)], duration_s=90)
    make.session(of=patient, ended_at=evening(day(1), hour=9), duration_s=60)
    make.session(of=patient, ended_at=evening(day(2), hour=9), duration_s=60)

    assert dots(compared(patient, "sessions", "mood")) == [(0, 3, 1), (2, 5, 1)]
    assert dots(compared(patient, "mood", "minutes")) == [(3, 0, 1), (5, 2.5, 1)]
    assert dots(compared(patient, "sessions", "minutes")) == [(1, 1.0, 1), (2, 2.5, 1)]
    assert dots(compared(patient, "angle_max", "mood")) == [(30, 5, 1)]


def test_values_of_the_session_that_averages_count(patient):
    make.session(of=patient, ended_at=evening(day(0), hour=8), angle_deg=60, pain_after=None)
    make.session(of=patient, ended_at=evening(day(0)), angle_deg=20, duration_s=100, pain_before=7)

    assert dots(compared(patient, "pair_angle", "pair_relief")) == [(20, 3, 1)]
    assert dots(compared(patient, "pair_minutes", "pair_before")) == [(1.67, 7, 1)]
    assert dots(compared(patient, "pair_after", "angle_max")) == [(4, 60, 1)]


def test_a_treatment_is_1_when_noted_and_0_on_other_days_of_the_journal(patient):
    for offset, mood in enumerate([3, 5, 7]):
        entry(patient, day(offset), mood=mood)
    make.treatment(of=patient, at=evening(day(1)), name="Heat")
    make.treatment(of=patient, at=evening(day(1), hour=8), name="heat")
    make.treatment(of=patient, at=evening(day(5)), name="HEAT")

    assert dots(compared(patient, "treatment:heat", "mood")) == [(0, 3, 1), (0, 7, 1), (1, 5, 1)]
    assert read_treatments(own_access(patient), MARCH).names == ["HEAT"]


def test_a_day_is_hollow_where_one_of_both_was_entered_late(patient):
    entry(patient, day(0), mood=3, stress=4)
    make.entry(of=patient, day=day(1), mood=3, stress=4)
    sessions(patient, day(0), [(9, 4), (9, 4)])

    scores = compared(patient, "mood", "stress")

    assert [(point.days, point.is_hollow) for point in scores.points] == [(1, False), (1, True)]
    assert scores.hollow == 1
    assert compared(patient, "mood", "pair_before").hollow == 1


def test_comparing_opens_only_the_days_of_the_access_and_of_nobody_else(patient):
    for of in (patient, make.patient()):
        for offset in (0, 1):
            entry(of, day(offset), mood=offset, stress=offset)
            make.treatment(of=of, at=evening(day(offset)), name=f"Gel {offset}")
    access = {"scopes": frozenset({Scope.JOURNAL}), "data_from": day(1)}

    assert dots(compared(patient, "mood", "stress", **access)) == [(1, 1, 1)]
    assert read_treatments(Access(patient, **access), MARCH).names == ["Gel 1"]


@pytest.mark.parametrize(
    ("x", "y", "statements"),
    [
        ("mood", "stress", 1),
        ("mood", "rating", 2),
        ("mood", "sessions", 2),
        ("sessions", "pair_relief", 1),
        ("treatment:heat", "rating", 1),
    ],
)
def test_comparing_costs_a_statement_for_each_source(
    patient, x, y, statements, django_assert_num_queries
):
    access = own_access(patient)
    for length in (1, 3):
        for offset in range(length):
            make.entry(of=patient, day=day(5 * length + offset), mood=3)
            make.treatment(of=patient, at=evening(day(offset)), name="Heat")
        with django_assert_num_queries(1):
            treatments = read_treatments(access, MARCH)
        by_key = {item.key: item for item in items_of(access, treatments.names)}
        with django_assert_num_queries(statements):
            compare(access, MARCH, by_key[x], by_key[y], treatments)


def test_a_treatment_without_its_days_is_a_mistake_of_ours(patient):
    by_key = {item.key: item for item in items_of(own_access(patient), ["Heat"])}

    with pytest.raises(ValueError, match="read_treatments first"):
        compare(own_access(patient), MARCH, by_key["treatment:heat"], by_key["mood"])


# The table -------------------------------------------------------------------------------------


def rows(found):
    return [(group.label, group.days, group.range) for group in compared_groups(found)]


def test_few_values_are_a_row_each(patient):
    for offset, (mood, stress) in enumerate([(3, 7), (3, 2), (8, 4)]):
        entry(patient, day(offset), mood=mood, stress=stress)

    assert rows(compared(patient, "mood", "stress")) == [("3", 2, "2 to 7"), ("8", 1, "4")]


def test_many_values_are_put_together_in_twelve_rows_at_the_most(patient):
    for offset in range(15):
        make.session(of=patient, ended_at=evening(day(offset)), angle_deg=offset * 6)

    found = rows(compared(patient, "pair_angle", "pair_before"))

    assert len(found) == 9
    assert (found[0], found[-1]) == (("0 to 9", 2, "6"), ("80 to 89", 1, "6"))
    assert sum(days for _, days, _ in found) == 15


def test_parts_of_hours_and_minutes_and_words_have_rows(patient):
    for offset, sleep in enumerate(["6.5", "6.0", "8.0"]):
        entry(patient, day(offset), sleep_h=Decimal(sleep), mood=offset)
    make.treatment(of=patient, at=evening(day(0)), name="Heat")

    assert rows(compared(patient, "sleep_h", "mood")) == [
        ("6 to under 7", 2, "0 to 1"),
        ("8 to under 9", 1, "2"),
    ]
    assert rows(compared(patient, "treatment:heat", "sleep_h")) == [
        ("not noted", 2, "6 to 8"),
        ("noted", 1, "6.5"),
    ]


def test_relief_below_nothing_has_rows(patient):
    sessions(patient, day(0), [(3, 5), (6, 4)])

    assert rows(compared(patient, "pair_relief", "pair_before")) == [("-2", 1, "3"), ("2", 1, "6")]


# The page --------------------------------------------------------------------------------------


def text(response):
    page = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(page.replace("\N{NO-BREAK SPACE}", " ").replace("&#x27;", "'").split())


def test_page_shows_chart_sentence_and_table(client, patient):
    for offset, mood in enumerate([3, 3, 8]):
        entry(patient, day(offset), mood=mood, stress=offset)

    response = client.get(URL, {"x": "mood", "y": "stress", **ASK_MARCH})

    page = response.content.decode()
    url = reverse("insights:chart", args=["compare"])
    assert f'data-chart="{url}?x=mood&amp;y=stress&amp;from=2026-03-01&amp;to=2026-03-31"' in page
    assert (
        "1 to 31 March 2026. 3 days with both. Shown side by side; this does not say that one"
        " brings the other."
    ) in text(response)
    assert "3 2 0 to 1 8 1 2" in text(response)
    assert page.count("<optgroup") == 6


def test_page_keeps_the_two_in_its_tabs_and_the_period_in_its_form(client, patient):
    entry(patient, day(0), mood=3)

    page = client.get(URL, {"x": "mood", "y": "stress", "period": "365"}).content.decode()

    assert 'href="?x=mood&amp;y=stress&amp;period=30"' in page
    assert re.search(r'<input type="hidden" name="period" value="365"', page)
    assert re.search(r'<input type="hidden" name="x" value="mood"', page)


def test_page_of_nothing_says_what_there_is(client, patient):
    entry(patient, day(0), mood=3)

    response = client.get(URL, {"x": "mood", "y": "stress", **ASK_MARCH})

    assert (
        "1 to 31 March 2026. Nothing to compare yet: no day has both. There is mood on 1 day and"
        " stress on 0 days."
    ) in text(response)
    assert b"data-chart" not in response.content
    assert b"<table" not in response.content


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"x": "<b>typed</b>"}, "One of the two is not among the choices in these days."),
        ({"y": "treatment:typed"}, "One of the two is not among the choices in these days."),
        ({"x": "mood", "y": "mood"}, "Choose two different things."),
        ({"period": "typed"}, "Showing the last 90 days."),
    ],
)
def test_page_says_what_is_wrong_and_keeps_what_was_typed_out(client, patient, params, said):
    response = client.get(URL, params)

    assert response.status_code == 200
    assert said in text(response)
    assert b"typed" not in response.content.split(b"<main")[1]


def test_page_says_what_hollow_days_and_zeros_are(client, patient):
    make.entry(of=patient, day=day(0), mood=3)

    response = client.get(URL, {"x": "sessions", "y": "mood", **ASK_MARCH})

    assert "A day without a session counts as 0 for sessions." in text(response)
    assert "1 day in rings: something on it was entered over a day late." in text(response)


def test_page_costs_the_same_for_one_and_for_three_rows(
    client, patient, django_assert_max_num_queries
):
    counts = []
    for length in (1, 3):
        for offset in range(length):
            entry(patient, day(5 * length + offset), mood=3)
            make.treatment(of=patient, at=evening(day(offset)), name=f"Heat {offset}")
        for params in (ASK_MARCH, {"period": "all"}):
            with django_assert_max_num_queries(5) as captured:
                client.get(URL, {"x": "mood", "y": "sessions", **params})
            counts.append(len(captured))
    assert len(set(counts)) == 1


def test_page_only_reads(client, patient):
    assert client.post(URL).status_code == 405


def test_page_does_not_exist_for_a_clinician_without_records(client):
    client.force_login(make.clinician().user)

    assert client.get(URL).status_code == 404
