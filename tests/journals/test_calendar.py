"""The month as a browser meets it, and days that are marked by one tap."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from invertrack.journals.models import Entry
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 5, 12, 10, 0, tzinfo=dt.UTC)  # noon in Berlin
TODAY = dt.date(2026, 5, 12)
YESTERDAY = dt.date(2026, 5, 11)
INDEX = "/journal/"


def url(day=TODAY, name="mark"):
    return reverse(f"journals:{name}", args=[day])


def spoken(page, day):
    """What a screen reader says of a day's link in the calendar."""
    link = re.search(
        rf'class="month-day" href="{url(day, "day")}".*?</a>', text_of(page), re.DOTALL
    )
    return " ".join(re.sub(r"<[^>]+>", "", link[0].split(">", 1)[1]).split())


def text_of(page):
    return page.content.decode()


def mark(browser, page, kind, day=TODAY, form="mark", **fields):
    hidden = page.context[form]
    names = ("write_id", "account", "version", "next")
    sent = {name: hidden[name].value() or "" for name in names}
    return browser.post(url(day), sent | {"day_kind": kind, "tz": ""} | fields)


def entry(patient, day=TODAY):
    return Entry.objects.for_patient(patient).live().get(local_date=day)


def test_each_day_says_its_pain_in_number_colour_and_words(browser, patient):
    make.entry(of=patient, day=YESTERDAY, pain_avg_24h=7, day_kind="travel")
    make.entry(of=patient, day=dt.date(2026, 5, 9), day_kind="rest")
    for hours, score in ((48, 5), (49, 2)):
        make.rating(of=patient, at=NOW - dt.timedelta(hours=hours), score=score)
    make.treatment(of=patient, at=NOW, has_changed=True)

    page = browser.get(INDEX)

    assert spoken(page, YESTERDAY) == "11 May: average pain 7 out of 10 , travel day"
    assert spoken(page, dt.date(2026, 5, 10)) == "10 May: pain right now 2–5 out of 10"
    assert spoken(page, dt.date(2026, 5, 9)) == "9 May: –pain not rated , rest day"
    assert spoken(page, TODAY) == "12 May: treatment new or changed, –pain not rated"
    assert text_of(page).count('<a class="month-day"') == 12
    assert f'href="{url(YESTERDAY, "day")}" data-score="7"' in text_of(page)
    assert f'href="{url(TODAY, "day")}" aria-current="date"' in text_of(page)


def test_days_ahead_are_no_links(browser):
    page = browser.get(INDEX)

    assert url(dt.date(2026, 5, 13), "day") not in text_of(page)
    assert text_of(page).count("has not come yet") == 19


def test_months_are_turned_and_jumped_to_by_address(browser, patient):
    make.entry(of=patient, day=dt.date(2026, 3, 31), pain_avg_24h=4)

    page = browser.get(INDEX, {"month": "2026-03"})

    assert (page.context["month"].earlier, page.context["mark"]) == (None, None)
    assert 'href="?month=2026-04"' in text_of(page)
    assert '<a href="?month=2026-03" aria-current="page">Mar</a>' in text_of(page)
    assert '<a href="?month=2026-03" aria-current="true">2026</a>' in text_of(page)
    assert spoken(page, dt.date(2026, 3, 31)) == "31 March: average pain 4 out of 10"


@pytest.mark.parametrize("month", ["2026-13", "May", "2026-05-01", "9999-12", "٢٠٢٦-٠٥"])
def test_month_that_cannot_be_is_this_one(browser, month):
    page = browser.get(INDEX, {"month": month})

    assert page.context["month"].first_day == dt.date(2026, 5, 1)


def test_list_under_the_calendar_reads_the_days_out(browser, patient):
    make.entry(of=patient, day=TODAY, pain_avg_24h=6, pain_worst_24h=8, day_kind="flare")
    make.treatment(of=patient, at=NOW - dt.timedelta(days=1), has_changed=True)

    rows = text_of(browser.get(INDEX)).split("Day by day")[1]

    said = " ".join(re.sub(r"<[^>]+>", " ", rows).split())
    assert "Today, Tue 12 May worst 8 / 10 A flare-up Average pain: 6" in said
    assert "Yesterday, Mon 11 May No entry 1 treatment New or changed: Heat, 20 minutes" in said


