"""Over the cap: logged all the same, and told as such with who set the cap and when (S9)."""

import datetime as dt
import re

import pytest

from tests import make
from tests.sessions.filled import EVENING, MINUTE, NEW, correct, log, only, press, text, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

DAY = dt.timedelta(days=1)
STORY = (
    "Dr. Reader proposed this cap on 9 May 2026, and you accepted it on 9 May 2026."  # 3 days ago
)


@pytest.fixture
def capped(patient):
    """A patient who accepted 45 degrees and 3 minutes three days ago."""
    clinician = make.clinician(name="Dr. Reader")
    make.grant(of=patient, to=clinician.user, granted_at=EVENING - 4 * DAY)
    make.cap(of=patient, by=clinician, at=EVENING - 3 * DAY, angle_deg=45, duration_s=180)
    return patient


def again(session):
    return type(session).objects.for_patient(session.patient).get(id=session.id)


@pytest.mark.parametrize(
    ("said", "is_over"),
    [
        ({"angle_deg": 45, "duration_s": 180}, False),
        ({"angle_deg": 46}, True),
        ({"duration_s": 181}, True),
        ({"holds": ((20, 60), (50, 10))}, True),
        ({"holds": ((45, 90), (45, 91))}, True),
        ({"holds": ((45, 90), (45, 90))}, False),
    ],
)
def test_steepest_angle_and_whole_time_are_held_against_the_cap(capped, said, is_over):
    assert make.session(of=capped, ended_at=EVENING, **said).is_over_cap is is_over


def test_without_a_cap_nothing_is_over_it(patient):
    assert not make.session(of=patient, ended_at=EVENING, angle_deg=90).is_over_cap


@pytest.mark.parametrize(("angle_deg", "duration_s"), [(None, 180), (45, None)])
def test_half_a_cap_limits_its_half(patient, angle_deg, duration_s):
    make.cap(of=patient, at=EVENING - DAY, angle_deg=angle_deg, duration_s=duration_s)

    steep = make.session(of=patient, ended_at=EVENING, angle_deg=60, duration_s=60)
    long = make.session(of=patient, ended_at=EVENING - 60 * MINUTE, angle_deg=20, duration_s=300)

    assert (steep.is_over_cap, long.is_over_cap) == (duration_s is None, angle_deg is None)


def test_cap_in_force_when_the_session_ended_is_the_one_that_counts(patient):
    make.cap(of=patient, at=EVENING - 3 * DAY, angle_deg=20)
    make.cap(of=patient, at=EVENING - DAY, angle_deg=40)

    ends = [EVENING - days * DAY for days in (4, 2, 0)]
    sessions = [make.session(of=patient, at=EVENING, ended_at=end, angle_deg=30) for end in ends]

    assert [session.is_over_cap for session in sessions] == [False, True, False]


@pytest.mark.parametrize(("accepted", "is_over"), [(MINUTE / 2, True), (-MINUTE, False)])
def test_cap_accepted_a_moment_before_coming_up_counts(patient, accepted, is_over):
    make.cap(of=patient, at=EVENING - accepted, angle_deg=20)

    session = make.session(of=patient, ended_at=EVENING, angle_deg=30, duration_s=120)

    assert session.is_over_cap is is_over


def test_correction_holds_the_session_against_its_cap_again(capped):
    session = make.session(of=capped, ended_at=EVENING, angle_deg=60)

    correct(session, angle_deg=45)
    assert not again(session).is_over_cap
    correct(again(session), angle_deg=50)
    assert again(session).is_over_cap
    correct(again(session), ended_at=EVENING - 4 * DAY)
    assert not again(session).is_over_cap


def test_session_over_the_cap_is_kept_and_told_with_who_set_it_and_when(phone, capped):
    answer = log(phone, angle_deg="60", duration_s_0="3")

    said = text(phone.get(answer.url))
    assert (answer.status_code, only(capped).is_over_cap) == (302, True)
    assert f"Over the cap of 45°, 3 min. {STORY}" in said
    assert "Cap over the cap" in said
    assert "60°, 3 min over the cap" in text(phone.get("/sessions/"))


def test_session_within_the_cap_is_told_without_it(phone, capped):
    log(phone, angle_deg="45", duration_s_0="3")

    said = text(phone.get(url(only(capped)))) + text(phone.get("/sessions/"))

    assert "over the cap" not in said.lower()


