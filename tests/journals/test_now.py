"""Pain right now, from every page by two taps."""

import datetime as dt
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from invertrack.core.flashes import undo_of
from invertrack.journals.models import PainRating
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 5, 12, 10, 0, tzinfo=dt.UTC)  # noon in Berlin
PAGE = "/journal/now/"
DAY = "/journal/2026-05-12/"


def text_of(page):
    return page.content.decode()


def sent(page, score, **fields):
    hidden = page.context["form"]
    names = ("write_id", "account", "next", "tz", "device_now")
    return {name: hidden[name].value() or "" for name in names} | {"score": score} | fields


def only(patient):
    return PainRating.objects.for_patient(patient).live().get()


@pytest.mark.parametrize(
    "path", ["/today/", "/sessions/new/", "/journal/", "/insights/?period=30", "/account/settings/"]
)
def test_every_page_of_a_patient_offers_it_and_names_itself(browser, path):
    page = browser.get(path)

    here = page.wsgi_request.get_full_path()
    assert f'class="pain-now" href="{PAGE}?next={quote(here, safe="")}"' in text_of(page)


def test_clinician_and_visitor_are_not_asked(client):
    visitor = client.get("/")
    client.force_login(make.clinician().user)

    for page in (visitor, client.get("/clinic/")):
        assert page.status_code == 200
        assert "pain-now" not in text_of(page)


def test_page_that_answers_a_post_is_no_place_to_come_back_to(browser):
    page = browser.post(DAY, {"write_id": "0198f2f2-0000-7000-8000-000000000000"})

    assert f'class="pain-now" href="{PAGE}"' in text_of(page)


def test_page_says_why_days_without_a_session_matter(browser):
    assert "Days without a session matter as much" in text_of(browser.get(PAGE))


def test_eleven_buttons_send_the_form_at_once(browser):
    page = text_of(browser.get(PAGE))

    for score in range(11):
        assert f'type="submit" name="score" value="{score}"' in page
    assert page.count('name="score"') == 11
    assert '<span class="pain-now" aria-current="page">' in page


def test_press_is_saved_at_its_instant_and_leads_back_with_an_undo(browser, patient):
    page = browser.get(PAGE, {"next": "/insights/?period=30"})
    pressed_at = NOW - dt.timedelta(minutes=2)
    form = sent(page, "4", tz="Europe/Berlin", device_now=pressed_at.isoformat())

    saved = browser.post(PAGE, form)
    back = browser.get(saved.headers["Location"])

    rating = only(patient)
    assert (rating.score, rating.at, rating.is_prompted) == (4, pressed_at, False)
    assert saved.headers["Location"] == "/insights/?period=30"
    assert "Pain 4 / 10 at 11:58 saved." in text_of(back)
    assert f'action="{reverse("journals:delete_rating", args=[rating.id])}"' in text_of(back)


def test_undo_deletes_the_rating_by_one_tap(browser, patient):
    saved = browser.post(PAGE, sent(browser.get(PAGE), "4"))
    back = browser.get(saved.headers["Location"])
    (message,) = back.context["messages"]
    undo = undo_of(message)

    undone = browser.post(undo.url, {"write_id": str(undo.write_id), "version": undo.version})

    assert undone.status_code == 302
    assert not PainRating.objects.for_patient(patient).live().exists()


def test_undo_form_carries_the_token_that_the_site_asks_for(patient, standing_clock):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(patient.user)
    page = strict.get(PAGE)
    token = strict.cookies["csrftoken"].value
    strict.post(PAGE, sent(page, "4", csrfmiddlewaretoken=token))

    flash = text_of(strict.get(DAY)).split('class="flash ')[1].split("</form>")[0]

    assert 'name="csrfmiddlewaretoken"' in flash


@pytest.mark.parametrize("double", ["same", "other"])
def test_second_tap_saves_nothing_more(browser, patient, double):
    page = browser.get(PAGE)
    first = browser.post(PAGE, sent(page, "4"))
    again = browser.post(PAGE, sent(page, "4" if double == "same" else "5"))

    assert (first.status_code, again.status_code) == (302, 302 if double == "same" else 409)
    assert only(patient).score == 4


@pytest.mark.parametrize(
    "next_",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "evil.example",
        "http:/evil.example",
        "",
    ],
)
def test_way_back_never_leaves_the_site(browser, next_):
    page = browser.get(PAGE, {"next": next_})

    saved = browser.post(PAGE, sent(page, "4", next=next_))

    assert page.context["came_from"] == ""
    assert saved.headers["Location"] == DAY


def test_press_beyond_midnight_says_under_which_day_it_lies(browser, patient):
    form = sent(browser.get(PAGE), "4", tz="Pacific/Kiritimati", device_now=NOW.isoformat())

    back = browser.post(PAGE, form, follow=True)

    assert "Pain 4 / 10 at 00:00 saved under 13 May." in text_of(back)
    assert only(patient).local_date == dt.date(2026, 5, 13)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"score": "11"}, "A score is a whole number from 0 to 10."),
        ({"score": ""}, "Tap the number, 0 to 10."),
        ({"score": "4", "device_now": "2026-04-01T10:00:00Z"}, "more than 30 days ago"),
    ],
)
def test_press_that_cannot_be_is_asked_again(browser, patient, fields, said):
    page = browser.post(PAGE, sent(browser.get(PAGE), **fields))

    assert page.status_code == 200
    assert said in text_of(page)
    assert not PainRating.objects.for_patient(patient).exists()


def test_press_after_the_log_in_ended_waits_with_its_time(standing_clock, browser, patient):
    form = sent(browser.get(PAGE, {"next": "/insights/"}), "7")
    browser.logout()
    refused = browser.post(PAGE, form)
    standing_clock.shift(dt.timedelta(minutes=20))
    browser.force_login(patient.user)

    waiting = browser.get(PAGE)
    assert refused.headers["Location"].startswith(reverse("account_login"))
    assert "Save 7 / 10, tapped at 12:00" in text_of(waiting)
    saved = browser.post(PAGE, sent(waiting, "7"))

    assert saved.headers["Location"] == "/insights/"
    assert (only(patient).score, only(patient).at) == (7, NOW)
