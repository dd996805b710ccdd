"""Treatments and medicine as a browser meets them: logged, repeated, corrected, deleted."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from invertrack.journals import queries
from invertrack.journals.models import JournalDay, Treatment
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 5, 12, 10, 0, tzinfo=dt.UTC)  # noon in Berlin
HOUR = dt.timedelta(hours=1)
TODAY = dt.date(2026, 5, 12)
LIST, NEW, AGAIN = "/journal/treatments/", "/journal/treatments/new/", "/journal/treatments/again/"
DAY = "/journal/2026-05-12/"


def text_of(page):
    return page.content.decode()


def said(page):
    return {field.name: field.value() or "" for field in page.context["form"]}


def press(browser, page, *, to=None, **typed):
    sent = said(page)
    when = sent.pop("taken_local", "")
    if isinstance(when, dt.datetime):
        sent["taken_local_0"] = f"{when:%Y-%m-%dT%H:%M}"
    elif when:
        sent["taken_local_0"], sent["taken_local_1"] = (part or "" for part in when)
    if not sent.get("has_changed"):
        sent.pop("has_changed", None)
    return browser.post(to or page.wsgi_request.path, sent | typed)


def log(browser, **typed):
    return press(browser, browser.get(NEW), **{"name": "Ibuprofen", "dose_text": "400 mg"} | typed)


def place(treatment, name="edit_treatment"):
    return reverse(f"journals:{name}", args=[treatment.id])


def only(patient):
    return Treatment.objects.for_patient(patient).live().get()


def rollup(patient, day=TODAY):
    return JournalDay.objects.for_patient(patient).filter(local_date=day).first()


def test_treatment_of_just_now_is_kept_with_the_instant_of_the_press(browser, patient):
    saved = log(browser, device_now=(NOW - HOUR).isoformat(), tz="Europe/London")
    day = browser.get(saved.headers["Location"])

    kept = only(patient)
    assert (kept.name, kept.dose_text, kept.has_changed) == ("Ibuprofen", "400 mg", False)
    assert (kept.taken_at, kept.tz, kept.local_date) == (NOW - HOUR, "Europe/London", TODAY)
    assert saved.headers["Location"] == DAY
    assert "Ibuprofen, 400 mg at 10:00 saved." in text_of(day)
    assert f'href="{place(kept)}"' in text_of(day)
    assert (rollup(patient).treatments, rollup(patient).changed_treatments) == (1, [])


def test_treatment_of_earlier_is_kept_by_its_clock_and_named_new(browser, patient):
    log(browser, when="earlier", taken_local_0="2026-05-10T23:30", has_changed="on")

    kept = only(patient)
    assert kept.taken_at == dt.datetime(2026, 5, 10, 21, 30, tzinfo=dt.UTC)
    assert rollup(patient, dt.date(2026, 5, 10)).changed_treatments == ["Ibuprofen, 400 mg"]
    assert "new or changed" in text_of(browser.get("/journal/2026-05-10/"))


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"name": "  "}, "Enter what it was"),
        ({"name": "x" * 101}, "at most 100 characters"),
        ({"dose_text": "x" * 101}, "at most 100 characters"),
        ({"when": "earlier"}, "Enter the date and the time."),
        ({"when": "earlier", "taken_local_0": "2026-05-12T12:06"}, "This time lies ahead."),
        ({"when": "earlier", "taken_local_0": "2026-04-12T11:59"}, "more than 30 days ago"),
        ({"when": "earlier", "taken_local_0": "2026-03-29T02:30"}, "does not exist"),
    ],
)
def test_treatment_that_cannot_be_is_refused_at_its_field(browser, patient, typed, complaint):
    page = log(browser, **typed)

    assert page.status_code == 200
    assert complaint in text_of(page)
    assert not Treatment.objects.for_patient(patient).exists()


def test_time_that_came_twice_is_asked_and_then_kept(standing_clock, browser, patient):
    standing_clock.move_to(dt.datetime(2026, 10, 25, 12, 0, tzinfo=dt.UTC))
    browser.force_login(patient.user)
    typed = {"when": "earlier", "taken_local_0": "2026-10-25T02:30"}

    asked = log(browser, **typed)
    log(browser, **typed, taken_local_1="1")

    assert "This time happened twice on that day" in text_of(asked)
    assert only(patient).taken_at.hour == 1


def test_past_day_opens_the_form_on_itself(browser):
    link = "/journal/treatments/new/?day=2026-05-11"
    assert f'href="{link}"' in text_of(browser.get("/journal/2026-05-11/"))

    form = browser.get(link).context["form"]

    assert form["when"].value() == "earlier"
    assert form["taken_local"].value() == dt.datetime(2026, 5, 11, 12, 0)  # noqa: DTZ001


def test_own_names_are_offered_and_take_their_first_spelling(browser, patient):
    make.treatment(of=patient, name="Heat pack")
    make.treatment(of=make.patient(), name="Somebody else's secret")

    page = browser.get(NEW)
    log(browser, name=" heat   PACK ")

    assert '<option value="Heat pack">' in text_of(page)
    assert "secret" not in text_of(page)
    names = Treatment.objects.for_patient(patient).values_list("name", flat=True)
    assert set(names) == {"Heat pack"}


def test_two_taps_and_a_reload_keep_one_row(browser, patient):
    page = browser.get(NEW)

    answers = [press(browser, page, name="Heat") for _ in range(3)]

    assert {answer.headers["Location"] for answer in answers} == {DAY}
    assert only(patient).name == "Heat"


def test_the_same_again_is_one_tap(standing_clock, browser, patient):
    first = make.treatment(of=patient, at=NOW, has_changed=True)
    make.treatment(of=patient, at=NOW - HOUR)
    make.treatment(of=patient, at=NOW - 2 * HOUR, name="Ibuprofen", dose_text="")
    standing_clock.shift(3 * HOUR)

    page = browser.get(LIST)
    press(browser, page, to=AGAIN, of=str(first.id), device_now=(NOW + 3 * HOUR).isoformat())

    recent = [row.words for row in page.context["recent"]]
    assert recent == ["Heat, 20 minutes", "Ibuprofen"]
    newest = Treatment.objects.for_patient(patient).order_by("-taken_at").first()
    assert (newest.words, newest.taken_at) == ("Heat, 20 minutes", NOW + 3 * HOUR)
    assert not newest.has_changed
    assert rollup(patient).treatments == 4


@pytest.mark.parametrize("which", ["foreign", "missing"])
def test_again_of_what_is_not_ones_own_is_not_found(browser, patient, which):
    foreign = make.treatment(of=make.patient())
    of = foreign.id if which == "foreign" else uuid.uuid4()

    answer = press(browser, browser.get(AGAIN), of=str(of))

    assert answer.status_code == 404
    assert not Treatment.objects.for_patient(patient).exists()


def test_again_of_nothing_asks_which(browser, patient):
    make.treatment(of=patient)

    page = press(browser, browser.get(AGAIN), of="")

    assert page.status_code == 200
    assert "Choose one." in text_of(page)


def test_again_tapped_after_the_log_in_ended_waits_with_its_time(standing_clock, browser, patient):
    earlier = make.treatment(of=patient, at=NOW - HOUR)
    page = browser.get(LIST)
    browser.logout()
    press(browser, page, to=AGAIN, of=str(earlier.id))
    standing_clock.shift(dt.timedelta(minutes=20))
    browser.force_login(patient.user)

    waiting = browser.get(AGAIN)
    assert "Save Heat, 20 minutes, tapped at 12:00" in text_of(waiting)
    press(browser, waiting)

    assert Treatment.objects.for_patient(patient).order_by("-taken_at").first().taken_at == NOW


def test_correction_moves_the_day_and_shows_what_it_said_before(browser, patient):
    treatment = make.treatment(of=patient, at=NOW, has_changed=True)

    press(
        browser,
        browser.get(place(treatment)),
        dose_text="30 minutes",
        taken_local_0="2026-05-11T19:30",
    )

    assert rollup(patient) is None
    assert rollup(patient, dt.date(2026, 5, 11)).changed_treatments == ["Heat, 30 minutes"]
    changes = browser.get(place(treatment)).context["changes"]
    assert [(one.label, one.old, one.new) for one in changes] == [
        ("How much", "20 minutes", "30 minutes"),
        ("When", "12 May 2026, 12:00", "11 May 2026, 19:30"),
    ]
    assert "changed from 20 minutes on 12 May" in text_of(browser.get("/journal/2026-05-11/"))


def test_correction_of_something_else_keeps_the_exact_time(browser, patient):
    at = NOW.replace(second=31)
    treatment = make.treatment(of=patient, at=at)

    press(browser, browser.get(place(treatment)), name="Warm bath")

    assert (only(patient).name, only(patient).taken_at) == ("Warm bath", at)


def test_correction_keeps_an_old_day_but_cannot_move_there(browser, patient):
    old = make.treatment(of=patient, at=NOW - dt.timedelta(days=400))

    kept = press(browser, browser.get(place(old)), name="Warm bath")
    refused = press(browser, browser.get(place(old)), taken_local_0="2025-05-01T12:00")

    assert kept.status_code == 302
    assert "more than 30 days ago" in text_of(refused)


def test_second_tab_is_409_with_both(browser, patient):
    treatment = make.treatment(of=patient)
    here, elsewhere = (browser.get(place(treatment)) for _ in range(2))
    press(browser, elsewhere, name="Stored meanwhile")

    conflict = press(browser, here, name="Typed here")

    assert conflict.status_code == 409
    assert "Nothing is lost" in text_of(conflict)
    assert "Stored meanwhile" in text_of(conflict)
    assert said(conflict)["name"] == "Typed here"
    assert only(patient).name == "Stored meanwhile"
    press(browser, conflict)
    assert only(patient).name == "Typed here"


def test_treatment_is_deleted_after_one_question_and_can_be_put_back(browser, patient):
    treatment = make.treatment(of=patient, has_changed=True)
    asked = browser.get(place(treatment, "delete_treatment"))

    deleted = press(browser, asked)
    offer = browser.get(deleted.headers["Location"])
    assert rollup(patient) is None
    assert browser.get(place(treatment)).status_code == 410
    press(browser, offer)

    assert rollup(patient).changed_treatments == ["Heat, 20 minutes"]


def test_undo_of_a_delete_ends_after_ten_minutes(standing_clock, browser, patient):
    treatment = make.treatment(of=patient)
    back = press(browser, browser.get(place(treatment, "delete_treatment"))).headers["Location"]
    offer = browser.get(back)

    standing_clock.shift(dt.timedelta(minutes=11))

    assert browser.get(back).status_code == 404
    assert press(browser, offer).status_code == 410


@pytest.mark.parametrize("name", ["edit_treatment", "delete_treatment", "restore_treatment"])
def test_foreign_treatment_and_missing_one_answer_alike(browser, name):
    foreign = make.treatment(of=make.patient())

    answers = [
        browser.get(reverse(f"journals:{name}", args=[key])) for key in (foreign.id, uuid.uuid4())
    ]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_form_sent_after_log_out_comes_back_filled(browser, patient):
    page = browser.get(NEW)
    browser.logout()
    press(browser, page, name="Not to be lost")
    browser.force_login(patient.user)

    again = browser.get(NEW)

    assert said(again)["name"] == "Not to be lost"
    press(browser, again)
    assert (only(patient).name, only(patient).taken_at) == ("Not to be lost", NOW)


def test_list_pages_through_every_treatment_once(browser, patient, monkeypatch):
    monkeypatch.setattr(queries.treatments, "PAGE_SIZE", 2)
    hours = (0, 1, 2, 30, 40 * 24)
    for back in hours:
        make.treatment(of=patient, at=NOW - back * HOUR, name=f"{back} hours ago")

    seen, query = [], ""
    while True:
        page = browser.get(LIST + query).context["page"]
        seen += [row.name for month in page.months for row in month.rows]
        if not page.older:
            break
        query = f"?before={page.older}"

    assert seen == [f"{back} hours ago" for back in hours]


@pytest.mark.parametrize("before", ["x", "2026-05-12", "2026-05-12_1_2", "2026-02-30_1_2", "9_9_9"])
def test_list_from_a_damaged_place_begins_at_the_top(browser, patient, before):
    make.treatment(of=patient)

    assert len(browser.get(LIST, {"before": before}).context["page"].months) == 1
