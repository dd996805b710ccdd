"""Before a session: closed or open by the state, the check of day and table, and what follows."""

import datetime as dt

import pytest
from django.utils import timezone

from invertrack.core.ids import uuid7
from invertrack.safety.lists import before_session, state_texts, stop_now
from invertrack.safety.models import Answer, Screen
from tests import make
from tests.sessions.filled import EVENING, MINUTE, filled, press, text, url
from tests.sessions.lived import send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

START = "/sessions/start/"
TABLE = ("ankle_locks", "tether", "height", "recall")
DONE = dict.fromkeys((*TABLE, "someone_nearby"), "on")
READY = DONE | {"none_of_these": "on"}


@pytest.fixture
def ready(patient):
    """A patient whose safety questions are answered: the state is open."""
    return make.opened(of=patient, at=EVENING - 60 * MINUTE)


def check(phone, **taps):
    return press(phone, phone.get(START), **taps)


def kept(patient):
    [screen] = Screen.objects.for_patient(patient).filter(list_name="before_session")
    answers = Answer.objects.for_patient(patient).filter(screen=screen)
    return screen, dict(answers.values_list("item_id", "reply"))


def none_kept(patient):
    return not Screen.objects.for_patient(patient).filter(list_name="before_session").exists()


# The gate ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        (None, "expired"),
        ({"glaucoma_or_high_eye_pressure": "yes"}, "blocked"),
        ({"reflux": "unsure"}, "needs_talk"),
    ],
)
def test_start_is_closed_with_the_text_of_the_state_and_logging_stays_open(
    phone, patient, answers, state
):
    if answers:
        make.screening(of=patient, at=EVENING - MINUTE, **answers)

    page = phone.get(START)

    said, words = text(page), state_texts()[state]
    assert words.title in said
    assert words.text in said.replace("&#x27;", "'")
    assert words.step in said
    assert 'href="/sessions/new/"' in page.content.decode()
    assert "ankle locks" not in said


def test_pause_says_until_when_and_ends_by_itself(phone, ready, clock):
    make.session(of=ready, ended_at=EVENING, side_effects={"nausea": 1})

    assert "Until Wed 13 May, 19:04" in text(phone.get(START))
    clock.move_to(EVENING + dt.timedelta(hours=24, minutes=1))
    phone.force_login(ready.user)
    assert "ankle locks" in text(phone.get(START))


def test_pause_names_its_own_end_and_not_that_of_a_clearance_before_it(phone, patient):
    clinician = make.clinician()
    make.grant(of=patient, to=clinician.user)
    make.screening(of=patient, at=EVENING - 60 * MINUTE, pregnancy="yes")
    make.clearance(of=patient, by=clinician, item="pregnancy", at=EVENING - 50 * MINUTE, days=0)
    make.session(of=patient, ended_at=EVENING, side_effects={"nausea": 1})

    assert "Until Wed 13 May, 19:04" in text(phone.get(START))


def test_start_is_open_while_a_clearance_holds_and_asks_again_when_it_ends(phone, patient, clock):
    clinician = make.clinician()
    make.grant(of=patient, to=clinician.user)
    make.screening(of=patient, at=EVENING, pregnancy="yes")
    make.clearance(of=patient, by=clinician, item="pregnancy", at=EVENING, days=10)

    assert "ankle locks" in text(phone.get(START))
    clock.move_to(EVENING + dt.timedelta(days=11))
    phone.force_login(patient.user)
    assert state_texts()["blocked"].title in text(phone.get(START))


def test_closed_start_keeps_nothing_that_is_sent_to_it(phone, ready):
    typed = filled(phone.get(START), **READY)
    make.screening(of=ready, at=EVENING, pregnancy="yes")

    page = phone.post(START, typed)

    assert state_texts()["blocked"].title in text(page)
    assert none_kept(ready)


