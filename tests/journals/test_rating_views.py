"""The pages of ratings as a browser meets them: right now, back-filled, corrected, deleted."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from invertrack.journals import actions
from invertrack.journals.models import JournalDay, PainRating
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 5, 12, 10, 0, tzinfo=dt.UTC)  # noon in Berlin
TODAY = dt.date(2026, 5, 12)
YESTERDAY = dt.date(2026, 5, 11)


def url(day=TODAY, name="day"):
    return reverse(f"journals:{name}", args=[day])


def rate_form(browser, day=TODAY, **fields):
    page = browser.get(url(day, "rate"))
    when = page.context["form"]["when"].value()
    return make.form(page, when=when, **{"score": "5", "clock": "", "tz": "", **fields})


def test_replayed_rating_keeps_one_row_and_answers_the_same(browser, patient):
    form = rate_form(browser, score="3")

    first, again = (browser.post(url(name="rate"), form) for _ in range(2))

    assert first.headers["Location"] == again.headers["Location"] == url()
    assert PainRating.objects.for_patient(patient).count() == 1


def test_rating_of_right_now_lands_on_the_local_date_of_the_browser(browser, patient):
    # Noon in Berlin: it is past midnight on the Line Islands.
    form = rate_form(browser, tz="Pacific/Kiritimati", device_now=NOW.isoformat())

    saved = browser.post(url(name="rate"), form, follow=True)

    tomorrow = dt.date(2026, 5, 13)
    assert saved.redirect_chain == [(url(tomorrow), 302)]
    assert "under 13 May, the date on your clock" in saved.content.decode()
    assert JournalDay.objects.for_patient(patient).get().local_date == tomorrow


def test_traveller_from_auckland_to_los_angeles_rates_two_local_days(standing_clock, browser):
    patient = make.patient(tz="Pacific/Auckland")
    browser.force_login(patient.user)
    for instant, tz in (
        (dt.datetime(2026, 5, 12, 11, 50, tzinfo=dt.UTC), "Pacific/Auckland"),  # 23:50
        (dt.datetime(2026, 5, 13, 7, 10, tzinfo=dt.UTC), "America/Los_Angeles"),  # 00:10
    ):
        standing_clock.move_to(instant)
        day = patient.today(instant)
        form = rate_form(browser, day, tz=tz, device_now=instant.isoformat())
        assert browser.post(url(day, "rate"), form).status_code == 302

    days = JournalDay.objects.for_patient(patient).order_by("local_date")
    assert [(row.local_date.day, row.ratings) for row in days] == [(12, 1), (13, 1)]


def test_rating_of_yesterday_is_added_by_its_time(browser, patient):
    form = rate_form(browser, YESTERDAY, clock="19:30")

    saved = browser.post(url(YESTERDAY, "rate"), form, follow=True)

    assert "19:30" in saved.content.decode()
    rating = PainRating.objects.for_patient(patient).get()
    assert rating.local_date == YESTERDAY
    assert rating.at == dt.datetime(2026, 5, 11, 17, 30, tzinfo=dt.UTC)


def test_time_that_came_twice_is_asked_and_then_kept(standing_clock, browser, patient):
    standing_clock.move_to(dt.datetime(2026, 10, 25, 12, 0, tzinfo=dt.UTC))
    browser.force_login(patient.user)
    autumn = dt.date(2026, 10, 25)
    form = rate_form(browser, autumn, clock="02:30")

    asked = browser.post(url(autumn, "rate"), form)
    browser.post(url(autumn, "rate"), form | {"which": "1"})

    assert "The second, after the clocks went back" in asked.content.decode()
    assert PainRating.objects.for_patient(patient).get().at.hour == 1


def test_rating_shows_the_clock_where_it_was_made(browser, patient):
    actions.rate_pain(
        patient=patient,
        by=patient.user,
        at=NOW,
        submission=make.Submission.new(),
        clean=lambda: (5, NOW, "Asia/Kolkata"),
    )

    page = browser.get(url()).content.decode()

    assert "15:30" in page
    assert "Asia/Kolkata" in page


def test_rating_is_corrected_and_says_what_it_was(browser, patient):
    rating = make.rating(of=patient, score=8, at=NOW)
    place = reverse("journals:edit_rating", args=[rating.id])

    browser.post(place, make.form(browser.get(place), score="5"))

    assert PainRating.objects.for_patient(patient).get().score == 5
    assert "changed from 8 / 10 on 12 May" in browser.get(url()).content.decode()


def test_stale_rating_is_409_and_offers_the_choice_again(browser, patient):
    rating = make.rating(of=patient, score=8, at=NOW)
    place = reverse("journals:edit_rating", args=[rating.id])
    form = make.form(browser.get(place), score="5")
    browser.post(place, make.form(browser.get(place), score="2"))

    conflict = browser.post(place, form)

    assert conflict.status_code == 409
    assert "2 / 10" in conflict.content.decode()
    browser.post(place, make.form(conflict, score="5"))
    assert PainRating.objects.for_patient(patient).get().score == 5


def test_rating_is_deleted_after_one_question_and_can_be_put_back(browser, patient):
    rating = make.rating(of=patient, at=NOW)
    place = reverse("journals:delete_rating", args=[rating.id])

    deleted = browser.post(place, make.form(browser.get(place)), follow=True)
    back = deleted.redirect_chain[-1][0]
    assert not JournalDay.objects.for_patient(patient).exists()
    browser.post(back, make.form(deleted))

    assert JournalDay.objects.for_patient(patient).get().ratings == 1


def test_nothing_can_be_put_back_after_ten_minutes(standing_clock, browser, patient):
    rating = make.rating(of=patient, at=NOW)
    place = reverse("journals:delete_rating", args=[rating.id])
    back = browser.post(place, make.form(browser.get(place))).headers["Location"]

    standing_clock.shift(dt.timedelta(minutes=11))

    assert browser.get(back).status_code == 404


@pytest.mark.parametrize("name", ["edit_rating", "delete_rating", "restore_rating"])
def test_foreign_rating_and_missing_one_answer_alike(browser, name):
    foreign = make.rating(of=make.patient(), at=NOW)

    answers = [
        browser.get(reverse(f"journals:{name}", args=[key])) for key in (foreign.id, uuid.uuid4())
    ]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_own_deleted_rating_is_gone(browser, patient):
    rating = make.rating(of=patient, at=NOW)
    place = reverse("journals:delete_rating", args=[rating.id])
    browser.post(place, make.form(browser.get(place)))

    assert browser.get(reverse("journals:edit_rating", args=[rating.id])).status_code == 410


def test_rating_pressed_before_the_log_in_keeps_its_instant(standing_clock, browser, patient):
    form = rate_form(browser, score="7")
    browser.logout()
    browser.post(url(name="rate"), form)  # no device_now: without JavaScript the receipt counts
    standing_clock.shift(dt.timedelta(minutes=20))
    browser.force_login(patient.user)

    page = browser.get(url(name="rate"))
    assert page.context["form"]["score"].value() == "7"
    assert page.context["form"]["write_id"].value() == form["write_id"]
    device_now = page.context["form"]["device_now"].value()
    browser.post(url(name="rate"), form | {"device_now": device_now})

    assert PainRating.objects.for_patient(patient).get().at == NOW