def test_today_is_marked_as_a_rest_day_by_one_tap_and_needs_no_scores(browser, patient):
    page = browser.get(INDEX)

    saved = mark(browser, page, "rest")
    again = browser.get(INDEX)

    assert saved.headers["Location"] == INDEX
    assert (entry(patient).day_kind, entry(patient).pain_avg_24h) == ("rest", None)
    assert "12 May is marked as a rest day." in text_of(again)
    assert spoken(again, TODAY) == "12 May: –pain not rated , rest day"
    assert 'value="ordinary" aria-pressed="true">a rest day' in text_of(again)


def test_second_tap_takes_the_mark_back_and_loses_nothing(standing_clock, browser, patient):
    make.entry(of=patient, day=TODAY, pain_avg_24h=6, note="Stiff.")
    mark(browser, browser.get(INDEX), "flare")
    assert (entry(patient).day_kind, entry(patient).pain_avg_24h) == ("flare", 6)

    standing_clock.shift(dt.timedelta(minutes=1))
    mark(browser, browser.get(INDEX), "ordinary")

    kept = browser.get(url(name="day"))
    assert kept.context["kept"].note == "Stiff."
    assert [(one.old, one.new) for one in kept.context["kept"].changes] == [
        ("A flare-up", "An ordinary day"),
        ("An ordinary day", "A flare-up"),
    ]


def test_day_without_an_entry_is_marked_on_its_own_page(browser, patient):
    page = browser.get(url(YESTERDAY, "day"))

    saved = mark(browser, page, "travel", day=YESTERDAY)

    assert saved.headers["Location"] == url(YESTERDAY, "day")
    assert entry(patient, YESTERDAY).day_kind == "travel"
    assert browser.get(url(YESTERDAY, "day")).context["mark"] is None  # the form has it now


def test_marking_meets_an_entry_of_another_tab_with_both(browser, patient):
    page = browser.get(INDEX)
    make.entry(of=patient, day=TODAY, pain_avg_24h=2, day_kind="travel")

    conflict = mark(browser, page, "rest")

    assert conflict.status_code == 409
    assert "Stored now is: A travel day." in text_of(conflict)
    assert "Save: a rest day" in text_of(conflict)
    assert entry(patient).day_kind == "travel"
    mark(browser, conflict, "rest", form="form")
    assert (entry(patient).day_kind, entry(patient).pain_avg_24h) == ("rest", 2)


def test_marking_an_entry_that_was_deleted_meanwhile_is_410_and_can_be_saved(browser, patient):
    made = make.entry(of=patient, day=TODAY, pain_avg_24h=2)
    page = browser.get(INDEX)
    Entry.objects.for_patient(patient).filter(id=made.id).update(deleted_at=NOW)

    gone = mark(browser, page, "rest")

    assert gone.status_code == 410
    mark(browser, gone, "rest", form="form")
    assert entry(patient).day_kind == "rest"


def test_two_taps_mark_once(browser, patient):
    page = browser.get(INDEX)

    first, second = (mark(browser, page, "rest") for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"] == INDEX
    assert entry(patient).version == 1


@pytest.mark.parametrize(
    ("day", "kind", "said"),
    [
        (TODAY, "", "Choose what kind of day it was."),
        (dt.date(2026, 4, 11), "rest", "more than 30 days ago"),
        (dt.date(2026, 5, 13), "rest", "13 May has not come yet."),
    ],
)
def test_mark_that_cannot_be_says_why(browser, patient, day, kind, said):
    page = mark(browser, browser.get(INDEX), kind, day=day)

    assert page.status_code == 200
    assert said in text_of(page)
    assert not Entry.objects.for_patient(patient).exists()


def test_mark_tapped_after_the_log_in_ended_waits_on_its_page(browser, patient):
    page = browser.get(INDEX)
    browser.logout()
    mark(browser, page, "flare")
    browser.force_login(patient.user)

    waiting = browser.get(url())
    assert "Save: a flare-up" in text_of(waiting)
    mark(browser, waiting, "flare", form="form")

    assert entry(patient).day_kind == "flare"


def test_mark_leads_nowhere_else(browser):
    saved = mark(browser, browser.get(INDEX), "rest", next="https://evil.example/")

    assert saved.headers["Location"] == url(name="day")


def test_kind_of_a_day_that_has_not_come_leads_to_today(browser):
    assert browser.get(url(dt.date(2026, 5, 13))).headers["Location"] == url(name="day")
