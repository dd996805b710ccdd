"""The pages of the journal's days as a browser meets them."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from invertrack.journals.models import Entry, JournalDay
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 5, 12, 10, 0, tzinfo=dt.UTC)  # noon in Berlin
TODAY = dt.date(2026, 5, 12)
YESTERDAY = dt.date(2026, 5, 11)
OLD = dt.date(2026, 4, 11)


def url(day=TODAY, name="day"):
    return reverse(f"journals:{name}", args=[day])


def entry_form(page, **fields):
    scores = {"pain_avg_24h": "", "pain_worst_24h": "", "leg_pain": ""}
    return make.form(page, **{**scores, "day_kind": "ordinary", "note": "", "tz": "", **fields})


def entry_of(patient, day=TODAY):
    return Entry.objects.for_patient(patient).live().get(local_date=day)


def test_index_opens_a_chosen_day(browser):
    answer = browser.get(reverse("journals:index"), {"day": "2026-05-03"})

    assert answer.headers["Location"] == url("2026-05-03")


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "1899-12-31", "today"])
def test_day_that_no_calendar_has_is_not_found(browser, day):
    assert browser.get(f"/journal/{day}/").status_code == 404


@pytest.mark.parametrize("name", ["day", "rate"])
def test_day_that_has_not_come_leads_to_today_with_a_sentence(browser, name):
    page = browser.get(url("2026-05-13", name), follow=True)

    assert page.redirect_chain == [(url(), 302)]
    assert "13 May 2026 has not come yet" in page.content.decode()


def test_last_day_of_all_has_not_come(browser):
    assert browser.get(url("9999-12-31")).status_code == 302
    assert browser.post(url("9999-12-31"), {"write_id": str(uuid.uuid4())}).status_code == 200


def test_day_is_kept_and_edited_at_its_own_address(browser, patient):
    saved = browser.post(url(), entry_form(browser.get(url()), pain_avg_24h="6", note="Stiff."))
    page = browser.get(url())
    browser.post(url(), entry_form(page, pain_avg_24h="5", day_kind="rest", note="Stiff."))

    assert saved.headers["Location"] == url()
    entry = entry_of(patient)
    assert (entry.pain_avg_24h, entry.day_kind, entry.version) == (5, "rest", 2)
    assert "What it said before" in browser.get(url()).content.decode()


def test_replayed_post_keeps_one_row_and_answers_the_same(browser, patient):
    form = entry_form(browser.get(url()), pain_avg_24h="6")

    first, again = (browser.post(url(), form) for _ in range(2))

    assert first.headers["Location"] == again.headers["Location"] == url()
    assert Entry.objects.for_patient(patient).get().version == 1


def test_stale_form_is_409_with_what_was_typed_beside_what_is_stored(browser, patient):
    make.entry(of=patient, day=TODAY, pain_avg_24h=8, note="Stiff.")
    form = entry_form(browser.get(url()), pain_avg_24h="6", note="Typed in the first tab.")
    other = entry_form(browser.get(url()), pain_avg_24h="2", note="Stored by the second tab.")
    browser.post(url(), other)

    conflict = browser.post(url(), form)

    text = conflict.content.decode()
    assert conflict.status_code == 409
    assert "Typed in the first tab." in text
    assert "Stored by the second tab." in text
    again = entry_form(conflict, pain_avg_24h="6", note="Typed in the first tab.")
    assert browser.post(url(), again).status_code == 302
    assert entry_of(patient).pain_avg_24h == 6


def test_blank_form_meets_an_entry_that_came_meanwhile(browser, patient):
    form = entry_form(browser.get(url()), pain_avg_24h="6")
    make.entry(of=patient, day=TODAY, pain_avg_24h=2)

    conflict = browser.post(url(), form)

    assert conflict.status_code == 409
    assert conflict.context["form"]["version"].value() == 1
    assert entry_of(patient).pain_avg_24h == 2


def test_edit_of_an_entry_that_was_deleted_meanwhile_can_be_kept_as_a_new_one(browser, patient):
    make.entry(of=patient, day=TODAY, pain_avg_24h=8)
    form = entry_form(browser.get(url()), pain_avg_24h="6", note="Typed before.")
    browser.post(url(name="delete_entry"), make.form(browser.get(url(name="delete_entry"))))

    gone = browser.post(url(), form)

    assert gone.status_code == 410
    assert "Typed before." in gone.content.decode()
    again = entry_form(gone, pain_avg_24h="6", note="Typed before.")
    assert browser.post(url(), again).status_code == 302
    assert entry_of(patient).pain_avg_24h == 6


def test_error_keeps_what_was_typed_and_stores_nothing(browser, patient):
    form = entry_form(browser.get(url()), pain_avg_24h="11", note="Not to be lost.")

    page = browser.post(url(), form)

    assert page.status_code == 200
    assert "Not to be lost." in page.content.decode()
    assert page.context["form"]["write_id"].value() == form["write_id"]
    assert not Entry.objects.for_patient(patient).exists()


def test_fields_are_asked_once_switched_on_and_keep_their_data_when_switched_off(browser, patient):
    choose = reverse("journals:fields")
    assert "mood" not in browser.get(url()).context["form"].fields
    browser.post(choose, {"shown": ["mood"]})
    browser.post(url(), entry_form(browser.get(url()), pain_avg_24h="6", mood="7"))
    browser.post(choose, {})

    page = browser.get(url())
    browser.post(url(), entry_form(page, pain_avg_24h="5"))

    assert "mood" not in page.context["form"].fields
    assert page.context["hidden"] == [("Mood", "7 / 10")]
    assert (entry_of(patient).mood, entry_of(patient).pain_avg_24h) == (7, 5)


def test_hidden_value_is_still_shown_and_comes_back_into_its_field(browser, patient):
    make.entry(of=patient, day=TODAY, pain_avg_24h=6, mood=7, sleep_h=Decimal("7.5"))
    choose = reverse("journals:fields")
    browser.post(choose, {"shown": ["mood", "sleep_h"]})

    browser.post(choose, {})
    hidden = browser.get(url())
    browser.post(choose, {"shown": ["sleep_h", "mood"]})
    shown = browser.get(url())

    text = hidden.content.decode()
    assert "Also kept for this day, in fields you have switched off:" in text
    assert "<dt>Mood</dt><dd>7 / 10</dd>" in text
    assert "<dt>Sleep</dt><dd>7.5 h</dd>" in text
    form = shown.context["form"]
    assert (form["mood"].value(), form["sleep_h"].value()) == (7, Decimal("7.5"))
    assert "switched off" not in shown.content.decode()
    assert (entry_of(patient).version, entry_of(patient).mood) == (1, 7)


def test_what_was_managed_is_asked_of_everybody_in_words_and_as_a_score(browser, patient):
    page = browser.get(url())
    browser.post(url(), entry_form(page, managed="A walk.", managed_today="7"))
    again = browser.get(url())
    browser.post(url(), entry_form(again, managed="Two walks.", managed_today="8"))

    assert "What I managed today" in page.content.decode()
    form = again.context["form"]
    assert (form["managed"].value(), form["managed_today"].value()) == ("A walk.", 7)
    told = browser.get(url()).content.decode()
    assert "A walk." in told
    assert "Two walks." in told
    assert entry_of(patient).managed_today == 8


@pytest.mark.parametrize("field", [{"managed": "A walk."}, {"managed_today": "0"}])
def test_day_on_which_only_something_was_managed_is_a_day(browser, patient, field):
    browser.post(url(), entry_form(browser.get(url()), **field))

    assert entry_of(patient).version == 1


def test_what_was_managed_is_shown_before_it_is_deleted(browser, patient):
    make.entry(of=patient, day=TODAY, managed="A walk.", managed_today=7)

    page = browser.get(url(name="delete_entry")).content.decode()

    assert "A walk." in page
    assert "7 / 10" in page


def test_choice_of_fields_leaves_out_what_is_always_asked(browser):
    page = browser.get(reverse("journals:fields"))

    choices = dict(page.context["form"].fields["shown"].choices)
    assert "mood" in choices
    assert "managed_today" not in choices


def test_choice_of_fields_shows_what_is_chosen(browser):
    choose = reverse("journals:fields")
    browser.post(choose, {"shown": ["stress"]})

    page = browser.get(choose)

    assert page.context["form"]["shown"].value() == ["stress"]


def test_field_that_does_not_exist_cannot_be_switched_on(browser):
    page = browser.post(reverse("journals:fields"), {"shown": ["version"]})

    assert page.status_code == 200
    assert page.context["form"].errors


def test_past_day_is_filled_in_up_to_30_days_back(browser, patient):
    earliest = OLD + dt.timedelta(days=1)
    browser.post(url(earliest), entry_form(browser.get(url(earliest)), pain_avg_24h="6"))

    refused = browser.get(url(OLD))
    posted = browser.post(url(OLD), {"write_id": str(uuid.uuid4()), "day_kind": "rest"})

    assert entry_of(patient, earliest).pain_avg_24h == 6
    assert refused.context["form"] is None
    assert "an entry can no longer be added" in refused.content.decode()
    assert "more than 30 days ago" in posted.content.decode()
    assert not Entry.objects.for_patient(patient).filter(local_date=OLD).exists()


def test_old_entry_can_be_corrected(browser, patient):
    make.entry(of=patient, day=OLD, pain_avg_24h=8)

    browser.post(url(OLD), entry_form(browser.get(url(OLD)), pain_avg_24h="5"))

    assert entry_of(patient, OLD).pain_avg_24h == 5


def test_entry_is_deleted_after_one_question_and_can_be_put_back(browser, patient):
    make.entry(of=patient, day=TODAY, pain_avg_24h=6, note="Stiff.")
    place = url(name="delete_entry")

    deleted = browser.post(place, make.form(browser.get(place)), follow=True)
    back = deleted.redirect_chain[-1][0]
    assert not JournalDay.objects.for_patient(patient).exists()
    browser.post(back, make.form(deleted))

    assert JournalDay.objects.for_patient(patient).get().pain_avg_24h == 6
    assert "Stiff." in browser.get(url()).content.decode()


def test_undo_that_meets_a_newer_entry_is_409_with_both(browser, patient):
    make.entry(of=patient, day=TODAY, pain_avg_24h=6, note="The deleted words.")
    place = url(name="delete_entry")
    deleted = browser.post(place, make.form(browser.get(place)), follow=True)
    make.entry(of=patient, day=TODAY, pain_avg_24h=2, note="The newer words.")

    conflict = browser.post(deleted.redirect_chain[-1][0], make.form(deleted))

    assert conflict.status_code == 409
    assert "The deleted words." in conflict.content.decode()
    assert "The newer words." in conflict.content.decode()
    assert entry_of(patient).pain_avg_24h == 2


def test_form_sent_after_log_out_comes_back_filled_for_its_own_account(browser, patient):
    form = entry_form(browser.get(url()), pain_avg_24h="6", note="Not to be lost.")
    browser.logout()

    refused = browser.post(url(), form)
    browser.force_login(patient.user)
    page = browser.get(url())

    kept = page.context["form"]
    assert refused.headers["Location"].startswith(reverse("account_login"))
    assert (kept["pain_avg_24h"].value(), kept["note"].value()) == ("6", "Not to be lost.")
    assert kept["write_id"].value() == form["write_id"]
    assert not Entry.objects.for_patient(patient).exists()


def test_form_sent_after_log_out_is_discarded_for_another_account(browser, patient):
    form = entry_form(browser.get(url()), note="Nobody else's business.")
    browser.logout()
    browser.post(url(), form)

    browser.force_login(make.patient().user)
    other = browser.get(url())
    browser.force_login(patient.user)
    own = browser.get(url())

    for page in (other, own):
        assert not page.context["form"].is_bound
        assert "Nobody else's business." not in page.content.decode()


def test_post_without_a_write_id_is_a_bad_request(browser):
    assert browser.post(url(), {"pain_avg_24h": "5"}).status_code == 400