def test_own_cap_is_told_as_one_s_own(phone, patient):
    make.cap(of=patient, at=EVENING - DAY, angle_deg=30, duration_s=None)

    log(phone, angle_deg="35")

    said = text(phone.get(url(only(patient))))
    assert "Over the cap of 30°. You set this cap on 11 May 2026." in said


def test_cap_that_ended_since_still_tells_who_set_it(phone, capped):
    session = make.session(of=capped, ended_at=EVENING - DAY, angle_deg=60)
    make.cap(of=capped, at=EVENING - MINUTE, angle_deg=20, duration_s=60)

    assert f"Over the cap of 45°, 3 min. {STORY}" in text(phone.get(url(session)))


# While typing --------------------------------------------------------------------------------


def pointed_out(page):
    """What a page carries to be shown at a field: (field, above, words)."""
    found = re.findall(
        r'<p class="notice" data-above="(\d+)" data-of="(\w+)" hidden>([^<]+)',
        page.content.decode(),
    )
    return {(field, int(above)): words for above, field, words in found}


def test_log_names_the_cap_and_carries_its_warning_for_each_field(phone, capped):
    page = phone.get(NEW)

    assert f"Your cap: 45°, 3 min. {STORY}" in text(page)
    carried = pointed_out(page)
    assert set(carried) == {
        ("angle_deg", 45),
        ("angle_deg", 60),
        ("duration_s", 180),
        ("duration_s", 300),
    }
    assert "You can log a session over it all the same" in text(page)
    assert carried["angle_deg", 45] == f"This is over your cap of 45°. {STORY}"
    assert carried["duration_s", 180] == f"This is over your cap of 3 min. {STORY}"


def test_log_without_cap_and_plan_carries_what_holds_for_everybody(phone):
    page = phone.get(NEW)

    assert "Your cap" not in text(page)
    assert set(pointed_out(page)) == {("angle_deg", 60), ("duration_s", 300)}


def test_log_carries_ten_degrees_above_the_step_of_the_plan(phone, patient):
    make.opened(of=patient, at=EVENING - 9 * MINUTE)
    make.chosen_step(of=patient, at=EVENING - 8 * MINUTE)

    assert ("angle_deg", 25) in pointed_out(phone.get(NEW))
    log(phone, angle_deg="26")
    assert "This is more than 10° above your step of the plan." in text(
        phone.get(url(only(patient)))
    )


def test_session_of_another_day_is_not_held_against_the_step_of_today(phone, patient):
    make.opened(of=patient, at=EVENING - 9 * MINUTE)
    make.chosen_step(of=patient, at=EVENING - 8 * MINUTE)
    earlier = make.session(of=patient, ended_at=EVENING - 2 * DAY, angle_deg=40)

    assert "above your step" not in text(phone.get(url(earlier)))
    assert ("angle_deg", 25) not in pointed_out(phone.get(url(earlier, "edit")))


def test_form_that_comes_back_with_an_error_still_carries_the_warnings(phone, capped):
    page = log(phone, pain_before="", angle_deg="60")

    assert page.status_code == 200
    assert ("angle_deg", 45) in pointed_out(page)


def test_correction_carries_the_cap_of_the_session_s_own_time(phone, capped):
    session = make.session(of=capped, ended_at=EVENING - 2 * DAY, angle_deg=30)
    make.cap(of=capped, at=EVENING - DAY, angle_deg=20, duration_s=None)

    page = phone.get(url(session, "edit"))

    assert ("angle_deg", 45) in pointed_out(page)
    assert ("angle_deg", 20) not in pointed_out(page)
    assert f"Your cap: 45°, 3 min. {STORY}" in text(page)


def test_stale_correction_carries_it_too(phone, capped):
    session = make.session(of=capped, ended_at=EVENING, angle_deg=30)
    page = phone.get(url(session, "edit"))
    correct(session, pain_after=1)

    stale = press(phone, page, angle_deg="50")

    assert stale.status_code == 409
    assert ("angle_deg", 45) in pointed_out(stale)


def test_declined_and_waiting_proposals_are_no_cap(phone, patient):
    clinician = make.clinician()
    make.grant(of=patient, to=clinician.user, granted_at=EVENING - 4 * DAY)
    make.cap(of=patient, by=clinician, at=EVENING - DAY, angle_deg=20, accepted=False)

    assert not make.session(of=patient, ended_at=EVENING, angle_deg=60).is_over_cap
    assert "Your cap" not in text(phone.get(NEW))