def test_check_that_was_made_before_the_state_closed_is_kept_when_it_comes(phone, ready, clock):
    typed = filled(phone.get(START), **READY) | {"device_now": EVENING.isoformat()}
    make.screening(of=ready, at=EVENING, pregnancy="yes")
    clock.move_to(EVENING + dt.timedelta(minutes=20))
    phone.force_login(ready.user)

    first, again = (send(phone, typed, to=START) for _ in range(2))

    assert first.json() == again.json()
    screen, _ = kept(ready)
    assert (first.json()["saved"], screen.at) == (True, EVENING)
    now = typed | {"write_id": str(uuid7()), "device_now": timezone.now().isoformat()}
    assert send(phone, now, to=START).json()["code"] == "invalid"
    kept(ready)


# The check -----------------------------------------------------------------------------------


def test_check_without_a_yes_leads_on_and_is_kept_with_every_answer(phone, ready):
    answer = check(phone, **READY)

    screen, replies = kept(ready)
    assert answer.url == f"/sessions/start/{screen.id}/"
    assert (screen.list_version, screen.at) == (before_session().version, EVENING)
    assert screen.level == ""
    assert replies == {
        item.id: "yes" if item.group == "table" else "no" for item in before_session().items
    }


def test_check_that_is_sent_twice_is_kept_once(phone, ready):
    typed = filled(phone.get(START), **READY)

    first, again = (phone.post(START, typed) for _ in range(2))

    assert first.url == again.url
    kept(ready)


@pytest.mark.parametrize("item", [item for item in before_session().items if item.group == "day"])
def test_yes_about_the_day_ends_with_its_own_text(phone, ready, item):
    page = phone.get(check(phone, **{item.id: "on"}).url)

    said = text(page)
    assert "Not now" in said
    assert item.text in said
    assert before_session().texts[item.id] in said
    assert "Log it when you are back up" not in said
    assert "ankle locks" not in said  # the table was not asked about any more
    assert kept(ready)[1] == {
        other.id: "yes" if other is item else "no"
        for other in before_session().items
        if other.group == "day"
    }


def test_new_symptom_leads_to_the_red_flags(phone, ready):
    page = phone.get(check(phone, new_symptom="on").url)

    assert 'href="/safety/red-flags/?next=/today/"' in page.content.decode()


def test_new_illness_leads_to_the_screening(phone, ready):
    page = phone.get(check(phone, new_condition="on").url)

    assert 'href="/safety/screen/"' in page.content.decode()


def test_new_symptom_and_new_illness_lead_to_both_lists(phone, ready):
    page = phone.get(check(phone, new_symptom="on", new_condition="on").url)

    assert 'href="/safety/red-flags/?next=/today/"' in page.content.decode()
    assert 'href="/safety/screen/"' in page.content.decode()


@pytest.mark.parametrize("missing", [*TABLE, "someone_nearby"])
def test_equipment_that_is_not_ticked_is_said_at_its_field(phone, ready, missing):
    taps = {name: value for name, value in READY.items() if name != missing}

    page = check(phone, **taps)

    assert page.context["form"].errors == {missing: ["Tick this once it is done."]}
    assert "none_of_these" in filled(page)  # what was ticked is ticked still
    assert none_kept(ready)


@pytest.mark.parametrize(
    ("taps", "said"),
    [
        (DONE, "Tick what is true today, or None of these."),
        (READY | {"meal": "on"}, "Something above is ticked too. Untick one."),
    ],
)
def test_day_needs_one_answer_and_not_two(phone, ready, taps, said):
    page = check(phone, **taps)

    assert page.context["form"].errors == {"none_of_these": [said]}
    assert none_kept(ready)


@pytest.mark.parametrize(("sessions", "asked"), [(4, True), (5, False)])
def test_somebody_nearby_is_asked_for_the_first_five_sessions(phone, ready, sessions, asked):
    for number in range(1, sessions + 1):
        make.session(of=ready, ended_at=EVENING - number * 24 * 60 * MINUTE)

    assert ('name="someone_nearby"' in phone.get(START).content.decode()) is asked


def test_settings_of_the_last_session_stand_beside_the_table(phone, ready):
    make.session(of=ready, ended_at=EVENING - 2 * MINUTE, equipment={"tether": "two", "pin": "B"})
    make.session(of=ready, ended_at=EVENING - 90 * MINUTE, equipment={"tether": "nine"})

    said = text(phone.get(START))

    assert "Tether mark, last time two" in said
    assert "Angle pin, last time B" in said
    assert "nine" not in said


