"""The pages of questionnaires, from the list to an undone delete."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from invertrack.questionnaires.enums import Name
from invertrack.questionnaires.models import Activity, Completion
from tests import make
from tests.sessions.filled import filled, press, text

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 5, 12, 10, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
LIST = "/questionnaires/"
PEG = {"pain": "4", "enjoyment": "5", "activity": "5"}


def place(row, name="result"):
    return reverse(f"questionnaires:{name}", args=[row.id])


def only(patient):
    return Completion.objects.for_patient(patient).live().get()


def test_list_is_in_the_menu_and_says_what_is_due(browser, patient):
    make.completion(of=patient, at=NOW - DAY)

    page = browser.get(LIST)

    assert 'href="/questionnaires/"' in browser.get("/today/").content.decode()
    said = text(page)
    assert "Next due on 18 May 2026, every week." in said
    assert "6.0 / 10" in said
    assert said.count("Due today") == 2  # RMDQ and PSFS
    assert "Next due on 9 June 2026, every 4 weeks." in said


@pytest.mark.parametrize("name", Name)
def test_each_is_asked_with_its_instruction_items_and_licence(browser, name):
    page = browser.get(reverse("questionnaires:fill", args=[name]))

    asked, said = page.context["asked"], text(page)
    assert asked.instruction in said
    assert all(item.text in said for item in asked.items)
    assert asked.direction_text in said
    assert asked.licence in said


def test_one_that_is_not_built_in_is_not_found(browser):
    assert browser.get("/questionnaires/odi/").status_code == 404


def test_peg_is_answered_and_shows_its_result(browser, patient):
    make.completion(of=patient, at=NOW - 7 * DAY)

    answer = press(browser, browser.get("/questionnaires/peg/"), **PEG)

    row = Completion.objects.for_patient(patient).order_by("-at").first()
    assert answer.headers["Location"] == place(row)
    said = text(browser.get(place(row)))
    assert "4.7 / 10" in said
    assert (
        "PEG went from 6.0 to 4.7 (1.3 points, 22%). "
        "Changes of 1 to 1.75 points or 30% are usually noticed by people." in said
    )
    assert "n = 2: 5 May 2026 and 12 May 2026, 7 days apart" in said
    assert "Time 2 that you answered it." in said


def test_peg_with_a_gap_keeps_what_was_tapped(browser, patient):
    page = press(browser, browser.get("/questionnaires/peg/"), pain="4")

    assert "Tap the number, 0 to 10." in text(page)
    assert filled(page)["pain"] == "4"
    assert not Completion.objects.for_patient(patient).exists()


def test_rmdq_without_a_tick_is_an_answer_once_it_is_sent(browser, patient):
    press(browser, browser.get("/questionnaires/rmdq24/"))

    assert only(patient).score == 0.0
    assert "No sentence was ticked." in text(browser.get(place(only(patient))))


def test_activities_come_back_with_their_earlier_score(standing_clock, browser, patient):
    press(browser, browser.get("/questionnaires/psfs/"), name_1="Putting on socks", score_1="3")
    standing_clock.shift(28 * DAY)
    browser.force_login(patient.user)

    page = browser.get("/questionnaires/psfs/")
    key = f"activity_{Activity.objects.for_patient(patient).get().id}"
    assert "Last time, on 12 May 2026: 3." in text(page)
    answer = press(browser, page, **{key: "6"})

    said = text(browser.get(answer.headers["Location"]))
    assert "PSFS went from 3.0 to 6.0 (3.0 points, 100%)." in said
    assert "The later score means less trouble." in said
    assert "1 activity rated both times" in said


def test_two_taps_keep_one(browser, patient):
    page = browser.get("/questionnaires/peg/")

    answers = [press(browser, page, **PEG) for _ in range(2)]

    assert {answer.headers["Location"] for answer in answers} == {place(only(patient))}


def test_form_sent_after_log_out_comes_back_filled(browser, patient):
    page = browser.get("/questionnaires/peg/")
    browser.logout()
    press(browser, page, **PEG)
    browser.force_login(patient.user)

    again = browser.get("/questionnaires/peg/")

    assert filled(again)["enjoyment"] == "5"
    press(browser, again)
    assert only(patient).score == pytest.approx(14 / 3)


def test_correction_is_filled_in_and_shows_what_it_said(browser, patient):
    row = make.completion(of=patient)
    page = browser.get(place(row, "edit"))
    assert {key: filled(page)[key] for key in PEG} == {
        "pain": "6",
        "enjoyment": "7",
        "activity": "5",
    }

    press(browser, page, enjoyment="1")

    said = text(browser.get(place(row)))
    assert "4.0 / 10" in said
    assert "changed from 7 / 10 to 1 / 10" in said


@pytest.mark.parametrize(
    ("name", "given", "fields"),
    [
        (Name.RMDQ24, {"answers": {"3": 1}}, {"ticked": ["3", "5"]}),
        (Name.PGIC, {}, {"status": "no_change"}),
        (Name.PSFS, {"named": (("Socks", 3),)}, {}),
    ],
)
def test_each_can_be_corrected(browser, patient, name, given, fields):
    row = make.completion(of=patient, name=name, **given)
    taps = fields or {f"activity_{next(iter(row.answers))}": "8"}

    assert press(browser, browser.get(place(row, "edit")), **taps).status_code == 302

    assert only(patient).score == {Name.RMDQ24: 2.0, Name.PGIC: 4.0, Name.PSFS: 8.0}[name]
    assert "What it said before" in text(browser.get(place(row)))


def test_second_tab_is_409_with_both(browser, patient):
    row = make.completion(of=patient)
    here, elsewhere = (browser.get(place(row, "edit")) for _ in range(2))
    press(browser, elsewhere, pain="0")

    conflict = press(browser, here, pain="9")

    assert conflict.status_code == 409
    assert "the score stored now is 4.0 / 10" in text(conflict)
    assert filled(conflict)["pain"] == "9"
    press(browser, conflict)
    assert only(patient).answers["pain"] == 9


def test_delete_is_asked_once_and_undone(browser, patient):
    row = make.completion(of=patient)

    back = press(browser, browser.get(place(row, "delete"))).headers["Location"]
    offer = browser.get(back)
    assert browser.get(place(row)).status_code == 410
    press(browser, offer)

    assert only(patient).id == row.id
    assert browser.get(back).status_code == 404


@pytest.mark.parametrize("name", ["result", "edit", "delete", "restore"])
def test_foreign_one_and_missing_one_answer_alike(browser, name):
    foreign = make.completion(of=make.patient())

    answers = [
        browser.get(reverse(f"questionnaires:{name}", args=[key]))
        for key in (foreign.id, uuid.uuid4())
    ]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_history_lists_every_time_newest_first(browser, patient):
    for days_ago in (0, 400):
        make.completion(of=patient, at=NOW - days_ago * DAY)
    make.completion(of=patient, name=Name.PGIC)

    page = browser.get("/questionnaires/peg/history/")

    days = [row.local_date for row in page.context["passes"].rows]
    assert days == [NOW.date(), NOW.date() - 400 * DAY]
    assert "Answered 2 times." in text(page)


def test_history_is_turned_page_by_page_without_losing_or_doubling_a_time(browser, patient):
    made = [make.completion(of=patient, at=NOW - (place // 2) * DAY) for place in range(65)]
    make.completion(of=make.patient(), at=NOW - 20 * DAY)

    pages, older = [], ""
    for _ in range(3):
        page = browser.get("/questionnaires/peg/history/", {"before": older} if older else {})
        pages.append(page.context["passes"])
        older = pages[-1].older

    assert [len(shown.rows) for shown in pages] == [30, 30, 5]
    assert {row.id for shown in pages for row in shown.rows} == {row.id for row in made}
    assert older == ""
    assert "The newest 30 times." in text(browser.get("/questionnaires/peg/history/"))


def test_damaged_place_in_the_history_shows_the_newest(browser, patient):
    make.completion(of=patient)

    page = browser.get("/questionnaires/peg/history/", {"before": "nonsense"})

    assert "Answered 1 time." in text(page)


def test_today_names_what_is_due_and_stops_naming_it(browser, patient):
    assert "Due: PEG , RMDQ , PSFS ." in text(browser.get("/today/"))
    make.completion(of=patient)
    make.completion(of=patient, name=Name.RMDQ24)
    make.completion(of=patient, name=Name.PSFS, named=(("Socks", 3),))

    assert "Due:" not in text(browser.get("/today/"))


# Session and account first.
@pytest.mark.parametrize(
    ("name", "most"), [("index", 3), ("history", 3), ("fill", 4), ("result", 6), ("edit", 4)]
)
def test_page_costs_the_same_with_one_row_and_with_three(
    browser, patient, name, most, django_assert_max_num_queries
):
    def answered(days_ago):
        return make.completion(
            of=patient,
            name=Name.PSFS,
            named=((f"Number {days_ago}", 4),),
            at=NOW - days_ago * DAY,
        )

    row = answered(0)
    args = {"index": [], "history": [Name.PSFS], "fill": [Name.PSFS]}.get(name, [row.id])
    url, counts = reverse(f"questionnaires:{name}", args=args), []
    for days_ago in (None, 40, 80):
        if days_ago:
            answered(days_ago)
        with django_assert_max_num_queries(most) as captured:
            assert browser.get(url).status_code == 200
        counts.append(len(captured))

    assert len(set(counts)) == 1