# What follows --------------------------------------------------------------------------------


def test_passed_check_shows_the_limits_and_the_order(phone, ready):
    clinician = make.clinician(name="Dr. Reader")
    make.grant(of=ready, to=clinician.user)
    make.cap(of=ready, by=clinician, at=EVENING - 9 * MINUTE, angle_deg=40, duration_s=90)
    make.chosen_step(of=ready, at=EVENING - 8 * MINUTE)

    said = text(phone.get(check(phone, **READY).url))

    assert "Step 1 of the plan up to 15°, 1 min" in said
    assert "Cap 40°, 1 min 30 s" in said
    assert "Dr. Reader proposed this cap on 12 May 2026" in said
    assert "and you accepted it on 12 May 2026." in said
    places = [
        said.index(before_session().texts[name]) for name in ("before", "up", "rest", "after")
    ]
    assert places == sorted(places)
    assert "Log it when you are back up" in said


def test_passed_check_shows_the_symptom_list_with_what_to_do(phone, ready):
    said = text(phone.get(check(phone, **READY).url)).replace("&#x27;", "'")

    listed = [part for what, items in stop_now().by_instruction() for part in (what, *items)]
    words = [part if isinstance(part, str) else part.text for part in listed]
    assert len(words) == 22 + 3
    assert " ".join(words) in said


def test_passed_check_without_plan_and_cap_says_so(phone, ready):
    said = text(phone.get(check(phone, **READY).url))

    assert "No plan is chosen, and no cap is set." in said


def test_check_of_an_hour_ago_is_asked_anew(phone, ready, clock):
    page = check(phone, **READY).url
    clock.move_to(EVENING + 60 * MINUTE)
    assert phone.get(page).status_code == 200
    clock.move_to(EVENING + 61 * MINUTE)

    assert phone.get(page).url == START


def test_check_leads_nowhere_once_the_state_has_closed(phone, ready):
    page = check(phone, **READY).url
    make.screening(of=ready, at=EVENING, pregnancy="yes")

    assert phone.get(page).url == START


def test_check_of_somebody_else_and_another_list_are_not_found(phone, ready, client):
    screening = make.screening(of=ready, at=EVENING)
    theirs = check(phone, **READY).url
    assert phone.get(f"/sessions/start/{screening.id}/").status_code == 404

    client.force_login(make.opened(of=make.patient(), at=EVENING).user)
    assert client.get(theirs).status_code == 404


def test_pages_before_a_session_cost_the_same_whatever_there_is(
    phone, ready, django_assert_num_queries
):
    page = check(phone, **READY).url
    for number in range(1, 4):
        with django_assert_num_queries(5):
            phone.get(START)
        with django_assert_num_queries(8):
            phone.get(page)
        make.session(of=ready, ended_at=EVENING - number * 24 * 60 * MINUTE)


def test_detail_of_an_old_session_does_not_say_what_to_do_now(phone, ready, clock):
    made = make.session(of=ready, ended_at=EVENING, side_effects={"nausea": 1})
    stop = stop_now().instructions["stop"]

    assert stop in text(phone.get(url(made)))
    clock.move_to(EVENING + dt.timedelta(hours=25))
    phone.force_login(ready.user)
    said = text(phone.get(url(made)))
    assert stop not in said
    assert "Feeling sick" in said


def test_log_says_at_a_grave_symptom_what_to_do_before_it_is_sent(phone, ready):
    page = phone.get("/sessions/new/").content.decode()

    lines = page.split('<div id="div_id_effect_')[1:]
    told = {line.split('"')[0] for line in lines if 'class="symptom-said"' in line}
    assert told == {item.id for item in stop_now().items if item.level in ("emergency", "urgent")}
    assert ">Contact a doctor or urgent-care line today.</p>" in page


def test_detail_shows_the_text_of_a_state_that_is_not_open(phone, ready):
    well = make.session(of=ready, ended_at=EVENING - 120 * MINUTE)
    assert state_texts()["paused_24h"].title not in text(phone.get(url(well)))

    make.session(of=ready, ended_at=EVENING, side_effects={"dizzy": 1})

    assert state_texts()["paused_24h"].title in text(phone.get(url(well)))
